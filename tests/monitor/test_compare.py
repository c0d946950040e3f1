"""Comparing editions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.records import Consultation, Contact
from tests.monitor.editions import clause, edition, plan, retext

PHRASES = [
    "扩建河畔小学教学楼并更新课桌",
    "每月开放一次实验室供社区使用",
    "为山区教学点配送图书和体育器材",
    "组织青年教师到帮扶学校任教",
    "建立食堂采购公示和陪餐记录",
    "修订学生资助名单的核对办法",
    "开展校车司机安全驾驶培训",
    "编印家庭教育手册发给新生家长",
    "检查民办培训机构收费情况",
    "改造老旧操场的排水管道",
    "举办中小学合唱和书法展演",
    "完善心理辅导室的预约流程",
]
TEXTS = st.lists(st.sampled_from(PHRASES), min_size=4, max_size=8, unique=True)


@st.composite
def plans(draw):
    """A plan of two or three parts whose items all say something else."""
    texts = draw(TEXTS)
    cut = draw(st.integers(1, len(texts) - 1))
    return (cut, len(texts) - cut), texts


@given(plans())
def test_a_text_is_the_same_as_itself(given_plan):
    """Nothing differs between a text and itself, though it be read anew."""
    assert compare(edition(*plan(*given_plan)), edition(*plan(*given_plan))).same


@given(plans(), st.data())
def test_an_insertion_is_one_insertion(given_plan, data):
    """One clause put in gives one `clause_added`; all that follow are renumbered and nothing else."""
    sizes, texts = given_plan
    at = data.draw(st.integers(0, len(texts)))
    grown = [*texts[:at], "新设教育督学联络站", *texts[at:]]
    first = at <= sizes[0] if at != sizes[0] else data.draw(st.booleans())
    new_sizes = (sizes[0] + first, sizes[1] + (not first))
    found = compare(edition(*plan(sizes, texts)), edition(*plan(new_sizes, grown)))
    told = [change.type for change in found.changes if change.severity != "none"]
    assert told == ["clause_added"]
    assert {change.type for change in found.changes} <= {"clause_added", "clause_renumbered"}
    assert len(texts) - at == found.counts.renumbered


@given(plans(), plans())
def test_the_mirror_image_swaps_added_and_removed(one, other):
    """Compared the other way round, what was added is removed, and what moved has moved back."""
    old, new = edition(*plan(*one)), edition(*plan(*other))
    there, back = compare(old, new), compare(new, old)
    mirror = {"clause_added": "clause_removed", "clause_removed": "clause_added"}
    forth = sorted((mirror.get(c.type, c.type), c.path_after or "", c.path_before or "") for c in there.changes)
    assert forth == sorted((c.type, c.path_before or "", c.path_after or "") for c in back.changes)


@given(plans(), st.sampled_from([("。", "。 "), ("(", "（"), ("、", "、\u3000"), (".", "."), ("的", "的\u200b")]))
def test_noise_is_no_change(given_plan, noise):
    """Width, blanks and invisible characters change nothing."""
    clauses = plan(*given_plan)
    old = edition(*clauses)
    new = edition(*(clause(each.path, each.text.replace(*noise)) for each in clauses))
    assert compare(old, new).same


@settings(max_examples=30)
@given(plans(), st.randoms(use_true_random=False))
def test_segments_give_before_and_after_back(given_plan, random):
    """The segments of every change concatenate to its texts."""
    sizes, texts = given_plan
    other = [text.replace("学", "校") if random.random() < 0.4 else text for text in texts]
    random.shuffle(other)
    for change in compare(edition(*plan(sizes, texts)), edition(*plan(sizes, other))).changes:
        assert change.before == "".join(text for mark, text in change.segments if mark != "+")
        assert change.after == "".join(text for mark, text in change.segments if mark != "-")


def test_renumbering_alone_is_silent():
    """Clauses that only got other numbers are recorded, with no weight."""
    old = edition(clause("一", "一、任务"), clause("一/1", "1.修缮校舍。"), clause("一/2", "2.培训教师。"))
    new = edition(clause("一", "一、任务"), clause("一/4", "4.修缮校舍。"), clause("一/5", "5.培训教师。"))
    found = compare(old, new)
    assert [change.type for change in found.changes] == ["clause_renumbered"] * 2
    assert {"none"} == {change.severity for change in found.changes}


def test_a_renumbered_chapter_is_one_change():
    """What stands under a renumbered heading rides along."""
    old = edition(clause("二", "二、保障"), clause("二/1", "1.修缮校舍。"), clause("二/2", "2.培训教师。"))
    new = edition(clause("三", "三、保障"), clause("三/1", "1.修缮校舍。"), clause("三/2", "2.培训教师。"))
    assert [(change.path_before, change.path_after) for change in compare(old, new).changes] == [("二", "三")]


def test_a_subtree_that_came_is_one_change():
    """A new chapter is one change at its root, with the whole text and every path in it."""
    kept = (clause("一", "一、任务"), clause("一/1", "1.修缮校舍。"))
    added = (clause("二", "二、保障", title="保障"), clause("二/1", "1.安排经费80万元。(区财政局负责)"))
    found = compare(edition(*kept), edition(*kept, *added))
    (change,) = found.changes
    assert (change.type, change.path_before, change.path_after) == ("clause_added", None, "二")
    assert change.after == "二、保障\n1.安排经费80万元。(区财政局负责)"
    assert change.facts == {
        "paths": ["二", "二/1"],
        "title": "保障",
        "targets": ["安排经费80万元"],
        "responsible": ["区财政局"],
    }


def test_one_of_two_swapped_siblings_moved():
    """Siblings that changed places: the shorter one moved, the longer one was renumbered at most."""
    long, short = "修缮东城小学和西城小学的校舍、围墙与操场。", "培训教师。"
    old = edition(clause("一", "一、任务"), clause("一/1", f"1.{long}"), clause("一/2", f"2.{short}"))
    new = edition(clause("一", "一、任务"), clause("一/1", f"1.{short}"), clause("一/2", f"2.{long}"))
    found = {change.type: change.path_before for change in compare(old, new).changes}
    assert found == {"clause_moved": "一/2", "clause_renumbered": "一/1"}


def test_a_target_explains_its_numbers():
    """A changed number that is a target is told once, as a target, with its difference and year."""
    text = "1.改善条件。到2027年,新增学位500个。"
    old = edition(clause("一/1", text))
    new = edition(clause("一/1", text.replace("500", "650")))
    (change,) = compare(old, new).changes
    assert change.type == "target_changed"
    assert change.facts == {
        "indicator": "新增学位",
        "old": "500个",
        "new": "650个",
        "unit": "个",
        "year": "2027",
        "difference": 150,
    }


def test_a_target_said_before_is_told_where_it_is_said_again():
    """Sentences that stayed are not read, so what they say hides nothing in those that came."""
    before = "1.幼儿园移交率达到100%。"
    old, new = edition(clause("一/1", before)), edition(clause("一/1", f"{before}移交率达到100%。"))
    (told,) = compare(old, new).changes
    assert (told.type, told.facts["old"], told.facts["new"]) == ("target_added", None, "移交率达到100%")


def test_what_a_target_does_not_explain_is_reworded():
    """Other words in the same clause are a change of their own."""
    old = edition(clause("一/1", "1.确保新增学位500个。"))
    new = edition(clause("一/1", "1.探索新增学位650个。"))
    found = compare(old, new).changes
    assert [change.type for change in found] == ["target_changed", "clause_reworded"]
    assert found[1].facts == {"strength": "down"}


def test_a_vague_word_removes_a_target():
    """A number replaced by 一批 is a target removed, and no rewording beside it."""
    old = edition(clause("一/1", "1.优化布局。新建幼儿园6所。"))
    new = edition(clause("一/1", "1.优化布局。新建幼儿园一批。"))
    (change,) = compare(old, new).changes
    assert (change.type, change.facts["old"], change.facts["new"]) == ("target_removed", "新建幼儿园6所", None)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("不少于3000万元", "不少于0.3亿元", "clause_reworded"),
        ("不少于3000万元", "不低于3000万元", "clause_reworded"),
        ("1200万元", "1,200万元", "typography"),
        ("3000万元", "3000万元以上", "target_changed"),
        ("3000万元", "约3000万元", "target_changed"),
        ("3000万元", "0.35亿元", "target_changed"),
    ],
)
def test_an_amount_is_what_it_comes_to(before, after, kind):
    """Another unit or another word for the same comparison is no other target; another comparison is."""
    old, new = (edition(clause("一/1", f"1.保障经费。区财政每年安排专项资金{each}。")) for each in (before, after))
    assert [change.type for change in compare(old, new).changes] == [kind]


@pytest.mark.parametrize("vague", ["一批", "若干所", "多所", "适当数量"])
def test_vague_words_are_gone_numbers(vague):
    """The vague word, its counting word included, is part of the target that went."""
    old, new = (edition(clause("一/1", f"1.扩充学位。新建学校{each}。")) for each in ("4所", vague))
    assert [change.type for change in compare(old, new).changes] == ["target_removed"]


def test_a_year_that_moves_changes_its_target():
    """A target put off to another year is `target_changed` with both years."""
    old = edition(
        clause("一/1", "1.到2026年,入园率达到90%。"),
    )
    new = edition(
        clause("一/1", "1.到2028年,入园率达到90%。"),
    )
    (change,) = compare(old, new).changes
    assert (change.type, change.facts["year_old"], change.facts["year_new"]) == ("target_changed", "2026", "2028")


@pytest.mark.parametrize(
    ("before", "after", "strength"),
    [
        ("1.统筹安排课后服务场地。", "1.探索统筹安排课后服务场地。", "down"),
        ("1.力争完成校舍改造任务。", "1.确保完成校舍改造任务。", "up"),
        ("1.学校可以开放操场。", "1.学校应当开放操场。", "up"),
        ("1.组织春季运动会和合唱节。", "1.组织秋季运动会和合唱节。", "same"),
        ("1.学校应当公示收费标准。", "1.学校应公示收费标准。", "same"),
        ("1.严禁提前教授小学课程。", "1.禁止提前教授小学课程。", "same"),
        ("1.建立家访制度。", "1.推动建立家访制度。", "down"),
        ("1.学校不得收取费用。", "1.学校一般不得收取费用。", "down"),
        ("1.安排一般公共预算经费。", "1.安排财政预算经费。", "same"),
    ],
)
def test_words_promise_more_or_less(before, after, strength):
    """The ladder of verbs says whether a rewording is stronger or weaker."""
    (change,) = compare(edition(clause("一/1", before)), edition(clause("一/1", after))).changes
    assert (change.type, change.facts) == ("clause_reworded", {"strength": strength})


def test_the_order_of_other_units_is_no_change():
    """Only who leads and who takes part counts."""
    text = "1.建设平台。(责任单位:区教育局、{}、{})"
    old = edition(clause("一/1", text.format("区财政局", "区人社局")))
    new = edition(clause("一/1", text.format("区人社局", "区财政局")))
    assert {"none"} == {change.severity for change in compare(old, new).changes}


def test_another_lead_is_a_change():
    """The first unit leads."""
    old = edition(clause("一/1", "1.建平台。(责任单位:区教育局、区财政局)"))
    new = edition(clause("一/1", "1.建平台。(责任单位:区财政局、区教育局)"))
    (change,) = compare(old, new).changes
    assert change.type == "responsible_changed"
    assert change.facts == {"added": [], "removed": [], "lead_old": "区教育局", "lead_new": "区财政局"}


def test_a_deadline_is_told_once():
    """The deadline's sentence in the opening text is explained by `deadline_moved`."""
    text = "欢迎来函。\n意见反馈截止日期为2026年{}。"
    old = edition(clause("", text.format("3月2日")), consultation=Consultation(date(2026, 3, 2)))
    new = edition(clause("", text.format("3月12日")), consultation=Consultation(date(2026, 3, 12)))
    (change,) = compare(old, new).changes
    assert (change.type, change.path_before, change.path_after) == ("deadline_moved", "", "")
    assert change.facts == {"old": "2026-03-02", "new": "2026-03-12", "days": 10}


