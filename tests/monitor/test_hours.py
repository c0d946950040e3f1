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
    ],
)
def test_hours_are_on_the_site_s_clock(written, hour, is_open):
    """Shanghai is eight hours ahead; hours may reach over midnight; the end does not belong to them."""
    assert read(written, "Asia/Shanghai").open_at(datetime(2026, 3, 2, hour, tzinfo=UTC)) == is_open


@pytest.mark.parametrize("written", ["", "8-18", "08:00", "25:00-26:00", "08:00-24:30", "08:00-08:00", "00:00-24:00"])
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
