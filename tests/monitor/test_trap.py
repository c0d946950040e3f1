"""Addresses that lead in circles are known by their shape; those of documents are none of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import ListingItem
from monitor.trap import ENTRIES, followed, trap

SITE = "http://edu.example.cn"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/a/a/a/", "its path repeats “a” 3 times"),
        ("/zwgk/list/zwgk/list/zwgk/list/1.html", "its path repeats “zwgk/list” 3 times"),
        ("/x/2026/news/2026/news/2026/news/1.html", "its path repeats “2026/news” 3 times"),
        ("/a/1/a/2/a/3/a/4/a/5.html", "its path names “a” 5 times"),
        ("/" + "/".join(f"d{n}" for n in range(21)), "its path is 21 levels deep"),
        ("/list?page=2&page=3&page=4&page=5", "its query gives “page” 4 times"),
        ("/?q=" + "x" * 2100, "characters long"),
    ],
)
def test_a_trap_is_said_in_words(path, said):
    """Which rule it breaks, and by how much."""
    assert said in (trap(SITE + path) or "")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/art/2026/1/1/art_1_1.html",
        "/col/1/1/1/index.html",
        "/zwgk/zwgk/202601/t20260104_1.html",
        "/a/b/a/b/1.html",
        "/jcms/jcms_files/jcms1/web1/site/art/2026/1/4/art_12_345.html",
        "/search?ids[]=1&ids[]=2&ids[]=3&ids[]=4&ids%5B%5D=5",
        "/info.jsp?id=5&cat=2",
        "/#/notice/7",
    ],
)
def test_addresses_of_documents_are_none(path):
    """Dates and numbers repeat, folders stand twice, lists are given in queries."""
    assert trap(SITE + path) is None


@given(st.text(max_size=80).map(f"{SITE}/".__add__) | st.text(max_size=40))
def test_no_address_breaks_it(url):
    """Whatever a link holds, there is an answer."""
    assert trap(url) is None or trap(url)


def test_others_of_the_listing_are_followed():
    """The reason counts those that are not and shows the first; too many are cut."""
    items = [ListingItem("一", f"{SITE}/1.html"), ListingItem("二", f"{SITE}/a/a/a/2.html")]
    good, why = followed(items)
    assert good == items[:1]
    assert why == f"1 of its entries are not followed: {SITE}/a/a/a/2.html: its path repeats “a” 3 times"
    assert followed(items[:1]) == (items[:1], None)
    many = [ListingItem(str(n), f"{SITE}/{n}.html") for n in range(ENTRIES + 5)]
    good, why = followed(many)
    assert (good, why) == (many[:ENTRIES], "it lists 6005 entries; only the first 6000 are followed")


def test_a_long_address_takes_no_long_time():
    """Ten thousand of the longest paths take a second or two, not minutes."""
    url = SITE + "/" + "/".join("ab"[n % 2] + str(n % 3) for n in range(20))
    begun = time.perf_counter()
    for _ in range(10_000):
        trap(url)
    assert time.perf_counter() - begun < 10