def test_a_contact_is_told_by_its_kind():
    """A corrected fax number is `contact_changed` and no rewording."""
    old = edition(
        clause("通知", "传真:0571-4440001;"), consultation=Consultation(None, (Contact("fax", "0571-4440001"),))
    )
    new = edition(
        clause("通知", "传真:0571-4440002;"), consultation=Consultation(None, (Contact("fax", "0571-4440002"),))
    )
    (change,) = compare(old, new).changes
    assert change.type == "contact_changed"
    assert change.facts == {"kind": "fax", "old": "0571-4440001", "new": "0571-4440002"}


def test_a_contact_comes_and_goes_with_its_label():
    """A way to answer that came or went is one change; the words that name it are no rewording."""
    mail, phone = Contact("email", "jy@example.org"), Contact("phone", "0999-6660003")
    less = edition(clause("", "公众可提意见。1.电子邮件:jy@example.org"), consultation=Consultation(contacts=(mail,)))
    more = edition(
        clause("", "公众可提意见。1.电子邮件:jy@example.org;2.联系电话:0999-6660003"),
        consultation=Consultation(contacts=(mail, phone)),
    )
    (came,), (went,) = compare(less, more).changes, compare(more, less).changes
    assert (came.type, came.facts) == ("contact_changed", {"kind": "phone", "old": None, "new": phone.value})
    assert (went.type, went.facts) == ("contact_changed", {"kind": "phone", "old": phone.value, "new": None})


