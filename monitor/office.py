"""When offices work: the days of the week, the hours of the day, the holidays and the seasons.

Moments are days (with fractions) since 1970 began in Shanghai, which has had one zone without summer time since 1991:
so `int` is a day and its fraction the time of day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

OPENS, CLOSES = 8 / 24, 18 / 24
DENSITY = 7 / (5 * (CLOSES - OPENS))
"""What an hour of work weighs, where an hour of an ordinary week weighs one on the average."""
_ZONE = timedelta(hours=8)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC) - _ZONE
_DAY = timedelta(days=1)
_FIRST = date(1970, 1, 1).toordinal()
_SEASONS = {3: 1.5, 12: 1.5}
"""Months in which plans are written more than in others: after the congresses in March, before the year ends."""
_EVE_DAYS, _EVE = 7, 2.0
"""What has to be out before a holiday comes out in the week before it."""
# Fixed holidays with their usual lengths in days. Working days at weekends are announced year by year: left out.
_FIXED = ((1, 1, 1), (5, 1, 5), (10, 1, 7))
_SPRING_DAYS = 8
# New Year of the lunar calendar, as the Purple Mountain Observatory gives it. Beyond the table Spring is like autumn.
_SPRING = tuple(
    date.fromisoformat(day)
    for day in (
        *("2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17"),
        *("2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31"),
        *("2034-02-19", "2035-02-08"),
    )
)


def days(moment: datetime) -> float:
    """An aware moment in days."""
    return (moment - _EPOCH) / _DAY


def moment(at: float) -> datetime:
    """Days as a moment in UTC, to the second, never earlier."""
    return (_EPOCH + timedelta(seconds=-int(-at * 86400 // 1))).astimezone(UTC)


def begins(day: date) -> float:
    """When a calendar day begins, in days."""
    return float(day.toordinal() - _FIRST)


@lru_cache(maxsize=8192)
def working(day: int) -> float:
    """What an hour of work on this day weighs: nothing at weekends and on holidays, more in a season."""
    if (day + 3) % 7 >= 5:
        return 0.0
    today = date.fromordinal(day + _FIRST)
    weight = DENSITY * _SEASONS.get(today.month, 1.0)
    for first, length in holidays(today.year) + holidays(today.year + 1):
        if first <= today < first + timedelta(days=length):
            return 0.0
        if first - timedelta(days=_EVE_DAYS) <= today < first:
            return weight * _EVE
    return weight


@lru_cache(maxsize=64)
def holidays(year: int) -> tuple[tuple[date, int], ...]:
    """The first days of a year's holidays with their lengths in days."""
    fixed = [(date(year, month, day), length) for month, day, length in _FIXED]
    spring = [(day, _SPRING_DAYS)] if (day := spring_festival(year)) else []
    return tuple(fixed + spring)


def spring_festival(year: int) -> date | None:
    """New Year's Day of the lunar calendar; None for a year that the table does not have."""
    return next((day for day in _SPRING if day.year == year), None)


def pieces(begin: float, end: float) -> Iterator[tuple[float, float, float]]:
    """The time between two moments in pieces of equal weight: begin, end, weight of an hour (0 while closed)."""
    at = begin
    while at < end:
        day = int(at)
        weight = working(day)
        opens, closes = day + OPENS, day + CLOSES
        if weight and opens <= at < closes:
            until = closes
        else:
            weight, until = 0.0, opens if at < opens and weight else _next_opening(day)
        yield at, min(until, end), weight
        at = until


def weigh(begin: float, end: float) -> float:
    """How much of the offices' work falls between two moments: about the days between them over whole weeks."""
    return sum((until - since) * weight for since, until, weight in pieces(begin, end))


@lru_cache(maxsize=8192)
def _next_opening(day: int) -> float:
    """When offices open after this day."""
    day += 1
    while not working(day):
        day += 1
    return day + OPENS
