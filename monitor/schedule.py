"""When to look at a target next: often while it is likely to change, rarely later, never never."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from monitor.dates import SHANGHAI
from monitor.observation import TargetKind

COLUMN_GAP = timedelta(hours=6)
OPEN_CONSULTATION_GAP = timedelta(hours=3)
SHORTEST_GAP = timedelta(hours=6)
LONGEST_GAP = timedelta(days=30)
FIRST_BACK_OFF = timedelta(minutes=15)
LONGEST_BACK_OFF = timedelta(hours=24)
_LOOKS_PER_AGE = 12
"""A text that has been quiet for twelve days is looked at once a day, one of a year about once a month."""
_SPREAD = 0.1
_EVERY = re.compile(r"every\s+([1-9]\d{0,6})\s*([smhd])", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def next_due(
    schedule: str,
    *,
    now: datetime,
    kind: TargetKind,
    published: date | None = None,
    consultation_deadline: date | None = None,
    failures: int = 0,
    changed_at: datetime | None = None,
    jitter: float = 0.0,
) -> datetime:
    """The moment (aware, later than `now`) at which the target is due again.

    `schedule` is `adaptive` or `every 6h` (s, m, h, d); calendars such as cron are not the core's. After failures in
    a row the gap is a back-off that doubles from 15 minutes to a day, whatever the schedule. `jitter` (0..1, from the
    caller) lengthens a gap by up to a tenth, so that targets found together do not stay together. `changed_at` is
    when the latest version was seen. Raises ValueError for other schedules.
    """
    if failures > 0:
        gap = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2.0 ** min(failures - 1, 16))
    elif (every := interval(schedule)) is not None:
        gap = every
    elif schedule == "adaptive":
        gap = COLUMN_GAP if kind == "column" else _document_gap(now, published, consultation_deadline, changed_at)
    else:
        raise ValueError(f"{schedule!r} is neither 'adaptive' nor like 'every 6h'")
    return now + gap * (1 + _SPREAD * jitter)


def interval(schedule: str) -> timedelta | None:
    """The gap that `every 6h` asks for; None for other schedules."""
    match = _EVERY.fullmatch(schedule.strip())
    return timedelta(**{_UNITS[match[2].lower()]: int(match[1])}) if match else None


def _document_gap(
    now: datetime, published: date | None, deadline: date | None, changed_at: datetime | None
) -> timedelta:
    if deadline is not None and now.astimezone(SHANGHAI).date() <= deadline:
        return OPEN_CONSULTATION_GAP
    seen = [changed_at] if changed_at else []
    printed = [datetime(published.year, published.month, published.day, tzinfo=SHANGHAI)] if published else []
    quiet_since = max([*seen, *printed], default=now)
    return min(LONGEST_GAP, max(SHORTEST_GAP, (now - quiet_since) / _LOOKS_PER_AGE))
