"""What is said of each kind of change, in both languages."""

from __future__ import annotations

import pytest

from monitor.message import words
from monitor.message.figures import moved
from monitor.message.notes import findings
from monitor.message.sentences import _SAY, kind, said
from monitor.records import Change, Finding
from monitor.severity import LADDER, SEVERITY


def change(type_, *, before="二/(一)/1", after="二/(一)/1", title="扩大供给", segments=(), texts=("", ""), **facts):
    """A change with the severity of its type."""
    return Change(
        type=type_,
        severity=SEVERITY[type_],
        path_before=before,
        path_after=after,
        title=title,
        before=texts[0],
        after=texts[1],
        segments=segments,
        facts=facts,
    )


def target(old, new, **facts):
    """A target that changed."""
    given = {"indicator": "占比", "unit": "%", "year": None, "difference": None} | facts
    return change("target_changed", old=old, new=new, **given)


WEAKER = (("-", "全面实施"), ("+", "稳步推进"), ("=", "办学,"), ("-", "一个"), ("=", "集团"))
STRONGER = (("=", "各校"), ("-", "鼓励"), ("+", "必须"), ("=", "参加"))
NUMBERED = (("-", "2."), ("+", "3."), ("=", "各校"), ("-", "按月"), ("+", "按季"), ("=", "通报"))

