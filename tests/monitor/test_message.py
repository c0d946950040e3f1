"""What people read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor import message
from monitor.compare import compare
from monitor.message import Subject, baseline, between, plain
from monitor.message.places import place, place_added
from monitor.observation import DocumentSummary
from monitor.records import Change, Consultation, Contact, Finding
from tests.monitor.editions import clause, edition

WHERE = {
    "site": "青河区教育局",
    "column": "规划计划",
    "url": "https://qinghe.example/a.html",
    "version_before": 1,
    "version_after": 2,
    "at_before": datetime(2026, 4, 1, 0, 30, tzinfo=UTC),
    "at": datetime(2026, 5, 6, 1, 2, tzinfo=UTC),
}
SUBJECT = Subject(title="青河区教育工作计划", **WHERE)


def told(old, new, mode="revision", **where):
    """The plain text of the letter about two editions."""
    return plain(message.changed(between(old, new, **where), compare(old, new, mode)))


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("二/(一)/1", "二、(一)第1条", "Part 二, section (一), item 1"),
        ("一/3", "一、第3条", "Part 一, item 3"),
        ("三", "第三部分", "Part 三"),
        ("第五条/(四)", "第五条第(四)项", "第五条, item (四)"),
        ("第五条/第二款/(三)", "第五条第二款第(三)项", "第五条, 第二款, item (三)"),
        ("第二章/第一节", "第二章第一节", "第二章, 第一节"),
        ("一/1/(2)", "一、第1条第(2)项", "Part 一, item 1, sub-item (2)"),
        ("一/1#2", "一、第1条[第2个]", "Part 一, item 1 (no. 2 of this number)"),
        ("", "正文开头", "The opening text"),
        ("通知", "通知", "The notice"),
        ("二/(一)/表1", "二、(一)·表1", "Part 二, section (一), table 1"),
    ],
)
def test_paths_are_told_in_words(path, zh, en):
    """A path reads as people name clauses, in both languages."""
    assert (place(path).zh, place(path).en) == (zh, en)


def test_the_place_of_a_new_clause_says_that_it_is_new():
    """The news stands right before the clause's own number."""
    assert [place_added(path).zh for path in ("二/(二)/5", "第六条", "三")] == [
        "二、(二)新增第5条",
        "新增第六条",
        "新增第三部分",
    ]


def test_one_message_tells_all():
    """Kinds, severity and why, origin, both captures, clause, numbers with their difference, words, renumbering, address."""
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
    both = told(old, new, **WHERE)
    assert both.zh.split("\n") == [
        "【目标调整、新增条款】青河区教育工作计划",
        "级别:重要(量化目标被调整、增加了条款)",
        "青河区教育局 · 规划计划",
        "版本:第1版(2026-04-01 08:30抓取)→第2版(2026-05-06 09:02抓取)",
        "1. 一、第1条“扩大供给”",
        "   目标调整:新增学位(2027年)500个→650个(+150个,+30.0%)",
        "   1.扩大供给。到2027年,新增学位[-500个-]{+650个+}。",
        "2. 一、新增第2条“聘请校医”",
        "   新增条款:整条为新增;含目标:“每校1名”",
        "   {+2.聘请校医。每校1名。+}",
        "第一部分中,原第2条“培训校长”顺延为第3条,内容未变(不计为修改)。",
        "其余未变。",
        "https://qinghe.example/a.html",
    ]
    assert both.en.split("\n") == [
        "[Target changed, Clause added] 青河区教育工作计划",
        "Severity: high (a quantified target was changed; a clause was added)",
        "青河区教育局 · 规划计划",
        "Version 1 (captured 2026-04-01 08:30) → 2 (captured 2026-05-06 09:02)",
        "1. Part 一, item 1 “扩大供给”",
        "   Target changed: 新增学位 (2027): 500个 → 650个 (+150个, +30.0%)",
        "   1.扩大供给。到2027年,新增学位[-500个-]{+650个+}。",
        "2. Part 一, item 2 “聘请校医”",
        "   Clause added: all of it is new; with targets: “每校1名”",
        "   {+2.聘请校医。每校1名。+}",
        "Part 一, item 2 “培训校长” is now item 3, its content unchanged (not counted as a change).",
        "Nothing else changed.",
        "https://qinghe.example/a.html",
    ]


