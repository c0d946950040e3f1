"""Numbers in Han numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.numerals import scaled, spelled

ONES = "零一二三四五六七八九"


def written(number):
    """A number below a hundred million as it is written, 零 for every gap."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        return written(high) + "万" + (("零" if low < 1000 else "") + written(low) if low else "")
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        text += ONES[digit] + name if digit else "零" if text and number and not text.endswith("零") else ""
    return text


@given(st.integers(1, 99_999_999))
def test_a_written_number_is_read(number):
    """Every number below a hundred million."""
    assert spelled(written(number)) == number


@given(st.text("一二两三五九十百千万亿零〇点", max_size=12))
def test_any_run_is_read_or_refused(run):
    """Nothing raises, and what is read is no negative number."""
    found = spelled(run)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    "run",
    ["二〇二六", "十四五", "三四", "百", "千万", "一百五", "一万五", "零", "", "十百", "三十十", "一" + "亿" * 5000],
)
def test_what_is_no_number(run):
    """Years, plans, guesses, bare scales and numbers cut short."""
    assert spelled(run) is None


@pytest.mark.parametrize(
    ("run", "number", "scale"),
    [("五万", 5, "万"), ("三万五千", 35000, ""), ("一亿二千万", 12000, "万"), ("一点五亿", Decimal("1.5"), "亿")],
)
def test_the_last_scale_belongs_to_the_unit(run, number, scale):
    """As digits print it: 五万元 is 5 and 万元."""
    assert scaled(run) == (number, scale)
