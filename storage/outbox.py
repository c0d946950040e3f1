"""Alerts on their way: claimed under a lease, sent by someone else, marked. At least once, with a stable id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, func, select, update

from monitor import letter as letters
from monitor.errors import StorageError
from monitor.observation import Alert, Delivery, DeliveryState
from storage import blobs, changes
from storage.database import Database
from storage.tables import alert, delivery, site, subscription

_LETTER = "letter"
_ALL = (
    select(
        delivery,
        alert.c.type,
        alert.c.document_id,
        alert.c.version,
        alert.c.payload,
        subscription.c.to,
    )
    .join(alert, alert.c.id == delivery.c.alert_id)
    .join(subscription, subscription.c.id == delivery.c.subscription_id)
    .order_by(delivery.c.alert_id, delivery.c.subscription_id)
)


class Outbox:
    """The deliveries. `Archive.record` and `Archive.close_baseline` put them in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, *, limit: int, lease: timedelta) -> list[Delivery]:
        """What is due to be sent at `now`, oldest alert first, for the caller alone until the lease ends.

        Claiming counts as an attempt. Whoever does not mark a delivery in time may find that another claimed it: see
        `sent`. Raises StorageError.
        """
        with self._database.write() as connection:
            due = _ALL.where(delivery.c.state == "pending", delivery.c.due_at <= now).limit(limit)
            rows = connection.execute(due).all()
            ids = [row.id for row in rows]
            taken = update(delivery).where(delivery.c.id.in_(ids))
            connection.execute(taken.values(attempts=delivery.c.attempts + 1, due_at=now + lease, at=now))
            return [_to_delivery(connection, row, attempts=row.attempts + 1, at=now) for row in rows]

    def sent(self, delivery_id: str, at: datetime, *, attempt: int | None = None) -> bool:
        """Marks a delivery as sent. With `attempt` (the claimed record's `attempts`) only if nobody claimed it since.

        Returns whether it was marked. A receiver's yes is worth keeping even from a lost lease: then leave it out.
        """
        return self._mark(delivery_id, attempt, {"state": "sent", "due_at": None, "at": at, "error": None})

    def failed(
        self, delivery_id: str, error: str, *, retry_at: datetime | None, at: datetime, attempt: int | None = None
    ) -> bool:
        """Marks an attempt as failed: to be tried again at `retry_at`, or given up where that is None.

        Returns whether it was marked (`attempt`: see `sent`).
        """
        state = "failed" if retry_at is None else "pending"
        return self._mark(delivery_id, attempt, {"state": state, "due_at": retry_at, "at": at, "error": error})

    def postponed(self, delivery_id: str, reason: str, *, until: datetime, at: datetime, attempt: int) -> bool:
        """Marks a delivery whose receiver takes no more for now: due at `until`, without counting the attempt.

        Returns whether it was marked (`attempt`: see `sent`).
        """
        values = {"state": "pending", "due_at": until, "at": at, "error": reason, "attempts": attempt - 1}
        return self._mark(delivery_id, attempt, values)

    def all(self, *, state: DeliveryState | None = None) -> list[Delivery]:
        """Every delivery, oldest alert first; with `state` only those."""
        query = _ALL if state is None else _ALL.where(delivery.c.state == state)
        with self._database.read() as connection:
            return [_to_delivery(connection, row) for row in connection.execute(query).all()]

    def next_due(self) -> datetime | None:
        """When something is to be sent next; None where nothing is pending."""
        query = select(func.min(delivery.c.due_at)).where(delivery.c.state == "pending")
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def _mark(self, delivery_id: str, attempt: int | None, values: dict[str, Any]) -> bool:
        query = update(delivery).where(delivery.c.id == delivery_id, delivery.c.state == "pending")
        if attempt is not None:
            query = query.where(delivery.c.attempts == attempt)
        with self._database.write() as connection:
            return connection.execute(query.values(values)).rowcount == 1


def queue(
    connection: Connection,
    told: Alert,
    subscriptions: Sequence[int],
    at: datetime,
    *,
    document: int | None = None,
    version: int | None = None,
) -> None:
    """Puts an alert in for these subscriptions, due at once; where nobody listens nothing is kept."""
    live = select(subscription.c.id).where(subscription.c.id.in_(subscriptions), subscription.c.removed_at.is_(None))
    ids = sorted(connection.execute(live).scalars())
    if not ids:
        return
    site_id = connection.execute(select(site.c.id).where(site.c.name == told.site)).scalar()
    if site_id is None:
        raise StorageError(f"alert about {told.url}: site {told.site!r} is not in the database; please report it")
    row = {
        "type": told.type,
        "site_id": site_id,
        "document_id": document,
        "version": version,
        "severity": told.severity,
        "at": at,
        "payload": blobs.pack(_packed(told), _dictionary(connection, document, version)),
    }
    alert_id = connection.execute(alert.insert().returning(alert.c.id), row).scalar_one()
    connection.execute(
        delivery.insert(),
        [
            {
                "id": f"msg_{uuid4().hex}",
                "alert_id": alert_id,
                "subscription_id": each,
                "state": "pending",
                "attempts": 0,
                "due_at": at,
                "at": at,
            }
            for each in ids
        ],
    )


def _packed(told: Alert) -> dict[str, Any]:
    """What is kept of an alert: its payload with the letter in it, which leaves it again when it is read."""
    return told.payload if told.letter is None else told.payload | {_LETTER: letters.to_json(told.letter)}


def _dictionary(connection: Connection, document: int | None, version: int | None) -> bytes:
    if document is None or version is None:
        return b""
    return changes.retold(connection, document, version)


def _to_delivery(
    connection: Connection, row: Row[Any], *, attempts: int | None = None, at: datetime | None = None
) -> Delivery:
    payload = blobs.unpack(row.payload, _dictionary(connection, row.document_id, row.version))
    letter = payload.pop(_LETTER, None)
    return Delivery(
        id=row.id,
        subscription=row.subscription_id,
        document=row.document_id,
        state=row.state,
        attempts=row.attempts if attempts is None else attempts,
        at=at or row.at,
        error=row.error,
        to=row.to,
        type=row.type,
        payload=payload,
        letter=None if letter is None else letters.from_json(letter),
    )