def test_a_deadline_that_moved_alone_says_what_stands():
    """The contacts are named as unchanged, and so are the clauses."""
    text = "意见反馈截止日期为2026年3月{}日。电子邮箱:jy@qinghe.example。"
    contacts = (Contact("email", "jy@qinghe.example"),)
    old = edition(clause("", text.format(2)), consultation=Consultation(date(2026, 3, 2), contacts))
    new = edition(clause("", text.format(12)), consultation=Consultation(date(2026, 3, 12), contacts))
    said = told(old, new).zh
    assert "意见反馈截止日由2026年3月2日延至2026年3月12日(顺延10天)" in said
    assert "联系方式未变:jy@qinghe.example。\n正文条款无变化。" in said


def test_a_contact_that_changed_alone_says_what_stands():
    """The other contacts and the deadline are named as unchanged."""
    text = "传真:0999-{};电子邮箱:jy@qinghe.example。"
    email = Contact("email", "jy@qinghe.example")
    old, new = (
        edition(
            clause("", text.format(fax)),
            consultation=Consultation(date(2026, 3, 2), (Contact("fax", f"0999-{fax}"), email)),
        )
        for fax in ("5550001", "5550009")
    )
    said = told(old, new).zh
    assert said.startswith("【联系方式更正】")
    assert "征求意见传真号码 0999-5550001→0999-5550009" in said
    assert "电子邮箱(jy@qinghe.example)、截止日期(2026年3月2日)未变。" in said


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (date(2026, 1, 2), date(2026, 1, 2), "发布日期未更新(仍为2026年1月2日,疑似静默修改)。"),
        (date(2026, 1, 2), date(2026, 2, 3), "发布日期由2026年1月2日改为2026年2月3日。"),
        (None, date(2026, 2, 3), None),
        (date(2026, 1, 2), None, None),
    ],
)
def test_the_published_date_is_told_only_where_both_are_known(before, after, line):
    """A text that changed under an old date is called silent; an unknown date is no old one."""
    old = edition(clause("一/1", "1.修缮校舍3处。"), published=before)
    new = edition(clause("一/1", "1.修缮校舍5处。"), published=after)
    found = [each for each in told(old, new).zh.split("\n") if each.startswith("发布日期")]
    assert found == ([line] if line else [])


def test_a_silent_edit_is_told_once():
    """The finding that says what the dates say already is left out."""
    old = edition(clause("一/1", "1.修缮校舍3处。"), published=date(2026, 1, 2))
    new = edition(clause("一/1", "1.修缮校舍5处。"), published=date(2026, 1, 2))
    comparison = replace(compare(old, new), findings=(Finding("silent_edit", "正文已改"),))
    assert plain(message.changed(between(old, new), comparison)).zh.count("静默修改") == 1


def test_a_document_repealed_says_that_its_text_stands():
    """What concerns the work as a whole stands before the clauses, and no date is suspected."""
    old = edition(
        clause("一/1", "1.修缮校舍。"), validity="有效", published=date(2021, 6, 1), index_number="0123/2021-4"
    )
    new = replace(old, article=replace(old.article, validity="废止", validity_date=date(2026, 7, 1)))
    said = told(old, new).zh.split("\n")
    assert said[0] == "【文件废止】青河区教育工作计划"
    assert "索引号:0123/2021-4" in said
    assert "文件废止:有效性由“有效”改为“废止”,废止日期2026年7月1日" in said
    assert said[-1] == "正文未变。"


