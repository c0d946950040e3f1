"""Documents under ever new addresses are the known ones; documents that are new are not."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.records import ListingItem
from monitor.twins import Listed, settled

SITE = "http://edu.example.cn"
DAY = date(2026, 3, 2)


def look(pattern: str, t: str, numbers=range(5)) -> list[ListingItem]:
    """A listing's entries at a look."""
    return [ListingItem(f"第{n}号通知", f"{SITE}{pattern.format(n=n, t=t)}", DAY) for n in numbers]


def listed(items: list[ListingItem]) -> list[Listed]:
    """The same as they were listed before."""
    return [Listed(item.title, item.url, item.date) for item in items]


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        ("/info.jsp?id={n}&t={t}", "“t”"),
        ("/doc/{n}.html?_={t}", "“_”"),
        ("/info.jsp?token={t}&id={n}&r={t}", "“r” and “token”"),
        ("/s/{t}/doc/{n}.html", "a part of the path"),
    ],
)
def test_what_differs_in_something_that_always_differs_is_known(pattern, where):
    """A moment or a session in each link: every entry keeps the address it had, and a new entry stays new."""
    old, new = look(pattern, "17600000001234567"), look(pattern, "17600009991234567", range(6))
    told, why = settled(new, set(), listed(old))
    assert told == [*old, new[5]]
    assert why == f"5 entries have new addresses that differ in {where} only: taken for the known documents"


def test_published_again_under_other_numbers_is_news():
    """Where nothing is left of the addresses that tells documents apart, they are other documents."""
    old, new = look("/info.jsp?id={n}", ""), look("/info.jsp?id=9{n}", "")
    assert settled(new, set(), listed(old)) == (new, None)
    moved = look("/new/doc/{n}.html", "")
    assert settled(moved, set(), listed(look("/old/doc/{n}.html", ""))) == (moved, None)


def test_few_among_many_are_not_enough():
    """One entry, or three of ten, may rightly be other documents."""
    pattern = "/info.jsp?id={n}&v={t}"
    old = look(pattern, "1", range(10))
    one = look(pattern, "2", range(1))
    assert settled(one, set(), listed(old)) == (one, None)
    three = [*look(pattern, "2", range(3)), *old[3:]]
    assert settled(three, {item.url for item in old}, listed(old)) == (three, None)


def test_what_is_listed_beside_it_is_not_its_twin():
    """Two entries of one title and day on one page are two documents."""
    pattern = "/info.jsp?id={n}&part={t}"
    both = [*look(pattern, "1"), *look(pattern, "2")]
    assert settled(both, {item.url for item in both[:5]}, listed(both[:5])) == (both, None)


def test_other_titles_and_dates_are_other_documents():
    """The same address but for a parameter is not enough."""
    pattern = "/info.jsp?id={n}&t={t}"
    old, new = look(pattern, "1"), look(pattern, "2")
    renamed = [ListingItem(f"{item.title}(修订)", item.url, item.date) for item in new]
    assert settled(renamed, set(), listed(old)) == (renamed, None)
    later = [ListingItem(item.title, item.url, date(2026, 3, 3)) for item in new]
    assert settled(later, set(), listed(old)) == (later, None)
