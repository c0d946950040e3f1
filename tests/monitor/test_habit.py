"""What looks teach about how often a target changes."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.habit import UNKNOWN, Circumstances, expected, known, learnt

SATURDAY = 20458.0 + 5
NIGHT, WORK = 20458.0 + 0.9, 20458.0 + 0.5

factors = st.tuples(*[st.tuples(st.floats(0.05, 500), st.floats(0.05, 500))] * 3)
usual = st.tuples(*[st.floats(0, 50)] * 3)


def mean(factor):
    """The mean of a factor."""
    return factor[0] / factor[1]


def taught(rate, gap, looks, *, seed=1, per_day=0.01):
    """What one source's factor comes to when changes at `rate` a day are looked for every `gap` days."""
    random, factor = Random(seed), UNKNOWN
    for _ in range(looks):
        changed = random.random() < -math.expm1(-rate * gap)
        factor = learnt(factor, (per_day * gap, 0.0, 0.0), gap, changed=changed)
    return mean(factor[0]) * per_day


@pytest.mark.parametrize(("rate", "gap"), [(0.02, 1.0), (0.2, 1.0), (0.2, 5.0), (1.0, 1.0), (1.0, 2.0)])
def test_the_rate_is_found(rate, gap):
    """Also where most looks find a change, so that counting changes would tell far too little."""
    found = [taught(rate, gap, 400, seed=seed) for seed in range(5)]
    assert sum(found) / 5 == pytest.approx(rate, rel=0.3)


def test_gaps_may_be_of_any_length():
    """A rate seen through gaps of an hour and of a week is the same."""
    random, factor = Random(3), UNKNOWN
    for _ in range(2000):
        gap = random.choice([1 / 24, 1.0, 7.0])
        changed = random.random() < -math.expm1(-0.3 * gap)
        factor = learnt(factor, (0.01 * gap, 0.0, 0.0), gap, changed=changed)
    assert mean(factor[0]) * 0.01 == pytest.approx(0.3, rel=0.25)


@given(factors=factors, usual=usual, days=st.floats(0.01, 400))
def test_a_change_never_lowers_and_silence_never_raises(factors, usual, days):
    """Compared with each other, in whatever is known; and the numbers stay positive and finite."""
    seen, silent = (learnt(factors, usual, days, changed=changed) for changed in (True, False))
    for one, other in zip(seen, silent, strict=True):
        assert mean(one) >= mean(other) * (1 - 1e-6)
        assert all(math.isfinite(number) and number > 0 for number in (*one, *other))


def test_a_change_at_night_is_not_the_office_s():
    """What comes while offices are closed raises the rate at any hour, and hardly that of office hours."""
    page = Circumstances("page")
    after = learnt(UNKNOWN, expected(page, SATURDAY, SATURDAY + 1), 1.0, changed=True)
    assert mean(after[0]) > 2
    assert mean(after[1]) == pytest.approx(1.0)


def test_what_was_learnt_is_forgotten():
    """After years without a look, what is usual holds again."""
    lively = ((50.0, 1.0),) * 3
    assert mean(learnt(lively, (0.0, 0.0, 0.0), 3650, changed=False)[0]) == pytest.approx(1.0, rel=0.15)


def test_other_sources_than_today_s_are_not_believed():
    """Nothing learnt, or learnt by a program that knew other sources: what is usual."""
    assert known(()) == UNKNOWN
    assert known(((1.0, 1.0),)) == UNKNOWN


def test_news_makes_edits_likely_for_a_while():
    """An hour after a publication more is expected than a week after, and offices make most of it."""
    document = Circumstances("document", news_at=20458.4)
    fresh, late, night = (sum(expected(document, at, at + 1 / 24)) for at in (WORK, WORK + 7, NIGHT))
    assert fresh > 5 * late
    assert fresh > 5 * night


def test_an_open_consultation_is_expected_to_change():
    """Until its deadline, not after."""
    document = Circumstances("document", open_until=20460.0)
    open_, closed = (sum(expected(document, at, at + 0.2)) for at in (WORK, WORK + 2))
    assert open_ > 20 * closed
