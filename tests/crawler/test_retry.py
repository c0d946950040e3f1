"""How long a server asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.retry import retry_after

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = 24 * 60 * 60.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5.0),
        (" 120 ", 120.0),
        ("0", 0.0),
        ("99999999999999999999", DAY),
        ("9" * 400, DAY),
        ("Mon, 23 Nov 2099 08:00:00 GMT", DAY),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Mon, 23 Nov 2026 08:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("５", None),
    ],
)
def test_both_forms_are_read(header: str, seconds: float | None) -> None:
    """Seconds and dates are understood; the past means now, more than a day is a day, and junk means nothing."""
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=40))
def test_no_header_breaks_us(header: str) -> None:
    """Whatever stands there, the answer is a wait of up to a day, or none."""
    seconds = retry_after(header, NOW)
    assert seconds is None or 0 <= seconds <= DAY
