"""One round at a time over a database, whichever process runs it.

SQLite's processes share a machine, so theirs is a lock on a file beside the database; PostgreSQL's is an advisory lock
of a connection of its own. Both end with the process that holds them, however it ends: nobody has to clean up.
"""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from monitor.errors import StorageError
from storage.database import Database
from storage.failure import translated

_ROUND = 0x636C_726F  # the advisory lock of PostgreSQL's rounds


class Turn:
    """The right to run a round; give it back when the round is over. Not shared between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._file: IO[bytes] | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the turn; False, at once, where another has it. Raises StorageError where nobody can tell."""
        path = self._database.path
        return self._take_server() if path is None else self._take_file(path.with_name(f"{path.name}-round"))

    def give_back(self) -> None:
        """Let the next one have it; nothing where it was not taken."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            with suppress(DBAPIError):  # a session that is gone holds no lock either
                self._connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ROUND})")
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_back()

    def _take_file(self, path: Path) -> bool:
        try:
            held = path.open("ab")
        except OSError as error:
            raise StorageError(f"{path} cannot be written ({error.strerror}); make its directory writable") from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            return False
        self._file = held
        return True

    def _take_server(self) -> bool:
        with translated(self._database.name):
            connection = self._database.engine.connect()
            taken = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_ROUND})").scalar_one()
            connection.rollback()  # the lock is the session's: no transaction has to stay open
        if taken:
            self._connection = connection
        else:
            connection.close()
        return bool(taken)
