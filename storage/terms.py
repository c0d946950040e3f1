"""The days that come for documents, as their last versions state them, and the reminders of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, exists, null, or_, select

from monitor.observation import Alert, DocumentSummary
from monitor.reminding import Term, TermKind
from storage import documents, outbox, tables
from storage.database import Database
from storage.tables import delivery, document, family_link, reminder, subscription, term

_KINDS: tuple[TermKind, ...] = ("deadline", "expiry", "overdue")
_ANSWERED = exists().where(
    family_link.c.other_id == term.c.document_id,
    family_link.c.relation.in_(("final_of", "redraft_of")),
    family_link.c.state != "cut",
)
_COMING = select(
    *(each for each in term.c if each.name != "overdue"),
    case((_ANSWERED, null()), else_=term.c.overdue).label("overdue"),
).subquery()
"""The terms, where a final or another draft is known without the day on which it would be overdue."""
Told = Mapping[int, frozenset[int]]
"""Subscription → the numbers of days before a term of which it was reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """Whom one reminder goes to: the delivery is due then, `held` for a digest or the morning; `days` are told by it."""

    subscription: int
    days: tuple[int, ...]
    at: datetime
    held: bool


class Terms:
    """The terms and their reminders. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unread(self, reader: int, limit: int) -> list[int]:
        """Documents whose last version was not read for its terms by this `reader`, the latest changed first."""
        read = and_(term.c.version == document.c.versions, term.c.reader == reader)
        query = (
            select(document.c.id)
            .outerjoin(term, term.c.document_id == document.c.id)
            .where(document.c.versions > 0, or_(term.c.document_id.is_(None), ~read))
            .order_by(document.c.changed_at.desc(), document.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def put(
        self,
        document_id: int,
        *,
        version: int,
        reader: int,
        days: Mapping[TermKind, date | None],
        said: str | None,
        at: datetime,
    ) -> None:
        """What a version states; a day that stays keeps since when it is known."""
        with self._database.write() as connection:
            known = connection.execute(select(term).where(term.c.document_id == document_id)).first()
            row = {
                "document_id": document_id,
                "version": version,
                "reader": reader,
                "said": said,
            }
            for kind in _KINDS:
                row |= _day(kind, days.get(kind), known, at)
            connection.execute(delete(term).where(term.c.document_id == document_id))
            connection.execute(term.insert(), row)

    def coming(self, first: date, last: date) -> list[Term]:
        """The terms from one day to another, those of documents that are gone apart, the earliest first."""
        between = or_(*(_COMING.c[kind].between(first, last) for kind in _KINDS))
        query = (
            select(_COMING)
            .join(document, document.c.id == _COMING.c.document_id)
            .where(between, document.c.status != "withdrawn")
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        found = [_to_term(row, kind) for row in rows for kind in _KINDS if getattr(row, kind) is not None]
        fitting = [each for each in found if first <= each.day <= last]
        return sorted(fitting, key=lambda each: (each.day, each.document, each.kind))

    def since(self, first: date, limit: int, *, site: str | None = None) -> list[tuple[DocumentSummary, Term]]:
        """Documents with the days that come for them, from that day on, the earliest first, gone documents too."""
        with self._database.read() as connection:
            found = [term for kind in _KINDS for term in _from(connection, kind, first, limit, site)]
            summaries = documents.by_ids(connection, sorted({each.document for each in found}))
        by_id = {each.id: each for each in summaries}
        found.sort(key=lambda each: (each.day, each.document, each.kind))
        return [(by_id[each.document], each) for each in found[:limit]]

    def known(self) -> dict[int, datetime]:
        """Subscription → since when it listens."""
        there = subscription.c.removed_at.is_(None) & subscription.c.confirmed_at.is_not(None)
        with self._database.read() as connection:
            rows = connection.execute(select(subscription.c.id, subscription.c.confirmed_at).where(there))
            return {row.id: row.confirmed_at for row in rows}

    def told(self, value: Term) -> Told:
        """Who was reminded of a term."""
        same = (reminder.c.document_id == value.document) & (reminder.c.kind == value.kind)
        query = select(reminder.c.subscription_id, reminder.c.ahead).where(same, reminder.c.day == value.day)
        found: defaultdict[int, set[int]] = defaultdict(set)
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.subscription_id].add(row.ahead)
        return {id_: frozenset(days) for id_, days in found.items()}

    def remind(self, value: Term, alert: Alert, to: Sequence[Reminding], at: datetime) -> None:
        """Puts one reminder into the outbox for these subscriptions, in one transaction with that they were told."""
        with self._database.write() as connection:
            asked = select(subscription.c.id).where(subscription.c.id.in_([each.subscription for each in to]))
            there = set(connection.execute(asked.where(*outbox.LISTENING)).scalars())
            to = [each for each in to if each.subscription in there]  # the others ended a moment ago
            if not to:
                return
            alert_id = outbox.put(connection, alert, at, document=value.document)
            rows = [outbox.new(alert_id, each.subscription, at) for each in to]
            for row, each in zip(rows, to, strict=True):
                row |= {"state": "held" if each.held else "pending", "due_at": each.at}
            connection.execute(delivery.insert(), rows)
            connection.execute(
                reminder.insert(),
                [
                    {
                        "subscription_id": each.subscription,
                        "document_id": value.document,
                        "kind": value.kind,
                        "day": value.day,
                        "ahead": days,
                        "delivery_id": row["id"],
                    }
                    for row, each in zip(rows, to, strict=True)
                    for days in each.days
                ],
            )

    def forget_old(self, today: date, now: datetime) -> None:
        """Takes reminders back that were not sent and do not hold any more: the day moved, is over, or its document went."""
        waits = delivery.c.state.in_(("held", "pending"))
        free = or_(delivery.c.leased_until.is_(None), delivery.c.leased_until <= now)
        holds = or_(*(and_(reminder.c.kind == kind, reminder.c.day == _COMING.c[kind]) for kind in _KINDS))
        over = and_(reminder.c.kind != "overdue", reminder.c.day < today)
        query = (
            select(reminder.c.delivery_id)
            .join(delivery, delivery.c.id == reminder.c.delivery_id)
            .join(document, document.c.id == reminder.c.document_id)
            .outerjoin(_COMING, _COMING.c.document_id == reminder.c.document_id)
            .where(waits, free)
            .where(or_(holds.is_not(True), over, document.c.status == "withdrawn"))
        )
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return
        with self._database.write() as connection:
            _take_back(connection, list(connection.execute(query).scalars()))


def _from(connection: Connection, kind: TermKind, first: date, limit: int, site: str | None) -> list[Term]:
    """The terms of one kind from a day on."""
    query = (
        select(_COMING)
        .join(document, document.c.id == _COMING.c.document_id)
        .where(_COMING.c[kind] >= first)
        .order_by(_COMING.c[kind], _COMING.c.document_id)
        .limit(limit)
    )
    if site is not None:
        query = query.join(tables.site, tables.site.c.id == document.c.site_id).where(tables.site.c.name == site)
    return [_to_term(row, kind) for row in connection.execute(query)]


def _take_back(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(delete(reminder).where(reminder.c.delivery_id.in_(ids)))
    connection.execute(delete(delivery).where(delivery.c.id.in_(ids)))


def _day(name: TermKind, day: date | None, known: Row[Any] | None, at: datetime) -> dict[str, Any]:
    stays = known is not None and getattr(known, name) == day
    since = getattr(known, f"{name}_at") if stays else at
    return {name: day, f"{name}_at": None if day is None else since}


def _to_term(row: Row[Any], kind: TermKind) -> Term:
    return Term(
        document=row.document_id,
        kind=kind,
        day=getattr(row, kind),
        since=getattr(row, f"{kind}_at"),
        said=row.said if kind == "expiry" else None,
    )
