"""Works, document numbers and dates in a text."""

from __future__ import annotations

import pytest

from monitor.facts.citations import citations, dates, document_numbers
from tests.monitor import seeds


def test_citations_are_told_once_in_order():
    """Titles in 《》 as published; width and dashes do not make another work, nested ones belong to theirs."""
    text = "按照《甲计划(2026—2028)》和《关于落实〈乙〉的意见》，《甲计划（2026-2028）》要求"
    assert citations(text) == ("《甲计划(2026—2028)》", "《关于落实〈乙〉的意见》")
    assert citations("《落实《丙》的办法》") == ("《落实《丙》的办法》",)
    assert citations("没有《完的书名") == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("松教发〔2026〕12号", ("松教发〔2026〕12号",)),
        ("根据松政发[2026]5号和松教办〔2026〕 7 号文件", ("松政发[2026]5号", "松教办〔2026〕7号")),
        ("松教财【2026】6号", ("松教财【2026】6号",)),
        ("海路158号A303室", ()),
    ],
)
def test_document_numbers(text, numbers):
    """Numbers in every kind of bracket, without the words that lead to them."""
    assert document_numbers(text) == numbers


def test_dates_as_printed():
    """Days, months, years and periods, each once, in order; parts of other numbers are none."""
    text = "(2026-2028)2026年3月1日起，2027年秋季、2027年，二〇二六年五月，2026-03-01 10:35，电话20261234，2026年3月1日"
    assert dates(text) == (
        "(2026-2028)",
        "2026年3月1日",
        "2027年秋季",
        "2027年",
        "二〇二六年五月",
        "2026-03-01 10:35",
    )


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_real_documents_refer_to_what_the_gold_says(number):
    """Citations and dates of the gold that stand in the document's own lines, no more and no fewer."""
    gold, text = seeds.gold(number), seeds.text(number)
    kept = {at for at, _ in seeds.lines(number)}
    assert set(citations(text)) == {title for title in gold["citations"] if title in text}
    found = set(dates(text))
    assert {item["text"].replace("—", "-") for item in gold["dates"] if item["line"] in kept} == {
        date.replace("—", "-") for date in found
    }
    assert list(document_numbers(text)) == gold.get("cited_doc_numbers", [])
