"""How fast robots are sent to."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifiers.pace import Limit, Pace
from tests.notifiers.conftest import NOW

SECOND = timedelta(seconds=1)
LIMITS = (Limit(20, 60 * SECOND), Limit(5, SECOND))


def test_the_last_free_place_is_given_and_the_next_one_told_when_to_come():
    """Twenty go at once, the next one when the first is a window old; the wait is exact."""
    pace = Pace()
    limits = (Limit(20, 60 * SECOND),)
    assert [pace.take("a", limits, NOW + n * SECOND) for n in range(20)] == [timedelta(0)] * 20
    assert pace.take("a", limits, NOW + 20 * SECOND) == 40 * SECOND
    assert pace.take("b", limits, NOW + 20 * SECOND) == timedelta(0)
    assert pace.take("a", limits, NOW + 60 * SECOND) == timedelta(0)
    assert pace.take("a", limits, NOW + 60 * SECOND) == SECOND


def test_a_robot_that_was_told_to_rest_rests():
    """Nothing goes before the moment that the vendor named, and an earlier one does not shorten it."""
    pace = Pace()
    pace.rest("a", NOW + 600 * SECOND)
    pace.rest("a", NOW + 60 * SECOND)
    assert pace.take("a", LIMITS, NOW + SECOND) == 599 * SECOND
    assert pace.take("a", LIMITS, NOW + 600 * SECOND) == timedelta(0)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=120))
def test_no_window_ever_holds_more_than_its_limit(gaps):
    """Whenever one asks, and if one always waits as told, no limit is broken and every wait is enough."""
    pace, at, sent = Pace(), NOW, []
    for gap in gaps:
        at += timedelta(milliseconds=gap)
        if wait := pace.take("a", LIMITS, at):
            at += wait
            assert pace.take("a", LIMITS, at) == timedelta(0)
        sent.append(at)
    for limit in LIMITS:
        for first, next_over in zip(sent, sent[limit.count :], strict=False):
            assert next_over - first >= limit.within
