"""Alerts on their way: claimed under a lease, sent by someone else, marked. At least once, with a stable id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select, tuple_, update

from monitor import grading
from monitor import letter as letters
from monitor.errors import StorageError, UsageError
from monitor.observation import Alert, Delivery, DeliveryState
from monitor.timing import due
from storage import blobs, changes
from storage.database import Database
from storage.epoch import Epoch
from storage.rests import Rests, forget, put_off
from storage.seals import seal_alert
from storage.subscriptions import timing_of
from storage.tables import alert, delivery, site, subscription

_LETTER = "letter"
LISTENING = (
    subscription.c.removed_at.is_(None),
    subscription.c.paused_at.is_(None),
    subscription.c.confirmed_at.is_not(None),
)
"""To whom anything is told now."""
_ALL = (
    select(
        delivery,
        alert.c.type,
        alert.c.document_id,
        alert.c.site_id,
        alert.c.version,
        alert.c.payload,
        alert.c.at.label("queued_at"),
        subscription.c.to,
    )
    .join(alert, alert.c.id == delivery.c.alert_id)
    .join(subscription, subscription.c.id == delivery.c.subscription_id)
    .order_by(delivery.c.alert_id, delivery.c.subscription_id)
)
_ORDER = (delivery.c.alert_id, delivery.c.subscription_id)
_LANE = (delivery.c.subscription_id, alert.c.site_id, alert.c.document_id)
_PENDING = delivery.c.state == "pending"
_FIRST = (
    select(delivery.c.subscription_id, func.min(delivery.c.alert_id).label("alert_id"))
    .join(alert, alert.c.id == delivery.c.alert_id)
    .where(_PENDING, delivery.c.due_at.is_not(None))  # which has an index: a long history costs nothing
    .group_by(*_LANE)
    .subquery()
)
_NEXT = select(func.min(delivery.c.due_at)).join(
    _FIRST, (_FIRST.c.alert_id == delivery.c.alert_id) & (_FIRST.c.subscription_id == delivery.c.subscription_id)
)
"""What stands first in its lane decides: the others wait for it, also where they were due before."""
_DONE: Mapping[str, Any] = MappingProxyType({"due_at": None, "leased_until": None})


class Outbox:
    """The deliveries. `Archive.record` and `Archive.close_baseline` put them in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.rests, self.epoch = Rests(database), Epoch(database)

    def claim(
        self,
        now: datetime,
        *,
        limit: int,
        lease: timedelta,
        per_target: int | None = None,
        without: Collection[str] = (),
    ) -> list[Delivery]:
        """What is due to be sent at `now`, oldest alert first, for the caller alone until the lease ends.

        Nothing overtakes: while an earlier alert about the same document (or, about none, the same site) still waits for
        the same subscription, the later ones are not due. What is for a receiver that rests is put off to the end of its rest; `without` names
        targets that shall wait, or all of a scheme (`mailto:`), `per_target` is the most for one target. Claiming counts as an attempt. Only the last
        claim of a delivery can mark it. Raises StorageError.
        """
        with self._database.write() as connection:
            put_off(connection, now)
            due = _ALL.where(delivery.c.id.in_(_free(now, per_target or limit, without))).limit(limit)
            rows = connection.execute(due).all()
            taken = update(delivery).where(delivery.c.id.in_([row.id for row in rows]))
            values = {"due_at": now + lease, "leased_until": now + lease, "at": now}
            counted = {"attempts": delivery.c.attempts + 1, "fence": delivery.c.fence + 1}
            connection.execute(taken.values(values | counted))
            return [
                replace(_to_delivery(connection, row), attempts=row.attempts + 1, fence=row.fence + 1, at=now)
                for row in rows
            ]

    def sent(self, claimed: Delivery, at: datetime, *, answer: str | None = None) -> bool:
        """Marks a claimed delivery as sent, with the receiver's answer.

        Returns whether it was marked: False where the lease was lost and somebody claimed it since.
        """
        return self._mark(claimed, {"state": "sent", "at": at, "error": None, "answer": answer, **_DONE})

    def failed(self, claimed: Delivery, error: str, *, retry_at: datetime | None, at: datetime) -> bool:
        """Marks an attempt as failed: to be tried again at `retry_at`, or given up where that is None.

        Returns whether it was marked (see `sent`).
        """
        state = "failed" if retry_at is None else "pending"
        return self._mark(claimed, {"state": state, "at": at, "error": error, **_DONE, "due_at": retry_at})

    def postponed(self, claimed: Delivery, reason: str | None, *, until: datetime, at: datetime) -> bool:
        """Gives a claimed delivery back untried: due at `until`, without counting the attempt.

        Without a reason the one of the attempt before stays. Returns whether it was marked (see `sent`).
        """
        values = {"at": at, "error": reason or claimed.error, "attempts": claimed.attempts - 1}
        return self._mark(claimed, {**values, **_DONE, "due_at": until})

    def all(self, *, state: DeliveryState | None = None, subscription_id: int | None = None) -> list[Delivery]:
        """Every delivery, oldest alert first, the digest instead of what is folded into it.

        With `state` or `subscription_id` only those.
        """
        query = _ALL.where(delivery.c.state != "folded" if state is None else delivery.c.state == state)
        if subscription_id is not None:
            query = query.where(delivery.c.subscription_id == subscription_id)
        with self._database.read() as connection:
            return [_to_delivery(connection, row) for row in connection.execute(query).all()]

    def one(self, delivery_id: str) -> Delivery:
        """A delivery. Raises UsageError where there is none."""
        with self._database.read() as connection:
            row = connection.execute(_ALL.where(delivery.c.id == delivery_id)).first()
            if row is None:
                raise UsageError(f"there is no delivery {delivery_id}; see: clausewatch deliveries")
            return _to_delivery(connection, row)

    def page(
        self,
        *,
        after: str | None,
        limit: int,
        state: DeliveryState | None = None,
        subscription_id: int | None = None,
        owner: str | None = None,
    ) -> list[Delivery]:
        """As `all`, so many behind one, with `owner` only of this person's subscriptions: new ones come at the end.

        Raises UsageError where there is no delivery `after`.
        """
        query = _ALL.where(delivery.c.state != "folded" if state is None else _in_state(state)).limit(limit)
        if subscription_id is not None:
            query = query.where(delivery.c.subscription_id == subscription_id)
        if owner is not None:
            query = query.where(subscription.c.owner == owner)
        with self._database.read() as connection:
            if after is not None:
                last = connection.execute(select(*_ORDER).where(delivery.c.id == after)).first()
                if last is None:
                    raise UsageError(f"there is no delivery {after} to go on from; begin again without a cursor")
                query = query.where(tuple_(*_ORDER) > tuple_(*last))
            return [_to_delivery(connection, row) for row in connection.execute(query).all()]

    def resend(self, ids: Sequence[str], at: datetime) -> list[Delivery]:
        """Makes deliveries due now, whatever became of them, with new attempts under their old ids; all or none.

        Their receivers' rests end. A sender that has one in hand cannot mark it any more. Raises UsageError where there
        is no such delivery, or where its subscription was removed.
        """
        with self._database.write() as connection:
            return [_resent(connection, delivery_id, at) for delivery_id in ids]

    def next_due(self) -> datetime | None:
        """When something is to be sent next; None where nothing is pending."""
        with self._database.read() as connection:
            return connection.execute(_NEXT).scalar()

    def _mark(self, claimed: Delivery, values: Mapping[str, Any]) -> bool:
        mine = (delivery.c.id == claimed.id) & (delivery.c.fence == claimed.fence) & _PENDING
        with self._database.write() as connection:
            return connection.execute(update(delivery).where(mine).values(values)).rowcount == 1


