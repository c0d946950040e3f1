"""Which texts are Chinese, and which a wrong encoding has garbled."""

from __future__ import annotations

import pytest

from monitor.legible import mojibake, strangeness

SIMPLIFIED = "云汀区校园阅读行动方案，各校每周安排两节阅读课，图书馆周末开放。\n责任单位：区教育局。"
TRADITIONAL = "為辦好人民滿意的教育，各學校應當於每年十二月底前報告執行情況，經費統籌安排。"
NAMES = "评审专家：鄢曦、亓喆、逄堃、㛃瑭。"


@pytest.mark.parametrize(
    "text",
    [SIMPLIFIED, TRADITIONAL, "", "2026—2030", "Plan 2026", SIMPLIFIED + NAMES, "所谓“锟斤拷”即乱码。" + SIMPLIFIED],
)
def test_real_texts_are_no_mojibake(text: str) -> None:
    """Simplified, traditional, empty and mixed texts are legible, with rare names and words about mojibake too."""
    assert mojibake(text) < 0.05


_GARBLED = {
    "UTF-8 as GBK": SIMPLIFIED.encode().decode("gbk", "replace"),
    "UTF-8 as Latin-1": SIMPLIFIED.encode().decode("latin-1"),
    "UTF-8 as Windows-1252": SIMPLIFIED.encode().decode("cp1252", "replace"),
    "GBK as Latin-1": SIMPLIFIED.encode("gbk").decode("latin-1"),
    "GBK as Big5": SIMPLIFIED.encode("gbk").decode("big5", "replace"),
    "Big5 as GBK": TRADITIONAL.encode("big5").decode("gbk", "replace"),
    "lost, then as GBK": SIMPLIFIED.encode("gbk").decode("utf-8", "replace").encode().decode("gbk", "replace"),
    "question marks": SIMPLIFIED.encode("ascii", "replace").decode(),
    "twice": SIMPLIFIED.encode().decode("latin-1").encode().decode("latin-1"),
}


@pytest.mark.parametrize("text", _GARBLED.values(), ids=_GARBLED)
def test_garbled_texts_are_mojibake(text: str) -> None:
    """What a wrong encoding made of a text is found, though nothing failed to decode."""
    assert mojibake(text) > 0.25


def test_one_garbled_part_counts_as_its_share() -> None:
    """A garbled paragraph among legible ones counts with its length."""
    part = "\n" + SIMPLIFIED.encode().decode("gbk", "replace")
    assert 0.1 < mojibake(SIMPLIFIED * 4 + part) < 0.5


def test_strangeness_tells_encodings_apart() -> None:
    """Everyday texts are hardly strange, the same bytes read wrongly very much so."""
    assert max(strangeness(SIMPLIFIED), strangeness(TRADITIONAL)) < 0.05
    assert min(strangeness(_GARBLED["UTF-8 as GBK"]), strangeness(_GARBLED["GBK as Big5"])) > 0.4
