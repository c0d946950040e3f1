"""Dates as offices print them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dates import SHANGHAI, day, from_iso, iso, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-29", date(2026, 12, 29)),
        ("发布日期：２０２６年３月１日", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("2026.03.01", date(2026, 3, 1)),
        ("2026 年 3 月 1 日", date(2026, 3, 1)),
        ("二〇二六年三月十日", date(2026, 3, 10)),
        ("二○二六年十二月二十九日", date(2026, 12, 29)),
        ("二零二六年三月三十一日", date(2026, 3, 31)),
        ("2026年09月29日10:22", datetime(2026, 9, 29, 10, 22, tzinfo=SHANGHAI)),
        ("2026-09-29 10:22:05", datetime(2026, 9, 29, 10, 22, 5, tzinfo=SHANGHAI)),
        ("2026-09-29T10:22", datetime(2026, 9, 29, 10, 22, tzinfo=SHANGHAI)),
        ("2026年", None),
        ("2026年3月", None),
        ("2026年2月30日", None),
        ("733569413/2026-48793", None),
        ("", None),
    ],
)
def test_full_dates_are_read(text, expected):
    """Digits of either width or Han numerals, with a time where one stands beside; anything less is none."""
    assert parse(text) == expected


def test_day_and_iso():
    """A time's day is Shanghai's; ISO keeps whether a time is known."""
    late = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    assert day(late) == date(2026, 3, 2)
    assert iso(late) == "2026-03-02T04:30:00+08:00"
    assert (iso(date(2026, 3, 1)), iso(None)) == ("2026-03-01", None)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_iso_and_printed_dates_come_back(when):
    """What is written can be read."""
    assert from_iso(iso(when)) == when
    assert parse(f"{when.year}年{when.month}月{when.day}日") == when
    assert parse(when.isoformat()) == when
