"""Which checks may become counts, and which never."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import BELIEVED, Outcome
from monitor.retention import LATEST, Look, Month, monthly, next_quiet, passing, together

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
OK, GONE, ERROR = Outcome.OK, Outcome.NOT_FOUND, Outcome.ERROR
LATER = NOON + 10_000 * DAY


def looks(*outcomes: Outcome, cited: tuple[int, ...] = ()) -> list[Look]:
    """One look a day; those at the cited places are named by something."""
    return [Look(id=n, at=NOON + n * DAY, outcome=outcome, cited=n in cited) for n, outcome in enumerate(outcomes)]


def kept(found: list[Look], good_at: datetime | None = NOON + 500 * DAY, before: datetime = LATER) -> list[int]:
    """The places of those that stay, the last ones apart."""
    gone = {look.id for look in passing(found, before, good_at=good_at)}
    return [look.id for look in found[:-LATEST] if look.id not in gone]


def test_the_first_and_the_last_ten_stay():
    """Since when a target is looked at, and what explain shows, is known of every age."""
    found = looks(*[OK] * 40)
    assert kept(found) == [0]
    assert not {look.id for look in found[-LATEST:]} & {look.id for look in passing(found, LATER, good_at=None)}


def test_what_is_young_stays():
    """Only what is older than asked for goes."""
    found = looks(*[OK] * 40)
    assert [look.id for look in passing(found, NOON + 5 * DAY, good_at=NOON)] == [1, 2, 3, 4]


def test_what_is_cited_stays_with_the_absences_that_it_rests_on():
    """A withdrawal told at the third absence keeps all three, not what was seen between, nor absences that came to nothing."""
    found = looks(OK, GONE, GONE, OK, OK, GONE, ERROR, GONE, GONE, GONE, OK, *[OK] * LATEST, cited=(8,))
    assert kept(found) == [0, 5, 7, 8]


def test_where_the_failures_that_last_began_stays():
    """`sites` says since when a target fails, however long ago that is; earlier failures are counts."""
    found = looks(OK, ERROR, ERROR, OK, *[ERROR] * 30)
    assert kept(found, good_at=NOON + 3 * DAY) == [0, 4]
    assert kept(looks(*[ERROR] * 30), good_at=None) == [0]


@given(
    st.lists(st.tuples(st.sampled_from([OK, Outcome.NOT_MODIFIED, GONE, ERROR]), st.booleans()), max_size=60),
    st.integers(0, 70),
    st.data(),
)
def test_stopping_halfway_changes_nothing(outcomes, age, data):
    """Whatever part of them was rolled up before, the oldest first, the rest is the same; and no count is lost."""
    found = [Look(id=n, at=NOON + n * DAY, outcome=one, cited=cited) for n, (one, cited) in enumerate(outcomes)]
    good_at = max((look.at for look in found if not look.failed), default=None)
    before = NOON + age * DAY
    going = passing(found, before, good_at=good_at)
    done = going[: data.draw(st.integers(0, len(going)))]
    left = [look for look in found if look not in done]
    assert passing(left, before, good_at=good_at) == going[len(done) :]
    assert not any(look.cited for look in going)
    assert sum(month.count for month in monthly(going)) == len(going)


def test_months_are_shanghais():
    """What was seen at midnight in Shanghai counts for the new month, though it is the old one in UTC."""
    midnight = datetime(2026, 2, 28, 16, tzinfo=UTC)
    found = [
        Look(id=1, at=midnight - DAY, outcome=OK),
        Look(id=2, at=midnight, outcome=OK),
        Look(id=3, at=midnight + DAY, outcome=ERROR),
        Look(id=4, at=midnight + 2 * DAY, outcome=OK),
    ]
    assert monthly(found) == [
        Month(month=date(2026, 2, 1), outcome=OK, count=1, first_at=midnight - DAY, last_at=midnight - DAY),
        Month(month=date(2026, 3, 1), outcome=OK, count=2, first_at=midnight, last_at=midnight + 2 * DAY),
        Month(month=date(2026, 3, 1), outcome=ERROR, count=1, first_at=midnight + DAY, last_at=midnight + DAY),
    ]


def test_counts_add_up():
    """In either order."""
    (one,), (other,) = monthly(looks(OK, OK)), monthly([Look(id=9, at=NOON + 5 * DAY, outcome=OK)])
    whole = together(one, other)
    assert whole == together(other, one)
    assert (whole.count, whole.first_at, whole.last_at) == (3, NOON, NOON + 5 * DAY)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("2026-03-02T19:29:59+00:00", "2026-03-02T19:30:00+00:00"),
        ("2026-03-02T19:30:00+00:00", "2026-03-03T19:30:00+00:00"),
        ("2026-03-02T04:00:00+00:00", "2026-03-02T19:30:00+00:00"),
    ],
)
def test_the_quiet_hour_is_half_past_three_in_shanghai(now, following):
    """Always later than now."""
    assert next_quiet(datetime.fromisoformat(now)) == datetime.fromisoformat(following)


def test_every_outcome_is_either_believed_or_failed():
    """A look knows which."""
    assert {one for one in Outcome if not Look(id=1, at=NOON, outcome=one).failed} == set(BELIEVED)
