"""What people read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.compare import compare
from monitor.message import Subject, baseline, changed, new_document
from monitor.message.excerpt import excerpt
from monitor.message.places import place_zh
from monitor.observation import DocumentSummary
from monitor.records import Consultation, Finding
from tests.monitor.editions import clause, edition

SUBJECT = Subject(
    title="青河区教育工作计划",
    site="青河区教育局",
    column="规划计划",
    url="https://qinghe.example/a.html",
    version_before=1,
    version_after=2,
    at=datetime(2026, 5, 6, 1, 2, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("二/(一)/1", "二、(一)第1条"),
        ("一/3", "一、第3条"),
        ("三", "三"),
        ("第五条/(四)", "第五条第(四)项"),
        ("第五条/第二款/(一)", "第五条·第二款第(一)项"),
        ("", "正文开头"),
        ("通知", "通知"),
        ("二/(一)/表1", "二、(一)·表1"),
    ],
)
def test_paths_are_told_in_words(path, words):
    """A path reads as people name clauses."""
    assert place_zh(path) == words


def test_one_message_tells_all():
    """Severity, title, origin, versions, clause, numbers with their difference, marked words, renumbering, address."""
    text = "1.扩大供给。到2027年,新增学位500个。"
    old = edition(
        clause("一", "一、任务"),
        clause("一/1", text, title="扩大供给"),
        clause("一/2", "2.培训校长。", title="培训校长"),
    )
    new = edition(
        clause("一", "一、任务"),
        clause("一/1", text.replace("500", "650"), title="扩大供给"),
        clause("一/2", "2.聘请校医。每校1名。", title="聘请校医"),
        clause("一/3", "3.培训校长。", title="培训校长"),
    )
    told = changed(SUBJECT, compare(old, new))
    assert told.zh.split("\n") == [
        "【重要·目标调整、新增条款】青河区教育工作计划",
        "青河区教育局 · 规划计划",
        "版本:第1版 → 第2版 · 发现时间:2026-05-06 09:02",
        "1. 一、第1条“扩大供给”",
        "   目标调整:新增学位(2027年) 500个 → 650个(+150个, +30.0%)",
        "   1.扩大供给。到2027年,新增学位[-500个-]{+650个+}。",
        "2. 一、第2条“聘请校医”",
        "   新增条款",
        "   2.聘请校医。每校1名。",
        "“培训校长”原一、第2条顺延为第3条,内容未变。",
        "其余未变。",
        "https://qinghe.example/a.html",
    ]
    assert told.en.startswith("[high · Target changed, Clause added] 青河区教育工作计划")
    assert "新增学位 (2027): 500个 → 650个 (+150个, +30.0%)" in told.en


def test_percentages_differ_by_points():
    """The difference of two percentages is told in percentage points."""
    old = edition(clause("一/1", "1.入园率90%。"))
    new = edition(clause("一/1", "1.入园率92.5%。"))
    assert "90% → 92.5%(+2.5个百分点)" in changed(SUBJECT, compare(old, new)).zh


def test_a_deadline_is_told_with_its_days():
    """A deadline says by how many days it moved."""
    text = "意见反馈截止日期为2026年3月{}日。"
    old = edition(clause("", text.format(2)), consultation=Consultation(date(2026, 3, 2)))
    new = edition(clause("", text.format(12)), consultation=Consultation(date(2026, 3, 12)))
    assert "意见反馈截止日 2026-03-02 → 2026-03-12(顺延10天)" in changed(SUBJECT, compare(old, new)).zh


def test_only_the_new_form_of_typography_is_shown():
    """A comma that changed its width beside a changed number is not marked."""
    assert (
        excerpt((("=", "共"), ("-", "5个"), ("+", "6个"), ("-", ","), ("+", "，"), ("=", "好")))
        == "共[-5个-]{+6个+}，好"
    )


def test_long_unchanged_stretches_are_left_out():
    """Only the neighbourhood of a difference is shown."""
    shown = excerpt((("=", "前" * 200), ("-", "甲"), ("+", "乙"), ("=", "后" * 200)))
    assert shown == f"…{'前' * 24}[-甲-]{{+乙+}}{'后' * 24}…"


def test_silent_changes_alone_say_so():
    """Where nothing of weight changed, the message says that."""
    old = edition(clause("一/1", "1.修缮校舍。"))
    new = edition(clause("一/2", "2.修缮校舍。"))
    assert "无实质变化。" in changed(SUBJECT, compare(old, new)).zh


def test_what_a_page_says_is_only_text():
    """Braces and markup of a page arrive as they are: nothing is filled in."""
    old = edition(clause("一/1", "1.修缮校舍。"))
    new = edition(clause("一/1", "1.修缮校舍。"), clause("一/2", "2.{subject.url} {0} %s <b>[red]。"))
    assert "2.{subject.url} {0} %s <b>[red]。" in changed(SUBJECT, compare(old, new)).zh


def test_a_new_document_tells_what_it_is():
    """Kind, number, chapters, targets and deadline of a document that appeared, and its findings."""
    body = clause("一", "一、任务"), clause("一/1", "1.新增学位500个。")
    new = edition(
        *body,
        kind="计划",
        document_number="青教发〔2026〕3号",
        consultation=Consultation(date(2026, 6, 1)),
    )
    told = new_document(SUBJECT, new, [Finding("attachment_without_link", "附件没有链接")])
    assert told.zh.startswith("【重要·新文件】青河区教育工作计划\n青河区教育局 · 规划计划\n")
    for line in ("类型:计划", "文号:青教发〔2026〕3号", "意见截止:2026-06-01", "目录:一、任务", "提示:附件没有链接"):
        assert line in told.zh.split("\n")
    assert "目标(共1个):新增学位500个" in told.zh


def test_a_baseline_is_one_summary():
    """A site's first round is told by column, with the newest titles only."""
    documents = [
        DocumentSummary(
            id=n,
            url="",
            title=f"第{n}号文件",
            site="青河区教育局",
            kind=None,
            stage=None,
            published="2026-01-02",
            versions=1,
            status="live",
            changed_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
        for n in range(1, 9)
    ]
    told = baseline("青河区教育局", [("规划计划", 120), ("公示", 80)], documents).zh.split("\n")
    assert told[:2] == ["【开始监测】青河区教育局", "已建立基线:2个栏目,200份文件。今后只推送新文件和变化。"]
    assert told[2:4] == ["· 规划计划:120份", "· 公示:80份"]
    assert told[4:] == ["最新:", *(f"· 第{n}号文件(2026-01-02)" for n in range(1, 6))]


def test_a_clause_that_changed_is_not_said_to_have_only_moved_down():
    """A renumbered clause that also changed is told once, and never with the words that it did not change."""
    old = edition(
        clause("一", "一、任务"), clause("一/1", "1.改造旧园。改造老旧幼儿园3所。(责任单位:县教育局)", title="改造旧园")
    )
    new = edition(
        clause("一", "一、任务"),
        clause("一/1", "1.培训园长。每年轮训园长一次。", title="培训园长"),
        clause("一/2", "2.改造旧园。改造老旧幼儿园5所。(责任单位:县教育局)", title="改造旧园"),
    )
    comparison = compare(old, new)
    assert {"clause_added", "target_changed", "clause_renumbered"} <= {each.type for each in comparison.changes}
    assert "内容未变" not in changed(SUBJECT, comparison).zh


def test_cells_of_a_table_are_told_apart():
    """A row's cells are divided by bars in a message; a tab would be lost on many screens."""
    assert excerpt((("=", "城北小学\t"), ("-", "2600"), ("+", "2800"), ("=", "\t2026年8月"))) == (
        "城北小学 | [-2600-]{+2800+} | 2026年8月"
    )
