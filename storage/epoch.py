"""Which copy of a database sends: a restored backup must not send again what was sent after it was made.

SQLite: a mark in the database and the same mark in a small file beside it, both made anew by every run that sends.
A backup holds an older mark than the file, and a copy elsewhere has no file. PostgreSQL: the mark names the tables
themselves and the server's timeline; restoring a dump makes new tables, going back to a point in time a new timeline.
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, text, update

from monitor.errors import StorageError
from storage.database import Database
from storage.tables import delivery, epoch

HELD = "held back: the database was restored from a backup, and this may have been sent; see docs/delivery.md"

_SERVER = text(
    "SELECT concat_ws('/', (SELECT oid FROM pg_database WHERE datname = current_database()), "
    "'delivery'::regclass::oid, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))"
)


class Epoch:
    """The mark of the copy that sends. One sender at a time renews it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def renew(self, at: datetime) -> int:
        """Makes this copy the one that sends. Returns how many deliveries were held back, because it was restored.

        They have failed, visibly, and can be sent again one by one. Raises StorageError.
        """
        path = self._database.path
        return self._renew_server(at) if path is None else self._renew_file(path.with_name(f"{path.name}-epoch"), at)

    def _renew_server(self, at: datetime) -> int:
        with self._database.write() as connection:
            known, here = _known(connection), str(connection.execute(_SERVER).scalar_one())
            held = _hold(connection, at) if known not in {None, here} else 0
            if known != here:
                _remember(connection, here)
            return held

    def _renew_file(self, path: Path, at: datetime) -> int:
        # The file has the new mark before the database has it, and loses the old one after: whenever we are killed,
        # the two still agree. Both are written by who may write the database, so senders never cross.
        new = secrets.token_hex(16)
        with self._database.write() as connection:
            known, here = _known(connection), _read(path)
            restored = known is not None and known not in here
            held = _hold(connection, at) if restored else 0
            _write(path, [*(here if restored else filter(None, [known])), new])
            _remember(connection, new)
        with self._database.write() as connection:
            if _known(connection) == new:
                _write(path, [new])
        return held


def disown(connection: Connection) -> None:
    """Within a transaction: from now on this copy counts as restored, whatever stands beside it; the next `renew` holds back."""
    _remember(connection, f"nobody/{secrets.token_hex(16)}")


def _known(connection: Connection) -> str | None:
    return connection.execute(select(epoch.c.mark)).scalar()


def _remember(connection: Connection, mark: str) -> None:
    if connection.execute(update(epoch).values(mark=mark)).rowcount == 0:
        connection.execute(epoch.insert().values(id=1, mark=mark))


def _hold(connection: Connection, at: datetime) -> int:
    values = {"state": "failed", "due_at": None, "leased_until": None, "at": at, "error": HELD}
    # What was held and may go now was held until a round's end or an hour that came after the backup.
    sent = (delivery.c.state == "pending") | ((delivery.c.state == "held") & (delivery.c.due_at <= at))
    return connection.execute(update(delivery).where(sent).values(values)).rowcount


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"{path} cannot be read ({error}); make it readable") from error


def _write(path: Path, marks: list[str]) -> None:
    """The whole file or none of it, also after a power cut."""
    fresh = path.with_name(f"{path.name}-new")
    try:
        with fresh.open("w", encoding="ascii") as file:
            file.write("".join(f"{mark}\n" for mark in marks))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}); make its directory writable") from error
