"""What piled up while a site rested does not storm it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.spread import LONGEST, STEP, spread

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(
    st.lists(st.integers(1, 10**6), unique=True, max_size=3000),
    st.one_of(st.just(0.0), st.floats(0.001, 3600)),
)
def test_what_waited_comes_back_one_by_one(waiting, delay):
    """Each has its own moment, in the given order, none before now; even, and over within a day or at the site's own gap."""
    due = spread(waiting, NOON, delay=delay)
    moments = list(due.values())
    assert list(due) == waiting
    if not waiting:
        return
    assert moments[0] == NOON
    gaps = {later - earlier for earlier, later in pairwise(moments)}
    assert all(gap > timedelta() for gap in gaps)
    assert all(gap >= timedelta(seconds=delay) for gap in gaps)
    if delay * len(waiting) <= LONGEST / SECOND:
        assert moments[-1] <= NOON + LONGEST
    else:
        assert gaps == {timedelta(seconds=delay)}


@given(st.integers(1, 1440), st.floats(0, 6))
def test_few_come_a_minute_apart_at_least(many, delay):
    """No minute brings two while a day has room for one a minute."""
    moments = list(spread(range(many), NOON, delay=delay).values())
    assert all(later - earlier >= STEP for earlier, later in pairwise(moments))
