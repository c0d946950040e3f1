"""Known entries and texts are found on pages of another make, and give rules that read them."""

from __future__ import annotations

from crawler.dissect import Source
from crawler.relocate import Entries, article_rules, listing_rules, moved_to, widened
from crawler.rules import ReadingRules

HOME = "https://edu.qingyun.example"
TITLES = {f"{HOME}/old/{number}.html": f"青云区第{number}号校园阅读行动方案" for number in range(1, 5)}
TEXT = (
    "各学校：\n为推进校园阅读，现将有关事项通知如下，请遵照执行。\n"
    "一、每校每年添置图书不少于{0}00册，建立班级图书角。\n二、每周安排不少于两节阅读课，不得挪作他用。"
)


def page(body: str, url: str = f"{HOME}/ghjh/") -> Source:
    """A page of the office."""
    return Source(body=f"<html><body>{body}</body></html>".encode(), url=url, content_type="text/html; charset=utf-8")


def rows(addresses, titles) -> str:
    """Entries of a new make, with a menu that links much in the same way."""
    shown = "".join(
        f'<div class="row-x"><a href="{address}">{title}</a><i>2026-03-0{number}</i></div>'
        for number, (address, title) in enumerate(zip(addresses, titles, strict=True), 1)
    )
    menu = "".join(f'<div class="row-x"><a href="/menu/{n}/">公开栏目之{n}</a></div>' for n in range(6))
    return f'<div class="menu">{menu}</div><div class="gk-box">{shown}</div>'


def notice(number: int, inside: str = "") -> str:
    """A document's page of a new make."""
    lines = "".join(f"<p>{line}</p>" for line in TEXT.format(number).splitlines())
    return (
        f'<div class="menu"><a href="/">首页</a></div><div class="reader-x"><h1>第{number}号方案</h1>'
        f'<div class="body-x">{lines}{inside}</div></div><div class="foot">版权所有</div>'
    )


def test_entries_are_known_by_their_addresses():
    """New entries beside the known ones are listed too, the menu is not."""
    new = [*TITLES, f"{HOME}/old/9.html"]
    source = page(rows(new, [*TITLES.values(), "青云区第9号校园体育行动方案"]))
    rules = listing_rules(source, Entries(TITLES), ReadingRules(item="ul.gone > li"))
    assert rules == ReadingRules(item=".gk-box .row-x")
    assert [item.url for item in source.read(rules, "listing").items] == new


def test_entries_whose_addresses_changed_are_known_by_their_titles():
    """An office that changes its addresses, too, still shows the same titles."""
    new = [f"{HOME}/2026/{number}.shtml" for number in range(1, 5)]
    source = page(rows(new, TITLES.values()))
    assert moved_to(source, Entries(TITLES)) == dict(zip(TITLES, new, strict=True))
    rules = listing_rules(source, Entries(TITLES), ReadingRules(item="ul.gone > li"))
    assert rules is not None
    assert [item.url for item in source.read(rules, "listing").items] == new


def test_a_page_without_known_entries_gives_no_rule():
    """Other entries are no evidence."""
    source = page(rows([f"{HOME}/x/{n}.html" for n in range(3)], [f"关于第{n}次会议的通知" for n in range(3)]))
    assert listing_rules(source, Entries(TITLES), ReadingRules()) is None


def test_texts_give_their_container():
    """The tightest block that holds the texts on all pages."""
    pages = [(page(notice(n)), TEXT.format(n)) for n in (1, 2, 3)]
    assert article_rules(pages, ReadingRules(container="#gone")) == ReadingRules(container=".body-x")


def test_what_stands_in_the_container_and_is_not_the_text_is_dropped():
    """A motto below every text gets a selector of its own."""
    motto = '<div class="motto-x"><p>教育为先，服务群众，欢迎监督。</p></div>'
    pages = [(page(notice(n, motto)), TEXT.format(n)) for n in (1, 2, 3)]
    assert article_rules(pages, ReadingRules()) == ReadingRules(container=".body-x", drop=(".motto-x",))


def test_a_text_that_was_edited_meanwhile_hinders_nothing():
    """One of three reads otherwise, as it should."""
    pages = [(page(notice(n)), TEXT.format(n)) for n in (1, 2)]
    pages.append((page(notice(3)), TEXT.format(3).replace("两节", "三节")))
    rules = article_rules(pages, ReadingRules())
    assert rules is not None
    assert rules.container == ".body-x"


def test_other_texts_give_no_rule():
    """A page that says something else is not taken for the document."""
    pages = [(page(notice(1)), "关于做好防汛工作的紧急通知。\n各校立即停课，妥善转移住校学生，排查校舍隐患。")]
    assert article_rules(pages, ReadingRules()) is None


def test_the_old_container_stays_where_it_finds_nothing_new():
    """Stored pages of the old make are read as before; one that would meddle with new pages goes."""
    pages = [page(notice(1))]
    present, new = ReadingRules(container="#zoom", drop=(".share",)), ReadingRules(container=".body-x")
    assert widened(new, present, pages) == ReadingRules(container=".body-x, #zoom", drop=(".share",))
    assert widened(new, ReadingRules(container=".foot"), pages) == new
    assert widened(ReadingRules(), present, pages) == ReadingRules()