def test_punctuation_alone_is_typography():
    """Other punctuation is recorded without weight."""
    old = edition(clause("一/1", "1.修缮校舍,培训教师"))
    new = edition(clause("一/1", "1.修缮校舍、培训教师。"))
    assert [(change.type, change.severity) for change in compare(old, new).changes] == [("typography", "none")]


def test_a_reference_that_follows_a_renumbering_is_silent():
    """第二条 that became 第三条 where that article did is no rewording."""
    old = edition(clause("第一条", "第一条 按第二条执行。"), clause("第二条", "第二条 校车每季检查一次。"))
    new = edition(
        clause("第一条", "第一条 按第三条执行。"),
        clause("第二条", "第二条 本办法所称学校包括幼儿园和完全中学。"),
        clause("第三条", "第三条 校车每季检查一次。"),
    )
    told = {change.type: change.severity for change in compare(old, new).changes}
    assert told == {"reference_shifted": "none", "clause_added": "high", "clause_renumbered": "none"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("第一条第(二)项", "第一条第(三)项"),
        ("第一条第二款", "第一条第三款"),
    ],
)
def test_references_to_items_and_paragraphs_follow_too(before, after):
    """第一条第(二)项 that became 第(三)项, and 第二款 that became 第三款, are no rewordings."""
    item, paragraph = "从事校车驾驶的人员应当每年体检", "接送学生的车辆应当专人看护"
    text = "第三条 违反{}的,责令改正。"
    old = edition(
        clause("第一条", "第一条 下列人员应当登记:"),
        clause("第一条/(一)", "(一)门卫;"),
        clause("第一条/(二)", f"(二){item};"),
        clause("第一条/第二款", paragraph, kind="paragraph"),
        clause("第三条", text.format(before)),
    )
    new = edition(
        clause("第一条", "第一条 下列人员应当登记:"),
        clause("第一条/(一)", "(一)门卫;"),
        clause("第一条/(二)", "(二)食堂工人;"),
        clause("第一条/(三)", f"(三){item};"),
        clause("第一条/第二款", "登记每两年更新一次,由学校公布。", kind="paragraph"),
        clause("第一条/第三款", paragraph, kind="paragraph"),
        clause("第三条", text.format(after)),
    )
    (told,) = (change for change in compare(old, new).changes if change.path_after == "第三条")
    assert (told.type, told.facts) == ("reference_shifted", {"old": before, "new": after})


