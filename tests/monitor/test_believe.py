"""Which readings can be believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.believe import judge
from monitor.question import Known
from monitor.records import Article, ListingItem, Outcome, Reading, Signals

SIGNALS = Signals(status=200, content_type="text/html", encoding="utf-8", length=2000)
GOOD = Reading(SIGNALS, article=Article(title="临江区规划", text="一、目标\n完成任务。"))
ITEMS = Reading(SIGNALS, items=(ListingItem("临江区规划", "http://e.example/1.html"),))


def test_good_pages_are_believed() -> None:
    """An article is ok, a listing is a listing, each without a reason."""
    assert judge(GOOD, want_items=False, known_length=2100) == (Outcome.OK, None)
    assert judge(ITEMS, want_items=True) == (Outcome.LISTING, None)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, "not_found"),
        (410, "not_found"),
        (403, "blocked"),
        (405, "blocked"),
        (412, "blocked"),
        (521, "blocked"),
        (500, "error"),
        (451, "error"),
    ],
)
def test_status_decides_first(status: int, outcome: str) -> None:
    """An error status is never a version, whatever the page says."""
    found, reason = judge(replace(GOOD, signals=replace(SIGNALS, status=status)), want_items=False)
    assert (found, bool(reason)) == (outcome, True)


@pytest.mark.parametrize(
    ("signals", "outcome"),
    [
        ({"vendor": "加速乐"}, "blocked"),
        ({"damaged": 0.002}, "bad_encoding"),
        ({"closed": False}, "truncated"),
        ({"length": 20, "script_share": 0.9}, "needs_js"),
        ({"length": 300}, "truncated"),
    ],
)
def test_signals_decide(signals: dict[str, float], outcome: str) -> None:
    """Challenges, damage, cut pages, shells and collapsed texts each have their outcome."""
    found, reason = judge(replace(GOOD, signals=replace(SIGNALS, **signals)), want_items=False, known_length=2000)
    assert (found, bool(reason)) == (outcome, True)


@pytest.mark.parametrize(
    "said", ["您访问的页面不存在", "404 Not Found", "系统维护中,请稍后访问", "该文章已被删除", "网站正在升级"]
)
def test_apologies_with_status_200_are_soft_errors(said: str) -> None:
    """A short page that only apologises is a soft error, in its title or in its text."""
    short = replace(SIGNALS, length=30)
    for article in (Article(title=said, text=""), Article(title="提示", text=said)):
        assert judge(Reading(short, article=article), want_items=False)[0] is Outcome.SOFT_ERROR


def test_long_documents_may_speak_of_maintenance() -> None:
    """The same words in a document of some length are its own."""
    article = Article(title="临江区网站管理办法", text="系统维护由信息中心负责。")
    assert judge(Reading(SIGNALS, article=article), want_items=False)[0] is Outcome.OK


def test_nothing_is_empty_with_advice() -> None:
    """No article, or no entries, is empty; the reader's own reason is passed on."""
    assert judge(Reading(SIGNALS, reason="因为"), want_items=False) == (Outcome.EMPTY, "因为")
    outcome, reason = judge(Reading(SIGNALS), want_items=True)
    assert (outcome, "listing.item" in (reason or "")) == (Outcome.EMPTY, True)


def test_a_few_words_of_a_menu_are_no_document() -> None:
    """Short words without a sentence are what menus leave behind; three short lines that say something are a notice."""
    menu = Article(title="临江区教育局", text="首页\n政务公开\n联系我们")
    assert judge(Reading(SIGNALS, article=menu), want_items=False)[0] is Outcome.EMPTY
    notice = Article(title="放假通知", text="各校:\n明日放假一天。\n区教育局")
    assert judge(Reading(SIGNALS, article=notice), want_items=False)[0] is Outcome.OK


def test_a_mark_on_a_good_page_is_no_challenge() -> None:
    """A firewall's cookie or script blocks only where there is nothing else; its own words block unless they are a notice's."""
    guarded = replace(SIGNALS, guard="瑞数", script_share=0.4)
    assert judge(replace(GOOD, signals=guarded), want_items=False)[0] is Outcome.OK
    bare = Reading(replace(guarded, length=0, said=""))
    assert judge(bare, want_items=False)[0] is Outcome.BLOCKED
    notice = Article(title="关于采购防护服务的公告", text="采购防护服务。\n区教育局", written=date(2026, 3, 2))
    assert (
        judge(Reading(replace(SIGNALS, vendor="创宇盾", said="…"), article=notice), want_items=False)[0] is Outcome.OK
    )


@pytest.mark.parametrize(
    ("asked", "answered", "outcome"),
    [
        ("http://e.example/a/1.html", "http://e.example/", "soft_error"),
        ("http://e.example/a/1.html", "http://e.example/index.shtml", "soft_error"),
        ("http://e.example/a/1.html", "http://e.example/404.html", "soft_error"),
        ("http://e.example/a/1.html", "https://e.example/a/1.html", "ok"),
        ("http://e.example/", "http://e.example/index.html", "ok"),
        ("http://e.example/a/1.html", "http://e.example/?id=1", "ok"),
    ],
)
def test_where_redirects_lead(asked: str, answered: str, outcome: str) -> None:
    """To the front page or an error page means gone; to another address of the same page means nothing."""
    assert judge(GOOD, want_items=False, known=Known(asked=asked, answered=answered))[0] == outcome


def test_a_listing_that_collapsed_is_doubted_for_a_while() -> None:
    """A third of the usual entries is suspect until three checks in a row have seen it; half of them is not."""
    few = replace(ITEMS, items=tuple(ListingItem(f"通知{n}", f"http://e.example/{n}.html") for n in range(3)))
    for entries, failures, outcome in (
        (20, 0, "truncated"),
        (20, 1, "truncated"),
        (20, 2, "listing"),
        (6, 0, "listing"),
    ):
        assert judge(few, want_items=True, known=Known(entries=entries, failures=failures))[0] == outcome


def test_a_maintenance_page_is_no_plan() -> None:
    """Works announced under the address of another text are no version of it; the notice that was listed is one."""
    works = Article(title="网站升级公告", text="本站将于3月1日升级,期间无法访问。\n信息中心", written=date(2026, 2, 27))
    short = Reading(replace(SIGNALS, length=40, said=works.text), article=works)
    assert judge(short, want_items=False, known=Known(title="教育发展规划"))[0] is Outcome.SOFT_ERROR
    assert judge(short, want_items=False, known=Known(title="网站升级公告"))[0] is Outcome.OK


def test_garbled_texts_are_bad_encoding() -> None:
    """A text that was garbled before it was sent is refused, a stray line is not."""
    for garbled, outcome in ((0.5, "bad_encoding"), (0.05, "ok")):
        assert judge(replace(GOOD, signals=replace(SIGNALS, garbled=garbled)), want_items=False)[0] == outcome
