"""What an operator ordered of a site beside its file: to leave it alone, or to be slower. No file changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from monitor.spread import spread
from storage.database import Database
from storage.tables import brake, incident, site, target


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """How a site is held back: paused since `paused_at` (None: it is not) until `paused_until` (None: until resumed).

    `delay` is the least gap between two requests to it, in seconds; None where its file alone says it.
    """

    paused_at: datetime | None = None
    paused_until: datetime | None = None
    why: str | None = None
    delay: float | None = None


class Brakes:
    """The sites that are held back, by name. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Brake]:
        """Site → how it is held back, of those that are."""
        held = brake.c.paused_at.is_not(None) | brake.c.delay.is_not(None)
        query = select(brake, site.c.name).join(site, site.c.id == brake.c.site_id).where(held).order_by(site.c.name)
        with self._database.read() as connection:
            return {
                row.name: Brake(paused_at=row.paused_at, paused_until=row.paused_until, why=row.why, delay=row.delay)
                for row in connection.execute(query)
            }

    def pause(self, name: str, *, at: datetime, until: datetime | None = None, why: str | None = None) -> None:
        """Leave a site alone from `at` on; a site that is paused already gets the new end and reason."""
        with self._database.write() as connection:
            site_id = _id(connection, name)
            known = connection.execute(select(brake.c.paused_at).where(brake.c.site_id == site_id)).scalar()
            _put(connection, site_id, {"paused_at": known or at, "paused_until": until, "why": why})
            # What nobody was told of yet does not go on while nobody looks.
            silent = incident.c.until.is_(None) & incident.c.opened_at.is_(None)
            connection.execute(update(incident).where(incident.c.site_id == site_id, silent).values(until=at))

    def slow(self, name: str, delay: float | None) -> None:
        """The least gap between two requests to a site, in seconds; None: what its file says."""
        with self._database.write() as connection:
            _put(connection, _id(connection, name), {"delay": delay})

    def resume(self, delays: Mapping[str, float], *, at: datetime) -> None:
        """End the pauses of these sites; what came due meanwhile is due from `at` on, one after the other.

        The values are each site's gap between two requests, in seconds.
        """
        with self._database.write() as connection:
            for name, delay in delays.items():
                site_id = _id(connection, name)
                _put(connection, site_id, {"paused_at": None, "paused_until": None, "why": None})
                _spread(connection, site_id, at, delay)


def _id(connection: Connection, name: str) -> int:
    return int(connection.execute(select(site.c.id).where(site.c.name == name)).scalar_one())


def _put(connection: Connection, site_id: int, values: Mapping[str, Any]) -> None:
    if connection.execute(update(brake).where(brake.c.site_id == site_id).values(values)).rowcount == 0:
        connection.execute(brake.insert(), {"site_id": site_id, **values})


def _spread(connection: Connection, site_id: int, at: datetime, delay: float) -> None:
    """Columns first, then what has waited longest."""
    late = (target.c.site_id == site_id) & (target.c.next_due_at <= at) & target.c.retired_at.is_(None)
    order = (case((target.c.kind == "column", 0), else_=1), target.c.next_due_at, target.c.id)
    waiting = connection.execute(select(target.c.id).where(late).order_by(*order)).scalars().all()
    rows = [{"which": which, "moment": moment} for which, moment in spread(waiting, at, delay=delay).items()]
    if rows:
        later = update(target).where(target.c.id == bindparam("which")).values(next_due_at=bindparam("moment"))
        connection.execute(later, rows)
