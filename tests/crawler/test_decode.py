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


_SIMPLIFIED = "云汀区校园阅读行动方案，各校每周安排两节阅读课，图书馆周末开放。"
_TRADITIONAL = "為辦好人民滿意的教育，各學校應當於每年十二月底前報告執行情況，經費統籌安排。"
_BYTES = {
    "utf-8": _SIMPLIFIED + "𠮷㐀",
    "utf-8-sig": _SIMPLIFIED,
    "gbk": _SIMPLIFIED,
    "gb18030": _SIMPLIFIED * 3 + "𠮷㐀",
    "big5": _TRADITIONAL,
    "utf-16": _SIMPLIFIED + "𠮷",
    "utf-16-le": _SIMPLIFIED,
    "utf-16-be": _SIMPLIFIED,
}
_DECLARED = ["utf-8", "utf8", "gb2312", "gbk", "big5", "iso-8859-1", "utf-16", "nonsense", "hex", "idna", "utf-7"]
_METAS = {
    "plain": '<meta charset="{}">',
    "equiv": '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "broken": '<meta httpequiv="Content-Type" content="text/html; charset={}">',
    "after 1024": f'<!--{"-" * 1100} --><meta charset="{{}}">',
    "after 4096": f'<!--{"-" * 4200} --><meta charset="{{}}">',
    "in a comment": '<!-- <meta charset="{}"> -->',
    "in a script": "<script>var s='<meta charset=\"{}\">'</script>",
}


@pytest.mark.parametrize("encoding", _BYTES)
@pytest.mark.parametrize("meta", _METAS)
def test_no_declaration_deceives(encoding: str, meta: str) -> None:
    """True, false, senseless, hidden and late declarations, in the header or on the page, never change the text."""
    for declared in _DECLARED:
        page = f"<html><head>{_METAS[meta].format(declared)}</head><body><p>{_BYTES[encoding]}</p></body></html>"
        for header in ["", *_DECLARED]:
            read, _ = decode(page.encode(encoding), f"text/html; charset={header}" if header else "")
            assert read == page, (declared, header)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_a_few_words_are_enough(encoding: str) -> None:
    """A page of one short sentence is read right under a false header too."""
    page = "<html><title>停課通知</title><p>明日停課一天。</p></html>"
    for header in ("gbk", "utf-8", "big5", "latin-1", ""):
        assert decode(page.encode(encoding), f"text/html; charset={header}")[0] == page


@pytest.mark.parametrize(
    ("encoding", "text"), [("koi8-r", "Правила приёма на 2026 год"), ("cp1252", "Règlement d’été, à lire")]
)
def test_other_languages_are_read_as_declared(encoding: str, text: str) -> None:
    """What is no Chinese is read as header or page say."""
    page = f"<html><body>{text * 5}</body></html>"
    assert decode(page.encode(encoding), f"text/html; charset={encoding}") == (page, encoding)
    assert decode(page.encode(), "text/html; charset=iso-8859-1") == (page, "utf-8")


def test_a_damaged_page_is_not_read_as_something_else() -> None:
    """Bytes of another encoding in the middle of a UTF-8 page are damage, never a reason to garble the rest."""
    page = ("<p>" + _SIMPLIFIED + "</p>").encode() * 20
    text, encoding = decode(page + _SIMPLIFIED.encode("gbk") + page, "text/html; charset=gbk")
    assert (encoding, _SIMPLIFIED in text, damage(text) > 0.001) == ("utf-8", True, True)


def test_losses_of_others_are_damage() -> None:
    """Characters that a program before us lost count as lost; one mention of the word is none."""
    assert damage("临江区" + "锟斤拷" * 3) == 0.5
    assert damage("所谓“锟斤拷”是乱码。") == 0.0


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
