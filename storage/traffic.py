"""How much each host was asked for and sent, a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, insert, select, update

from monitor.traffic import Traffic
from storage.database import Database
from storage.tables import traffic

_COUNTS = ("requests", "bytes", "not_modified")


class TrafficLog:
    """One row a day and host. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counted: Mapping[tuple[str, date], Traffic]) -> None:
        """Add what one crawl counted, by host and day."""
        if not counted:
            return
        with self._database.write() as connection:
            for (host, day), more in counted.items():
                counts = {name: getattr(more, name) for name in _COUNTS}
                added = {name: traffic.c[name] + count for name, count in counts.items()} | {"last_at": more.last_at}
                row = update(traffic).where(traffic.c.day == day, traffic.c.host == host).values(added)
                if connection.execute(row).rowcount == 0:
                    connection.execute(insert(traffic), {"day": day, "host": host, "last_at": more.last_at, **counts})

    def since(self, day: date) -> dict[str, Traffic]:
        """Host → the sum of its days from `day` on; what was asked most comes first."""
        sums = [func.sum(traffic.c[name]).label(name) for name in _COUNTS]
        query = (
            select(traffic.c.host, func.max(traffic.c.last_at).label("last_at"), *sums)
            .where(traffic.c.day >= day)
            .group_by(traffic.c.host)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(sums[0].desc(), traffic.c.host)).mappings().all()
        return {
            row["host"]: Traffic(**{name: int(row[name]) for name in _COUNTS}, last_at=row["last_at"]) for row in rows
        }