def test_a_table_tells_its_cell():
    """One value of a table is one `table_cell_changed` with row and column titles."""
    table = "指标\t2026年\t2030年\n入园率(%)\t90\t{}\n巩固率(%)\t99\t99"
    old, new = (edition(clause("一/表1", table.format(value), kind="table")) for value in ("95", "97"))
    (change,) = compare(old, new).changes
    assert (change.type, change.path_after) == ("table_cell_changed", "一/表1/入园率/2030年")
    assert change.facts == {"row": "入园率", "column": "2030年", "old": "95", "new": "97"}


TABLE = "指标\t2026年\t2030年\n入园率(%)\t90\t95\n巩固率(%)\t99\t99"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (f"{TABLE}\n升学率(%)\t96\t98", [("升学率", "2026年", None, "96"), ("升学率", "2030年", None, "98")]),
        (
            TABLE.replace("\n入园率(%)\t90\t95", ""),
            [("入园率", "2026年", "90", None), ("入园率", "2030年", "95", None)],
        ),
        (
            "指标\t2026年\t2028年\t2030年\n入园率(%)\t90\t92\t95\n巩固率(%)\t99\t\t99",
            [("入园率", "2028年", None, "92")],
        ),
        (
            "指标\t2026年\n入园率(%)\t90\n巩固率(%)\t99",
            [("入园率", "2030年", "95", None), ("巩固率", "2030年", "99", None)],
        ),
    ],
    ids=["row came", "row went", "column came", "column went"],
)
def test_rows_and_columns_come_and_go_cell_by_cell(after, told):
    """Each cell of a row or column that came has no old value, each of one that went no new one; no word is left over."""
    old, new = (edition(clause("一/表1", table, kind="table")) for table in (TABLE, after))
    changes = compare(old, new).changes
    assert {change.type for change in changes} == {"table_cell_changed"}
    assert [tuple(change.facts[name] for name in ("row", "column", "old", "new")) for change in changes] == told


