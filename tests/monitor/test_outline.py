"""Texts in all numbering schemes, the real documents, and what holds for every text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.responsible import responsible
from monitor.outline import outline, text_of
from monitor.text import lines
from tests.monitor import seeds

WIDE = str.maketrans(",():;!?0123456789", "，（）：；！？０１２３４５６７８９")


def paths(text, **kwargs):
    """The paths of a text's clauses, in order."""
    return [clause.path for clause in outline(text, **kwargs).clauses]


def clause(text, path, **kwargs):
    """The clause at that path."""
    return next(one for one in outline(text, **kwargs).clauses if one.path == path)


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_headings_of_real_documents_equal_the_gold(number):
    """Every heading of every level, with number and title, in order, no more and no fewer."""
    gold = seeds.gold(number)
    found = outline(seeds.text(number)).clauses
    assert [f"{one.number}、{one.title}" for one in found if one.level == 1] == gold["level1"]
    assert [f"{one.number}{one.title}" for one in found if one.level == 2] == gold["level2"]
    wanted = [(str(item["no"]), item["title"]) for item in gold["level3_items"]]
    assert [(one.number, one.title) for one in found if one.level == 3] == wanted
    assert not [one for one in found if one.level > 3]


@pytest.mark.parametrize("number", ["000", "002", "003"])
def test_items_stand_under_the_right_part(number):
    """The second levels' parents are the gold's, whether their numbers restart or run through."""
    gold = seeds.gold(number)
    parts = [heading[0] for heading in gold["level1"]]
    wanted = [
        f"{parts[item['parent'] - 1]}/{item['text'][: item['text'].index(')') + 1]}" for item in gold["level2_items"]
    ]
    assert [one.path for one in outline(seeds.text(number)).clauses if one.level == 2] == wanted


def test_a_real_document_without_second_level_has_its_items_under_the_parts():
    """001: 2, 13, 10 and 5 items, restarting in every part."""
    found = Counter(path.partition("/")[0] for path in paths(seeds.text("001")) if "/" in path)
    assert found == {"一": 2, "二": 13, "三": 10, "四": 5}


def test_a_real_report_has_its_inline_series():
    """004: 一 with three levels of headings, 第一 and 一是 inside paragraphs at their places."""
    found = outline(seeds.text("004"))
    assert found.scheme == "report"
    assert [one.title for one in found.clauses if one.level == 1] == [
        "工作举措与主要成效",
        "存在问题",
        "下阶段工作思路",
    ]
    assert [one.path for one in found.clauses if one.level == 3] == [
        *(f"一/(一)/{n}" for n in "123"),
        *(f"一/(二)/{n}" for n in "123"),
        *(f"一/(三)/{n}" for n in "12345"),
    ]
    series = Counter(one.path.rpartition("/")[0] for one in found.clauses if one.level == 7)
    assert series == {
        "一/(一)/1": 2,
        "一/(一)/2": 2,
        "一/(一)/3": 5,
        "一/(二)/1": 3,
        "一/(二)/2": 3,
        "一/(二)/3": 3,
        "一/(三)/5": 4,
        "三/第一": 2,
        "三/第二": 2,
        "三/第三": 3,
    }
    assert [one.path for one in found.clauses if one.level == 6] == [
        *(f"二/{n}" for n in ("第一", "第二", "第三")),
        *(f"三/{n}" for n in ("第一", "第二", "第三")),
    ]


def test_a_real_notice_stands_apart_from_its_plan():
    """000: the call for opinions with its numbered contacts is 通知, title, stage and preamble of the plan are the root."""
    notice, root, first = outline(seeds.text("000")).clauses[:3]
    assert (notice.path, root.path, first.path) == ("通知", "", "一")
    assert "1.传真:" in notice.text
    assert notice.text.endswith("2019年12月31日")
    assert root.text.startswith("宝山区加快推进教育现代化行动方案\n(征求意见稿)\n")


