"""Which parts of a document are asked for."""

from __future__ import annotations

import pytest

from clausewatch.parts import MOST, Parts
from monitor.records import Article, Reading, Signals

BASE = "http://a.cn/x/3301"


def reading(text: str, following: str | None) -> Reading:
    """A part that says this, and leads there."""
    signals = Signals(status=200, content_type="", encoding="utf-8", length=len(text))
    return Reading(signals, Article(title="规划", text=text), next_page=following)


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        (f"{BASE}_3.html", f"{BASE}_3.html"),
        (f"{BASE}_2.html", None),
        (f"{BASE}.html", None),
        ("http://a.cn/x/3302.html", None),
        ("http://b.cn/x/3301_3.html", None),
        (None, None),
    ],
)
def test_loops_and_other_articles_end_the_parts(following: str | None, expected: str | None) -> None:
    """What leads back, to another article or to another host is no further part."""
    parts = Parts()
    parts.add(f"{BASE}.html", reading("甲。", f"{BASE}_2.html"))
    parts.add(f"{BASE}_2.html", reading("乙。", following))
    assert parts.further() == expected


def test_repeats_end_the_parts() -> None:
    """The same words, or the same address after a redirect, are an earlier part once more."""
    parts = Parts()
    parts.add(f"{BASE}.html", reading("甲。", f"{BASE}_2.html"))
    assert parts.ends(f"{BASE}_2.html", reading("甲。", None))
    assert parts.ends(f"{BASE}.html", reading("丙。", None))
    assert not parts.ends(f"{BASE}_2.html", reading("乙。", None))
    assert not parts.more


def test_there_is_a_most() -> None:
    """A chain without end is cut."""
    parts = Parts()
    for at in range(1, MOST + 1):
        assert not parts.full
        parts.add(f"{BASE}_{at}.html", reading(f"{at}。", f"{BASE}_{at + 1}.html"))
    assert parts.full
    assert parts.more
