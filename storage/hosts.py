"""What hosts asked for: until when they want to be left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.database import Database
from storage.tables import host


class Hosts:
    """The hosts that asked for something. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self, now: datetime) -> dict[str, datetime]:
        """Host name → the moment before which it must not be asked, of those that must not be asked at `now`."""
        query = select(host.c.name, host.c.held_until).where(host.c.held_until > now).order_by(host.c.name)
        with self._database.read() as connection:
            return {row.name: row.held_until for row in connection.execute(query)}

    def hold(self, holds: Mapping[str, datetime], *, now: datetime) -> None:
        """Remember these moments, and forget those that are past."""
        coming = {name: until for name, until in holds.items() if until > now}
        with self._database.write() as connection:
            connection.execute(delete(host).where((host.c.held_until <= now) | host.c.name.in_(coming)))
            if coming:
                rows = [{"name": name, "held_until": until} for name, until in coming.items()]
                connection.execute(insert(host), rows)