def test_a_real_flattened_table_is_one_clause():
    """003: the indicators are no items; contents are no clauses and are held against the body."""
    gold, found = seeds.gold("003"), outline(seeds.text("003"))
    (table,) = [one for one in found.clauses if one.kind == "table"]
    assert (table.path, table.title) == ("二/(三)/2/表1", gold["table"]["title"])
    assert table.text.startswith(gold["table"]["title"])
    assert table.text.endswith("100%")
    assert len(found.contents) == len(gold["toc"]["level1"]) + len(gold["toc"]["level2"])
    differing = [one for one in found.findings if one.type == "contents_differ_from_body"]
    assert [one.path for one in differing] == ["三/(三)"]
    assert all(gold["toc"]["mismatches"][0][side] in differing[0].detail for side in ("toc", "body"))
    contradicted = [one for one in found.findings if one.type == "table_contradicts_text"]
    assert len(contradicted) == 2


@pytest.mark.parametrize("number", sorted(["000", "001", "002", "003", "004"]))
def test_real_documents_read_the_same_in_full_width(number):
    """Width changes no path, no number and no responsible unit, and the text is given back."""
    text = seeds.text(number)
    half, wide = outline(text), outline(text.translate(WIDE))
    assert [(one.path, one.level, responsible(one.text)) for one in half.clauses] == [
        (one.path, one.level, responsible(one.text)) for one in wide.clauses
    ]
    assert text_of(half) == "\n".join(lines(text))
    assert text_of(wide) == "\n".join(lines(text.translate(WIDE)))


REGULATION = """清河区校车管理办法
第一章　总　则
第一条　为了保障接送安全，制定本办法。
第二条　本办法所称校车，是指：
（一）专用车；
（二）租用的客车：
1.取得许可的；
前款所称客车，包括中型客车。
有下列情形的，不适用：
（一）自驾。
第二章　管理
第一节　登记
第三条　第一条规定的车辆应当登记。
第十七条之一　每学期检查一次。
第四条　依照本办法
第五条的规定执行。
第五条　自2027年1月1日起施行。
清河区教育局
2026年12月1日"""


def test_articles_have_paths_of_their_own():
    """条 start their own path, 编章节 have paths among themselves, 款 and 项 stand under their article."""
    assert outline(REGULATION).scheme == "articles"
    assert paths(REGULATION) == [
        "",
        "第一章",
        "第一条",
        "第二条",
        "第二条/(一)",
        "第二条/(二)",
        "第二条/(二)/1",
        "第二条/第二款",
        "第二条/第三款",
        "第二条/第三款/(一)",
        "第二章",
        "第二章/第一节",
        "第三条",
        "第十七条之一",
        "第四条",
        "第五条",
        "落款",
    ]
    assert [(one.level, one.kind) for one in outline(REGULATION).clauses[1:5]] == [
        (1, "heading"),
        (3, "article"),
        (3, "article"),
        (2, "item"),
    ]


def test_the_first_paragraph_below_an_article_heading_is_its_own():
    """An article that is a heading alone has its first 款 in the next line."""
    text = "第一条　目的\n为了安全，制定本办法。\n另行规定的除外。\n第二条　范围\n适用于本区。"
    assert paths(text) == ["第一条", "第一条/第二款", "第二条"]


def test_all_levels_of_a_plan_nest():
    """一、(一) 1. (1) ① in their order, with restarting, skipped and repeated numbers."""
    text = (
        "一、甲\n（一）乙。\n1.丙。\n（1）丁。\n①戊。\n③己。\n（2）庚。\n2、辛。\n2．壬。\n（三）癸。\n二、子\n1.丑。"
    )
    assert paths(text) == [
        "一",
        "一/(一)",
        "一/(一)/1",
        "一/(一)/1/(1)",
        "一/(一)/1/(1)/①",
        "一/(一)/1/(1)/③",
        "一/(一)/1/(2)",
        "一/(一)/2",
        "一/(一)/2#2",
        "一/(三)",
        "二",
        "二/1",
    ]
    assert [one.level for one in outline(text).clauses] == [1, 2, 3, 4, 5, 5, 4, 3, 3, 2, 1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "3.5亿元用于修缮校舍。",
        "2027年完成一半。",
        "2027.3.1前报送。",
        "33.6%   80.2%",
        "一、二年级学生参加体验。",
        "（2026-2028年）",
        "第一批学校已经挂牌。",
        "第三节课后开展活动。",
        "统一是前提，一是基础。",
    ],
)
def test_what_only_looks_like_a_number_is_none(line):
    """Decimals, years, dates, counted words and lone figures of speech begin no clause."""
    assert paths(f"一、甲\n{line}\n二、乙") == ["一", "二"]


