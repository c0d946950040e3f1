"""When messages go out."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.subscription import Timing
from monitor.timing import awake, due, next_digest

ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
moments = st.integers(0, 10_500_000).map(lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def timings(draw):
    """Any timing with quiet hours."""
    begins, ends = draw(st.lists(clocks, min_size=2, max_size=2, unique=True))
    return Timing(
        hour=draw(clocks), weekday=draw(st.integers(0, 6)), quiet=(begins, ends), zone=draw(st.sampled_from(ZONES))
    )


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on the clock of Shanghai; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("timing", "severity", "now", "expected", "mode"),
    [
        (Timing(), "high", shanghai(2, 3), shanghai(2, 3), "at-once"),
        (Timing(), "low", shanghai(2, 3), shanghai(2, 8), "daily"),
        (Timing(low="at-once"), "low", shanghai(2, 3), shanghai(2, 3), "at-once"),
        (Timing(mode="daily"), "high", shanghai(2, 8), shanghai(3, 8), "daily"),
        (
            Timing(mode="weekly", weekday=4, hour=time(17, 30)),
            "low",
            shanghai(2, 8),
            shanghai(6, 17, 30),
            "weekly",
        ),
        (Timing(quiet=(time(22), time(7))), "critical", shanghai(2, 23), shanghai(3, 7), "at-once"),
        (Timing(quiet=(time(22), time(7))), "none", shanghai(3, 6, 59), shanghai(3, 7), "at-once"),
        (Timing(quiet=(time(22), time(7))), "high", shanghai(3, 7), shanghai(3, 7), "at-once"),
        (Timing(mode="daily", quiet=(time(7), time(9))), "high", shanghai(3, 5), shanghai(3, 9), "daily"),
    ],
)
def test_each_message_has_its_hour(timing, severity, now, expected, mode):
    """At once, in the morning after quiet hours, or at the digest's hour; low severity in a daily digest by default."""
    found = due(timing, severity, now)
    assert (found.at, found.mode, found.held) == (expected, mode, mode != "at-once" or expected > now)


@given(timings(), moments)
def test_a_daily_digest_comes_once_a_day(timing, now):
    """The next hour is after now and at most a day (and what clocks were set by) away; none comes between."""
    first = next_digest(timing, "daily", now)
    second = next_digest(timing, "daily", first)
    assert now < first <= now + DAY + 2 * HOUR or timing.zone == "Pacific/Apia"
    assert first < second <= first + DAY + 2 * HOUR or timing.zone == "Pacific/Apia"
    between = now + (first - now) / 2
    assert next_digest(timing, "daily", between) == first


@given(timings(), moments)
def test_a_weekly_digest_is_one_of_the_daily_ones(timing, now):
    """It comes at the same hour, on its day, within eight days."""
    weekly = next_digest(timing, "weekly", now)
    assert now < weekly <= now + 8 * DAY + 2 * HOUR
    assert next_digest(timing, "daily", weekly - timedelta(minutes=1)) == weekly
    local = weekly.astimezone(ZoneInfo(timing.zone))
    assert local.weekday() == timing.weekday or local.time() != timing.hour


@given(timings(), moments)
def test_the_hour_is_the_one_on_the_clock(timing, now):
    """Except where clocks were set forward over it."""
    zone = ZoneInfo(timing.zone)
    first = next_digest(timing, "daily", now)
    local = first.astimezone(zone)
    shifted = local.utcoffset() != (first - 2 * HOUR).astimezone(zone).utcoffset()
    assert local.time() == timing.hour or shifted


@given(timings(), moments)
def test_nothing_comes_in_quiet_hours(timing, now):
    """What waits comes at their end, which is not quiet itself; outside of them nothing waits."""
    out = awake(timing, now)
    assert out >= now
    assert awake(timing, out) == out
    if out > now:
        assert awake(timing, now + (out - now) / 2) == out


def test_clocks_that_are_set_back_make_nothing_wait_a_day():
    """Half past one comes twice in that night of New York; quiet hours end at the first of them."""
    timing = Timing(quiet=(time(22), time(1, 30)), zone="America/New_York")
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 in summer time
    assert awake(timing, first - HOUR) == first
    assert awake(timing, first + HOUR / 2) == first + HOUR / 2
