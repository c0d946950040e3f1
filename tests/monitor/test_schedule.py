"""When targets are due again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule import FIRST_BACK_OFF, LONGEST_BACK_OFF, LONGEST_GAP, interval, next_due

NOW = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)

moments = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.none() | st.dates(date(1990, 1, 1), date(2035, 1, 1))


@given(
    schedule=st.sampled_from(["adaptive", "every 6h", "every 10m", "every 3d"]),
    now=moments,
    kind=st.sampled_from(["column", "page", "document"]),
    published=days,
    deadline=days,
    failures=st.integers(0, 1000),
    changed_at=st.none() | moments,
    jitter=st.floats(0, 1),
)
def test_every_target_comes_again(schedule, now, kind, published, deadline, failures, changed_at, jitter):  # noqa: PLR0917
    """Whatever is known of a target, it is due again later than now and within five weeks."""
    due = next_due(
        schedule,
        now=now,
        kind=kind,
        published=published,
        consultation_deadline=deadline,
        failures=failures,
        changed_at=changed_at,
        jitter=jitter,
    )
    assert now < due <= now + LONGEST_GAP * 1.1


@given(younger=st.integers(0, 4000), older=st.integers(0, 4000))
def test_the_older_the_rarer(younger, older):
    """A document that has been quiet for longer is never looked at sooner than a fresher one."""
    younger, older = sorted((younger, older))

    def due(age):
        return next_due("adaptive", now=NOW, kind="document", published=NOW.date() - timedelta(days=age))

    assert due(younger) <= due(older)


@given(failures=st.integers(1, 200))
def test_back_off_grows_to_a_day(failures):
    """Every further failure waits at least as long as the one before, and never longer than a day."""

    def gap(count):
        return next_due("every 5m", now=NOW, kind="page", failures=count) - NOW

    assert FIRST_BACK_OFF <= gap(failures) <= gap(failures + 1) <= LONGEST_BACK_OFF


def test_columns_are_looked_at_every_six_hours():
    """An adaptive column is due in six hours."""
    assert next_due("adaptive", now=NOW, kind="column") == NOW + timedelta(hours=6)


def test_an_open_consultation_is_looked_at_often_until_its_last_day():
    """While opinions are taken, the last day in Shanghai included, an old text is due within hours."""

    def gap(deadline):
        return (
            next_due("adaptive", now=NOW, kind="document", published=date(2023, 3, 10), consultation_deadline=deadline)
            - NOW
        )

    assert gap(date(2025, 3, 10)) == timedelta(hours=3)
    assert gap(date(2025, 3, 9)) == timedelta(days=30)


def test_a_changed_document_is_fresh_again():
    """An old document whose text changed a day ago is looked at as often as one published then."""
    due = next_due("adaptive", now=NOW, kind="document", published=date(2018, 1, 1), changed_at=NOW - timedelta(days=1))
    assert due == NOW + timedelta(hours=6)


def test_jitter_only_lengthens():
    """The whole of the jitter makes a gap a tenth longer."""
    assert next_due("every 10h", now=NOW, kind="page", jitter=1.0) == NOW + timedelta(hours=11)


@pytest.mark.parametrize(
    ("schedule", "gap"),
    [
        ("every 6h", timedelta(hours=6)),
        ("every 30 m", timedelta(minutes=30)),
        ("every 2d", timedelta(days=2)),
        ("every 1s", timedelta(seconds=1)),
        ("adaptive", None),
        ("every 0h", None),
        ("every h", None),
        ("0 8 * * 1", None),
    ],
)
def test_intervals_are_read(schedule, gap):
    """`every N` with a unit of seconds, minutes, hours or days is an interval, nothing else is."""
    assert interval(schedule) == gap


def test_an_unknown_schedule_is_refused():
    """A schedule that is none is an error, not a guess."""
    with pytest.raises(ValueError, match="adaptive"):
        next_due("weekly", now=NOW, kind="column")
