"""Foreign errors become `StorageError` here, and nowhere else: what is wrong, and what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from monitor.errors import StorageError

_SQLITE = MappingProxyType(
    {
        sqlite3.SQLITE_FULL: "the disk is full; free some space and run again, nothing was half-written",
        sqlite3.SQLITE_READONLY: "it cannot be written; give this user write permission on the file and its directory",
        sqlite3.SQLITE_PERM: "it may not be opened; give this user permission on the file and its directory",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that its directory exists and that this user may write there",
        sqlite3.SQLITE_BUSY: "another program keeps it locked; stop that program, or wait until it is done",
        sqlite3.SQLITE_LOCKED: "another program keeps it locked; stop that program, or wait until it is done",
        sqlite3.SQLITE_NOTADB: "the file is no database; name another path, or move the file away",
        sqlite3.SQLITE_CORRUPT: "the file is damaged; restore the last backup",
        sqlite3.SQLITE_IOERR: "the disk failed; check the disk, then restore the last backup if the file is damaged",
    }
)
_POSTGRES = (  # the longest prefix of the SQLSTATE comes first
    ("53100", "the server's disk is full; free some space and run again, nothing was half-written"),
    ("55P03", "another program keeps it locked; stop that program, or wait until it is done"),
    ("42501", "this user may not do that; grant it the rights of the database's owner"),
    ("25006", "the server is read-only; connect to the primary"),
    ("08", "the connection was lost; check the server and run again"),
    ("53", "the server is out of resources; look at its log"),
    ("57", "the server is stopping; run again when it is back"),
)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Runs the block; errors of the driver or the pool come out as `StorageError` about the database `name`."""
    try:
        yield
    except DBAPIError as error:
        raise StorageError(f"database {name}: {_advice(error)} ({_first_line(error.orig)})") from error
    except PoolTimeoutError as error:
        raise StorageError(f"database {name}: all connections are busy; run fewer things at a time") from error


def _advice(error: DBAPIError) -> str:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        # The low byte is the error, the rest says where it happened.
        return _SQLITE.get(code & 0xFF, "unexpected error; please report it")
    state = getattr(cause, "sqlstate", "")
    if state is None:  # psycopg names no state while it connects
        return "no connection; check that the server runs, the address, the user and the database's name"
    return next(
        (advice for prefix, advice in _POSTGRES if state.startswith(prefix)), "unexpected error; please report it"
    )


def _first_line(cause: BaseException | None) -> str:
    return str(cause).strip().partition("\n")[0]
