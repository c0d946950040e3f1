"""The document's own words in a letter."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from monitor.message.excerpt import excerpt, whole
from monitor.message.graphemes import head, shortened, tail

# Accents, variant selectors, a family joined by joiners, a flag, a skin tone, Hangul letters, and plain text.
CLUSTERS = [
    "教",
    "a",
    "5",
    "e\u0301",
    "\u845b\U000e0100",
    "👨\u200d👩\u200d👧",
    "🇨🇳",
    "👍🏽",
    "\u1112\u1161\u11ab",
    "\r\n",
    "❤\ufe0f",
]


def test_only_the_new_form_of_typography_is_shown():
    """A comma that changed its width beside a changed number is not marked."""
    shown, left = excerpt((("=", "共"), ("-", "5个"), ("+", "6个"), ("-", ","), ("+", "，"), ("=", "好")))
    assert shown == (("=", "共"), ("-", "5个"), ("+", "6个"), ("=", "，好"))
    assert left == 0


def test_long_unchanged_stretches_are_left_out():
    """Only the neighbourhood of a difference is shown."""
    shown, _ = excerpt((("=", "前" * 200), ("-", "甲"), ("+", "乙"), ("=", "后" * 200)))
    assert shown == (("=", f"…{'前' * 24}"), ("-", "甲"), ("+", "乙"), ("=", f"{'后' * 24}…"))


def test_no_number_or_address_is_shown_by_half():
    """A cut number would be another number, a cut address another address."""
    text = "发送至邮箱" + "x" * 10 + "jyk@qinghe.example.cn,截止日期为"
    shown, _ = excerpt(
        (("=", "长" * 50 + text), ("-", "3日"), ("+", "5日"), ("=", "前" * 20 + "1234567890" + "后" * 50))
    )
    assert shown[0] == ("=", "…,截止日期为")
    assert shown[-1] == ("=", "前" * 20 + "…")


def test_cells_of_a_table_are_told_apart():
    """A row's cells are divided by bars in a message; a tab would be lost on many screens."""
    shown, _ = excerpt((("=", "城北小学\t"), ("-", "2600"), ("+", "2800"), ("=", "\t2026年8月")))
    assert shown == (("=", "城北小学 | "), ("-", "2600"), ("+", "2800"), ("=", " | 2026年8月"))


def test_blanks_at_the_ends_of_a_difference_are_not_marked():
    """What differs are words; a line end beside them is kept."""
    shown, _ = excerpt((("=", "率"), ("-", "99%\n"), ("+", "98%\n"), ("=", "巩固率")))
    assert shown == (("=", "率"), ("-", "99%"), ("=", " "), ("+", "98%"), ("=", " "), ("=", "巩固率"))


def test_too_many_differences_are_counted():
    """An excerpt ends somewhere, and says how many differences it does not show."""
    shown, left = excerpt(
        [piece for n in range(100) for piece in (("=", "维持不变的文字"), ("-", f"旧{n}"), ("+", f"新{n}"))]
    )
    assert shown[-1] == ("=", "…")
    assert sum(mark != "=" for mark, _ in shown) + left == 200


def test_a_text_that_came_is_shown_by_its_lines():
    """Line by line, and whether that is all of it."""
    assert whole("一、保障\n1.经费", "+") == (((("+", "一、保障"),), (("+", "1.经费"),)), True)
    shown, all_of_it = whole("长" * 2000, "-")
    assert not all_of_it
    assert shown[0][0][1].endswith("…")


@given(st.lists(st.sampled_from(CLUSTERS), max_size=40).map("".join), st.integers(0, 60))
def test_no_character_is_cut(text, size):
    """Whatever the length, the ends of what is shown are borders between characters as readers see them."""
    borders = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    beginning, end = head(text, size), tail(text, size)
    assert text.startswith(beginning)
    assert text.endswith(end)
    assert max(len(beginning), len(end)) <= size
    assert {len(beginning), len(text) - len(end)} <= borders


@given(st.text(max_size=100), st.integers(1, 60))
def test_shortening_bounds_the_length(text, longest):
    """A short text stays, a long one ends with an ellipsis."""
    shown = shortened(text, longest)
    assert len(shown) <= longest
    assert shown == text if len(text) <= longest else shown.endswith("…")


@pytest.mark.parametrize("mark", ["-", "+"])
def test_one_endless_difference_is_cut(mark):
    """A removed page does not make an endless message."""
    shown, _ = excerpt((("=", "一"), (mark, "长" * 10_000)))
    assert sum(len(text) for _, text in shown) < 500
