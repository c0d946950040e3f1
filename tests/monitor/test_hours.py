"""The hours in which a site may be looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.hours import read

moments = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("written", "hour", "is_open"),
    [
        ("08:00-18:00", 0, True),
        ("08:00-18:00", 9, True),
        ("08:00-18:00", 10, False),
        ("8:00 - 18:00", 16, False),
        ("22:00-06:00", 15, True),
        ("22:00-06:00", 21, True),
        ("22:00-06:00", 4, False),
        ("18:00-24:00", 15, True),
        ("18:00-24:00", 16, False),
        ("mon-fri 08:00-18:00", 0, True),
        ("tue-fri 08:00-18:00", 0, False),
        ("Sat, Sun, MON 08:00-18:00", 0, True),
        ("fri-mon 00:00-24:00", 15, True),
        ("fri-mon 00:00-24:00", 16, False),
        ("mon 22:00-06:00", 21, True),
        ("sun 22:00-06:00", 16, False),
    ],
)
def test_hours_are_on_the_site_s_clock(written, hour, is_open):
    """Shanghai is eight hours ahead; hours may reach over midnight, into a day on which they do not begin; the end does not belong to them. It is a Monday."""
    assert read(written, "Asia/Shanghai").open_at(datetime(2026, 3, 2, hour, tzinfo=UTC)) == is_open


@pytest.mark.parametrize(
    "written",
    [
        "",
        "8-18",
        "08:00",
        "25:00-26:00",
        "08:00-24:30",
        "08:00-08:00",
        "00:00-24:00",
        "mon-sun 00:00-24:00",
        "mon 08:00-08:00",
        "monday 08:00-18:00",
        "- 08:00-18:00",
        "mon-, 08:00-18:00",
    ],
)
def test_what_are_no_hours_is_refused(written):
    """Also a pair that is always or never open."""
    with pytest.raises(ValueError, match=r"08:00-18:00|24:00|same time"):
        read(written, "Asia/Shanghai")


@given(moment=moments, written=st.sampled_from(["08:00-18:00", "22:00-06:00", "09:30-24:00", "00:15-00:20"]))
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "UTC"])
def test_an_opening_is_near(zone, moment, written):
    """The next opening is open and at most a day away (a day of 25 hours included), the last closing not after now."""
    hours = read(written, zone)
    opening = hours.next_opening(moment)
    assert moment < opening <= moment + timedelta(hours=25)
    assert moment - timedelta(hours=25) <= hours.last_closing(moment) <= moment
    if zone != "Europe/Berlin":  # there a night's quarter of an hour may not exist
        assert hours.open_at(opening)


@given(
    moment=moments,
    written=st.sampled_from(["mon-fri 08:00-18:00", "sat,sun 00:00-24:00", "wed 22:00-06:00", "fri-mon 23:30-00:10"]),
)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_hours_of_some_days_are_found_within_a_week(zone, moment, written):
    """The next opening is open and the moment before it closed, unless one day's hours lead into the next one's."""
    hours = read(written, zone)
    opening, closing = hours.next_opening(moment), hours.last_closing(moment)
    assert moment < opening <= moment + timedelta(days=7)
    assert moment - timedelta(days=7) <= closing <= moment
    assert hours.open_at(opening)
    leads_on = written.startswith("sat")
    assert leads_on or not hours.open_at(opening - timedelta(seconds=1))
    assert leads_on or not hours.open_at(closing)
    if not hours.open_at(moment):
        assert not hours.open_at(opening - (opening - moment) / 2)
    assert read(str(hours), zone) == hours


def test_a_week_s_hours_are_counted_a_day():
    """What a host may be asked for in a week of five days is five sevenths."""
    assert read("mon-fri 08:00-18:00", "UTC").daily == timedelta(hours=50) / 7
    assert read("08:00-18:00", "UTC").daily == timedelta(hours=10)
