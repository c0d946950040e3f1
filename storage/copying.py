"""Copies a whole memory, row by row: into a file that is a backup, and from one kind of database into another.

A backup is an SQLite file with the tables of this program, whatever database it was made of: one format, readable by
any SQLite, that goes back into either kind.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Integer, Table, delete, func, insert, select
from zstandard import ZstdError, frame_content_size

from monitor.errors import StorageError, UsageError
from storage import grams
from storage.blobs import GONE
from storage.database import Database, connect
from storage.epoch import disown
from storage.tables import delivery, epoch, metadata, raw, site, subscription, target, turn

_ROWS = 64
"""Rows that are in memory at a time: some hold a whole page."""
_LARGEST = 256 * 2**20
"""Bytes of one answer; more was never fetched, so a file that claims it is none of ours."""
_HEAD = 18
"""Bytes of a compressed answer that tell its size."""


def back_up(source: Database, path: Path) -> None:
    """Writes one state of `source` into the file `path`, all of it or nothing; writers go on meanwhile.

    Raises UsageError where `path` exists already, StorageError where it cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} exists already; name a new file, a backup overwrites nothing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as home:
            fresh = Path(home) / "backup.db"
            if source.path is None:
                _from_server(source, fresh)
            else:
                copy_file(source.path, fresh)
            _flush(fresh)
            os.link(fresh, path)  # unlike a rename it replaces nothing that came meanwhile
            _flush(path.parent)
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}); name another path") from error


def copy_file(source: Path, path: Path) -> None:
    """One state of an SQLite file as another file that needs no third one beside it. Raises StorageError."""
    try:
        there = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(there, uri=True)) as old, closing(sqlite3.connect(path)) as new:
            old.backup(new)  # in one step: writers cannot make it begin again
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise StorageError(f"{source} cannot be copied ({error})") from error


def sound(database: Database) -> None:
    """Raises StorageError where an SQLite file is damaged, or holds what no backup of ours does."""
    with database.read() as connection:
        strange = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).scalar()
        if strange is not None:
            raise StorageError(f"it is no backup of ours (it has {strange})")
        damage = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if damage != "ok":
            raise StorageError(f"it is damaged ({damage}); take an older backup")
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise StorageError(f"it is damaged (a row of {lost[0]} leads nowhere); take an older backup")
        heads = select(raw.c.id, raw.c.size, func.substr(raw.c.body, 1, _HEAD)).where(raw.c.body != GONE)
        for id_, size, head in connection.execute(heads.execution_options(yield_per=1000)):
            if not size == _unpacked(head) <= _LARGEST:
                raise StorageError(
                    f"it is damaged (answer {id_} is not of the size that it says); take an older backup"
                )


def empty(database: Database) -> bool:
    """Whether nothing was watched or subscribed yet."""
    with database.read() as connection:
        tables = (site, target, subscription)
        return all(connection.execute(select(table).limit(1)).first() is None for table in tables)


def pour(source: Database, into: Database) -> None:
    """Copies everything into an empty database, which counts as restored: what was on its way will be held back."""
    with source.read() as old, into.write() as new:
        _copy(old, new)
        disown(new)


def move(source: Database, into: Database, at: datetime) -> None:
    """Copies everything into an empty database, which goes on sending where `source` stopped; `source` sends no more.

    Nobody writes `source` meanwhile. Raises StorageError where a message is just being sent.
    """
    with source.write() as old:
        sending = select(delivery.c.id).where(delivery.c.leased_until > at)
        if old.execute(sending.limit(1)).first() is not None:
            raise StorageError("a message is just being sent; stop serve and check, and try again in five minutes")
        with into.write() as new:
            _copy(old, new)
            new.execute(delete(epoch))
        # A kill right here leaves two that would send; the other way round it would leave none.
        disown(old)


def _from_server(source: Database, path: Path) -> None:
    copy = connect(str(path))
    try:
        with source.read() as old, copy.write() as new:
            _copy(old, new)
    finally:
        copy.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=DELETE")


def _copy(old: Connection, new: Connection) -> None:
    for table in metadata.sorted_tables:
        if table is turn:  # whose turn it is concerns the processes of one database
            continue
        new.execute(delete(table))
        # A document's target names its column's, in the same table.
        first = [table.c.column_id.nulls_first()] if table is target else []
        query = select(table).order_by(*first, *table.primary_key)
        for rows in old.execute(query.execution_options(yield_per=_ROWS)).mappings().partitions():
            new.execute(insert(table), [dict(row) for row in rows])
        _count_on(new, table)
    grams.rebuild(new)  # no copy can be made of it: each kind of database has its own


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a counter of its own, which must know of the rows that were copied."""
    column = table.autoincrement_column
    if connection.dialect.name == "sqlite" or column is None or not isinstance(column.type, Integer):
        return
    counter = connection.execute(select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))).scalar()
    last = connection.execute(select(func.max(column))).scalar()
    if counter is not None and last is not None:
        connection.execute(select(func.setval(counter, last)))


def _unpacked(head: bytes) -> int:
    try:
        return frame_content_size(head)
    except ZstdError:
        return -1


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