CASES = [
    (
        target("52%以上", "55%以上", year="2026", difference=3),
        "占比(2026年)52%以上→55%以上(+3个百分点)",
        "占比 (2026): 52%以上 → 55%以上 (+3 percentage points)",
    ),
    (
        target("1800个", "1200个", indicator="学位", unit="个", difference=-600),
        "学位1800个→1200个(-600个,-33.3%)",
        "学位: 1800个 → 1200个 (-600个, -33.3%)",
    ),
    (
        target("不超过45人", "不超过50人", indicator="班额", unit="人", difference=5),
        "班额不超过45人→不超过50人(+5人,+11.1%,限额放宽)",
        "班额: 不超过45人 → 不超过50人 (+5人, +11.1%, limit relaxed)",
    ),
    (
        target("不超过45分钟", "不超过50分钟", indicator="作业", unit="分钟", difference=5),
        "作业不超过45分钟→不超过50分钟(+5分钟,+11.1%,限额放宽)",
        "作业: 不超过45分钟 → 不超过50分钟 (+5分钟, +11.1%, limit relaxed)",
    ),
    (
        target(
            "五万元以下",
            "十万元以下",
            indicator="罚款",
            unit="万元",
            difference=5,
            texts=("处五万元以下罚款。", "处十万元以下罚款。"),
        ),
        "罚款五万元以下→十万元以下(+5万元,+100.0%,金额上限提高)",
        "罚款: 五万元以下 → 十万元以下 (+5万元, +100.0%, ceiling raised)",
    ),
    (
        target("二十日内", "十五日内", indicator="答复", unit="日", difference=-5),
        "答复二十日内→十五日内(-5日,-25.0%,时限缩短)",
        "答复: 二十日内 → 十五日内 (-5日, -25.0%, less time allowed)",
    ),
    (
        target(
            "3000元",
            "3500元",
            indicator="补助",
            unit="元",
            difference=500,
            texts=("补助为每生每年3000元。", "补助为每生每年3500元。"),
        ),
        "补助每生每年3000元→3500元(+500元,+16.7%)",
        "补助每生每年: 3000元 → 3500元 (+500元, +16.7%)",
    ),
    (
        target("5000万元", "0.6亿元", indicator="投入", unit="亿元", difference=0.1),
        "投入5000万元→0.6亿元(+0.1亿元,+20.0%)",
        "投入: 5000万元 → 0.6亿元 (+0.1亿元, +20.0%)",
    ),
    (
        target("90%", "90%", year="2030", year_old="2027", year_new="2030", difference=0),
        "占比90%(数值未变),时限由2027年推迟至2030年",
        "占比: 90% (value unchanged), put off from 2027 to 2030",
    ),
    (target("40%至50%", "60%"), "占比40%至50%→60%", "占比: 40%至50% → 60%"),
    (
        change("target_added", new="改扩建4所", old=None, year="2027"),
        "提出“改扩建4所”(2027年)",
        "“改扩建4所” is set (2027)",
    ),
    (change("target_removed", old="新建3所", new=None), "原目标“新建3所”不再出现", "the target “新建3所” is gone"),
    (
        change("target_removed", old="新建3所", segments=(("=", "新建"), ("-", "3所"), ("+", "一批"), ("=", "学校"))),
        "原目标“新建3所”不再有具体数字,改为“一批”",
        "the target “新建3所” has no number any more, only “一批”",
    ),
    (
        change("deadline_moved", old="2025-03-10", new="2025-03-25", days=15),
        "意见反馈截止日由2025年3月10日延至2025年3月25日(顺延15天)",
        "comments were due 2025-03-10, now 2025-03-25 (15 days later)",
    ),
    (
        change("deadline_moved", old="2025-03-10", new="2025-03-09", days=-1),
        "意见反馈截止日由2025年3月10日提前至2025年3月9日(提前1天)",
        "comments were due 2025-03-10, now 2025-03-09 (1 day earlier)",
    ),
    (
        change("deadline_moved", old=None, new="2025-03-09", days=None),
        "新设意见反馈截止日2025年3月9日",
        "comments are now due by 2025-03-09",
    ),
    (
        change("deadline_moved", old="2025-03-09", new=None, days=None),
        "意见反馈截止日2025年3月9日不再出现",
        "the deadline for comments, 2025-03-09, is gone",
    ),
    (
        change(
            "responsible_changed", removed=["工信局"], added=["数据局", "各镇街"], lead_old="教育局", lead_new="教育局"
        ),
        "退出 工信局;新增 数据局、各镇街;首位责任单位仍为教育局",
        "out: 工信局; in: 数据局、各镇街; the first unit named is still 教育局",
    ),
    (
        change("responsible_changed", removed=[], added=["数据局"], lead_old="教育局", lead_new="数据局"),
        "新增 数据局;首位责任单位由教育局改为数据局",
        "in: 数据局; the first unit named went from 教育局 to 数据局",
    ),
    (
        change("status_changed", old="征求意见稿", new="正式印发", document_number="青政发〔2025〕1号"),
        "由征求意见稿转为正式文件(青政发〔2025〕1号)",
        "from draft (征求意见稿) to issued document (青政发〔2025〕1号)",
    ),
    (change("status_changed", old=None, new="试行"), "标注为“试行”", "now marked “试行”"),
    (change("status_changed", old="试行", new=None), "不再标注“试行”", "no longer marked “试行”"),
    (
        change("validity_changed", old="有效", new="废止", date="2025-07-01"),
        "有效性由“有效”改为“废止”,废止日期2025年7月1日",
        "validity went from “有效” to “废止”, as of 2025-07-01",
    ),
    (
        change("contact_changed", kind="fax", old="0999-1", new="0999-2"),
        "征求意见传真号码 0999-1→0999-2",
        "fax number for comments: 0999-1 → 0999-2",
    ),
    (
        change("contact_changed", kind="email", old=None, new="a@b.example"),
        "新增征求意见电子邮箱 a@b.example",
        "new e-mail address for comments: a@b.example",
    ),
    (
        change("metadata_changed", field="title", old="甲", new="乙"),
        "标题由“甲”改为“乙”",
        "title went from “甲” to “乙”",
    ),
    (
        change("table_cell_changed", row="入学率", column="2030年", old="99%", new="99.5%"),
        "“入学率”2030年值 99%→99.5%(+0.5个百分点)",
        "“入学率 / 2030年”: 99% → 99.5% (+0.5 percentage points)",
    ),
    (
        change("table_cell_changed", row="开工", column="", old="2026年8月", new=""),
        "“开工”值 2026年8月→空",
        "“开工”: 2026年8月 → empty",
    ),
    (
        change("clause_reworded", strength="down", segments=WEAKER),
        "“全面实施”→“稳步推进”;删去“一个”。由硬性要求变为鼓励性表述,无数字变化",
        "“全面实施” → “稳步推进”; “一个” left out; from a firm requirement to an encouragement, no number changed",
    ),
    (
        change("clause_reworded", strength="up", segments=STRONGER),
        "“鼓励”→“必须”。由鼓励性表述变为硬性要求,无数字变化",
        "“鼓励” → “必须”; from an encouragement to a firm requirement, no number changed",
    ),
    (
        change("clause_reworded", strength="same", segments=NUMBERED),
        "“按月”→“按季”。力度相当,无数字变化",
        "“按月” → “按季”; about as strong, no number changed",
    ),
    (
        change("clause_added", before=None, paths=["三", "三/1"], targets=["新建3所"], responsible=["教育局"]),
        "整条为新增,连同下级共2条;责任单位:教育局;含目标:“新建3所”",
        "all of it is new, 2 clauses in all; responsible: 教育局; with targets: “新建3所”",
    ),
    (
        change("clause_removed", after=None, paths=["三"], targets=["每年3000万元"], responsible=[]),
        "整条被删除,原文承诺“每年3000万元”不再出现,请核实是否移入其他条款或文件",
        "the whole clause was deleted; what it promised is gone: “每年3000万元”; please check whether it went elsewhere",
    ),
    (
        change("clause_moved", before="(一)/1", after="(二)/2"),
        "由(一)第1条移至(二)第2条,内容未变",
        "from section (一), item 1 to section (二), item 2, its content unchanged",
    ),
    (
        change(
            "clause_split",
            before="(一)/2",
            after="(一)/1",
            title="教研",
            texts=("", "1.教研。配齐教研员。\n2.评比。每年评比。"),
            **{"from": "(一)/2", "into": ["(一)/1", "(一)/2"]},
        ),
        "原(一)第2条“教研”拆为两条:(一)第1条“教研”、(一)第2条“评比”,内容未增减",
        (
            "section (一), item 2 “教研” became 2: section (一), item 1 “教研”, section (一), item 2 “评比”; "
            "nothing added, nothing lost"
        ),
    ),
    (
        change("clause_merged", before="一/1", after="一/1", **{"from": ["一/1", "一/2", "一/3"], "into": "一/1"}),
        "原一、第1条、一、第2条、一、第3条三条合并为一、第1条,内容未增减",
        "part 一, item 1, part 一, item 2, part 一, item 3 became one, part 一, item 1; nothing added, nothing lost",
    ),
    (
        change("clause_renumbered", before="二/(二)/5", after="二/(二)/6", title="轮岗"),
        "二、(二)中,原第5条“轮岗”顺延为第6条,内容未变(不计为修改)",
        "Part 二, section (二), item 5 “轮岗” is now item 6, its content unchanged (not counted as a change)",
    ),
    (
        change("clause_renumbered", before="第十二条", after="第十一条", title=""),
        "由第十二条改为第十一条,内容未变(不计为修改)",
        "第十二条 is now 第十一条, its content unchanged (not counted as a change)",
    ),
    (
        change("repost_diff", indicator="竣工学校", old="9所", new="8所"),
        "原文“竣工学校9所”,转载作“8所”",
        "the original says “竣工学校9所”, the copy “8所”",
    ),
    (
        change("repost_diff", before=None, old="", new="3.多出的一条。"),
        "原文没有本条,转载多出",
        "the copy has a clause that the original has not",
    ),
    (change("repost_diff", old="严格", new=""), "原文“严格”,转载缺失", "the original says “严格”, the copy lacks it"),
    (change("repost_missing_clause", after=None, title="招生"), "原文“招生”在转载中缺失", "the copy lacks “招生”"),
    (change("repost_linked", marker="转:", original="工作要点"), "转载自《工作要点》", "a copy of 《工作要点》"),
    (
        change("document_cited", cites="《三年计划》", indicator="占比", watched="88%", new="85%", year="2026"),
        "文中引用您关注的《三年计划》,并提出更低目标:占比由88%下调到85%(2026年)",
        "it cites 《三年计划》, which you watch, and sets a lower target: 占比 88% → 85% (2026)",
    ),
    (
        change("document_cited", cites="三年计划"),
        "文中引用您关注的《三年计划》",
        "it cites 《三年计划》, which you watch",
    ),
    (
        change("document_withdrawn", confirmations=3, last_good_at="2025-08-02T10:00:00+08:00"),
        "页面连续3次无法打开,判定为下线(最后一次正常抓取:2025年8月2日)。存档版本仍可查看",
        "the page could not be opened 3 times in a row (last seen well on 2025-08-02); the archived version can still be read",
    ),
    (change("document_restored"), "页面恢复,可再次打开", "the page can be opened again"),
    (change("attachment_added", name="清单.xlsx"), "新增附件“清单.xlsx”", "“清单.xlsx” was added"),
    (change("attachment_removed", name="清单.xlsx"), "附件“清单.xlsx”不再提供", "“清单.xlsx” is offered no more"),
    (change("attachment_replaced", name="清单.xlsx"), "附件“清单.xlsx”内容已更新", "“清单.xlsx” has other content now"),
    (
        change("new_document", document_number="青教发〔2026〕3号"),
        "首次出现(青教发〔2026〕3号)",
        "seen for the first time (青教发〔2026〕3号)",
    ),
    (
        change("reference_shifted"),
        "条文引用的序号随之调整,内容未变",
        "numbers of references followed, nothing else changed",
    ),
    (change("typography"), "仅标点或版式不同", "only punctuation or layout differs"),
]