def _in_state(state: DeliveryState) -> ColumnElement[bool]:
    """What stands so for people, to whom what is held back is pending, too."""
    return delivery.c.state.in_(("pending", "held")) if state == "pending" else delivery.c.state == state


def _free(now: datetime, per_target: int, without: Collection[str]) -> Select[Any]:
    """The ids of what may be sent: due, behind nothing that waits, the first `per_target` of each target."""
    ahead = (
        select(*_LANE, func.min(delivery.c.alert_id).label("first"))
        .join(alert, alert.c.id == delivery.c.alert_id)
        .where(_PENDING, delivery.c.due_at > now)
        .group_by(*_LANE)
        .subquery()
    )
    behind = and_(
        ahead.c.subscription_id == delivery.c.subscription_id,
        ahead.c.site_id.is_not_distinct_from(alert.c.site_id),
        ahead.c.document_id.is_not_distinct_from(alert.c.document_id),
        ahead.c.first < delivery.c.alert_id,
    )
    turn = func.row_number().over(partition_by=subscription.c.to, order_by=_ORDER).label("turn")
    due = (
        select(delivery.c.id, turn)
        .join(alert, alert.c.id == delivery.c.alert_id)
        .join(subscription, subscription.c.id == delivery.c.subscription_id)
        .outerjoin(ahead, behind)
        .where(_PENDING, delivery.c.due_at <= now, ahead.c.first.is_(None), subscription.c.to.not_in(without))
        .where(*(func.substr(subscription.c.to, 1, len(each)) != each for each in without if each.endswith(":")))
        .subquery()
    )
    return select(due.c.id).where(due.c.turn <= per_target)


