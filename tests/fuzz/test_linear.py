"""Twice the input costs at most three times as long, whatever the input: no text and no markup can stop the service."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from crawler.decode import decode
from crawler.read import read
from monitor import dates
from monitor.believe import judge
from monitor.facts import mentions
from monitor.legible import mojibake
from monitor.outline import outline
from monitor.transcript import article
from tests.fuzz.shapes import MARKUP, TEXTS

URL = "http://jyj.yunting.example.cn/a.html"
SMALLEST = 4_000
LARGEST = 64_000
MEASURABLE = 0.01
TWICE = 3.0
TRIES = 4


def _decode(text: str) -> None:
    decode(text.encode("gb18030"), "text/html; charset=utf-8")
    decode(text.encode(), "text/html; charset=gbk")


def _facts(text: str) -> None:
    mentions(outline(text))


def _article(markup: str) -> None:
    judge(read(markup.encode(), url=URL, want="article"), want_items=False)


def _listing(markup: str) -> None:
    judge(read(markup.encode(), url=URL, want="listing"), want_items=True)


ON_TEXTS: dict[str, Callable[[str], object]] = {
    "decode": _decode,
    "dates": dates.parse,
    "mojibake": mojibake,
    "outline": outline,
    "facts": _facts,
    "plain text": article,
}
ON_MARKUP: dict[str, Callable[[str], object]] = {"article": _article, "listing": _listing}


@pytest.mark.parametrize("work", ON_TEXTS.values(), ids=ON_TEXTS)
@pytest.mark.parametrize("shape", TEXTS)
def test_texts_cost_what_they_are_long(work: Callable[[str], object], shape: str) -> None:
    """Reading a text takes time in proportion to its length."""
    _grows(work, TEXTS[shape])


@pytest.mark.parametrize("work", ON_MARKUP.values(), ids=ON_MARKUP)
@pytest.mark.parametrize("shape", MARKUP)
def test_markup_costs_what_it_is_long(work: Callable[[str], object], shape: str) -> None:
    """Reading a page takes time in proportion to its length."""
    _grows(work, MARKUP[shape])


def _grows(work: Callable[[str], object], shape: Callable[[int], str]) -> None:
    size = SMALLEST
    while size < LARGEST and _seconds(work, shape(size)) < MEASURABLE:
        size *= 2
    ratios = []
    for _ in range(TRIES):  # a busy machine makes one measurement in some wrong, never all
        once = min(_seconds(work, shape(size)) for _ in range(2))
        twice = min(_seconds(work, shape(2 * size)) for _ in range(2))
        ratios.append(twice / max(once, MEASURABLE / 4))
        if ratios[-1] < TWICE:
            return
    pytest.fail(f"{size} characters twice as long take {min(ratios):.1f} times as long")


def _seconds(work: Callable[[str], object], text: str) -> float:
    gc.disable()
    start = time.process_time()
    work(text)
    took = time.process_time() - start
    gc.enable()
    return took
