"""When targets are due again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.hours import Hours
from monitor.observation import HostSums, Memory
from monitor.schedule import (
    FIRST_BACK_OFF,
    LONGEST_BACK_OFF,
    LONGEST_GAP,
    Load,
    best_look,
    interval,
    load_of,
    next_due,
    remember,
)

NOW = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
"""A Monday's noon in Shanghai."""
DAY = timedelta(days=1)
OFFICE = Hours(time(8), time(18), ZoneInfo("Asia/Shanghai"))

moments = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.none() | st.dates(date(1990, 1, 1), date(2045, 1, 1))
kinds = st.sampled_from(["column", "page", "document"])
loads = st.builds(Load, st.floats(0.25, 30), st.floats(1, 1000))
hours = st.none() | st.builds(
    Hours,
    st.sampled_from([time(8), time(22)]),
    st.sampled_from([time(0), time(18)]),
    st.just(ZoneInfo("Asia/Shanghai")),
)


@settings(deadline=None)
@given(
    schedule=st.sampled_from(["adaptive", "every 6h", "every 10m", "every 3d"]),
    now=moments,
    kind=kinds,
    published=days,
    deadline=days,
    looks=st.lists(st.tuples(st.floats(0.01, 60), st.booleans()), max_size=6),
    failures=st.integers(0, 1000),
    load=loads,
    hours=hours,
    jitter=st.floats(0, 1),
)
def test_every_target_comes_again(  # noqa: PLR0917
    schedule, now, kind, published, deadline, looks, failures, load, hours, jitter
):
    """Whatever is known of a target, it is due again later than now, within five weeks, and in its site's hours."""
    memory = remember(Memory(), now=now, kind=kind, changed=False, published=published, deadline=deadline)
    for gap, changed in looks:
        now += gap * DAY
        memory = remember(memory, now=now, kind=kind, changed=changed)
    due = next_due(
        schedule, now=now, kind=kind, memory=memory, failures=failures, load=load, hours=hours, jitter=jitter
    )
    assert now < due <= now + LONGEST_GAP * 1.1 + DAY
    assert hours is None or hours.open_at(due)


def gap_of(kind="document", *, at=NOW, jitter=0.0, load=Load(), **known):  # noqa: B008
    """The adaptive gap after a first look."""
    memory = remember(Memory(), now=at, kind=kind, changed=False, **known)
    return next_due("adaptive", now=at, kind=kind, memory=memory, load=load, jitter=jitter) - at


def test_the_older_the_rarer():
    """A fresh document is looked at within a day, one of a year ago weekly, and none less often than monthly."""
    fresh, month, year, decade = (gap_of(published=NOW.date() - timedelta(days=age)) for age in (0, 30, 365, 3650))
    assert fresh < DAY
    assert fresh < month < year <= decade <= LONGEST_GAP
    assert year > 3 * DAY


def test_an_open_consultation_is_looked_at_often_until_its_last_day():
    """While opinions are taken, the last day in Shanghai included, an old text is due within hours."""
    assert gap_of(published=date(2023, 3, 10), deadline=date(2025, 3, 10)) <= timedelta(hours=6)
    assert gap_of(published=date(2023, 3, 10), deadline=date(2025, 3, 9)) > 3 * DAY


def test_a_deadline_is_remembered_when_the_page_is_not_read():
    """A page that says 'not modified' is still an open consultation."""
    memory = remember(Memory(), now=NOW, kind="document", changed=False, deadline=date(2025, 3, 20))
    later = NOW + DAY
    memory = remember(memory, now=later, kind="document", changed=False)
    assert next_due("adaptive", now=later, kind="document", memory=memory) <= later + timedelta(hours=6)


def test_columns_are_looked_at_every_working_day():
    """A column is due within hours on a working day, and after a year of silence still within a day."""
    assert gap_of("column") <= timedelta(hours=12)
    memory, at = remember(Memory(), now=NOW, kind="column", changed=False), NOW
    for _ in range(365):
        at += DAY
        memory = remember(memory, now=at, kind="column", changed=False)
    assert next_due("adaptive", now=at, kind="column", memory=memory) - at <= DAY


def test_a_changed_document_is_fresh_again():
    """An old document whose text changed is looked at as often as one that was published then."""
    memory = remember(Memory(), now=NOW, kind="document", changed=False, published=date(2018, 1, 1))
    quiet = remember(memory, now=NOW + DAY, kind="document", changed=False)
    edited = remember(memory, now=NOW + DAY, kind="document", changed=True)
    assert edited.pace > 5 * quiet.pace