def test_a_flattened_table_tells_its_cells():
    """A table whose cells stand in lines of their own tells values by row and column; other words stay rewordings."""
    table = "主要指标\n指标\n2026年\n2030年\n入园率(%)\n巩固率(%)\n90%\n99%\n95%\n99.5%"
    old, new, more = (
        edition(clause("一/表1", text, kind="table"))
        for text in (table, table.replace("95%", "96%"), table.replace("95%", "96%").replace("主要", "核心"))
    )
    (change,) = compare(old, new).changes
    assert (change.path_after, change.facts) == (
        "一/表1/入园率/2030年",
        {"row": "入园率", "column": "2030年", "old": "95%", "new": "96%"},
    )
    assert [each.type for each in compare(old, more).changes] == ["table_cell_changed", "clause_reworded"]


def test_rows_that_are_counted_are_known_by_their_names():
    """Where 序号 shifts because a row came, only the row that came and real changes are told."""
    before = "序号\t项目\t投资\n1\t一小新建\t3000\n2\t二中改建\t1500"
    after = "序号\t项目\t投资\n1\t一小新建\t3600\n2\t三中扩建\t900\n3\t二中改建\t1500"
    old, new = (edition(clause("一/表1", table, kind="table")) for table in (before, after))
    told = [change for change in compare(old, new).changes if change.severity != "none"]
    assert [(change.path_after, change.facts["old"], change.facts["new"]) for change in told] == [
        ("一/表1/一小新建/投资", "3000", "3600"),
        ("一/表1/三中扩建/投资", None, "900"),
    ]


@pytest.mark.parametrize(("before", "after"), [("入园率", "毛入园率"), ("2030年", "2031年")])
def test_another_title_of_a_row_or_column_is_a_rewording(before, after):
    """The cells are the same ones under another name."""
    old, new = (edition(clause("一/表1", table, kind="table")) for table in (TABLE, TABLE.replace(before, after)))
    assert [change.type for change in compare(old, new).changes] == ["clause_reworded"]


def test_a_title_within_the_notice_is_no_rewording():
    """Where the work gets another title, the notice that names it says nothing new."""
    body = clause("一/1", "1.修缮校舍。")
    old, new = (
        edition(clause("通知", f"现将《{title}》印发给你们。", kind="paragraph"), body, title=title)
        for title in ("青河区校舍修缮方案", "青河区校舍修缮行动计划")
    )
    assert [(change.type, change.facts["field"]) for change in compare(old, new).changes] == [
        ("metadata_changed", "title")
    ]


def test_a_stage_marker_and_a_title_are_two_things():
    """A marker that goes is `status_changed`; other edits of a title are `metadata_changed`."""
    body = clause("一/1", "1.修缮校舍。")
    draft, issued = edition(body, title="青河区办法(征求意见稿)"), edition(body, title="青河区办法")
    renamed = edition(body, title="青河区实施办法")
    (change,) = compare(draft, issued).changes
    assert (change.type, change.facts["old"], change.facts["new"]) == ("status_changed", "征求意见稿", "正式印发")
    (change,) = compare(issued, renamed).changes
    assert (change.type, change.facts["field"]) == ("metadata_changed", "title")


def test_a_publisher_with_its_city_before_it_is_the_same():
    """A page built anew that writes out where the office is tells nothing."""
    body = clause("一/1", "1.修缮校舍。")
    short, long = (edition(body, publisher=name) for name in ("青河区教育局", "澜江市青河区教育局"))
    assert compare(short, long).changes == compare(long, short).changes == ()


