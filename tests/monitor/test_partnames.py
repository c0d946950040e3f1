"""How the parts of an article are named."""

from __future__ import annotations

import pytest

from monitor.partnames import belongs, follows, fronts

SITE = "http://www.a.cn/x/"


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("t1_8.html", "t1_8_1.html", True),
        ("t1_8_1.html", "t1_8_2.html", True),
        ("t1_8_1.html", "t1_8_3.html", False),
        ("3301.html", "3301_2.html", True),
        ("3301_2.html", "3301_1.html", False),
        ("c1001-2800.html", "c1001-2800-2.html", True),
        ("content_5567.htm", "content_5567_2.htm", True),
        ("show.asp?id=5", "show.asp?id=5&Page=2", True),
        ("show.asp?id=5&Page=2", "show.asp?id=5&Page=3", True),
        ("show.asp?id=5", "show.asp?id=6&Page=2", False),
        ("view.php?pageno=2&aid=7", "view.php?pageno=3&aid=7", True),
        ("3301", "3301_2", True),
        ("info/1002/5.htm", "info/1002/5/2.htm", True),
        ("info/1002/5.htm", "info/1002/6.htm", False),
        ("t20250301_8.html", "t20250301_9.html", False),
        ("art_12_3.html", "art_12_4.html", False),
        ("news_3.html", "news_4.html", False),
        ("3301.html", "3301_2.pdf", False),
        ("3301.html", "http://b.cn/x/3301_2.html", False),
        ("http://[broken", "3301_2.html", False),
    ],
)
def test_follows(here: str, there: str, expected: bool) -> None:
    """The next part is named after the article, on the same host, and counts one further."""
    assert follows(here if "//" in here else SITE + here, there if "//" in there else SITE + there) is expected


def test_a_pager_with_what_came_before_tells_parts_from_neighbours() -> None:
    """20131120_2 and _3 may be two articles of a day, unless the pager leads back to the first part or to the one before."""
    here, there = f"{SITE}20131120_2.html", f"{SITE}20131120_3.html"
    assert not follows(here, there)
    assert follows(here, there, linked=[f"{SITE}20131120.html"])
    assert follows(f"{SITE}zc_3.html", f"{SITE}zc_4.html", linked=[f"{SITE}zc_2.html"])
    assert not follows(here, there, linked=[f"{SITE}20131121.html", there])


@pytest.mark.parametrize(
    ("first", "there", "expected"),
    [
        ("3301.html", "3301_2.html", True),
        ("3301_1.html", "3301_2.html", True),
        ("3301_2.html", "3301_3.html", False),
        ("news_1.html", "news_2.html", False),
        ("index.html", "index_4.html", True),
        ("3301.html", "3302_2.html", False),
    ],
)
def test_belongs(first: str, there: str, expected: bool) -> None:
    """Parts belong to a first page: one without a number, or one that counts from the start."""
    assert belongs(SITE + first, SITE + there) is expected


@pytest.mark.parametrize(
    ("name", "expected"), [("", True), ("index.shtml", True), ("3301.html", False), ("list", True)]
)
def test_fronts(name: str, expected: bool) -> None:
    """A column's first page has no name of its own."""
    assert fronts(SITE + name) is expected
