"""When columns brought their entries, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from monitor.dates import day, from_iso
from storage.tables import site, target

_found = target.alias("found")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietColumn:
    """A watched column that shows nothing new; all days are Shanghai's.

    `arrivals` are the days on which its entries came: of those that were there from the beginning their printed dates, as
    far as they have any. `shown` is when its first entries were last others than before, None where they never were.
    """

    url: str
    name: str | None
    watched_since: date
    shown: date | None
    arrivals: tuple[date, ...]


def quiet(connection: Connection, site_name: str, since: datetime) -> list[QuietColumn]:
    """The site's columns whose baselines are done, and that neither brought nor showed anything else after `since`."""
    newest = select(func.max(_found.c.found_at)).where(_found.c.column_id == target.c.id).scalar_subquery()
    query = (
        select(target)
        .join(site, site.c.id == target.c.site_id)
        .where(site.c.name == site_name, target.c.kind == "column", target.c.retired_at.is_(None))
        .where(target.c.baseline_at <= since, target.c.shown_at.is_(None) | (target.c.shown_at <= since))
        .where(newest <= since)
        .order_by(target.c.id)
    )
    return [_quiet(connection, row) for row in connection.execute(query).all()]


def _quiet(connection: Connection, row: Row[Any]) -> QuietColumn:
    watched_since = day(row.baseline_at)
    assert watched_since is not None  # the query asks for it
    entries = select(target.c.found_at, target.c.listed_date, target.c.baseline).where(target.c.column_id == row.id)
    came = [_came(day(found_at), printed, old) for found_at, printed, old in connection.execute(entries)]
    return QuietColumn(
        url=row.url,
        name=row.name,
        watched_since=watched_since,
        shown=day(row.shown_at),
        arrivals=tuple(each for each in came if each is not None),
    )


def _came(found: date | None, listed: str | None, old: bool) -> date | None:
    """A listing may print any date, so what was seen to come came when it was seen; `old` entries came before."""
    printed = day(from_iso(listed))
    if not old or printed is None:
        return None if old else found
    return min(printed, found) if found else printed
