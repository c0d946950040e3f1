"""Opening a database, and what happens when that fails."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, insert, select, text, update

from monitor.errors import StorageError, UsageError
from storage import tables
from storage.database import Database, check, connect
from storage.migrations import configuration
from tests.storage.district import NOON


def counter(database: Database) -> None:
    """Makes a row that everybody counts up."""
    with database.write() as connection:
        connection.execute(insert(tables.site), {"name": "0", "digest": "", "enabled": True})


def count_up(database: Database, times: int) -> None:
    """Reads, then writes: a deferred transaction would fail here when another writer came between."""
    for _ in range(times):
        with database.write() as connection:
            value = connection.execute(select(tables.site.c.digest)).scalar_one()
            connection.execute(update(tables.site).values(digest=str(int(value or 0) + 1)))


ALONE = """
import sys
from sqlalchemy import insert, select, update
from storage.database import connect
from storage.tables import site

database = connect(sys.argv[1])
with database.write() as connection:
    if connection.execute(select(site.c.id)).first() is None:
        connection.execute(insert(site), {"name": "0", "digest": "0", "enabled": True})
for _ in range(10):
    with database.write() as connection:
        value = int(connection.execute(select(site.c.digest)).scalar_one())
        connection.execute(update(site).values(digest=str(value + 1)))
database.close()
"""


def counted(database: Database) -> int:
    """How far everybody came."""
    with database.read() as connection:
        return int(connection.execute(select(tables.site.c.digest)).scalar_one())


def no_room_left(connection: Connection) -> None:
    """From here on this SQLite connection finds no free page: a full disk as SQLite itself reports it."""
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_the_migrations_make_exactly_the_tables(database):
    """A migrated database and the tables of the code do not differ; the index of texts is each database's own."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and (name or "").startswith("clause_gram"))

    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, tables.metadata) == []


def test_the_code_knows_its_last_migration(database):
    """The revision that a start compares with is the newest script's."""
    with database.read() as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
    assert scripts.get_current_head() == tables.REVISION


def test_parents_are_made_and_data_stays(tmp_path):
    """A path in a directory that is not there yet works, and opening again finds what was written."""
    path = tmp_path / "a" / "b" / "memory.db"
    database = connect(str(path))
    counter(database)
    database.close()
    again = connect(f"sqlite:///{path}")
    count_up(again, 1)
    assert counted(again) == 1
    again.close()


def test_a_database_without_our_tables_gets_them(tmp_path):
    """An empty file is an older database than the first."""
    path = tmp_path / "empty.db"
    path.touch()
    connect(str(path)).close()
    assert check(str(path)).revision == tables.REVISION


def test_a_newer_database_is_refused(url):
    """What a newer program wrote is not touched, and the message says to update."""
    database = connect(url)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageError, match=r"newer clausewatch .*9999.*update the program"):
        connect(url)
    assert check(url).revision == "9999"


@pytest.mark.parametrize(
    ("place", "advice"),
    [
        ("/proc/nowhere/memory.db", "name another path"),
        ("{tmp}/file/memory.db", "name another path"),
        ("{tmp}", "cannot be opened"),
        ("{tmp}/file", "is no database"),
        ("postgresql://me:secret@127.0.0.1:1/x", "check that the server runs"),
    ],
)
def test_what_cannot_be_opened_says_why_in_one_line(tmp_path, place, advice):
    """The message names the place, what to do, and no password."""
    (tmp_path / "file").write_text("something else " * 100)
    with pytest.raises(StorageError, match=advice) as caught:
        connect(place.format(tmp=tmp_path))
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://me:secret@host/x", "sqlite://", "no such://thing"])
def test_unknown_kinds_of_url_are_usage_errors(url):
    """Only files and PostgreSQL are known."""
    with pytest.raises(UsageError) as caught:
        connect(url)
    assert "secret" not in str(caught.value)


def test_a_missing_database_of_a_server_says_so(postgres):
    """The message holds the server's own words."""
    missing = re.sub(r"/cw\d+\?", "/missing?", postgres())
    with pytest.raises(StorageError, match=r"check .* the database's name .*does not exist"):
        connect(missing)


