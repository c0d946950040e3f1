"""One at a time over a database, whichever process: one round, one process that leads.

Whoever has the turn holds a lock that ends with its process, however that ends: SQLite's processes share a machine, so
theirs is a lock on a file beside the database; PostgreSQL's is an advisory lock of a connection of its own. A process
that is stopped holds its lock and does nothing; so the holder also counts beats in the database, and who sees none for
`SILENCE` takes the turn over without the lock. Each holder has a number, its term, and writes that are `fenced` by an
older one are refused: whoever wakes up after losing its turn changes nothing.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import MappingProxyType, TracebackType
from typing import IO, Self

from sqlalchemy import Connection, Update, select, update
from sqlalchemy.exc import DBAPIError

from monitor.errors import StorageError, TurnLostError
from storage.database import Database
from storage.failure import translated
from storage.tables import turn

BEAT = 2.0
"""Seconds between two beats of whoever has a turn."""
SILENCE = 10.0
"""Seconds without a beat after which a turn may be taken from its holder."""
_NUMBERS = MappingProxyType({"round": 0x636C_726F, "lead": 0x636C_6C65})  # PostgreSQL's advisory locks
_Seen = tuple[int, int, bool]


class Turn:
    """The right to do what only one may do; give it back when it is done. Not shared between threads.

    `name` is `round` or `lead`; `clock` gives seconds that only grow.
    """

    def __init__(self, database: Database, name: str = "round", clock: Callable[[], float] = monotonic) -> None:
        self._database, self._name, self._clock = database, name, clock
        self._file: IO[bytes] | None = None
        self._connection: Connection | None = None
        self._term = 0
        self._seen: tuple[_Seen, float] | None = None

    @property
    def taken(self) -> bool:
        """Whether this process took it and did not give it back. Only `keep` knows whether it has it still."""
        return self._term > 0

    def take(self) -> bool:
        """Take the turn; False, at once, where another has it. Raises StorageError where nobody can tell."""
        locked = self._lock()
        seen, since = self.look()
        term, _, by_lock = seen
        free = (locked and by_lock) or self._clock() - since >= SILENCE
        if not free or not self._begin(seen, locked=locked):
            self._unlock()
            return False
        self._term = term + 1
        return True

    def look(self) -> tuple[_Seen, float]:
        """Whose turn it is and how often the holder beat, and since when that is so, by this process's own clock.

        Whoever means to take over a turn looks now and then: silence counts from the first look. Raises StorageError.
        """
        query = select(turn.c.term, turn.c.beat, turn.c.locked).where(turn.c.name == self._name)
        with self._database.read() as connection:
            row = connection.execute(query).one()
        seen = row.term, row.beat, row.locked
        if self._seen is None or self._seen[0] != seen:
            self._seen = seen, self._clock()
        return self._seen

    def keep(self) -> bool:
        """Beat; False where another took the turn over. Call it every `BEAT` seconds. Raises StorageError."""
        values = {"beat": turn.c.beat + 1, "locked": self._locked or self._lock()}
        with self._database.write() as connection:
            return connection.execute(self._mine().values(values)).rowcount == 1

    def check(self, connection: Connection) -> None:
        """Within a transaction: raises TurnLostError where the turn is another's by now."""
        query = select(turn.c.term).where(turn.c.name == self._name)
        if connection.execute(query).scalar() != self._term:
            raise TurnLostError(f"another process took over ({self._name}); what this one began is left to it")

    def give_back(self) -> None:
        """Let the next one have it; nothing where it was not taken."""
        term, locked = self._term, self._locked
        if term and not locked:  # it was taken from somebody silent, whose lock it has not: the next one needs none
            with self._database.write() as connection:
                connection.execute(self._mine().values(locked=True))
        self._term, self._seen = 0, None
        self._unlock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.give_back()

    def _mine(self) -> Update:
        return update(turn).where(turn.c.name == self._name, turn.c.term == self._term)

    def _begin(self, seen: _Seen, *, locked: bool) -> bool:
        """The next term; False where somebody was quicker, or beat meanwhile."""
        term, beat, _ = seen
        same = (turn.c.name == self._name) & (turn.c.term == term) & (turn.c.beat == beat)
        with self._database.write() as connection:
            values = {"term": term + 1, "beat": 0, "locked": locked}
            return connection.execute(update(turn).where(same).values(values)).rowcount == 1

    @property
    def _locked(self) -> bool:
        return self._file is not None or self._connection is not None

    def _lock(self) -> bool:
        path = self._database.path
        return self._lock_server() if path is None else self._lock_file(path.with_name(f"{path.name}-{self._name}"))

    def _lock_file(self, path: Path) -> bool:
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

    def _lock_server(self) -> bool:
        with translated(self._database.name):
            connection = self._database.engine.connect()
            lock = f"SELECT pg_try_advisory_lock({_NUMBERS[self._name]})"
            taken = bool(connection.exec_driver_sql(lock).scalar_one())
            connection.rollback()  # the lock is the session's: no transaction has to stay open
        if taken:
            self._connection = connection
        else:
            connection.close()
        return taken

    def _unlock(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            with suppress(DBAPIError):  # a session that is gone holds no lock either
                self._connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_NUMBERS[self._name]})")
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
