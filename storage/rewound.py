"""After the clock was set back: what waits for a moment of the old time waits no longer than it would have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, select, update

from storage.database import Database
from storage.tables import alert, chore, delivery, host, rest, target

TOLERANCE = timedelta(minutes=1)
"""Clocks of several machines differ by less."""
_SEEN = (
    target.c.checked_at,
    target.c.good_at,
    target.c.listed_at,
    target.c.whole_at,
    target.c.absent_since,
    target.c.other_since,
)


def rewind(database: Database, now: datetime) -> timedelta | None:
    """Moves all that waits back by as much as the last look lies in the future; gives how much, None where it does not.

    Hours of digests are hours of the day, and stay. Where a clock was set forward by mistake and then right again,
    what is due may be looked at once too early. Raises StorageError.
    """
    with database.read() as connection:
        if _ahead(connection, now) is None:
            return None
    with database.write() as connection:
        step = _ahead(connection, now)
        if step is None:
            return None
        _move(connection, target, _all(connection, target.c.id, target.c.next_due_at), step)
        for seen in _SEEN:
            _move(connection, target, _all(connection, target.c.id, seen, after=now), step)
        _move(connection, delivery, _all(connection, delivery.c.id, delivery.c.leased_until), step)
        _move(connection, delivery, _deliveries(connection), step)
        _move(connection, rest, _all(connection, rest.c.receiver, rest.c.until), step)
        _move(connection, host, _all(connection, host.c.name, host.c.held_until), step)
        _move(connection, chore, _all(connection, chore.c.name, chore.c.due_at), step)
        return step


def _ahead(connection: Connection, now: datetime) -> timedelta | None:
    last = connection.execute(select(func.max(target.c.checked_at))).scalar()
    return last - now if last is not None and last > now + TOLERANCE else None


_Moments = tuple[Column[Any], Column[Any], Iterable[Sequence[Any]]]


def _all(connection: Connection, key: Column[Any], moment: Column[Any], after: datetime | None = None) -> _Moments:
    """(key, moment) of every row that has one, or one after that."""
    there = moment.is_not(None) if after is None else moment > after
    return key, moment, connection.execute(select(key, moment).where(there)).all()


def _deliveries(connection: Connection) -> _Moments:
    """Of what is pending, and of what waits for the end of its round: that is due since it was queued."""
    rows = (
        select(delivery.c.id, delivery.c.due_at)
        .join(alert, alert.c.id == delivery.c.alert_id)
        .where(delivery.c.due_at.is_not(None))
        .where((delivery.c.state == "pending") | ((delivery.c.state == "held") & (delivery.c.due_at == alert.c.at)))
    )
    return delivery.c.id, delivery.c.due_at, connection.execute(rows).all()


def _move(connection: Connection, table: Table, moments: _Moments, step: timedelta) -> None:
    key, moment, rows = moments
    moved = [{"key": name, "moment": at - step} for name, at in rows]
    if moved:
        earlier = update(table).where(key == bindparam("key")).values({moment: bindparam("moment")})
        connection.execute(earlier, moved)