def test_a_publisher_that_is_only_guessed_is_no_news():
    """Where a page no longer names its publisher, so that its site is taken for it, nothing is told; a named one is."""
    body = clause("一/1", "1.修缮校舍。")
    old, named = (edition(body, publisher=name) for name in ("青河区教育局", "青河区人民政府"))
    guessed = edition(body, publisher="青河区人民政府", guessed_publisher=True)
    assert [change.facts["field"] for change in compare(old, named).changes] == ["publisher"]
    assert compare(old, guessed).changes == ()
    assert compare(guessed, old).changes == ()


def test_contacts_ride_along_with_their_clause():
    """A notice that is gone, or new, is one change; its contacts and its deadline are not told beside it."""
    plan = [clause("一", "一、修缮校舍"), clause("一/1", "1.更换门窗。"), clause("一/2", "2.粉刷外墙。")]
    notice = clause("通知", "请于2025年6月1日前把意见发到传真020-5550001。")
    asked = Consultation(deadline=date(2025, 6, 1), contacts=(Contact("fax", "020-5550001"),))
    draft, final = edition(notice, *plan, consultation=asked), edition(*plan)
    assert [(c.type, c.path_before, c.path_after) for c in compare(draft, final).changes] == [
        ("clause_removed", "通知", None)
    ]
    assert [(c.type, c.path_before, c.path_after) for c in compare(final, draft).changes] == [
        ("clause_added", None, "通知")
    ]


def test_a_stage_that_only_the_reading_knows_counts():
    """A draft marker glued to the title leaves the title when it is read; that it came or went is told all the same."""
    body = clause("一/1", "1.修缮校舍。")
    draft = edition(body, title="青河区办法", stage="draft")
    trial = edition(body, title="青河区办法(试行)", stage="trial")
    issued = edition(body, title="青河区办法", stage="final")
    steps = ((draft, trial), (draft, issued), (trial, draft))
    told = [[(c.type, c.facts["old"], c.facts["new"]) for c in compare(a, b).changes] for a, b in steps]
    assert told == [
        [("status_changed", "征求意见稿", "试行")],
        [("status_changed", "征求意见稿", "正式印发")],
        [("status_changed", "试行", "征求意见稿")],
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("征求意见稿", "送审稿"), ("征求意见稿", "第二次征求意见稿"), ("草案", "修订草案")]
)
def test_one_kind_of_draft_becomes_another(before, after):
    """The stage is told as the page prints it, also where it stands only in the page's title."""
    body = clause("一/1", "1.修缮校舍。")
    old, new = (
        edition(body, title="青河区办法", shown_title=f"青河区办法({stage})", stage="draft")
        for stage in (before, after)
    )
    (change,) = compare(old, new).changes
    assert (change.type, change.facts["old"], change.facts["new"]) == ("status_changed", before, after)


def test_a_work_no_longer_in_force_is_critical():
    """有效 → 废止 is `validity_changed`; a box that first appears with 有效 is nothing."""
    body = clause("一/1", "1.修缮校舍。")
    silent, valid, void = (edition(body, validity=word) for word in (None, "有效", "废止"))
    assert [change.type for change in compare(valid, void).changes] == ["validity_changed"]
    assert compare(silent, valid).same


def test_a_split_clause_is_one_change():
    """A clause whose sentences stand on in two clauses was split, neither reworded nor added."""
    old = edition(clause("一", "一、任务"), clause("一/1", "1.教研。配齐教研员。每年评比一次。", title="教研"))
    new = edition(
        clause("一", "一、任务"),
        clause("一/1", "1.教研。配齐教研员。", title="教研"),
        clause("一/2", "2.评比。每年评比一次。", title="评比"),
    )
    (change,) = compare(old, new).changes
    assert (change.type, change.facts) == ("clause_split", {"from": "一/1", "into": ["一/1", "一/2"]})
    (change,) = compare(new, old).changes
    assert (change.type, change.facts) == ("clause_merged", {"from": ["一/1", "一/2"], "into": "一/1"})


