"""When a column that used to bring entries has brought none for far longer than it ever keeps silent.

Its habit is the gap between entries in which a reader who comes at any time finds himself: the gaps are weighed by
their own lengths, so that a column that brings twelve entries in one week of a year has a habit of about a year, and one
long gap among many short ones counts for little. Days of the long holidays do not count, in habits and silences alike:
nobody expects entries then. Days are calendar days in Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from monitor import office

FLOOR = 30
"""No silence of so few days (that count) is spoken of, whatever the habit."""
TIMES = 3.0
"""So many times its habit must a column be silent."""
UNSURE = 6.0
"""And the more times, the larger a part of the known past one such gap is: a habit seen ten times is no certainty."""
SHARE = 0.9
"""Of all time, how much falls into gaps that are no longer than the habit."""
LEAST = 8
"""Days with entries; a column that has shown fewer has no habit yet."""
LEAST_SPAN = timedelta(days=182)
"""From the first such entry to the last: half a year, so that one busy season is no habit."""
WINDOW = timedelta(days=3 * 365)
"""How far back from the last entry a habit is learnt: what an office did years ago is no habit of today's."""
_SUMMER = ((7, 10), (8, 31))
_NATIONAL = ((10, 1), (10, 7))
_AROUND_SPRING = timedelta(days=14)
"""Schools and their offices rest before and after New Year's Day of the lunar calendar."""


@dataclass(frozen=True, slots=True)
class Habit:
    """In days that count: the gap that is `usual`, and the `longest` silence that is still no surprise."""

    usual: int
    longest: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A column's silence: its last sign of life, and how many days that count are over since."""

    last: date
    days: int
    habit: Habit


def habit(arrivals: Iterable[date]) -> Habit | None:
    """What is usual where entries came on these days, in any order; None where they are too few to tell.

    A surprise must be shorter than half of the time that the habit was learnt from: silences of a year cannot be
    judged by a year's entries.
    """
    days = sorted(set(arrivals))
    days = [day for day in days if day >= days[-1] - WINDOW]
    if len(days) < LEAST or days[-1] - days[0] < LEAST_SPAN:
        return None
    gaps = sorted(counted(earlier, later) for earlier, later in pairwise(days))
    span, within, usual = sum(gaps), 0, 0
    for usual in gaps:
        within += usual
        if within >= SHARE * span:
            break
    longest = max(FLOOR, round(TIMES * usual * (1 + UNSURE * usual / span)))
    return Habit(usual, longest) if 2 * longest <= span else None


def silence(arrivals: Iterable[date], *, watched_since: date, today: date, shown: date | None = None) -> Silence | None:
    """How long a column has been silent, if that is longer than its habit allows; None where all is well.

    `arrivals` are the days on which its entries came, `shown` is the last one on which it showed others than before,
    whosesoever they are. A column that was as silent already when it was first watched is none that fell silent:
    an archive that nobody continues is no trouble of the source's.
    """
    came = [day for day in arrivals if day <= today]
    found = habit(came)
    if found is None:
        return None
    last = max(*came, shown or date.min)
    if last <= watched_since and counted(last, watched_since) > found.longest:
        return None
    days = counted(last, today)
    return Silence(last, days, found) if days > found.longest else None


def counted(begin: date, end: date) -> int:
    """How many days after `begin`, up to `end`, are none of the long holidays."""
    first, last = begin.toordinal() + 1, end.toordinal() + 1
    return sum(not _rests(day) for day in range(first, last))


@lru_cache(maxsize=16384)
def _rests(ordinal: int) -> bool:
    """Whether a day is one of the long holidays, in summer, around Spring Festival or in National Day's week."""
    day = date.fromordinal(ordinal)
    spring = office.spring_festival(day.year)
    if spring is not None and abs(day - spring) <= _AROUND_SPRING:
        return True
    return any(first <= (day.month, day.day) <= last for first, last in (_SUMMER, _NATIONAL))
