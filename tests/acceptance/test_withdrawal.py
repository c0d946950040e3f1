"""A document that is gone is told once it is sure, and once when it is back; a site that is rebuilt withdraws nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

SIX_HOURS = timedelta(hours=6)
ALL = (1, 2, 3, 4, 5, 6, 7)


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """Seven documents, their baseline done, and a console that is told everything."""
    web.put("/list.html", listed(ALL))
    for number in ALL:
        web.put(f"/doc/{number}.html", notice(number), ETag=f'"v{number}"')
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        yield found


def gone(web, number: int):
    """Take a document down, and out of its listing; gives its page."""
    web.put("/list.html", listed([each for each in ALL if each != number]))
    return web.pages.pop(f"/doc/{number}.html")


def test_gone_is_told_after_three_agreeing_looks_over_half_a_day(watch, web):
    """Two looks say nothing, a blocked one between counts for neither, the third over twelve hours tells it once."""
    page = gone(web, 2)
    assert [watch.changes(SIX_HOURS) for _ in range(2)] == [[], []]
    web.pages["/doc/2.html"] = (521, {"Set-Cookie": "__jsl_clearance_s=1"}, b"<script>location.href=location</script>")
    assert watch.changes(SIX_HOURS) == []
    del web.pages["/doc/2.html"]
    assert watch.changes(SIX_HOURS) == [("2.html", "document_withdrawn")]
    assert [watch.changes(SIX_HOURS) for _ in range(3)] == [[], [], []]
    (document,) = [each for each in watch.service.archive.documents() if each.status == "withdrawn"]
    assert document.url.endswith("/2.html")
    said = watch.said.getvalue()
    assert said.count("疑似撤稿") >= 1
    assert "连续3次" in said
    assert "2026年3月2日" in said

    web.pages["/doc/2.html"] = page
    assert watch.changes(SIX_HOURS) == [("2.html", "document_restored")]
    assert watch.changes(SIX_HOURS) == []
    assert {each.status for each in watch.service.archive.documents()} == {"live"}
    assert "恢复发布" in watch.said.getvalue()
    assert len(watch.service.archive.history(document.id)) == 1, "the same text is no other version"


def test_back_with_another_text_is_one_message_with_both(watch, web):
    """What returns changed is told as restored and as changed, as the next version."""
    gone(web, 3)
    for _ in range(3):
        watch.changes(SIX_HOURS)
    web.put("/doc/3.html", notice(3).replace("每周不少于5天", "每周不少于4天"))
    told = watch.changes(SIX_HOURS)
    assert told[0] == ("3.html", "document_restored")
    assert len(told) > 1
    (back,) = [each for each in watch.service.archive.documents() if each.url.endswith("/3.html")]
    assert (back.status, back.versions) == ("live", 2)


def test_three_quick_looks_are_not_enough(watch, web):
    """However often it is looked at within hours, nothing is told."""
    gone(web, 4)
    assert [watch.changes(timedelta(hours=1)) for _ in range(8)] == [[]] * 8


def test_what_is_still_listed_gets_more_time(watch, web):
    """A page that its listing leads to is called withdrawn after three days only."""
    del web.pages["/doc/6.html"]
    assert [watch.changes(SIX_HOURS) for _ in range(12)] == [[]] * 12
    assert watch.changes(SIX_HOURS) == [("6.html", "document_withdrawn")]


def test_one_good_look_begins_anew(watch, web):
    """A cache that is half filled now and then withdraws nothing."""
    page = web.pages["/doc/5.html"]
    for _ in range(4):
        del web.pages["/doc/5.html"]
        assert watch.changes(SIX_HOURS) == []
        assert watch.changes(SIX_HOURS) == []
        web.pages["/doc/5.html"] = page
        assert watch.changes(SIX_HOURS) == []


def test_most_of_a_site_at_once_is_not_withdrawn(watch, web):
    """Where four of seven documents vanish together, the site was rebuilt: nobody is told that they were taken down."""
    for number in ALL[:4]:
        del web.pages[f"/doc/{number}.html"]
    assert [watch.changes(SIX_HOURS) for _ in range(5)] == [[]] * 5
