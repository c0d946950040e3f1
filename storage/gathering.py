"""What waits for its hour, or for the end of the round that brought it: let go one by one, or folded into one digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from monitor.observation import Alert, Delivery
from monitor.subscription import Subscription
from storage import outbox
from storage.database import Database
from storage.subscriptions import read_subscription
from storage.tables import alert, delivery, subscription

_FRESH = (delivery.c.state == "held") | ((delivery.c.state == "pending") & (delivery.c.fence == 0))
"""Nobody ever claimed these."""
_ALONE = ("digest", "subscription.confirm")
"""Types that are folded into nothing."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """One delivery that may go out now: its id, the type and severity of what it tells, whether it waited for its hour."""

    id: str
    type: str
    severity: str
    held: bool


class Gathering:
    """The deliveries before they are sent. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ripe(self, now: datetime) -> list[tuple[Subscription, list[Waiting]]]:
        """By subscription what may go out at `now` and was not tried yet, oldest first; paused ones wait."""
        query = (
            select(
                subscription,
                delivery.c.id.label("delivery_id"),
                delivery.c.state,
                delivery.c.due_at,
                alert.c.type,
                alert.c.at.label("queued_at"),
                alert.c.severity.label("told"),
            )
            .join(delivery, delivery.c.subscription_id == subscription.c.id)
            .join(alert, alert.c.id == delivery.c.alert_id)
            .where(_FRESH, delivery.c.due_at <= now, alert.c.type.not_in(_ALONE), *outbox.LISTENING)
            .order_by(subscription.c.id, alert.c.id)
        )
        found: dict[int, tuple[Subscription, list[Waiting]]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                if row.id not in found:
                    found[row.id] = (read_subscription(row), [])
                held = row.state == "held" and row.due_at > row.queued_at
                found[row.id][1].append(Waiting(row.delivery_id, row.type, row.told, held))
        return list(found.values())

    def read(self, ids: Sequence[str]) -> list[Delivery]:
        """The deliveries with these ids, oldest alert first."""
        with self._database.read() as connection:
            return outbox.read(connection, ids)

    def release(self, ids: Sequence[str], at: datetime) -> None:
        """Lets what was held go out, each as a message of its own."""
        with self._database.write() as connection:
            for some in _chunks(ids):
                held = delivery.c.id.in_(some) & (delivery.c.state == "held")
                connection.execute(update(delivery).where(held).values(state="pending", due_at=at, at=at))

    def fold(self, ids: Sequence[str], digest: Alert, subscription_id: int, at: datetime) -> bool:
        """Puts one digest in the place of these deliveries, in one transaction.

        False, and nothing is done, where one of them was tried meanwhile or is gone: what was told is not told again.
        """
        with self._database.write() as connection:
            row = outbox.new(outbox.put(connection, digest, at), subscription_id, at)
            connection.execute(delivery.insert(), row)
            folded = {"state": "folded", "due_at": None, "at": at, "digest_id": row["id"]}
            done = sum(
                connection.execute(update(delivery).where(delivery.c.id.in_(some), _FRESH).values(folded)).rowcount
                for some in _chunks(ids)
            )
            if done != len(ids):
                connection.rollback()
            return done == len(ids)


def _chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK)]
