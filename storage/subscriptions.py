"""Who wants to hear what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor import grading
from monitor.errors import UsageError
from monitor.severity import LADDER
from monitor.subscription import Filters, Subscription, Timing
from storage import tables
from storage.database import Database
from storage.tables import delivery, subscription

_ALL = select(subscription).where(subscription.c.removed_at.is_(None)).order_by(subscription.c.id)
_NO_FILTERS, _USUAL = Filters(), Timing()


class Subscriptions:
    """The subscriptions that are in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        *,
        to: str,
        filters: Filters = _NO_FILTERS,
        timing: Timing = _USUAL,
        owner: str | None = None,
        confirmed: bool = True,
        at: datetime,
    ) -> Subscription:
        """Adds a subscription; the same wish again is the one that is there, with the new timing: nothing is told twice.

        One that is not `confirmed` waits for its receiver's yes (`storage.consent`); one that has it keeps it. Raises
        UsageError for an unknown site, document or severity, StorageError.
        """
        if filters.severity not in LADDER:
            raise UsageError(f"no severity is called {filters.severity!r}; there are: {', '.join(LADDER)}")
        with self._database.write() as connection:
            _check(connection, filters)
            of_receiver = map(read_subscription, connection.execute(_ALL.where(subscription.c.to == to)).all())
            same = [each.id for each in of_receiver if (each.filters, each.owner) == (filters, owner)]
            values: dict[str, Any] = {"timing": _differing(timing)}
            values |= {"confirmed_at": func.coalesce(subscription.c.confirmed_at, at)} if confirmed else {}
            if same:
                query = update(subscription).where(subscription.c.id == same[0]).values(values)
                connection.execute(query)
                return read_subscription(connection.execute(_ALL.where(subscription.c.id == same[0])).one())
            limits = {name: list(given) for name, given in filters.limits.items()}
            values |= {"confirmed_at": at if confirmed else None}
            row = values | {"to": to, "owner": owner, "severity": filters.severity, "filters": limits, "added_at": at}
            new = connection.execute(subscription.insert().returning(subscription.c.id), row).scalar_one()
            return read_subscription(connection.execute(_ALL.where(subscription.c.id == new)).one())

    def all(self, *, owner: str | None = None) -> list[Subscription]:
        """Every subscription, paused ones too, the oldest first; with `owner` only theirs."""
        query = _ALL if owner is None else _ALL.where(subscription.c.owner == owner)
        with self._database.read() as connection:
            return [read_subscription(row) for row in connection.execute(query)]

    def pause(self, subscription_id: int, *, at: datetime) -> None:
        """Nothing new is told from now on, and what is gathered waits. Raises UsageError for an unknown one."""
        self._set(subscription_id, paused_at=at)

    def resume(self, subscription_id: int) -> None:
        """Tells again what happens from now on. Raises UsageError for an unknown one."""
        self._set(subscription_id, paused_at=None)

    def remove(self, subscription_id: int, *, at: datetime) -> None:
        """Ends a subscription; what is still on its way to it is given up. Raises UsageError for an unknown one."""
        with self._database.write() as connection:
            _known(connection, subscription_id, removed_at=at)
            waiting = (delivery.c.subscription_id == subscription_id) & delivery.c.state.in_(("pending", "held"))
            given_up = {"state": "failed", "due_at": None, "at": at, "error": "the subscription was removed"}
            connection.execute(update(delivery).where(waiting).values(given_up))

    def _set(self, subscription_id: int, **values: datetime | None) -> None:
        with self._database.write() as connection:
            _known(connection, subscription_id, **values)


def timing_of(kept: Mapping[str, Any] | None) -> Timing:
    """A timing as it was kept."""
    values = dict(kept or {})
    if "hour" in values:
        values["hour"] = time.fromisoformat(values["hour"])
    if values.get("quiet"):
        begins, ends = map(time.fromisoformat, values["quiet"])
        values["quiet"] = (begins, ends)
    values |= {name: tuple(values[name]) for name in ("remind", "remind_expiry") if name in values}
    return Timing(**values)


def _known(connection: Connection, subscription_id: int, **values: datetime | None) -> None:
    there = (subscription.c.id == subscription_id) & subscription.c.removed_at.is_(None)
    if connection.execute(update(subscription).where(there).values(values)).rowcount == 0:
        raise UsageError(f"there is no subscription {subscription_id}; see: clausewatch subscriptions")


def _check(connection: Connection, filters: Filters) -> None:
    names = connection.execute(select(tables.site.c.name).order_by(tables.site.c.name)).scalars().all()
    for name in filters.sites:
        if name not in names:
            raise UsageError(f"no site is called {name!r}; there are: {', '.join(names) or 'none yet'}")
    for kind, level in grading.levels_of(filters.levels).items():
        if (mistake := grading.wrong(kind, level)) is not None:
            raise UsageError(mistake)
    for number in (*filters.documents, *filters.families):
        query = select(tables.document.c.id).where(tables.document.c.id == number)
        if connection.execute(query).first() is None:
            raise UsageError(f"there is no document {number}; see: clausewatch documents")


def _differing(timing: Timing) -> dict[str, Any]:
    """The fields that differ from the usual, as JSON values."""
    given = {each.name: getattr(timing, each.name) for each in fields(timing)}
    return {name: _plain(value) for name, value in given.items() if value != getattr(_USUAL, name)}


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def read_subscription(row: Row[Any]) -> Subscription:
    """A row as a record."""
    kept = {name: tuple(values) for name, values in (row.filters or {}).items()}
    return Subscription(
        id=row.id,
        to=row.to,
        filters=Filters(**kept, severity=row.severity),
        timing=timing_of(row.timing),
        owner=row.owner,
        paused=row.paused_at is not None,
        confirmed=row.confirmed_at is not None,
        asked_at=row.asked_at,
    )
