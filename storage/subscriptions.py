"""Who wants to hear what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from monitor.errors import UsageError
from monitor.observation import Subscription
from monitor.severity import LADDER
from storage import tables
from storage.database import Database
from storage.tables import delivery, subscription

_ALL = (
    select(subscription, tables.site.c.name.label("site_name"))
    .join(tables.site, tables.site.c.id == subscription.c.site_id, isouter=True)
    .where(subscription.c.removed_at.is_(None))
    .order_by(subscription.c.id)
)


class Subscriptions:
    """The subscriptions that are in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        *,
        to: str,
        site: str | None = None,
        document: int | None = None,
        keyword: str | None = None,
        severity: str = "medium",
        at: datetime,
    ) -> Subscription:
        """Adds a subscription; the same one again is the one that is there, so nothing is told twice.

        None means no limit. Raises UsageError for an unknown site, document or severity, StorageError.
        """
        if severity not in LADDER:
            raise UsageError(f"no severity is called {severity!r}; there are: {', '.join(LADDER)}")
        with self._database.write() as connection:
            values = {
                "to": to,
                "site_id": _site(connection, site),
                "document_id": _document(connection, document),
                "keyword": keyword,
                "severity": severity,
            }
            same = [subscription.c[name].is_not_distinct_from(value) for name, value in values.items()]
            there = connection.execute(_ALL.where(*same)).first()
            if there is None:
                row = values | {"added_at": at}
                new = connection.execute(subscription.insert().returning(subscription.c.id), row).scalar_one()
                there = connection.execute(_ALL.where(subscription.c.id == new)).one()
            return _to_subscription(there)

    def all(self) -> list[Subscription]:
        """Every subscription, the oldest first."""
        with self._database.read() as connection:
            return [_to_subscription(row) for row in connection.execute(_ALL)]

    def remove(self, subscription_id: int, *, at: datetime) -> None:
        """Ends a subscription; what is still on its way to it is given up. Raises UsageError for an unknown one."""
        with self._database.write() as connection:
            there = (subscription.c.id == subscription_id) & subscription.c.removed_at.is_(None)
            if connection.execute(update(subscription).where(there).values(removed_at=at)).rowcount == 0:
                raise UsageError(f"there is no subscription {subscription_id}; see: clausewatch subscriptions")
            waiting = (delivery.c.subscription_id == subscription_id) & (delivery.c.state == "pending")
            given_up = {"state": "failed", "due_at": None, "at": at, "error": "the subscription was removed"}
            connection.execute(update(delivery).where(waiting).values(given_up))


def _site(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    known = {row.name: row.id for row in connection.execute(select(tables.site).order_by(tables.site.c.name))}
    if name not in known:
        raise UsageError(f"no site is called {name!r}; there are: {', '.join(known) or 'none yet'}")
    return int(known[name])


def _document(connection: Connection, document_id: int | None) -> int | None:
    if document_id is None:
        return None
    query = select(tables.document.c.id).where(tables.document.c.id == document_id)
    if connection.execute(query).first() is None:
        raise UsageError(f"there is no document {document_id}; see: clausewatch documents")
    return document_id


def _to_subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        to=row.to,
        site=row.site_name,
        document=row.document_id,
        keyword=row.keyword,
        severity=row.severity,
    )
