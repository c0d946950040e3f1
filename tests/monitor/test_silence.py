"""When a column is silent beyond its habit, and when nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.silence import FLOOR, LEAST, counted, habit, silence

BEGAN = date(2023, 3, 6)
WEEK = timedelta(weeks=1)


def every(days: int, many: int, begin: date = BEGAN) -> list[date]:
    """So many entries, one every so many days."""
    return [begin + timedelta(days=days * n) for n in range(many)]


def told_after(arrivals: list[date], *, watched_since: date | None = None, until: int = 800) -> int | None:
    """The days after the last entry on which its silence is told first; None where it is not."""
    since = watched_since or arrivals[0]
    last = max(arrivals)
    days = (n for n in range(until) if silence(arrivals, watched_since=since, today=last + timedelta(days=n)))
    return next(days, None)


def test_a_weekly_column_is_stale_after_a_month():
    """Two years of Mondays, the last in March: told on the first day beyond the floor, and on every later one."""
    mondays = every(7, 106)
    assert told_after(mondays) == FLOOR + 1
    found = silence(mondays, watched_since=BEGAN, today=max(mondays) + timedelta(days=40))
    assert found is not None
    assert (found.last, found.days, found.habit.usual) == (max(mondays), 40, 7)


def test_an_entry_ends_it():
    """As soon as one comes, nothing is told for as long as before."""
    mondays = every(7, 106)
    late = max(mondays) + timedelta(days=50)
    assert silence([*mondays, late], watched_since=BEGAN, today=late + timedelta(days=FLOOR)) is None


def test_other_entries_of_others_are_a_sign_of_life():
    """A column that shows what other columns brought first is not silent."""
    mondays = every(7, 106)
    today = max(mondays) + timedelta(days=50)
    assert silence(mondays, watched_since=BEGAN, today=today, shown=today - WEEK) is None
    assert silence(mondays, watched_since=BEGAN, today=today, shown=max(mondays) - WEEK) is not None


def test_a_monthly_column_waits_longer():
    """A month is usual: more than three of them have to go by."""
    after = told_after(every(30, 36))
    assert after is not None
    assert 90 < after < 180


@pytest.mark.parametrize("years", [2, 3, 6])
def test_once_a_year_is_no_silence_of_four_months(years):
    """Twelve entries in two weeks of every year: a year of silence is its habit, and is not judged."""
    bursts = [BEGAN.replace(year=BEGAN.year + year) + timedelta(days=n) for year in range(years) for n in range(12)]
    assert told_after(bursts, until=360) is None


def test_one_long_gap_does_not_spoil_a_habit():
    """A column that once rested for seven weeks among years of weekly entries is told as soon as without that."""
    days = every(7, 140)
    rested = [day for day in days if not date(2024, 3, 15) <= day <= date(2024, 4, 30)]
    assert told_after(rested) == told_after(days) == FLOOR + 1


@pytest.mark.parametrize("arrivals", [[], every(1, 1), every(60, LEAST - 1), every(1, 180)])
def test_few_entries_or_less_than_half_a_year_are_no_habit(arrivals):
    """Nothing is told where too little is known."""
    assert habit(arrivals) is None
    assert not arrivals or told_after(arrivals) is None


def test_what_was_silent_before_it_was_watched_stays_unspoken_of():
    """An archive that ended years ago is no source that broke; one that ended last month is watched."""
    mondays = every(7, 106)
    assert told_after(mondays, watched_since=max(mondays) + timedelta(days=1000), until=2000) is None
    assert told_after(mondays, watched_since=max(mondays) + timedelta(days=20)) == FLOOR + 1


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        (date(2026, 7, 9), date(2026, 9, 1), 1),  # the summer
        (date(2026, 2, 2), date(2026, 3, 4), 1),  # two weeks around the 17th of February
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 3, 9), date(2026, 3, 16), 7),
    ],
)
def test_the_long_holidays_do_not_count(begin, end, days):
    """In summer, around Spring Festival and in the first week of October nothing is expected."""
    assert counted(begin, end) == days


def test_a_summer_is_not_told():
    """A weekly column that rests from the end of June to early September was not silent beyond its habit."""
    before = every(7, 120, date(2024, 3, 11))
    mondays = [day for day in before if day < date(2026, 6, 30)]
    assert silence(mondays, watched_since=BEGAN, today=date(2026, 9, 8)) is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=120), st.integers(0, 400), st.randoms())
def test_the_order_of_entries_does_not_matter_and_silence_only_grows(gaps, days, random):
    """Shuffled and doubled entries give the same answer; what is told on a day is told on every later one."""
    arrivals = [BEGAN + timedelta(days=n) for n in accumulate(gaps)]
    shuffled = arrivals * 2
    random.shuffle(shuffled)
    today = max(arrivals) + timedelta(days=days)
    found = silence(arrivals, watched_since=BEGAN, today=today)
    assert found == silence(shuffled, watched_since=BEGAN, today=today)
    if found is not None:
        assert found.days > found.habit.longest >= FLOOR
        assert silence(arrivals, watched_since=BEGAN, today=today + timedelta(days=30)) is not None