def test_an_item_may_begin_with_a_year():
    """The dot before a year is an item's, not a decimal's."""
    assert clause("一、甲\n3.2027年建成新校。", "一/3").title == "2027年建成新校"


def test_title_and_text():
    """The title is the heading or the glued first sentence without its number; the text is all as published."""
    text = "一、做法\n导语。\n1. 建校。新建两所。\n续段。\n（一）没有句号的标题 \n二、结束"
    assert [(one.title, one.text) for one in outline(text).clauses] == [
        ("做法", "一、做法\n导语。"),
        ("建校", "1. 建校。新建两所。\n续段。"),
        ("没有句号的标题", "（一）没有句号的标题"),
        ("结束", "二、结束"),
    ]


def test_inline_series_go_on_in_their_line():
    """第一 and 一是 are clauses in the middle of a line; a lone one is none."""
    text = "一、甲\n分两步。第一，抓人。第二，抓钱。一是预算。二是拨付。\n二、一是孤例。"
    found = outline(text).clauses
    assert [(one.path, one.title, one.inline) for one in found] == [
        ("一", "甲", False),
        ("一/第一", "抓人", True),
        ("一/第二", "抓钱", True),
        ("一/第二/一是", "预算", True),
        ("一/第二/二是", "拨付", True),
        ("二", "一是孤例", False),
    ]


NOTICE = """东屿区教育局关于印发《东屿区体育行动计划》的通知
东教发〔2026〕3号
现将《东屿区体育行动计划》印发给你们。
一、高度重视。认真组织。
附件：1.任务清单.xlsx
2.责任表.docx
东屿区教育局
2026年3月1日
附件
东屿区体育行动计划
一、目标
（一）优良率。达到60%以上。
附件1
任务清单
一、场地
项目\t2027年
跑道\t3条"""


def test_notice_plan_and_attachments_are_apart():
    """Clauses of a notice and of attachments have their paths under 通知 and 附件1; lists of files are no items."""
    assert paths(NOTICE) == [
        *("通知", "通知/一", "通知/附件", "通知/落款", "通知/附件#2"),
        *("", "一", "一/(一)"),
        *("附件1", "附件1/一", "附件1/一/表1"),
    ]


def test_several_attachments_of_a_notice_are_attachments():
    """Where a notice has more than one attachment, none of them is the work itself."""
    text = "关于印发两份方案的通知\n一、重视\n2026年3月1日\n附件1\n体育方案\n一、体育\n附件2\n美育方案\n一、美育"
    assert paths(text) == ["", "一", "落款", "附件1", "附件1/一", "附件2", "附件2/一"]


def test_contacts_are_no_items():
    """Numbered ways to answer belong to the text around them."""
    assert paths("可以这样提意见：\n1.传真：0999-5550123；\n2.电子邮件：a@b.example；") == [""]


def test_what_closes_a_plan_is_not_its_last_clause():
    """Deadline and contacts are 通知, signature and date 落款."""
    text = "一、甲\n1.乙。\n意见反馈截止日期为2026年5月6日。\n东屿区教育局\n2026年4月1日"
    assert paths(text) == ["一", "一/1", "通知", "落款"]


def test_a_part_that_is_all_closing_leaves_no_empty_clause():
    """Below a table there may be nothing but the signature."""
    text = "一、甲\n项目\t2027年\n学位\t800个\n东屿区教育局\n2026年4月1日"
    assert paths(text) == ["一", "一/表1", "落款"]
    assert text_of(outline(text)) == text


def test_tables_are_clauses_and_the_text_goes_on_behind_them():
    """Rows joined by tabs are one clause with their title line; a paragraph behind them is the parent's second part."""
    text = "一、甲\n年度目标表\n项目\t2027年\n学位\t800个\n以上逐年落实。\n二、乙"
    assert paths(text) == ["一", "一/表1", "一#2", "二"]
    assert clause(text, "一/表1").title == "年度目标表"