def _resent(connection: Connection, delivery_id: str, at: datetime) -> Delivery:
    one = _ALL.add_columns(subscription.c.removed_at).where(delivery.c.id == delivery_id)
    row = connection.execute(one).first()
    if row is None:
        raise UsageError(f"there is no delivery {delivery_id}; see: clausewatch deliveries")
    if row.removed_at is not None:
        raise UsageError(f"subscription {row.subscription_id} was removed: nothing is sent to it any more")
    values = {"state": "pending", "attempts": 0, "due_at": at, "at": at, "leased_until": None}
    cleared = {"error": None, "answer": None, "fence": delivery.c.fence + 1}
    connection.execute(update(delivery).where(delivery.c.id == delivery_id).values(values | cleared))
    forget(connection, row.to)
    return _to_delivery(connection, connection.execute(one).one())


def queue(
    connection: Connection,
    told: Alert,
    subscriptions: Sequence[int],
    at: datetime,
    *,
    document: int | None = None,
    version: int | None = None,
    gathers: bool = False,
) -> None:
    """Puts an alert in for these subscriptions, due as each wants it; where nobody listens nothing is kept.

    Those to whom its changes are otherwise grave get an alert that says so. What is to wait is `held`, and with `gathers`
    all of it: `storage.gathering` lets it go.
    """
    live = (
        select(subscription.c.id, subscription.c.timing, subscription.c.filters)
        .where(subscription.c.id.in_(subscriptions))
        .where(*LISTENING)
        .order_by(subscription.c.id)
    )
    alike: defaultdict[tuple[tuple[str, str], ...], list[Any]] = defaultdict(list)
    for row in connection.execute(live):
        alike[grading.moves(told, grading.levels_of((row.filters or {}).get("levels", ())))].append(row)
    for moves, rows in alike.items():
        graded = grading.regraded(told, dict(moves), "subscription")
        alert_id = put(connection, graded, at, document=document, version=version)
        wanting = [(row.id, due(timing_of(row.timing), graded.severity, at)) for row in rows]
        connection.execute(
            delivery.insert(),
            [
                new(alert_id, each, at) | {"state": "held" if gathers or when.held else "pending", "due_at": when.at}
                for each, when in wanting
            ],
        )


def put(
    connection: Connection, told: Alert, at: datetime, *, document: int | None = None, version: int | None = None
) -> int:
    """Keeps an alert; gives its id. Raises StorageError where its site is unknown; `""` is none."""
    site_id = connection.execute(select(site.c.id).where(site.c.name == told.site)).scalar() if told.site else None
    if site_id is None and told.site:
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
    alert_id = int(connection.execute(alert.insert().returning(alert.c.id), row).scalar_one())
    seal_alert(connection, alert_id)
    return alert_id


def new(alert_id: int, subscription_id: int, at: datetime) -> dict[str, Any]:
    """A delivery that is due at once."""
    return {
        "id": f"msg_{uuid4().hex}",
        "alert_id": alert_id,
        "subscription_id": subscription_id,
        "state": "pending",
        "attempts": 0,
        "due_at": at,
        "at": at,
    }


def read(connection: Connection, ids: Sequence[str]) -> list[Delivery]:
    """The deliveries with these ids, oldest alert first."""
    return [_to_delivery(connection, row) for row in connection.execute(_ALL.where(delivery.c.id.in_(ids))).all()]


def _packed(told: Alert) -> dict[str, Any]:
    """What is kept of an alert: its payload with the letter in it, which leaves it again when it is read."""
    return told.payload if told.letter is None else told.payload | {_LETTER: letters.to_json(told.letter)}


def _dictionary(connection: Connection, document: int | None, version: int | None) -> bytes:
    if document is None or version is None:
        return b""
    return changes.retold(connection, document, version)


def _to_delivery(connection: Connection, row: Row[Any]) -> Delivery:
    payload = blobs.unpack(row.payload, _dictionary(connection, row.document_id, row.version))
    letter = payload.pop(_LETTER, None)
    return Delivery(
        id=row.id,
        subscription=row.subscription_id,
        document=row.document_id,
        state=row.state,
        attempts=row.attempts,
        at=row.at,
        error=row.error,
        to=row.to,
        type=row.type,
        payload=payload,
        letter=None if letter is None else letters.from_json(letter),
        about=_about(row),
        fence=row.fence,
        queued_at=row.queued_at,
        due_at=row.due_at,
        answer=row.answer,
    )


def _about(row: Row[Any]) -> str:
    if row.document_id is not None:
        return f"document {row.document_id}"
    return "subscription" if row.site_id is None else f"site {row.site_id}"
