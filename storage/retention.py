"""Rolls old checks up, month by month, in small transactions; each leaves a database in which everything holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from monitor.records import BELIEVED, Cause, Outcome
from monitor.retention import LATEST, Look, Month, monthly, passing, together
from storage.database import Database
from storage.tables import alert, check, check_month, document, incident, target, version

_BATCH = 500
"""So many checks go in one transaction: some milliseconds, in which others wait."""


_EVER = datetime.max.replace(tzinfo=UTC)


class Retention:
    """The checks that are kept, and those that are counts. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def aged(self, before: datetime) -> list[int]:
        """The targets that have so many checks that something may be rolled up."""
        old = func.count(case((check.c.at < before, 1)))
        query = select(check.c.target_id).group_by(check.c.target_id).having(func.count() > LATEST + 1, old > 1)
        with self._database.read() as connection:
            return list(connection.execute(query.order_by(check.c.target_id)).scalars())

    def passing(self, target_id: int, before: datetime) -> list[Look]:
        """Those of a target's checks that may be rolled up."""
        with self._database.read() as connection:
            row = connection.execute(select(target).where(target.c.id == target_id)).one()
            return passing(_looks(connection, row), before, good_at=row.good_at)

    def roll_up(self, target_id: int, looks: Sequence[Look]) -> Iterator[int]:
        """Rolls these checks of a target up; gives after each transaction how many went in it.

        What another process rolled up meanwhile is not counted again.
        """
        for start in range(0, len(looks), _BATCH):
            some = [look.id for look in looks[start : start + _BATCH]]
            with self._database.write() as connection:
                gone = connection.execute(
                    delete(check).where(check.c.id.in_(some)).returning(check.c.id, check.c.at, check.c.outcome)
                ).all()
                for month in monthly(Look(id=row.id, at=row.at, outcome=Outcome(row.outcome)) for row in gone):
                    _add(connection, target_id, month)
            yield len(gone)

    def months(self, document_id: int) -> list[Month]:
        """What became counts of the looks at a document, the earliest month first."""
        query = (
            select(check_month)
            .join(target, target.c.id == check_month.c.target_id)
            .where(target.c.document_id == document_id)
            .order_by(check_month.c.month, check_month.c.outcome)
        )
        with self._database.read() as connection:
            return [_to_month(row) for row in connection.execute(query)]


def _looks(connection: Connection, row: Row[Any]) -> list[Look]:
    """A target's checks, the oldest first."""
    named = _named(connection, row.document_id)
    troubles = _troubles(connection, row.site_id)
    query = select(check.c.id, check.c.at, check.c.outcome, check.c.new).where(check.c.target_id == row.id)
    looks = []
    for each in connection.execute(query.order_by(check.c.at, check.c.id)):
        outcome = Outcome(each.outcome)
        evidence = outcome not in BELIEVED and any(since <= each.at <= told for since, told in troubles)
        cited = each.new or each.at in named or evidence
        looks.append(Look(id=each.id, at=each.at, outcome=outcome, cited=cited))
    return looks


def _named(connection: Connection, document_id: int | None) -> set[datetime]:
    """The moments of a document's versions and messages, and of its withdrawal: those of the checks that made them."""
    versions = select(version.c.at).where(version.c.document_id == document_id)
    alerts = select(alert.c.at).where(alert.c.document_id == document_id)
    status = select(document.c.changed_at).where(document.c.id == document_id)
    return {moment for query in (versions, alerts, status) for moment in connection.execute(query).scalars()}


def _troubles(connection: Connection, site_id: int) -> list[tuple[datetime, datetime]]:
    """From when to when failing checks made incidents of a site; also those that may become one.

    A silent column's checks went well: it began to be silent long before it was told, and no check in between says so.
    """
    query = select(incident.c.since, incident.c.opened_at).where(
        incident.c.site_id == site_id,
        incident.c.cause != str(Cause.STALE),
        incident.c.opened_at.is_not(None) | incident.c.until.is_(None),
    )
    return [(row.since, row.opened_at or _EVER) for row in connection.execute(query)]


def _add(connection: Connection, target_id: int, month: Month) -> None:
    """Counts these, too."""
    mine = (
        (check_month.c.target_id == target_id)
        & (check_month.c.month == month.month)
        & (check_month.c.outcome == str(month.outcome))
    )
    row = connection.execute(select(check_month).where(mine)).first()
    whole = month if row is None else together(_to_month(row), month)
    values = {"checks": whole.count, "first_at": whole.first_at, "last_at": whole.last_at}
    if row is None:
        key = {"target_id": target_id, "month": month.month, "outcome": str(month.outcome)}
        connection.execute(insert(check_month), key | values)
    else:
        connection.execute(update(check_month).where(mine).values(values))


def _to_month(row: Row[Any]) -> Month:
    return Month(
        month=row.month,
        outcome=Outcome(row.outcome),
        count=row.checks,
        first_at=row.first_at,
        last_at=row.last_at,
    )
