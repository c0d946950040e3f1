"""The yes of a subscription's receiver: asked for by a letter, given once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, update

from monitor.errors import UsageError
from monitor.observation import Alert
from storage import outbox
from storage.database import Database
from storage.tables import delivery, subscription

AGAIN_AFTER = timedelta(days=1)
"""One subscription's receiver is asked once in this time, however often somebody subscribes them."""

_THERE = subscription.c.removed_at.is_(None)


class Consent:
    """Who was asked, and who said yes. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, subscription_id: int, letter: Alert, at: datetime) -> bool:
        """Puts the letter that asks into the outbox, due at once, also in quiet hours: its receiver just asked for it.

        False, and nothing is done, where it was asked within the last day, said yes already or is gone.
        """
        waits = (subscription.c.id == subscription_id) & _THERE & subscription.c.confirmed_at.is_(None)
        lately = subscription.c.asked_at > at - AGAIN_AFTER
        with self._database.write() as connection:
            asked = update(subscription).where(waits, lately.is_not(True)).values(asked_at=at)
            if connection.execute(asked).rowcount == 0:
                return False
            row = outbox.new(outbox.put(connection, letter, at), subscription_id, at)
            connection.execute(delivery.insert(), row)
            return True

    def confirm(self, subscription_id: int, at: datetime) -> None:
        """The receiver said yes: it is told what happens from now on. Raises UsageError where there is none."""
        there = (subscription.c.id == subscription_id) & _THERE
        yes = update(subscription).where(there).values(confirmed_at=func.coalesce(subscription.c.confirmed_at, at))
        with self._database.write() as connection:
            if connection.execute(yes).rowcount == 0:
                raise UsageError(f"there is no subscription {subscription_id}; see: clausewatch subscriptions")