def test_a_naive_time_is_refused(database):
    """Times without a zone are a bug, not UTC."""
    with pytest.raises(Exception, match="has no zone"), database.write() as connection:
        connection.execute(
            insert(tables.site),
            {"name": "x", "digest": "", "enabled": True, "retired_at": NOON.replace(tzinfo=None)},
        )


def test_an_error_undoes_the_whole_transaction(database):
    """Nothing of a failed transaction stays."""
    counter(database)

    def fail() -> None:
        with database.write() as connection:
            connection.execute(update(tables.site).values(digest="5"))
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail()
    with database.read() as connection:
        assert connection.execute(select(tables.site.c.digest)).scalar_one() == ""


def test_writers_say_begin_immediate(sqlite_path):
    """SQLite is asked for the write lock before anything is read (R22)."""
    database = connect(str(sqlite_path))
    sent: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda _c, _u, statement, *_: sent.append(statement))
    counter(database)
    assert sent[0] == "BEGIN IMMEDIATE"
    assert sent[1].startswith("INSERT")
    sent.clear()
    counted_rows = []
    with database.read() as connection:
        counted_rows += connection.execute(select(tables.site.c.id)).all()
    assert sent[0] == "BEGIN"
    database.close()


def test_the_file_is_opened_as_it_should_be(sqlite_path):
    """WAL, foreign keys, a long patience, and every commit on the disk."""
    database = connect(str(sqlite_path))
    with database.read() as connection:
        pragmas = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 1, 2, 30_000]
    database.close()


def test_sixteen_threads_write_and_none_is_locked_out(database):
    """Readers that become writers wait for each other; no update is lost."""
    counter(database)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: count_up(database, 10), range(16)))
    assert counted(database) == 160


def test_processes_open_and_write_together(tmp_path, request):
    """Several processes may make, migrate and fill one new file at the same time."""
    url = str(tmp_path / "together.db")
    command = [sys.executable, "-c", ALONE, url]
    running = [subprocess.Popen(command, cwd=request.config.rootpath, stderr=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate(timeout=60)[1] for process in running] == [b""] * 4
    database = connect(url)
    assert counted(database) == 40
    database.close()


def test_a_writer_that_never_ends_is_a_storage_error(url, monkeypatch):
    """Another program's lock is waited for, and named when it does not end."""
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.05)
    database, other = connect(url), connect(url)
    with other.write(), pytest.raises(StorageError, match="keeps it locked"):
        counter(database)
    counter(database)
    for each in (database, other):
        each.close()


def test_a_full_disk_is_a_storage_error(sqlite_path):
    """A write that finds no room says so, and what was there stays readable."""
    database = connect(str(sqlite_path))
    counter(database)

    def fill() -> None:
        with database.write() as connection:
            no_room_left(connection)
            for number in range(1000):
                connection.execute(insert(tables.site), {"name": f"{number}" * 200, "digest": "", "enabled": True})

    with pytest.raises(StorageError, match="disk is full"):
        fill()
    with database.read() as connection:
        assert connection.execute(select(tables.site.c.name)).scalars().all() == ["0"]
    database.close()


def test_the_doctor_learns_how_a_database_stands(url, tmp_path):
    """Facts about a good database, and about one that is not there yet, which stays so."""
    facts = check(url)
    assert (facts.exists, facts.writable, facts.revision, facts.problem) == (True, True, tables.REVISION, None)
    missing = tmp_path / "not" / "there.db"
    assert not check(str(missing)).exists
    assert check(str(missing)).writable
    assert not missing.parent.exists()


def test_the_doctor_sees_a_damaged_file(sqlite_path):
    """Pages that were overwritten are found and named."""
    with Path(sqlite_path).open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 8)
    assert "damaged" in (check(str(sqlite_path)).problem or "")


def test_another_programs_file_is_left_alone(tmp_path: Path):
    """A database with tables that are not ours is refused, and nothing is added to it."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE invoice (id INTEGER)")
        theirs.commit()
    with pytest.raises(StorageError, match=r"another program's.*invoice"):
        connect(str(path))
    with closing(sqlite3.connect(path)) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("invoice",)]