def test_a_final_is_told_against_its_draft():
    """The stage is the heading; what changed is counted by kind; the call for comments is rightly gone."""
    old = edition(
        clause("一", "一、目标。到2027年,覆盖率达到100%。"),
        clause("二", "二、任务。新建学校6所。"),
        stage="draft",
        consultation=Consultation(date(2026, 5, 6)),
    )
    new = edition(
        clause("一", "一、目标。到2027年,覆盖率达到90%以上。"),
        clause("二", "二、任务。新建学校6所,改扩建4所。"),
        clause("三", "三、协同。", title="协同"),
        stage="final",
        document_number="青政办发〔2026〕8号",
    )
    said = told(old, new, "final").zh
    assert said.startswith("【正式印发】")
    assert "由征求意见稿转为正式文件(青政办发〔2026〕8号)" in said
    assert "与征求意见稿相比:目标下调1处(覆盖率100%→90%以上);任务加码1处(改扩建4所);新增1条(第三部分协同)" in said
    assert "征求意见说明及联系方式已移除(属正常)。\n其余条款一致。" in said


def test_a_copy_is_told_against_its_original():
    """Where the copy stands and whose text counts is said, and what each of them says."""
    old = edition(
        clause("一/1", "1.建设学校。竣工学校9所。", title="建设学校"),
        clause("一/2", "2.招生。严格就近入学。", title="招生"),
        publisher="青河区教育局",
    )
    new = edition(clause("一/1", "1.建设学校。竣工学校8所。", title="建设学校"), repost=True)
    said = told(old, new, "repost", site="青河职校").zh
    assert said.startswith("【转载差异】")
    assert "青河职校转载的《青河区教育工作计划》与青河区教育局原文有2处不一致" in said
    assert "原文“竣工学校9所”,转载作“8所”" in said
    assert "原文“招生”在转载中缺失" in said
    assert "以青河区教育局原文为准" in said


def test_a_table_that_gainsays_the_text_says_so():
    """The finding stands below with what to make of it."""
    old = edition(clause("表1", "指标\t2030年\n入学率\t99%", kind="table"), clause("一/1", "1.入学率达到99%。"))
    new = edition(clause("表1", "指标\t2030年\n入学率\t99.5%", kind="table"), clause("一/1", "1.入学率达到99%。"))
    finding = Finding("table_contradicts_text", "“入学率”2030年表中为“99.5%”，正文为“99%”", "表1")
    said = plain(message.changed(between(old, new), replace(compare(old, new), findings=(finding,)))).zh
    assert "“入学率”2030年值 99%→99.5%(+0.5个百分点)" in said
    assert "提示·表文不一致:“入学率”2030年表中为“99.5%”，正文为“99%”(疑为先改表未改文,建议电话核实)。" in said


def test_responsible_units_are_told_with_the_targets_that_stand():
    """Who left, who came, who leads, and that the task itself is the same."""
    text = "7.智慧校园。2027年智慧校园比例达到70%以上。(责任单位:{})"
    old = edition(clause("二/7", text.format("教育局、工信局"), title="智慧校园"))
    new = edition(clause("二/7", text.format("教育局、数据局"), title="智慧校园"))
    said = told(old, new).zh
    assert "退出 工信局;新增 数据局;首位责任单位仍为教育局" in said
    assert "任务目标(2027年70%以上)未变" in said


def test_silent_changes_alone_say_so():
    """Where nothing of weight changed, the message says that."""
    old = edition(clause("一/1", "1.修缮校舍。"))
    new = edition(clause("一/2", "2.修缮校舍。"))
    assert "无实质变化。" in told(old, new).zh


def test_what_a_page_says_is_only_text():
    """Braces and markup of a page arrive as they are: nothing is filled in."""
    old = edition(clause("一/1", "1.修缮校舍。"))
    new = edition(clause("一/1", "1.修缮校舍。"), clause("一/2", "2.{subject.url} {0} %s <b>[red]。"))
    assert "{+2.{subject.url} {0} %s <b>[red]。+}" in told(old, new).zh


