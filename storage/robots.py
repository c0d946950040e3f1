"""What servers' robots.txt said when they were read last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from monitor.robots import RobotsCopy
from storage.database import Database
from storage.tables import robots

_FIELDS = tuple(each.name for each in fields(RobotsCopy))
_CHUNK = 1000  # values in one query


class Robots:
    """The copies, by server (`https://host`). Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, hosts: Collection[str] | None = None) -> dict[str, RobotsCopy]:
        """Server → what it said, of all servers or of those on these hosts."""
        query = select(robots).order_by(robots.c.server)
        if hosts is not None:
            query = query.where(robots.c.host.in_(hosts))
        with self._database.read() as connection:
            rows = connection.execute(query).mappings()
            return {row["server"]: RobotsCopy(**{name: row[name] for name in _FIELDS}) for row in rows}

    def keep(self, copies: Mapping[str, RobotsCopy]) -> None:
        """Remember these, in place of what was known of the same servers."""
        if not copies:
            return
        servers = list(copies)
        rows = [
            {"server": server, "host": urlsplit(server).hostname or "", **asdict(copy)}
            for server, copy in copies.items()
        ]
        with self._database.write() as connection:
            for start in range(0, len(servers), _CHUNK):
                connection.execute(delete(robots).where(robots.c.server.in_(servers[start : start + _CHUNK])))
            connection.execute(insert(robots), rows)
