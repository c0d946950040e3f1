"""A column that ends without a word is told once, and once when it goes on; its page answers well all the while."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, notice
from tests.acceptance.watching import watching

DAY = timedelta(days=1)
MONDAYS = [date(2024, 12, 30) + timedelta(weeks=n) for n in range(61)]
"""Until the 23rd of February 2026, a week before the watch begins."""


def listing(days) -> str:
    """A listing page whose entries are of these days, the latest first."""
    items = "".join(
        f'<li><a href="/doc/{day:%y%m%d}.html">云汀区教育局{day:%Y年%m月%d日}工作通知</a><span>{day}</span></li>'
        for day in sorted(days, reverse=True)
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告</title></head><body>'
        f'<div class="nav"><a href="/">首页</a></div><ul class="list">{items}</ul></body></html>'
    )


def publish(web, days) -> None:
    """The column and its documents."""
    web.put("/list.html", listing(days))
    for day in days:
        web.put(f"/doc/{day:%y%m%d}.html", notice(int(f"{day:%y%m%d}")))


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A column that brought an entry every Monday for more than a year, its baseline done, and a console."""
    publish(web, MONDAYS)
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.service.subscribe("console:")
        found.check()
        yield found


def told(watch, after) -> list[tuple[str, bool]]:
    """One round of what is due: the incidents that it told."""
    return [(each["cause"], each["open"]) for each in watch.check(after, everything=False)["incidents"]]


def test_it_is_told_once_and_so_is_its_end(watch, web):
    """Nothing before the floor of thirty days without holidays, one message after it, none again, one for the next entry."""
    assert [told(watch, after) for after in (10 * DAY, 15 * DAY)] == [[], []]
    assert told(watch, 10 * DAY) == [("stale", True)]
    assert [told(watch, after) for after in (DAY, 8 * DAY, 30 * DAY)] == [[], [], []]
    (incident,) = watch.service.incidents.told()
    assert incident.trouble.since.date() == date(2026, 2, 22), "midnight of the 23rd in Shanghai"
    said = watch.said.getvalue()
    assert said.count("栏目久未更新") == 1
    assert "通知公告: nothing new since 2026-02-23" in said

    publish(web, [*MONDAYS, date(2026, 5, 18)])
    assert told(watch, DAY) == [("stale", False)]
    assert told(watch, DAY) == []
    assert watch.said.getvalue().count("栏目恢复更新") == 1


def test_a_column_that_fails_is_not_stale_but_broken(watch, web):
    """Nobody knows what a page that does not answer would show; the silence is told when it answers again."""
    page = web.pages.pop("/list.html")
    causes = {cause for after in [9 * DAY] * 5 for cause, _ in told(watch, after)}
    assert "stale" not in causes
    assert causes
    web.pages["/list.html"] = page
    assert ("stale", True) in told(watch, 2 * DAY)


def test_an_archive_that_ended_long_ago_is_never_told(on_reactor, web, tmp_path):
    """What was dead when the watch began has not fallen silent while it was watched."""
    publish(web, [day - timedelta(days=900) for day in MONDAYS])
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.check()
        assert [told(watch, after) for after in (DAY, 40 * DAY, 100 * DAY)] == [[], [], []]
