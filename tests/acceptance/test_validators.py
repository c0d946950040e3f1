"""What is unchanged is cheap, and a server that says so of what changed is found out (R40)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.validators import HITS
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

DAY = timedelta(days=1)
EDITED = notice(2).replace("每周不少于5天", "每周不少于4天")


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """Three documents with ETags, their baseline done."""
    web.put("/list.html", listed((1, 2, 3)), ETag='"list"')
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number), ETag='"always"')
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.check()
        yield found


def served(web) -> set[int]:
    """The statuses that the documents were last answered with."""
    return {status for path, status in web.served.items() if path.startswith("/doc/")}


def test_one_etag_for_all_texts_is_found_out_within_a_week(watch, web):
    """The change is told at the next whole look, with a word on the server; after that every look sees the page."""
    web.put("/doc/2.html", EDITED, ETag='"always"')
    assert [watch.changes(DAY) for _ in range(6)] == [[]] * 6
    assert served(web) == {304}
    checks = {each["url"].rpartition("/")[2]: each for each in watch.check(DAY)["checks"]}
    assert served(web) == {200}
    assert checks["2.html"]["changes"]
    assert "not modified" in checks["2.html"]["reason"]
    assert checks["1.html"]["reason"] is None
    web.put("/doc/2.html", notice(2), ETag='"always"')
    assert {name for name, _ in watch.changes(DAY)} == {"2.html"}
    assert (web.served["/doc/1.html"], web.served["/doc/2.html"]) == (304, 200)


def test_looks_close_together_are_counted(watch, web):
    """A page that is looked at every hour is seen whole after a day's looks."""
    web.put("/doc/2.html", EDITED, ETag='"always"')
    hour = timedelta(hours=1)
    assert [watch.changes(hour) for _ in range(HITS)] == [[]] * HITS
    assert {name for name, _ in watch.changes(hour)} == {"2.html"}


def test_an_honest_server_keeps_its_validators(watch, web):
    """Whole looks that find the page as it was cost its validators nothing, nor do changes under a new ETag."""
    assert [watch.changes(DAY) for _ in range(8)] == [[]] * 8
    assert served(web) == {304}
    web.put("/doc/2.html", EDITED, ETag='"edited"')
    assert {name for name, _ in watch.changes(DAY)} == {"2.html"}
    assert watch.changes(DAY) == []
    assert served(web) == {304}


def test_equal_bytes_are_not_modified_without_any_validator(watch, web):
    """A server without ETags sends the page again; its bytes are known, so nothing is read or told."""
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    for _ in range(2):
        report = watch.check(DAY)
    documents = [each for each in report["checks"] if "/doc/" in each["url"]]
    assert {each["outcome"] for each in documents} == {"not_modified"}


def test_a_withdrawn_page_that_is_back_under_its_etag_is_no_lie(watch, web):
    """The page is as it was, so its ETag may be."""
    page = web.pages.pop("/doc/3.html")
    web.put("/list.html", listed((1, 2)), ETag='"short"')
    told = [change for _ in range(4) for change in watch.changes(DAY)]
    assert told == [("3.html", "document_withdrawn")]
    web.pages["/doc/3.html"] = page
    checks = {each["url"].rpartition("/")[2]: each for each in watch.check(4 * DAY)["checks"]}
    assert [change["type"] for change in checks["3.html"]["changes"]] == ["document_restored"]
    assert checks["3.html"]["reason"] is None