def test_what_changes_often_is_looked_at_often():
    """After twenty looks that found a change each, a page is due much sooner than after twenty that found none."""

    def gap(changed):
        memory, at = remember(Memory(), now=NOW, kind="page", changed=False), NOW
        for _ in range(20):
            at += DAY
            memory = remember(memory, now=at, kind="page", changed=changed)
        return next_due("adaptive", now=at, kind="page", memory=memory) - at

    assert gap(changed=True) < timedelta(hours=10)
    assert gap(changed=False) > DAY


def test_a_column_of_the_night_is_looked_at_before_the_office_closes():
    """Where changes come in office hours, a gap of about a day ends at closing time, not in the night."""
    friday = datetime(2025, 3, 14, 4, 0, tzinfo=UTC)
    memory = remember(Memory(), now=friday - 6 * 365 * DAY, kind="document", changed=False, published=date(2019, 3, 1))
    memory = replace(memory, factors=((0.01, 10.0), (300.0, 1.0), (0.01, 10.0)))
    due = next_due("adaptive", now=friday, kind="document", memory=memory)
    assert (due - friday, due.hour) == (timedelta(hours=6), 10)


def test_a_busy_host_stretches_gaps_but_starves_nobody():
    """Where a host's targets ask for four times its budget, gaps are about four times as long, but never over a month."""
    sums = HostSums(pace=4 * 0.1 * 86400 / 2.0)
    load = load_of(sums, delay=2.0)
    assert load.stretch == pytest.approx(4.0)
    fresh, old = {"published": NOW.date()}, {"published": date(2010, 1, 1)}
    assert gap_of(load=load, **fresh) > 2 * gap_of(**fresh)
    assert gap_of(load=Load(stretch=1000.0), **old) <= LONGEST_GAP
    assert load_of(sums, delay=0.0).stretch == 1.0


def test_a_lively_host_is_looked_at_more_often():
    """Where a host's pages change much more than expected, the others there are due sooner."""
    quiet, lively = load_of(HostSums(expected=2.0, changed=2)), load_of(HostSums(expected=2.0, changed=40))
    assert (quiet.activity, lively.activity > 5) == (1.0, True)
    assert gap_of("page", load=lively, published=date(2020, 1, 1)) < gap_of("page", published=date(2020, 1, 1)) / 2


@given(failures=st.integers(1, 200))
def test_back_off_grows_to_a_day(failures):
    """Every further failure waits at least as long as the one before, and never longer than a day."""

    def gap(count):
        return next_due("every 5m", now=NOW, kind="page", memory=Memory(), failures=count) - NOW

    assert FIRST_BACK_OFF <= gap(failures) <= gap(failures + 1) <= LONGEST_BACK_OFF


def test_jitter_only_lengthens():
    """The whole of the jitter makes a gap a tenth longer, an adaptive one by two hours at most."""
    due = next_due("every 10h", now=NOW, kind="page", memory=Memory(), jitter=1.0)
    assert due == NOW + timedelta(hours=11)
    old = {"published": date(2015, 1, 1)}
    assert gap_of(jitter=1.0, **old) - gap_of(**old) == timedelta(hours=2)


def test_intervals_wait_for_the_site_s_hours():
    """What would be due at night is due when the site may be looked at again."""
    evening = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
    due = next_due("every 2h", now=evening, kind="page", memory=Memory(), hours=OFFICE)
    assert due == datetime(2025, 3, 11, 0, 0, tzinfo=UTC)


def test_an_adaptive_look_comes_before_the_site_closes_rather_than_on_the_morrow():
    """A moment shortly after the hours moves back into them."""
    memory = remember(Memory(), now=NOW, kind="document", changed=False, published=date(2019, 3, 1))
    due = next_due("adaptive", now=NOW, kind="document", memory=memory, hours=OFFICE, jitter=0.5)
    free = next_due("adaptive", now=NOW, kind="document", memory=memory, jitter=0.5)
    assert OFFICE.open_at(due)
    assert not OFFICE.open_at(free)
    assert free - timedelta(hours=3) < due < free


@given(rate=st.floats(0.001, 20), gap=st.floats(0.01, 20))
def test_an_even_rate_is_looked_at_after_the_usual_gap(rate, gap):
    """Where the rate never moves, the best moment is exactly one gap away, whatever the rate."""
    best = best_look([(0.0, 100.0, rate, gap)], earliest=0.0, latest=100.0, peak=rate * gap)
    assert best == pytest.approx(gap)


def test_nothing_is_expected_nothing_is_hurried():
    """Without any expected change a look waits until the last moment."""
    assert best_look([(0.0, 5.0, 0.0, 1.0), (5.0, 90.0, 0.0, 1.0)], earliest=0.1, latest=30.0, peak=1.0) == 30.0


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
        next_due("weekly", now=NOW, kind="column", memory=Memory())
