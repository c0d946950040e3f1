"""How long what robots.txt said is kept to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.robots import LONGEST, SHORTEST, UNREACHABLE, lifetime, read, unread

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 86400),
        ("max-age=3600", 3600),
        ('public, Max-Age = "7200"', 7200),
        ("max-age=31536000", 86400),
        ("max-age=3600, max-age=1800", 1800),
        ("max-age=0", 600),
        ("no-cache", 600),
        ("private, no-store, max-age=86400", 600),
        ("max-age=-5", 86400),
        ("max-age=soon, s-maxage=5", 86400),
        ("max-age=" + "9" * 5000, 86400),
    ],
)
def test_a_header_shortens_a_day_but_not_to_nothing(header, seconds):
    """What cannot be read as a time says nothing."""
    assert lifetime(header).total_seconds() == seconds


@given(st.text())
def test_no_header_breaks_the_bounds(header):
    """From ten minutes to a day, whatever a server sends."""
    assert SHORTEST <= lifetime(header) <= LONGEST


def test_since_tells_how_long_the_rules_have_been_these():
    """The same words again keep the moment they were seen first; other words begin anew."""
    first = read(None, "a", at=NOON)
    again = read(first, "a", at=NOON + DAY)
    other = read(again, "b", at=NOON + 3 * DAY)
    assert [each.since for each in (first, again, other)] == [NOON, NOON, NOON + 3 * DAY]
    assert (again.read_at, again.due_at) == (NOON + DAY, NOON + 2 * DAY)


def test_trouble_keeps_the_last_word_for_thirty_days_and_an_answer_ends_it():
    """It is asked for again after an hour; without any word nothing may be fetched."""
    known = read(None, "a", at=NOON)
    kept = unread(known, "down", at=NOON + UNREACHABLE)
    assert kept is not None
    assert (kept.text, kept.trouble, kept.read_at) == ("a", "down", NOON)
    assert kept.due_at == NOON + UNREACHABLE + timedelta(hours=1)
    assert unread(kept, "down", at=NOON + UNREACHABLE + timedelta(seconds=1)) is None
    assert unread(None, "down", at=NOON) is None
    assert read(kept, "a", at=NOON + DAY).trouble is None
