"""Backups, their way back, and the move from one database to another; each is proved before it is called done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from clausewatch.contract import JsonObject
from clausewatch.service import Service
from clausewatch.settings import Settings
from clausewatch.verify import Verified, verify
from monitor.errors import StorageError, UsageError
from storage import copying
from storage.database import Database, connect
from storage.epoch import Epoch


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a memory was written to, and what the proof of that copy found."""

    place: str
    found: Verified


def back_up(service: Service, path: Path) -> Kept:
    """Write a backup while everything goes on, and prove it. A broken link is told, the file stays.

    Raises UsageError where `path` exists, StorageError where it cannot be written.
    """
    copying.back_up(service.database, path)
    with _unpacked(path) as copy:
        return Kept(str(path), _proved(service.settings, copy))


def restore(config: Settings, path: Path, *, anyway: bool = False) -> Kept:
    """Bring a backup into the empty database of these settings, and prove it there; before that, nothing is written.

    `anyway`: also one in which a link is broken. Raises UsageError where there is no such file or the database is in
    use, StorageError where the file is damaged or none of ours.
    """
    if not path.is_file():
        raise UsageError(f"{path} is no file; name one that clausewatch backup made")
    with _unpacked(path) as copy:
        before = _proved(config, copy)
        if before.broken and not anyway:
            first = before.broken[0]
            raise StorageError(
                f"{path} does not hold ({first.link}: {first.detail}); take an older one, or restore it with --anyway"
            )
        with _emptied(config.database_url) as database:
            copying.pour(copy, database)
            return _same(before, Kept(database.name, _proved(config, database)))


def move(service: Service, url: str) -> Kept:
    """Bring everything into the empty database at `url`, prove it there, and let this one send no more.

    Raises UsageError where that database is in use, StorageError where something is being written or sent here.
    """
    database = service.database
    with service.lead, service.turn, _emptied(url) as new:
        if not (service.lead.take() and service.turn.take()):
            raise StorageError("another process is watching; stop serve and check, then move")
        before = verify(service)
        Epoch(database).renew(service.now())  # what a restored one would hold back must not be sent from there
        copying.move(database, new, service.now())
        return _same(before, Kept(new.name, _proved(service.settings, new)))


def as_json(kept: Kept) -> JsonObject:
    """The answer of `backup`, `restore` and `move` with `--json`."""
    found = kept.found
    return {
        "place": kept.place,
        "ok": not found.broken,
        "documents": found.documents,
        "versions": found.versions,
        "alerts": found.alerts,
        "seal": found.seal,
    }


@contextmanager
def _unpacked(path: Path) -> Iterator[Database]:
    """A backup as a database of this program's revision, in a copy that goes again; the file is not touched."""
    with TemporaryDirectory(prefix="clausewatch-") as home:
        fresh = Path(home) / "backup.db"
        copying.copy_file(path, fresh)
        try:
            database = connect(str(fresh))
        except StorageError as error:
            raise StorageError(str(error).replace(str(fresh), str(path))) from error
        try:
            try:
                copying.sound(database)
            except StorageError as error:
                raise StorageError(f"{path}: {error}".replace(str(fresh), str(path))) from error
            yield database
        finally:
            database.close()


@contextmanager
def _emptied(url: str) -> Iterator[Database]:
    database = connect(url)
    try:
        if not copying.empty(database):
            raise UsageError(f"database {database.name} is in use; name an empty one, nothing is overwritten")
        yield database
    finally:
        database.close()


def _proved(config: Settings, database: Database) -> Verified:
    return verify(Service(config, database))


def _same(before: Verified, kept: Kept) -> Kept:
    if kept.found != before:
        raise StorageError(f"database {kept.place} is not what was copied into it; do not use it, and report this")
    return kept
