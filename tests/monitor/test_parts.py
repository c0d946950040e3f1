"""Parts of an article joined into one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.parts import join, said
from monitor.records import Article, Attachment, Finding, Reading, Signals

TITLE = "云亭区教育发展规划"


def part(*lines: str, title: str = TITLE, **said) -> Reading:
    """A part of these lines."""
    text = "\n".join(lines)
    signals = Signals(status=200, content_type="text/html", encoding="utf-8", length=len("".join(lines)))
    return Reading(signals, Article(title=title, text=text, **said))


def joined(*parts: Reading) -> Article:
    """The article of these parts."""
    article = join(parts).article
    assert article is not None
    return article


def test_texts_stand_in_order_and_cut_paragraphs_as_published() -> None:
    """All lines of all parts, in order; what is cut between two pages stays two lines."""
    article = joined(part("一、总体要求", "到2027年新建学"), part("校2所。", "二、主要任务"), part("（一）扩大学位。"))
    assert article.text == "一、总体要求\n到2027年新建学\n校2所。\n二、主要任务\n（一）扩大学位。"
    assert article.title == TITLE


@pytest.mark.parametrize(
    "again",
    [
        [TITLE],
        [f"{TITLE}（2）"],
        [f"{TITLE}(续)"],
        ["二、主要任务"],
        ["二、主要任务（续）"],
        [TITLE, "云教规〔2026〕3号", "二、主要任务", "（一）扩大学位"],
        ["（接上页）"],
        ["（上接第1页）"],
    ],
)
def test_what_later_parts_repeat_at_their_top_is_dropped(again: list[str]) -> None:
    """Title, the lines below it, and the headings that are open go; so do notes that lead from page to page."""
    first = part(
        "云教规〔2026〕3号",
        "一、总体要求",
        "坚持公平。",
        "二、主要任务",
        "（一）扩大学位",
        "新建学校2所。",
        "（未完待续）",
    )
    article = joined(first, part(*again, "改建学校1所。", "1 2"))
    assert article.text.split("\n")[-2:] == ["新建学校2所。", "改建学校1所。"]


@pytest.mark.parametrize(
    "line",
    ["（一）扩大学位", "一、总体要求", "云亭区教育局", "3 2 1", "2026", "坚持公平。", "下一页的表格由学校填写。"],
)
def test_what_only_looks_repeated_stays(line: str) -> None:
    """A heading whose section is closed begins another one, an organ may sign, and numbers may be a table's."""
    first = part(
        "（试行）", "云亭区教育局", "一、总体要求", "坚持公平。", "（一）扩大学位", "新建学校。", "二、主要任务"
    )
    assert joined(first, part(line, "改建学校1所。")).text.split("\n")[-2:] == [line, "改建学校1所。"]


def test_what_stands_around_the_text_is_the_first_pages() -> None:
    """Dates and numbers are the first page's; files, tables and findings are everyone's, each once."""
    plan, list_ = Attachment("规划", "http://a.cn/1.pdf"), Attachment("名单", "http://a.cn/2.pdf")
    odd, missing = Finding("injected_tags", "2个"), Finding("attachment_without_link", "没有")
    table = (("学校", "学位"), ("一中", "900"))
    article = joined(
        part("甲。", published=date(2026, 3, 1), index_number="11", attachments=(plan,), findings=(odd, missing)),
        part("乙。", published=date(2026, 3, 9), index_number="12", tables=(table,), findings=(odd,)),
        part("丙。", attachments=(plan, list_)),
    )
    assert (article.published, article.index_number) == (date(2026, 3, 1), "11")
    assert (article.attachments, article.tables, article.findings) == ((plan, list_), (table,), (odd,))


def test_the_signature_and_the_deadline_may_stand_on_the_last_part() -> None:
    """Who signs and when, and until when opinions are taken, is read from the whole text."""
    article = joined(
        part(
            "现公开征求意见。", publisher="云亭教育网", guessed_publisher=True, source=None, published=date(2026, 3, 1)
        ),
        part("请于2026年3月31日前将意见反馈至区教育局。", publisher="云亭区教育局", written=date(2026, 2, 27)),
    )
    assert (article.publisher, article.guessed_publisher, article.written) == ("云亭区教育局", False, date(2026, 2, 27))
    assert article.consultation.deadline == date(2026, 3, 31)


def test_parts_beyond_the_last_one_read_are_a_finding() -> None:
    """Where there is more than was read, the reading says so; the facts are those of all parts together."""
    reading = join([part("甲。"), part("乙乙。")], more=True)
    assert reading.article is not None
    assert [finding.type for finding in reading.article.findings] == ["parts_unread"]
    assert (reading.signals.length, join([part("甲。")]).signals.length) == (5, 2)


def test_a_part_that_says_nothing_new_is_told_by_its_lines() -> None:
    """Blanks do not count."""
    assert said(part("甲 。")) <= said(part("甲。", "乙。"))
    assert not said(part("甲。", "丙。")) <= said(part("甲。", "乙。"))


@given(
    st.lists(
        st.lists(st.sampled_from([TITLE, "甲。", "一、乙", "（一）丙", "1 2", ""]), max_size=5), min_size=1, max_size=5
    )
)
def test_no_sentence_is_lost(parts: list[list[str]]) -> None:
    """Whatever is repeated, every sentence of every part is in the whole, as often and in order."""
    article = joined(*(part(*lines) for lines in parts))
    assert article.text.count("甲。") == sum(lines.count("甲。") for lines in parts)