def test_a_table_that_contradicts_its_text_is_found():
    """The finding quotes row, the table's value and the text's value."""
    text = "主要指标\n指标 2026年 2030年\n毛入园率(%) 90% 95%\n巩固率(%) 98% 99%\n到2030年，毛入园率达到96%。"
    (found,) = outline(text).findings
    assert (found.type, found.path) == ("table_contradicts_text", "表1")
    assert all(part in found.detail for part in ("毛入园率", "95%", "96%"))


def test_contents_are_no_clauses():
    """A printed table of contents, with page numbers or not, stands apart and is given back at its place."""
    text = "某规划\n目　录\n前言\n一、甲……1\n二、乙\t3\n某规划\n前言\n开头。\n一、甲\n（一）细。\n二、丙"
    found = outline(text)
    assert [one.path for one in found.clauses] == ["", "前言", "一", "一/(一)", "二"]
    assert found.contents == ("前言", "一、甲……1", "二、乙\t3")
    assert text_of(found) == text
    assert [(one.type, one.path) for one in found.findings] == [("contents_differ_from_body", "二")]


def test_a_heading_contents_without_a_body_announces_nothing():
    """Where nothing follows the entries, they are the document."""
    assert paths("目录\n一、甲\n二、乙") == ["", "一", "二"]


def test_a_text_without_numbers_is_one_clause_and_no_text_none():
    """There is always an outline."""
    assert paths("一段话。\n另一段话。") == [""]
    assert paths(" \n\n") == []


_LINES = st.one_of(
    st.sampled_from(
        [
            "一、总体要求",
            "（一）目标。到2027年达到52%以上。",
            "1.新建学校2所。一是选址。二是建设。",
            "（1）细则；",
            "①小项",
            "第一章 总则",
            "第一条 为了安全。",
            "第二条 范围",
            "目 录",
            "指标\t2025年",
            "学位\t800个",
            "33.6% 80.2%",
            "毛入学率(%)",
            "附件1",
            "附件：1.清单.xlsx",
            "关于印发某方案的通知",
            "某方案",
            "现征求意见，请于2026年3月1日前反馈意见。",
            "东屿区教育局",
            "2026年3月1日",
            "第一，抓人。第二，抓钱。",
            "前言",
            "一段话。",
        ]
    ),
    st.text(alphabet="一二第条章节款是、.()（）1２附件：\t。，甲乙 　%", max_size=24),
)


@given(st.lists(_LINES, max_size=24))
def test_every_text_is_given_back(found):
    """Clauses in order, with the contents, are the text's paragraphs, whatever the text; no path is there twice."""
    text = "\n".join(found)
    read = outline(text)
    assert text_of(read) == "\n".join(lines(text))
    assert max(Counter(one.path for one in read.clauses).values(), default=1) == 1
    assert outline(text_of(read), title=read.title).clauses == outline(text, title=read.title).clauses


@given(st.lists(_LINES, max_size=16))
def test_width_changes_no_path(found):
    """Half or full width, the paths are the same."""
    half = "\n".join(found).translate({wide: narrow for narrow, wide in WIDE.items()})
    assert paths(half) == paths(half.translate(WIDE))


def test_contents_need_not_list_titles_glued_to_their_text():
    """A (一) with its text behind it is no printed heading; it is missed only where its sisters are listed."""
    body = "一、目标\n(一)近期\n建校。\n二、保障\n(一)加强领导。定期开会。\n(二)加大投入。{}"
    quiet = outline("目录\n一、目标\n(一)近期\n二、保障\n" + body.format("增加经费。"))
    listed = outline("目录\n一、目标\n(一)近期\n二、保障\n(一)加强领导\n" + body.format("增加经费。"))
    assert quiet.findings == ()
    assert [(one.type, one.path) for one in listed.findings] == [("contents_differ_from_body", "二/(二)")]


def test_a_numbered_heading_is_no_table_title():
    """一、主要指标 right above a table is a clause; the table stands under it."""
    found = outline("一、主要指标\n指标 2026年 2030年\n毛入园率(%) 90% 95%\n巩固率(%) 98% 99%\n二、措施\n1.修缮校舍。")
    assert [one.path for one in found.clauses] == ["一", "一/表1", "二", "二/1"]
