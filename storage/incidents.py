"""The troubles of sites: what is going on, what was told, and what was over in the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor.incident import Incident, Step, Trouble
from monitor.observation import Alert
from monitor.records import Cause
from storage import arrivals, outbox
from storage.arrivals import QuietColumn
from storage.database import Database
from storage.tables import incident, site, target

_ALL = select(incident, site.c.name.label("site_name")).join(site, site.c.id == incident.c.site_id)


class Incidents:
    """The troubles that the database knows. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self, site_name: str, since: datetime) -> list[Incident]:
        """A site's troubles that go on or ended after `since`, the oldest first."""
        recent = incident.c.until.is_(None) | (incident.c.until >= since)
        with self._database.read() as connection:
            rows = connection.execute(_ALL.where(site.c.name == site_name, recent).order_by(incident.c.id))
            return [_to_incident(row) for row in rows]

    def told(self, *, ended: bool = False) -> list[Incident]:
        """The incidents of all sites that are open, or with `ended` also those that are over, the newest first."""
        query = _ALL.where(incident.c.opened_at.is_not(None)).order_by(incident.c.opened_at.desc(), incident.c.id)
        with self._database.read() as connection:
            return [_to_incident(row) for row in connection.execute(query) if ended or row.until is None]

    def lasting(self, site_name: str) -> set[Cause]:
        """The causes for which the last check of some watched target of the site failed."""
        with self._database.read() as connection:
            found = connection.execute(
                select(target.c.cause)
                .distinct()
                .join(site, site.c.id == target.c.site_id)
                .where(site.c.name == site_name, target.c.cause.is_not(None), target.c.retired_at.is_(None))
            )
            return {Cause(cause) for cause in found.scalars()}

    def quiet(self, site_name: str, since: datetime) -> list[QuietColumn]:
        """The site's watched columns that showed nothing else after `since`, their baselines done."""
        with self._database.read() as connection:
            return arrivals.quiet(connection, site_name, since)

    def last_good_at(self, site_name: str) -> datetime | None:
        """When a check of the site went well last; None where none ever did."""
        query = select(func.max(target.c.good_at)).join(site, site.c.id == target.c.site_id)
        with self._database.read() as connection:
            return connection.execute(query.where(site.c.name == site_name)).scalar()

    def record(self, told: Sequence[tuple[Step, Alert | None, Sequence[int]]], at: datetime) -> None:
        """Keeps what a round meant for incidents, and queues what there is to tell of it, in one transaction."""
        with self._database.write() as connection:
            for step, alert, subscriptions in told:
                _put(connection, step.incident)
                if alert is not None:
                    outbox.queue(connection, alert, subscriptions, at)


def _put(connection: Connection, kept: Incident) -> None:
    trouble = kept.trouble
    values = {
        "rounds": trouble.rounds,
        "until": trouble.until,
        "opened_at": trouble.opened_at,
        "reminded_at": trouble.reminded_at,
        "reason": kept.reason,
        "targets": kept.targets,
    }
    if kept.id is not None:
        connection.execute(update(incident).where(incident.c.id == kept.id).values(values))
        return
    site_id = connection.execute(select(site.c.id).where(site.c.name == kept.site)).scalar_one()
    row = {"site_id": site_id, "cause": str(kept.cause), "since": trouble.since, **values}
    connection.execute(incident.insert(), row)


def _to_incident(row: Row[Any]) -> Incident:
    return Incident(
        id=row.id,
        site=row.site_name,
        cause=Cause(row.cause),
        trouble=Trouble(
            since=row.since,
            rounds=row.rounds,
            until=row.until,
            opened_at=row.opened_at,
            reminded_at=row.reminded_at,
        ),
        reason=row.reason,
        targets=row.targets,
    )
