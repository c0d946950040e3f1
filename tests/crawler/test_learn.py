"""Two fetches of one document: what differs is shown, and what of it stands inside the document is dropped by a selector."""

from __future__ import annotations

from crawler.learn import Learnt, learn
from crawler.rules import ReadingRules

URL = "https://edu.example.gov.cn/1.html"
LINES = "".join(f"<p>第{n}条 各学校要把这项工作列入年度安排，明确负责人和完成时间。</p>" for n in "一二三四五六七八")


def page(inside: str = "", around: str = "", lines: str = LINES) -> bytes:
    """An article with something in its text and something around it."""
    body = f'<div>{around}</div><h1>青云区课后服务管理办法</h1><div class="con">{lines}{inside}</div>'
    return f"<html><head><title>青云区课后服务管理办法</title></head><body>{body}</body></html>".encode()


def learnt(first: bytes, second: bytes) -> Learnt:
    """What these two answers teach."""
    return learn(first, second, url=URL, content_type="text/html; charset=utf-8", rules=ReadingRules())


def test_equal_bytes_teach_nothing() -> None:
    """There is nothing to drop and nothing to show."""
    assert learnt(page(), page()) == Learnt(equal=True)


def test_what_differs_around_the_document_is_shown_only() -> None:
    """A counter in the frame is read by nobody: no selector is needed."""
    found = learnt(page(around="<b>今日访问 17</b>"), page(around="<b>今日访问 18</b>"))
    assert found == Learnt(equal=True, differs=(("今日访问 17", "今日访问 18"),))


def test_what_differs_inside_is_dropped() -> None:
    """The tightest element with a name that holds the differing line."""
    found = learnt(
        page('<p class="tongji">已有17位家长读过本文。</p>'), page('<p class="tongji">已有18位家长读过本文。</p>')
    )
    assert (found.equal, found.drop) == (True, ("p.tongji",))


def test_a_number_in_an_element_of_its_own_is_dropped_alone() -> None:
    """The sentence around it stays."""
    found = learnt(
        page('<p>已有<i id="n">17</i>位家长读过本文。</p>'), page('<p>已有<i id="n">18</i>位家长读过本文。</p>')
    )
    assert (found.equal, found.drop) == (True, ("i#n",))


def test_a_text_that_was_edited_is_no_noise() -> None:
    """Where no named piece explains the difference, it is told that both read differently."""
    found = learnt(page(), page(lines=LINES.replace("负责人", "责任人")))
    assert not found.equal
    assert found.drop == ()
    assert found.differs


def test_a_name_that_holds_much_of_the_text_is_not_dropped() -> None:
    """A selector that would take the document with it is none."""
    first = page(lines=LINES.replace("<p>", '<p class="x">'), inside='<p class="x">已有17位家长读过本文。</p>')
    second = first.replace(b"17", b"18")
    assert learnt(first, second).drop == ()
