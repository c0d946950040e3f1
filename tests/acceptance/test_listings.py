"""Listings followed honestly: what rolls off is not gone, two nodes tell nothing twice, no chain of pages is endless."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

DAY = timedelta(days=1)


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A column of eight documents, its baseline not done yet."""
    for number in range(1, 10):
        web.put(f"/doc/{number}.html", notice(number))
    web.put("/list.html", listed(range(1, 9)))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        yield found


def outcome(report) -> str:
    """What the column's check came to."""
    return next(each["outcome"] for each in report["checks"] if each["document"] is None)


def test_what_rolls_off_and_comes_back_is_no_news(watch, web):
    """Entries that leave the listing stay live and watched, and are not new when they are listed again."""
    watch.check()
    web.put("/list.html", listed(range(4, 9)))
    assert watch.changes(DAY) == []
    assert {each.status for each in watch.service.archive.documents()} == {"live"}
    assert "/doc/1.html" in web.asked[-20:], "it is looked at as before"
    web.put("/list.html", listed(range(1, 9)))
    assert watch.changes(DAY) == []


def test_two_nodes_with_different_lists_tell_a_new_entry_once(watch, web):
    """The node that lags behind takes nothing back, and the other one repeats nothing."""
    watch.check()
    old, new = listed(range(1, 9)), listed([9, *range(1, 8)])
    told = []
    for page in (new, old, new, old, new):
        web.put("/list.html", page)
        told += watch.changes(DAY)
    assert told == [("9.html", "new_document")]


def test_a_listing_that_fell_is_doubted_twice_and_believed_the_third_time(watch, web):
    """A column that was shortened for good is accepted once three looks agree, and nothing is told of it."""
    watch.check()
    web.put("/list.html", listed((1, 2)))
    seen = []
    for _ in range(3):
        report = watch.check(DAY)
        seen.append(outcome(report))
        assert not any(each["changes"] for each in report["checks"])
    assert seen == ["truncated", "truncated", "listing"]


def test_an_empty_listing_takes_nothing_away(watch, web):
    """No entries at all is never believed of a column that had some."""
    watch.check()
    web.put("/list.html", listed(()))
    for _ in range(4):
        report = watch.check(DAY)
        assert outcome(report) == "empty"
        assert not any(each["changes"] for each in report["checks"])
    assert {each.status for each in watch.service.archive.documents()} == {"live"}


@pytest.mark.parametrize("following", ["/list.html", "/list_2.html"])
def test_pages_that_lead_to_themselves_or_show_the_same_end_the_reading(watch, web, following):
    """A next page that is this one, or the same entries again under another address, is not followed further."""
    web.put("/list.html", listed(range(1, 9), following=following))
    web.put("/list_2.html", listed(range(1, 9), following="/list_3.html"))
    watch.check()
    assert web.asked.count("/list.html") == 1
    assert "/list_3.html" not in web.asked


def test_a_chain_of_pages_without_end_is_cut(watch, web):
    """A calendar that always has another month is read to the limit of pages and no further, and its check says so."""
    limit = watch.service.settings.fetch.listing_pages
    for page in range(limit + 5):
        path = f"/list_{page}.html" if page else "/list.html"
        web.put(path, listed([100 + page * 3 + each for each in range(3)], following=f"/list_{page + 1}.html"))
    (reason,) = [each["reason"] for each in watch.check()["checks"] if each["document"] is None]
    assert f"it goes on after page {limit} (fetch.listing_pages)" in reason
    assert sum(path.startswith("/list") for path in web.asked) == limit