@pytest.mark.parametrize(("told", "zh", "en"), CASES, ids=[f"{case[0].type}-{n}" for n, case in enumerate(CASES)])
def test_every_change_is_said_in_both_languages(told, zh, en):
    """One sentence for each kind of fact."""
    assert (said(told).zh, said(told).en) == (zh, en)


def test_every_type_has_a_sentence_a_name_and_a_reason():
    """A new type of change, or a new severity, cannot be forgotten in a message."""
    types = set(SEVERITY)
    assert {case[0].type for case in CASES} == types
    assert (set(_SAY), set(words.KIND), set(words.WHY)) == (types, types, types)
    assert set(words.SEVERITY) == set(LADDER)
    assert set(words.FINDING) == set(words.ADVICE)


@pytest.mark.parametrize("type_", sorted(SEVERITY))
def test_a_sentence_needs_no_facts(type_):
    """A change that was stored by an earlier version, with fewer facts, is still told."""
    bare = change(type_)
    assert all((said(bare).zh, said(bare).en, kind(bare).zh, kind(bare).en))


@pytest.mark.parametrize(
    ("told", "zh"),
    [
        (change("validity_changed", new="失效"), "文件失效"),
        (change("validity_changed", new="有效"), "效力变更"),
        (change("status_changed", new="正式印发"), "正式印发"),
        (change("status_changed", new="试行"), "阶段变更"),
        (change("clause_reworded", strength="down"), "表述变化·力度减弱"),
        (change("clause_reworded", strength="same"), "表述变化"),
    ],
)
def test_facts_give_a_change_a_better_name(told, zh):
    """A repealed document is called that, not a document whose validity changed."""
    assert kind(told).zh == zh


