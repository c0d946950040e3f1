"""Bytes to text under true, false, missing and senseless declarations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.decode import damage, decode

TEXT = "<html><body>" + "临江区教育事业发展规划,确保每所学校都有图书馆。" * 10 + "</body></html>"
RARE = TEXT + "𠮷㐀"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "header", ["", "text/html; charset=utf-8", "text/html; charset=gb2312", "text/html; charset=nonsense"]
)
def test_text_survives_any_declaration(encoding: str, header: str) -> None:
    """Whatever the header says, the bytes are read as what they are, rare characters included."""
    text, _ = decode(RARE.encode(encoding), header)
    assert text == RARE


def test_gb2312_means_gb18030() -> None:
    """A page that declares gb2312 may hold characters that only gb18030 has."""
    page = '<meta charset="gb2312">' + RARE
    assert decode(page.encode("gb18030")) == (page, "gb18030")


def test_gbk_page_that_declares_utf8_is_survived() -> None:
    """A false meta declaration gives way to the encoding that damages nothing."""
    page = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' + TEXT
    assert decode(page.encode("gbk")) == (page, "gb18030")


def test_damage_is_told_as_a_share() -> None:
    """Bytes that no encoding reads become U+FFFD, counted as a share of all characters."""
    text, _ = decode(TEXT.encode() + b"\xff\xfe\xff" * 20, "text/html; charset=utf-8")
    assert damage(text) > 0.001


def test_nothing_is_not_damaged() -> None:
    """An empty body is an empty, undamaged text."""
    assert (decode(b""), damage("")) == (("", "utf-8"), 0.0)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30))
def test_utf8_is_recognised_undeclared(text: str) -> None:
    """Undeclared UTF-8 of some length is always read as such."""
    assert decode(text.encode()) == (text, "utf-8")
