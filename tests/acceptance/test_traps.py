"""Crawler traps cost a bounded number of requests, tell nothing, and are said where the operator looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import Watch, watching

DAY = timedelta(days=1)


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A column, its pages not there yet."""
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        yield found


def look(watch: Watch) -> tuple[str | None, list[str]]:
    """One round a day later: the reason of the column's check, and the types of all changes."""
    checks = watch.check(DAY)["checks"]
    reason = next(each["reason"] for each in checks if each["document"] is None)
    return reason, [change["type"] for each in checks for change in each["changes"]]


def test_ever_new_query_strings_are_no_new_documents(watch, web):
    """Each look finds another `t` in every link: nothing is new but what is, and the check says what was found."""

    def put(t: int, numbers: range) -> None:
        page = listed(numbers)
        for number in numbers:
            page = page.replace(f"/doc/{number}.html", f"/info.jsp?id={number}&amp;t={t}")
            web.put(f"/info.jsp?id={number}&t={t}", notice(number))
        web.put("/list.html", page)

    put(1, range(6))
    assert look(watch) == (None, [])
    put(2, range(7))
    reason, changes = look(watch)
    assert "6 entries have new addresses that differ in “t” only" in (reason or "")
    assert changes == ["new_document"]
    put(3, range(7))
    reason, changes = look(watch)
    assert "7 entries" in (reason or "")
    assert changes == []
    assert len(watch.service.archive.documents()) == 7


def test_paths_that_repeat_themselves_are_not_followed(watch, web):
    """The entry is left out, the others are read, and the next page is not asked for where it is such a path."""
    page = listed(range(3), following="/list/list/list/2.html").replace("/doc/1.html", "/doc/doc/doc/1.html")
    for number in range(3):
        web.put(f"/doc/{number}.html", notice(number))
    web.put("/list.html", page)
    reason, _ = look(watch)
    assert "1 of its entries are not followed" in (reason or "")
    assert "its path repeats “doc” 3 times" in (reason or "")
    assert "the listing's next page is not followed: its path repeats “list” 3 times" in (reason or "")
    assert {path for path in web.asked if path != "/robots.txt"} == {"/list.html", "/doc/0.html", "/doc/2.html"}
