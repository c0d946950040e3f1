"""Plain text to article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor import dates
from monitor.text import lines
from monitor.transcript import article
from tests import seedpages
from tests.seedpages import Seed

SCENARIOS = Path(__file__).resolve().parents[3] / "shared" / "scenarios.json"


@pytest.mark.parametrize("seed", seedpages.ALL, ids=lambda seed: seed.number)
def test_seed_text_is_read_as_its_page_is(seed: Seed) -> None:
    """From the noisy text come the same document, title and date as from the page."""
    expected = lines("\n".join(seedpages.document(seed)))
    found = article((seedpages.SEEDS / seed.file).read_text("utf-8"))
    assert (seed.title, seed.published) == (found.title, dates.iso(found.published))
    assert expected == found.text.split("\n")


def test_noise_of_the_page_changes_nothing() -> None:
    """Breadcrumb blanks, counters, neighbours, indents and injected tags leave the text as it is."""
    plain = "当前位置: 首页 >> 公开 >> 内容\n阅读:3 发布日期:2025-01-08\n一、总体要求\n坚持公益。\n上一篇: 甲\n分享到:"
    noisy = '<samp id="x1y2z"></samp>\n当前位置:首页>公开>内容\n阅读:9 发布日期:2025-01-08\n一、总体要求\n　　坚持公益。\n上一篇: 乙\n扫一扫在手机打开当前页'
    assert (article(plain).text, article(plain).published) == (article(noisy).text, article(noisy).published)
    assert [finding.type for finding in article(noisy).findings] == ["injected_tags"]


def test_title_line_is_not_text_but_its_repetition_is() -> None:
    """The first line is the title; the document's own title line below stays."""
    found = article("关于印发《临江区规划》的通知\n临教发〔2025〕3号\n临江区规划\n一、目标\n完成任务。")
    assert (found.title, found.document_number) == ("临江区规划", "临教发〔2025〕3号")
    assert found.text == "临教发〔2025〕3号\n临江区规划\n一、目标\n完成任务。"


def test_a_number_stands_alone_or_beside_its_day() -> None:
    """A line with other words is about another document's number."""
    lines = ("临教发〔2025〕3号 2025-09-12", "临教发〔2025〕3号(2025年9月12日)", "按照临教发〔2025〕3号 办理")
    found = [article(f"关于印发《临江区规划》的通知\n{line}\n一、目标\n完成任务。").document_number for line in lines]
    assert found == ["临教发〔2025〕3号", "临教发〔2025〕3号", None]


def test_text_without_title_keeps_its_first_line() -> None:
    """A numbered heading or a sentence is no title."""
    assert article("一、目标\n完成任务。").text == "一、目标\n完成任务。"
    assert article("各校要落实责任。").title == ""


def test_signature_gives_publisher_and_date() -> None:
    """The organ above a date line signs; it outranks the source."""
    found = article("通知\n来源:门户网站\n请各校落实。\n临江区教育局\n2025年3月10日")
    assert (found.publisher, str(found.written), found.source) == ("临江区教育局", "2025-03-10", "门户网站")


def test_a_site_taken_for_the_publisher_is_a_guess() -> None:
    """Where the page names nobody, its site publishes; that is said to be a guess."""
    named = article("通知\n来源:门户网站\n请各校落实。")
    assert not named.guessed_publisher
    assert article("通知\n请各校落实。").guessed_publisher


def test_metadata_alone_is_read() -> None:
    """A page that only shows its box gives the box."""
    found = article(
        "索 引 号:012/2021-4 发布机构:东屿区教育局\n有 效 性:废止 废止日期:2025-07-01\n标  题:东屿区管理暂行办法"
    )
    assert (found.title, found.validity, str(found.validity_date), found.text) == (
        "东屿区管理暂行办法",
        "废止",
        "2025-07-01",
        "",
    )


def test_bare_attachment_label_is_told() -> None:
    """附件: with nothing after it is a finding, and no text."""
    found = article("临江区规划\n一、目标\n完成任务。\n附件:\n[打印]")
    assert (found.text, [finding.type for finding in found.findings]) == (
        "一、目标\n完成任务。",
        ["attachment_without_link"],
    )


def test_titles_of_all_scenarios() -> None:
    """Before and after of every scenario with a title are read as one work."""
    if not SCENARIOS.is_file():
        pytest.skip("the scenarios (../shared/scenarios.json) are not beside the repository")
    for scenario in json.loads(SCENARIOS.read_text("utf-8")):
        if scenario["check"] == "compare":
            assert article(scenario["before"]).title == article(scenario["after"]).title


def test_markdown_is_read_as_the_text_it_marks() -> None:
    """Marks of headings, bold numbers and comments are no words: the two printings of a regulation are one text."""
    plain = "青河区校车管理办法\n2020年3月1日区政府第2次会议通过\n第一章 总则\n第一条 为保障安全，制定本办法。"
    marked = (
        "# 青河区校车管理办法\n\n2020年3月1日区政府第2次会议通过\n\n<!-- INFO END -->\n\n"
        "## **第一章 总则**\n\n**第一条** 为保障安全，制定本办法。\n"
    )
    assert article(marked) == article(plain)
    assert article("青河区通知\n价格#1 与 **注** 不是标记。").text == "价格#1 与 **注** 不是标记。"
