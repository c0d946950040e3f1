"""The comparison key and its folding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import fold, key, lines, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("到２０２６年，占比５２％", "到2026年, 占比52%"),
        ("（2019—2021）", "(2019-2021)"),
        ("〔2019〕65号", "[2019]65号"),
        ("全\u200b面\u00a0实\u3000施", "全面实施"),
        ("\ufeff标题", "标题"),
        ("45～50人", "45-50人"),
        ("\uf967少于三个", "不少于三个"),
        ("⼀、⽬标", "一、目标"),
    ],
)
def test_what_readers_do_not_see_is_no_difference(one, other):
    """Width, blanks, dashes, tildes, brackets, invisible characters and twins of characters are folded."""
    assert key(one) == key(other)


@pytest.mark.parametrize("char", ["①", "㎡", "、", "。", "“", "《", "十", "Ⅳ"])
def test_other_characters_keep_their_identity(char):
    """No compatibility folding: enclosed numbers, units and Chinese punctuation stay."""
    assert key(char) == fold(char) == char


@given(st.text())
def test_folding_keeps_positions_and_the_key_is_stable(text):
    """Folding is character for character; folding or keying again changes nothing."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert key(key(text)) == key(text) == key(fold(text))


@given(st.text())
def test_lines_are_never_empty_and_stable(text):
    """Paragraphs have no blank ends, and reading them again gives the same."""
    found = lines(text)
    assert all(line.strip("\u200b\ufeff \t\r\u00a0\u3000\u2003\u2002") == line and line for line in found)
    assert lines("\n".join(found)) == found


def test_lines_and_tidy():
    """Indents and empty lines go, tabs between cells stay; tidy text has single blanks."""
    assert lines("　　一段。\r\n\r\n\u00a0二\t三 \n") == ["一段。", "二\t三"]
    assert tidy("\u3000全\u00a0\u00a0面 \n实施 ") == "全 面 实施"
