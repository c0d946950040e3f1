"""Offices' hours, holidays and seasons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import office

MONDAY = office.begins(date(2026, 6, 8))


def test_days_begin_at_midnight_in_shanghai():
    """A moment is a day and its fraction on Shanghai's clock."""
    assert office.days(datetime(2026, 6, 8, 4, 0, tzinfo=UTC)) == MONDAY + 0.5


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments_come_back(moment):
    """There and back is the same moment, or the next whole second."""
    again = office.moment(office.days(moment))
    assert timedelta(seconds=-0.001) <= again - moment <= timedelta(seconds=1.001)


def test_an_ordinary_week_weighs_seven_days():
    """Fifty hours of work weigh as much as the week has days, and all of it lies from 8 to 18."""
    assert office.weigh(MONDAY, MONDAY + 7) == pytest.approx(7.0)
    assert office.weigh(MONDAY + 18 / 24, MONDAY + 1 + 8 / 24) == 0.0
    assert office.weigh(MONDAY + 5, MONDAY + 7) == 0.0


@pytest.mark.parametrize("day", [date(2026, 2, 17), date(2026, 10, 1), date(2026, 1, 1), date(2026, 6, 13)])
def test_nobody_works_on_holidays_and_at_weekends(day):
    """Spring Festival, National Day, New Year, a Saturday."""
    assert office.working(int(office.begins(day))) == 0.0


def test_the_week_before_a_holiday_and_the_seasons_are_busy():
    """More comes out before a holiday, in March and in December."""
    ordinary, eve, march = (
        office.working(int(office.begins(day))) for day in (date(2026, 6, 9), date(2026, 9, 29), date(2026, 3, 10))
    )
    assert ordinary < march
    assert ordinary < eve


@given(begin=st.floats(18000, 26000), length=st.floats(0, 60))
def test_pieces_cover_the_time(begin, length):
    """They follow each other without gaps from the beginning to the end, in two a day at most."""
    end = begin + length
    pieces = list(office.pieces(begin, end))
    edges = [begin, *(until for _, until, _ in pieces)]
    assert [since for since, _, _ in pieces] == edges[:-1]
    assert edges[-1] == pytest.approx(end)
    assert len(pieces) <= 2 * length + 3