def test_many_changes_are_bounded_and_none_is_lost_silently():
    """Of very many clauses twenty are shown; how many of which kind the others have is said."""
    paths = [f"一/{number}" for number in range(1, 61)]
    old = edition(
        *(clause(path, f"{path[2:]}.第{path[2:]}项工作,新建校舍{n}所。") for n, path in enumerate(paths, 100))
    )
    new = edition(
        *(clause(path, f"{path[2:]}.第{path[2:]}项工作,新建校舍{n}所。") for n, path in enumerate(paths, 300))
    )
    letter = message.changed(between(old, new), compare(old, new))
    assert len(letter.groups) == 20
    assert max(map(len, (plain(letter).zh, plain(letter).en))) < 5000
    assert "另有40处变化未逐条列出:目标上调40处" in plain(letter).zh


def test_one_clause_with_very_many_changes_is_bounded():
    """A table in which every cell changed says how many of them are not listed."""
    rows = "\n".join(f"指标{number}\t{{}}{number}%" for number in range(100, 160))
    old, new = (
        edition(clause("表1", f"指标\t2030年\n{rows.replace('{}', digit)}", kind="table")) for digit in ("1", "2")
    )
    said = told(old, new).zh
    assert "60个数字变化" in said
    assert re.search("本条另有4[89]处变化未逐一列出", said)
    assert len(said) < 3000


def test_a_long_clause_that_came_is_an_excerpt_and_says_so():
    """A chapter that is new is shown by its beginning, with its length."""
    new_text = "\n".join(f"{number}.第{number}项工作要求。" for number in range(1, 90))
    old = edition(clause("一", "一、任务"))
    new = edition(clause("一", "一、任务"), clause("二", f"二、保障\n{new_text}", title="保障"))
    said = told(old, new).zh
    assert f"全文{len(new_text) + 5}字,以下为节选" in said
    assert len(said) < 1000


def test_a_new_document_tells_what_it_is():
    """Kind, number, chapters, targets and deadline of a document that appeared, and its findings."""
    body = clause("一", "一、任务"), clause("一/1", "1.新增学位500个。")
    new = edition(
        *body,
        kind="计划",
        document_number="青教发〔2026〕3号",
        consultation=Consultation(date(2026, 6, 1)),
    )
    said = plain(message.new_document(SUBJECT, new, [Finding("attachment_without_link", "附件没有链接")])).zh.split(
        "\n"
    )
    assert said[:3] == ["【新文件】青河区教育工作计划", "级别:重要(出现新文件)", "青河区教育局 · 规划计划"]
    for line in (
        "类型:计划",
        "文号:青教发〔2026〕3号",
        "意见截止:2026年6月1日",
        "目录:一、任务",
        "目标(共1个):新增学位500个",
    ):
        assert line in said
    assert "提示·附件缺少链接:附件没有链接(附件可能尚未上传)。" in said


def test_a_new_document_that_cites_a_watched_one_says_so():
    """The heading has both, and the citation is told with its target."""
    facts = {"cites": "青河区三年计划", "indicator": "普惠园占比", "watched": "88%", "new": "90%", "year": "2026"}
    cited = Change(type="document_cited", severity="medium", path_before=None, path_after="一", title="", facts=facts)
    said = plain(message.new_document(SUBJECT, edition(clause("一", "一、目标。")), beside=[cited])).zh
    assert said.startswith("【新文件、引用关注文件】")
    assert "文中引用您关注的《青河区三年计划》,并提出更高目标:普惠园占比由88%提高到90%(2026年)" in said


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
    said = plain(baseline("青河区教育局", [("规划计划", 120), ("公示", 80)], documents)).zh.split("\n")
    assert said[:2] == ["【开始监测】青河区教育局", "已建立基线:2个栏目,200份文件。今后只推送新文件和变化。"]
    assert said[2:4] == ["· 规划计划:120份", "· 公示:80份"]
    assert said[4:] == ["最新:", *(f"· 第{n}号文件(2026-01-02)" for n in range(1, 6))]


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
    assert "内容未变" not in plain(message.changed(SUBJECT, comparison)).zh