def test_the_parts_of_a_split_may_have_titles_of_their_own():
    """One clause that became three is a split even where the first part got another title; the other way a merger."""
    whole = edition(clause("一", "一、任务"), clause("一/1", "1.保障。成立专班。安排经费。加强宣传。", title="保障"))
    parts = edition(
        clause("一", "一、任务"),
        clause("一/1", "1.组织保障。成立专班。", title="组织保障"),
        clause("一/2", "2.经费保障。安排经费。", title="经费保障"),
        clause("一/3", "3.宣传引导。加强宣传。", title="宣传引导"),
    )
    (split,), (merged,) = compare(whole, parts).changes, compare(parts, whole).changes
    assert (split.type, split.facts["into"]) == ("clause_split", ["一/1", "一/2", "一/3"])
    assert (merged.type, merged.facts["from"]) == ("clause_merged", ["一/1", "一/2", "一/3"])


def test_a_copy_lacks_and_differs():
    """Compared as a repost, what is gone is missing and every other difference is `repost_diff`."""
    kept = clause("一/1", "1.修缮校舍9所。")
    old = edition(kept, clause("一/2", "2.培训教师。"))
    new = retext(edition(kept), "一/1", "1.修缮校舍8所。")
    found = compare(old, new, "repost").changes
    assert [change.type for change in found] == ["repost_diff", "repost_missing_clause"]
    assert (found[0].facts["old"], found[0].facts["new"]) == ("9所", "8所")


def test_a_finals_signature_and_file_list_are_no_part_of_the_plan():
    """Draft and final are compared by their plans: who signs, and which files hang below, does not count."""
    body = (clause("一", "一、总体要求"), clause("一/1", "1.优化布局。新建学校6所。"))
    signed = (clause("附件", "附件:任务分工表"), clause("落款", "青河区教育局\n2026年5月6日"))
    found = compare(edition(*body), edition(*body, *signed), "final")
    assert [each.type for each in found.changes if each.type.startswith("clause")] == []


@pytest.mark.parametrize(
    ("before", "after", "weaker"),
    [
        ("到2028年,达标率达到90%。", "到2028年,达标率达到85%。", True),
        ("到2028年,达标率达到90%。", "到2030年,达标率达到90%。", True),
        ("辍学率不超过1%。", "辍学率不超过2%。", True),
        ("新建学校6所。", "新建学校一批。", True),
        ("全面改造校舍。", "逐步改造校舍。", True),
        ("到2028年,达标率达到90%。", "到2028年,达标率达到95%。", False),
        ("辍学率不超过2%。", "辍学率不超过1%。", False),
        ("修缮校舍。", "改造校舍。", False),
    ],
)
def test_a_final_that_promises_less_is_found_out(before, after, weaker):
    """Lower numbers, later years, vague words and weaker verbs are a finding of the clause; the rest is none."""
    old, new = (edition(clause("一", "一、任务"), clause("一/1", f"1.改善条件。{each}")) for each in (before, after))
    found = [(one.type, one.path) for one in compare(old, new, "final").findings]
    assert found == ([("weaker_than_draft", "一/1")] if weaker else [])
    assert compare(old, new).findings == ()


@pytest.mark.parametrize(
    ("text", "published", "silent"),
    [
        ("1.粉刷外墙和围栏。", date(2026, 3, 2), True),
        ("1.粉刷外墙和围栏。", date(2026, 3, 9), False),
        ("1.粉刷外墙。", date(2026, 3, 2), False),
        ("1.粉刷外墙.", date(2026, 3, 2), False),
    ],
)
def test_an_edit_under_the_old_date_is_silent(text, published, silent):
    """Words that changed while the page goes on giving the same day of publication are a finding."""
    old = edition(clause("一/1", "1.粉刷外墙。"), published=date(2026, 3, 2))
    found = compare(old, edition(clause("一/1", text), published=published)).findings
    assert [one.type for one in found] == (["silent_edit"] if silent else [])


def test_texts_too_long_for_facts_are_compared_coarsely_and_say_so():
    """One huge clause is one rewording, and the finding says that nobody looked inside."""
    long = "甲乙丙丁戊己庚辛壬癸，" * 30_000
    found = compare(edition(clause("", f"开头。{long}")), edition(clause("", f"开头。{long[::-1]}")))
    assert [change.type for change in found.changes] == ["clause_reworded"]
    assert [finding.type for finding in found.findings] == ["coarse_comparison"]
