"""Entries and next pages of listings in the markups that sites use."""

from __future__ import annotations

import pytest

from crawler.read import read
from crawler.rules import ReadingRules
from monitor.believe import judge
from monitor.records import Outcome, Reading

TITLES = ("临江区教育局关于做好招生工作的通知", "临江区学前教育三年行动计划", "2025年工作要点", "关于公布名单的公示")
MENU = "<div><ul>" + "".join(f'<li><a href="/m{i}/">栏目名称{i}</a></li>' for i in range(12)) + "</ul></div>"
HOME = "http://edu.example.gov.cn/zwgk/index.html"


def listing(inner: str, **rules: str) -> Reading:
    """A column page with a menu, read as a listing."""
    return read(
        f"<html><body>{MENU}{inner}</body></html>".encode(), url=HOME, want="listing", rules=ReadingRules(**rules)
    )


def rows(template: str, start: int = 1) -> str:
    """The template once for each title; it may use `{i}`, `{title}` and `{day}`."""
    return "".join(template.format(i=i, title=title, day=f"2025-01-0{i}") for i, title in enumerate(TITLES, start))


MARKUPS = {
    "list": "<ul>" + rows('<li><a href="/a/{i}.html">{title}</a><span>{day}</span></li>') + "</ul>",
    "date first": "<ul>" + rows('<li><span>[{day}]</span><a href="/a/{i}.html">· {title}</a></li>') + "</ul>",
    "table": "<table>"
    + rows('<tr><td>·</td><td><a href="/a/{i}.html">{title}</a></td><td>({day})</td></tr>')
    + "</table>",
    "description list": "<dl>" + rows('<dt>{day}</dt><dd><a href="/a/{i}.html">{title}</a></dd>') + "</dl>",
    "cards": "<div>"
    + rows('<div><a href="/a/{i}.html"><em>{day}</em><h4>{title}</h4><p>摘要若干字,说明文件内容。</p></a></div>')
    + "</div>",
    "one list an entry": "<div>" + rows('<ul><li><a href="/a/{i}.html">{title}</a> {day}</li></ul>') + "</div>",
    "lines, date behind": "<p>" + rows('<a href="/a/{i}.html">{title}</a>({day})<br>') + "</p>",
    "lines, date in front": "<div>" + rows('[{day}] <a href="/a/{i}.html">{title}</a><br/>') + "</div>",
    "records in a script": '<div><script type="text/xml"><datastore><recordset>'
    + rows('<record><![CDATA[<li><a href="/a/{i}.html">{title}</a><b>{day}</b></li>]]></record>')
    + "</recordset></datastore></script></div>",
    "cut titles": "<ul>"
    + rows('<li><a href="/a/{i}.html" title="{title}">{title:.5}...</a><span>{day}</span></li>')
    + "</ul>",
}


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_entries_are_found(markup: str) -> None:
    """Titles, absolute addresses and dates of all entries and of nothing else, in page order."""
    found = [(item.title, item.url, str(item.date)) for item in listing(markup).items]
    assert found == [
        (title, f"http://edu.example.gov.cn/a/{i}.html", f"2025-01-0{i}") for i, title in enumerate(TITLES, 1)
    ]


def test_cut_titles_are_a_listing_all_the_same() -> None:
    """Told from an article by what stands on the page, though the whole titles stand in attributes only."""
    inner = rows('<li>[{day}] <a href="/a/{i}.html" title="{title}的补充说明和有关附件">{title:.10}...</a></li>')
    reading = read(f"<html><body>{MENU}<ul>{inner}</ul></body></html>".encode(), url=HOME, want="auto")
    assert len(reading.items) == len(TITLES)


def test_undated_entries_are_found_by_their_titles() -> None:
    """Without dates the long titles beat the menu."""
    found = listing("<div>" + rows('<p><a href="{i}.pdf">{title}</a></p>') + "</div>").items
    assert [(item.url, item.date) for item in found] == [
        (f"http://edu.example.gov.cn/zwgk/{i}.pdf", None) for i in range(1, 5)
    ]


def test_side_column_is_no_listing() -> None:
    """The larger group wins over a dated side column."""
    side = '<div class="side"><ul>' + rows('<li><a href="/h/{i}.html">{title}</a><i>{day}</i></li>') + "</ul></div>"
    main = "<ul>" + rows('<li><a href="/a/{i}.html">{title}</a><i>{day}</i></li>') + "</ul>"
    assert all("/a/" in item.url for item in listing(side + main).items)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<a href="index_2.html">下一页</a>', "http://edu.example.gov.cn/zwgk/index_2.html"),
        ('<a href="?page=2">下页 &gt;</a>', "http://edu.example.gov.cn/zwgk/index.html?page=2"),
        ('<link rel="next" href="/p2">', "http://edu.example.gov.cn/p2"),
        ('<script>createPageHTML(5, 0, "index", "html")</script>', "http://edu.example.gov.cn/zwgk/index_1.html"),
        (
            "<script>createPageHTML('box', 11, 1, 'list', 'shtml', 154)</script>",
            "http://edu.example.gov.cn/zwgk/list_2.shtml",
        ),
        ('<script>createPageHTML(5, 4, "index", "html")</script>', None),
        ("<script>createPageHTML('box', 11, 11, 'list', 'shtml', 154)</script>", None),
        ('<a href="javascript:go(2)">下一页</a>', None),
        ('<a href="#">下一页</a>', None),
    ],
)
def test_next_page(inner: str, expected: str | None) -> None:
    """The next page comes from a link that says so or from the paging script; the last page has none."""
    assert expected == listing(MARKUPS["list"] + inner).next_page


def test_selectors_are_obeyed() -> None:
    """The operator's selectors choose entries and next page."""
    found = listing(
        '<div class="z"><a href="/q">短题</a></div><b class="n"><a href="/n2">more</a></b>', item="div.z", next=".n a"
    )
    assert (
        [(item.title, item.url) for item in found.items],
        found.next_page,
    ) == ([("短题", "http://edu.example.gov.cn/q")], "http://edu.example.gov.cn/n2")


@pytest.mark.parametrize(("rule", "value"), [("item", "div..z["), ("next", "a::::b")])
def test_wrong_selector_is_named(rule: str, value: str) -> None:
    """A selector that is none gives a reason that names it."""
    assert value in (listing(MARKUPS["list"], **{rule: value}).reason or "")


def test_selector_without_match_is_empty() -> None:
    """A selector that matches nothing is an empty listing with a reason, never a success."""
    outcome, reason = judge(listing(MARKUPS["list"], item=".gone"), want_items=True)
    assert (outcome, ".gone" in (reason or "")) == (Outcome.EMPTY, True)


def test_menu_alone_is_empty() -> None:
    """A page with menus only has no entries and says what to do."""
    outcome, reason = judge(listing(""), want_items=True)
    assert (outcome, "listing.item" in (reason or "")) == (Outcome.EMPTY, True)


def test_a_wrapper_named_like_furniture_is_read_when_it_holds_the_entries():
    """Some sites wrap the whole page in a block called page or links; its entries are found all the same."""
    rows = "".join(
        f'<li><a href="/{n}.html">云汀区教育局关于第{n}项工作的通知</a><span>2026-03-0{n}</span></li>'
        for n in range(1, 6)
    )
    for name in ("page", "links"):
        html = f'<html><body><div id="{name}"><div class="nav"><a href="/">首页</a></div><ul>{rows}</ul></div></body></html>'
        reading = read(html.encode(), url="https://jyj.example.cn/tz/", want="listing")
        assert len(reading.items) == 5
