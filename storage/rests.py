"""Receivers in trouble: left alone for a while, so that what is for them is not tried in vain one by one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, update

from monitor.observation import Rest
from storage.database import Database
from storage.tables import alert, delivery, rest, subscription

# due_at has an index, and what is done has none: a long history costs nothing.
_WAITING = (delivery.c.state == "pending") & delivery.c.due_at.is_not(None) & delivery.c.leased_until.is_(None)


class Rests:
    """Who is left alone, and until when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Rest]:
        """Every receiver that was in trouble and took nothing since, also where its rest is over; by its name."""
        with self._database.read() as connection:
            return {row.receiver: Rest(**row._mapping) for row in connection.execute(select(rest))}  # noqa: SLF001

    def put(self, value: Rest, at: datetime, *, given_up_before: datetime | None = None) -> None:
        """Leaves a receiver alone. What is for it and waits since before that moment, if any, has failed, visibly."""
        values = {"failures": value.failures, "until": value.until, "reason": value.reason}
        with self._database.write() as connection:
            if connection.execute(update(rest).where(rest.c.receiver == value.receiver).values(values)).rowcount == 0:
                connection.execute(rest.insert().values(receiver=value.receiver, **values))
            if given_up_before is not None:
                old = _WAITING & delivery.c.alert_id.in_(select(alert.c.id).where(alert.c.at < given_up_before))
                failed = {"state": "failed", "due_at": None, "at": at, "error": f"waited too long: {value.reason}"}
                connection.execute(update(delivery).where(old, _is_for(value.receiver)).values(failed))

    def end(self, receiver: str, at: datetime) -> None:
        """A receiver takes messages again: whatever waited because of it is due now, in its order."""
        with self._database.write() as connection:
            connection.execute(delete(rest).where(rest.c.receiver == receiver))
            waited = _WAITING & (delivery.c.due_at > at) & delivery.c.error.is_not(None)
            connection.execute(update(delivery).where(waited, _is_for(receiver)).values(due_at=at))


def put_off(connection: Connection, now: datetime) -> None:
    """What is due for a receiver that rests is due when its rest ends."""
    for row in connection.execute(select(rest).where(rest.c.until > now)).all():
        due = (delivery.c.state == "pending") & (delivery.c.due_at <= now)
        values = {"due_at": row.until, "leased_until": None, "error": f"put off: {row.reason}"}
        connection.execute(update(delivery).where(due, _is_for(row.receiver)).values(values))


def forget(connection: Connection, to: str) -> None:
    """Nobody leaves this target alone any more."""
    connection.execute(delete(rest).where(or_(rest.c.receiver == to, rest.c.receiver == f"{to.partition(':')[0]}:")))


def _is_for(receiver: str) -> ColumnElement[bool]:
    return delivery.c.subscription_id.in_(_subscriptions(receiver))


def _subscriptions(receiver: str) -> Select[tuple[int]]:
    """Of one target, or of all whose targets begin with a scheme."""
    whole = receiver.endswith(":")
    same = func.substr(subscription.c.to, 1, len(receiver)) == receiver if whole else subscription.c.to == receiver
    return select(subscription.c.id).where(same)