def test_rewording_leaves_out_what_other_changes_tell():
    """Numbers and units that have their own sentences are no exchanged words, and 无数字变化 would be untrue."""
    pieces = (
        ("-", "52%"),
        ("+", "55%"),
        ("=", "以上,"),
        ("-", "尽快"),
        ("+", "抓紧"),
        ("-", "工信局"),
        ("+", "数据局"),
    )
    beside = [
        target("52%", "55%", difference=3),
        change("responsible_changed", removed=["工信局"], added=["数据局"], lead_old=None, lead_new=None),
    ]
    reworded = change("clause_reworded", strength="same", segments=(*pieces[:5], ("=", "。"), *pieces[5:]))
    assert said(reworded, beside).zh == "“尽快”→“抓紧”。力度相当"


def test_a_clause_that_moved_and_changed_does_not_say_it_stayed():
    """内容未变 is said only where nothing else of the clause is told."""
    moved_one = change("clause_moved", before="(一)/1", after="(二)/2")
    assert said(moved_one, [target("1%", "2%")]).zh.endswith("内容另有变化")


@pytest.mark.parametrize(
    ("old", "new", "zh"),
    [
        ("99%", "99.5%", "+0.5个百分点"),
        ("1,200万元", "1500万元", "+300万元,+25.0%"),
        ("0个", "3个", "+3个"),
        ("2026年", "2027年", "+1年"),
        ("52％以上", "55％以上", "+3个百分点"),
        ("3所", "3个", None),
        ("一批", "3所", None),
        ("3所", "3所", None),
    ],
)
def test_a_difference_has_the_unit_of_its_numbers(old, new, zh):
    """Percentages differ by points, other numbers also by a share, and what cannot be compared by nothing."""
    by = moved(change("table_cell_changed", old=old, new=new))
    assert (by.zh if by else None) == zh


@pytest.mark.parametrize("type_", [*words.FINDING, "something_new"])
def test_every_finding_is_said_in_both_languages(type_):
    """What is odd, its detail, and what to make of it; a type that nobody named yet is told all the same."""
    (note,) = findings([Finding(type_, "细节", "二/1")])
    assert note.zh.startswith("提示")
    assert note.en.startswith("Note: ")
    assert "细节" in note.zh
    assert "细节" in note.en
    if type_ in words.FINDING:
        assert words.FINDING[type_].zh in note.zh
        assert words.FINDING[type_].en in note.en


def test_very_many_findings_are_counted():
    """The message stays readable, and says how many notes it leaves out."""
    notes = list(findings([Finding("contents_differ_from_body", f"第{n}处", str(n)) for n in range(50)]))
    assert len(notes) == 13
    assert notes[-1].zh == "另有38条提示未列出"
