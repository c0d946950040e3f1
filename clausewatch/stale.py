"""Which columns are silent beyond their habit, and how that is put into words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from clausewatch.report import Check
from monitor import silence
from monitor.dates import SHANGHAI
from monitor.silence import Silence
from storage.arrivals import QuietColumn

FLOOR = timedelta(days=silence.FLOOR)
"""Columns that showed something new within it need not be looked into."""

Silent = tuple[QuietColumn, Silence]


def silent(quiet: Collection[QuietColumn], at: datetime) -> list[Silent]:
    """Those of the columns that have been silent for too long, and for how long."""
    today = at.astimezone(SHANGHAI).date()
    judged = [
        (each, silence.silence(each.arrivals, watched_since=each.watched_since, today=today, shown=each.shown))
        for each in quiet
    ]
    return [(each, found) for each, found in judged if found is not None]


def seen(columns: Sequence[Silent], checks: Collection[Check]) -> list[Silent]:
    """Those whose pages were looked at in this round and answered well: one that fails has another trouble."""
    good = {check.url for check in checks if not check.failed}
    return [each for each in columns if each[0].url in good]


def reason(columns: Sequence[Silent]) -> str:
    """What was seen, of the first column in words."""
    column, found = columns[0]
    others = f"; and {len(columns) - 1} more" if len(columns) > 1 else ""
    return (
        f"{column.name or column.url}: nothing new since {found.last}, {found.days} days without the long holidays, "
        f"where {found.habit.usual} are usual{others}"
    )


def since(columns: Sequence[Silent]) -> datetime:
    """When the first of them was last heard of."""
    return datetime.combine(min(found.last for _, found in columns), time(), SHANGHAI)
