"""How much waits: what is due to be looked at and what is due to be sent, for whoever watches the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from sqlalchemy import func, select

from monitor.observation import DeliveryState
from monitor.records import Cause
from storage.database import Database
from storage.tables import alert, delivery, host, incident, site, target


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits at one moment.

    `targets` are due and may be asked for, the oldest since `targets_since`; `deliveries` counts those of each state;
    the oldest pending message waits since `deliveries_since`, whether its receiver is in trouble or not; `incidents`
    counts the open ones of each cause.
    """

    targets: int
    targets_since: datetime | None
    deliveries: Mapping[DeliveryState, int]
    deliveries_since: datetime | None
    incidents: Mapping[Cause, int]


class Backlog:
    """Reads what waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at(self, now: datetime) -> Waiting:
        """What waits at `now`, in one reading. Raises StorageError."""
        askable = target.c.host.not_in(select(host.c.name).where(host.c.held_until > now))
        watched = site.c.enabled & site.c.retired_at.is_(None) & target.c.retired_at.is_(None)
        due = (
            select(func.count(), func.min(target.c.next_due_at))
            .join(site, site.c.id == target.c.site_id)
            .where(watched, askable, target.c.next_due_at <= now)
        )
        states = select(delivery.c.state, func.count()).group_by(delivery.c.state)
        oldest = (
            select(func.min(alert.c.at))
            .join(delivery, delivery.c.alert_id == alert.c.id)
            .where(delivery.c.state == "pending", delivery.c.due_at.is_not(None))
        )
        open_ = (
            select(incident.c.cause, func.count())
            .where(incident.c.opened_at.is_not(None), incident.c.until.is_(None))
            .group_by(incident.c.cause)
        )
        with self._database.read() as connection:
            targets, since = connection.execute(due).one()
            counted: dict[str, int] = {row[0]: row[1] for row in connection.execute(states)}
            causes: dict[str, int] = {row[0]: row[1] for row in connection.execute(open_)}
            return Waiting(
                targets=targets,
                targets_since=since,
                deliveries={state: counted.get(state, 0) for state in get_args(DeliveryState)},
                deliveries_since=connection.execute(oldest).scalar(),
                incidents={cause: causes.get(cause, 0) for cause in Cause},
            )
