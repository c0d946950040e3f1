"""Regulations of articles: what comes, goes and moves among articles, their 款 and their items."""

from __future__ import annotations

import re

import pytest

from monitor.compare import compare
from tests.monitor.test_changes import edition

HEAD = "青河区校车管理办法\n第一条 为保障学生乘车安全，制定本办法。\n"
BUSES = "校车应当每季度检查一次制动、灯光和安全带。"
DRIVERS = "驾驶人应当每年体检，体检结果报区教育局备案。"
FINES = "学校未按规定检查的，由区教育局责令限期改正。"
ROUTES = "线路由学校会同交通部门勘察后确定并向家长公布。"
REPORT = "发生事故的，随车照管员应当立即报告。"
END = "本办法自公布之日起施行。"


def told(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    """Type and paths of every change that has weight, from the articles below the first one."""
    changes = compare(edition(HEAD + old), edition(HEAD + new)).changes
    return [(each.type, each.path_before, each.path_after) for each in changes if each.severity != "none"]


def articles(*texts: str) -> str:
    """The texts as articles from 第二条 on."""
    return "\n".join(f"第{number}条 {text}" for number, text in zip("二三四五六七八九", texts, strict=False))


def test_a_paragraph_put_in_is_one_addition():
    """A 款 inserted in the middle is added at its path; those below it only moved down."""
    old, new = articles(f"{BUSES}\n{DRIVERS}", END), articles(f"{BUSES}\n{ROUTES}\n{DRIVERS}", END)
    assert told(old, new) == [("clause_added", None, "第二条/第二款")]
    assert told(new, old) == [("clause_removed", "第二条/第二款", None)]
    silent = [each for each in compare(edition(HEAD + old), edition(HEAD + new)).changes if each.severity == "none"]
    assert [(each.type, each.path_before, each.path_after) for each in silent] == [
        ("clause_renumbered", "第二条/第二款", "第二条/第三款")
    ]


def test_a_new_first_paragraph_moves_nothing():
    """A 款 put before the first one is the only news, whatever stood below, and whatever number the article has."""
    old = articles(f"{BUSES}\n{DRIVERS}\n{REPORT}", END)
    assert told(old, articles(f"{ROUTES}\n{BUSES}\n{DRIVERS}\n{REPORT}", END)) == [("clause_added", None, "第二条")]
    new = articles(FINES, f"{ROUTES}\n{BUSES}\n{DRIVERS}\n{REPORT}", END)
    assert told(old, new) == [("clause_added", None, "第二条"), ("clause_added", None, "第三条")]


def test_a_first_paragraph_that_goes_is_one_removal():
    """The next 款 becomes the first one, and that is no news."""
    old = articles(f"{ROUTES}\n{BUSES}\n{DRIVERS}", END)
    assert told(old, articles(f"{BUSES}\n{DRIVERS}", END)) == [("clause_removed", "第二条", None)]


def test_a_whole_article_is_one_change():
    """An article that came or went is one change with all its 款 and items."""
    kept = articles(BUSES, END)
    new = articles(BUSES, f"{ROUTES}\n（一）途经点；\n（二）站点。\n{DRIVERS}", END)
    assert told(kept, new) == [("clause_added", None, "第三条")]
    assert told(new, kept) == [("clause_removed", "第三条", None)]


def test_paragraphs_that_became_articles_are_a_split():
    """An article shared out over several is told once; the articles that got its 款 did not come anew."""
    old, new = articles(f"{BUSES}\n{DRIVERS}\n{ROUTES}", END), articles(BUSES, DRIVERS, ROUTES, END)
    (change,) = [each for each in compare(edition(HEAD + old), edition(HEAD + new)).changes if each.severity != "none"]
    assert (change.type, change.facts) == ("clause_split", {"from": "第二条", "into": ["第二条", "第三条", "第四条"]})
    (change,) = [each for each in compare(edition(HEAD + new), edition(HEAD + old)).changes if each.severity != "none"]
    assert (change.type, change.facts) == ("clause_merged", {"from": ["第二条", "第三条", "第四条"], "into": "第二条"})


def test_sentences_that_became_paragraphs_or_articles_are_a_split():
    """One article's sentences may stand on in two 款, or in two articles."""
    whole = articles(FINES + REPORT, END)
    assert told(whole, articles(f"{FINES}\n{REPORT}", END)) == [("clause_split", "第二条", "第二条")]
    assert told(whole, articles(FINES, REPORT, END)) == [("clause_split", "第二条", "第二条")]
    assert told(articles(FINES, REPORT, END), whole) == [("clause_merged", "第二条", "第二条")]


def test_a_paragraph_of_a_split_article_may_be_new():
    """What is new in an article that was split off is told at its own 款."""
    old, new = articles(f"{BUSES}\n{DRIVERS}", END), articles(BUSES, f"{DRIVERS}\n{REPORT}", END)
    assert told(old, new) == [("clause_split", "第二条", "第二条"), ("clause_added", None, "第三条/第二款")]


def test_an_item_to_which_much_was_added_was_reworded():
    """At the same number, a short item that stands on in a long one is the same; one in other words was exchanged."""
    items = "有下列情形之一的，责令改正：\n（一）{}；\n（二）带故障行驶的。"
    old = articles(items.format("未按规定路线行驶的"), END)
    grown = articles(items.format("未按规定路线、站点和时间行驶，或者在途中擅自搭载其他人员、装载货物的"), END)
    other = articles(items.format("载客超过核定人数，或者载运学生以外的人员的"), END)
    assert [kind for kind, _, _ in told(old, grown)] == ["clause_reworded"]
    assert {kind for kind, _, _ in told(old, other)} == {"clause_added", "clause_removed"}


def test_a_number_is_marked_whole():
    """The marks of an article that got a number of its own leave its first word alone."""
    old, new = articles(f"{BUSES}\n{DRIVERS}", END), articles(BUSES, DRIVERS.replace("每年", "每半年"), END)
    changes = compare(edition(HEAD + old), edition(HEAD + new)).changes
    (reworded,) = [each for each in changes if each.type == "clause_reworded"]
    assert next(piece for piece in reworded.segments if piece[0] != "=") == ("+", "第三条 ")


RULES = (
    "第一章 总则\n第一条 为保障学生乘车安全，制定本办法。\n{extra}"
    "第二条 {first}校车应当每季度检查一次。\n驾驶人应当每年体检。\n有下列情形之一的，不得上路：\n（一）制动失灵的；\n{item}（二）灯光损坏的。\n"
    "{chapter}第三章 责任\n第三条 线路由学校勘察后确定。\n第四条 线路应当向家长公布。\n第五条 线路每学期核对一次。\n第六条 {citing}\n"
)
WHOLE = {"extra": "", "first": "", "item": "", "chapter": "第二章 线路\n"}


def shifted(before: str, after: str, **put_in: str) -> list[tuple[str, str | None, str | None]]:
    """What has weight where the citing article changed and `put_in` came."""
    old = RULES.format(**WHOLE, citing=before)
    new = renumber(RULES.format(**{**WHOLE, **put_in}, citing=after))
    changes = compare(edition(f"青河区校车管理办法\n{old}"), edition(f"青河区校车管理办法\n{new}")).changes
    return [(each.type, each.path_before, each.path_after) for each in changes if each.severity != "none"]


def renumber(text: str) -> str:
    """The text with its articles, chapters and items numbered through."""
    for unit in ("条", "章"):
        numbers = iter("一二三四五六七八九")
        text = re.sub(rf"(?m)^第.{unit} ", lambda _, n=numbers, u=unit: f"第{next(n)}{u} ", text)
    numbers = iter("一二三四五六七八九")
    return re.sub(r"(?m)^（.）", lambda _: f"（{next(numbers)}）", text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("违反第四条的，责令改正。", "违反第五条的，责令改正。"),
        ("违反本办法第四条规定的，责令改正。", "违反本办法第五条规定的，责令改正。"),
        ("违反第三条至第五条的，责令改正。", "违反第四条至第六条的，责令改正。"),
        ("违反第三条、第四条和第五条的，责令改正。", "违反第四条、第五条和第六条的，责令改正。"),
        ("违反第三、四、五条的，责令改正。", "违反第四、五、六条的，责令改正。"),
        ("违反第二条第二款的，责令改正。", "违反第三条第二款的，责令改正。"),
        ("违反第二条第三款第（二）项的，责令改正。", "违反第三条第三款第（二）项的，责令改正。"),
        ("违反第二条第三款第一项、第二项的，责令改正。", "违反第三条第三款第一项、第二项的，责令改正。"),
        ("违反第二条第一款或者第三款的，责令改正。", "违反第三条第一款或者第三款的，责令改正。"),
    ],
)
def test_references_follow_an_article_put_in(before, after):
    """However an article is referred to, the reference that follows it is no change."""
    added = [("clause_added", None, "第二条")]
    assert shifted(before, after, extra="第二条 本办法所称学校包括幼儿园。\n") == added
    assert shifted(before, before, extra="第二条 本办法所称学校包括幼儿园。\n") == added


@pytest.mark.parametrize(
    ("before", "after", "put_in", "added"),
    [
        (
            "违反第二条第二款的，责令改正。",
            "违反第二条第三款的，责令改正。",
            {"first": "随车照管员应当清点人数。\n"},
            "第二条",
        ),
        (
            "违反第二条第三款第（二）项的，责令改正。",
            "违反第二条第三款第（三）项的，责令改正。",
            {"item": "（九）轮胎磨损的；\n"},
            "第二条/第三款/(二)",
        ),
        (
            "违反第二条第三款第二项的，责令改正。",
            "违反第二条第三款第三项的，责令改正。",
            {"item": "（九）轮胎磨损的；\n"},
            "第二条/第三款/(二)",
        ),
        (
            "违反第三章规定的，责令改正。",
            "违反第四章规定的，责令改正。",
            {"chapter": "第九章 车辆\n第二章 线路\n"},
            "第二章",
        ),
    ],
)
def test_references_follow_what_else_is_put_in(before, after, put_in, added):
    """So do references to paragraphs, items and chapters."""
    assert shifted(before, after, **put_in) == [("clause_added", None, added)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("违反第三条的，责令改正。", "违反第五条的，责令改正。"),
        ("违反第二条第二款的，责令改正。", "违反第三条第三款的，责令改正。"),
        ("违反《青河区客运规定》第三条的，责令改正。", "违反《青河区客运规定》第四条的，责令改正。"),
        ("违反道路交通安全法第三条的，责令改正。", "违反道路交通安全法第四条的，责令改正。"),
        ("违反第三条的，责令改正。", "违反第四条、第五条的，责令改正。"),
    ],
)
def test_another_reference_is_a_change(before, after):
    """A reference to something else, or to another work, is told, though numbers shifted at the same time."""
    told = shifted(before, after, extra="第二条 本办法所称学校包括幼儿园。\n")
    assert told == [("clause_added", None, "第二条"), ("clause_reworded", "第六条", "第七条")]


def test_a_reference_inside_a_target_changes_no_target():
    """An aim that names an article by its number is the same when the number follows that article."""
    before, after = (f"到2027年，校车应当全部达到第{number}条规定的检查标准。" for number in "三四")
    assert shifted(before, after, extra="第二条 本办法所称学校包括幼儿园。\n") == [("clause_added", None, "第二条")]


def test_the_paragraph_before_may_be_named_by_its_number():
    """前款 that became 本条第一款 where another 款 was put between is no change."""
    old = articles(f"{BUSES}\n违反前款规定的，责令改正。", END)
    new = articles(f"{BUSES}\n{DRIVERS}\n违反本条第一款规定的，责令改正。", END)
    assert told(old, new) == [("clause_added", None, "第二条/第二款")]


PASSED = "2011年3月4日 青河区第五届人民代表大会第二次会议通过"
AMENDED = "2019年5月6日 青河区第七届人民代表大会第四次会议《关于修改〈青河区校车管理办法〉的决定》第一次修正"


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        (PASSED, f"{PASSED}\n{AMENDED}", ("", AMENDED)),
        (f"（{PASSED}）", f"（{PASSED} 根据{AMENDED}）", ("", AMENDED)),
        (f"{PASSED}\n{AMENDED}", f"（{PASSED}　根据{AMENDED}）", None),
        ("", f"（{PASSED}）", ("", PASSED)),
    ],
    ids=["lines", "in brackets", "lines became brackets", "first printed"],
)
def test_the_record_of_amendments_is_metadata(before, after, steps):
    """Under the title, only the steps that came or went are told, and only as metadata."""
    body = articles(BUSES, END)
    old, new = (
        edition(f"青河区校车管理办法\n{lines}\n第一条 为保障学生乘车安全，制定本办法。\n{body}")
        for lines in (before, after)
    )
    told = [
        (each.type, each.severity, each.facts["old"], each.facts["new"])
        for each in compare(old, new).changes
        if each.severity != "none"
    ]
    assert told == ([("metadata_changed", "low", *steps)] if steps else [])


def test_prose_below_the_title_is_no_record():
    """A sentence that begins with a day is text like any other."""
    lines = "2025年3月1日，区教育局召开会议，通过了本办法。{}经研究，现予公布。"
    body = f"第一条 为保障学生乘车安全，制定本办法。\n{articles(BUSES, END)}"
    old, new = (edition(f"青河区校车管理办法\n{lines.format(word)}\n{body}") for word in ("", "会后征求了意见。"))
    assert [each.type for each in compare(old, new).changes] == ["clause_reworded"]


@pytest.mark.parametrize("words", ["中小学校车", "所有校车", "和平路的校车", "及时公布线路", "本市校车"])
def test_no_blank_is_needed_behind_a_number(words):
    """第三条中小学校车… is the third article, as 第三条 中小学校车… is."""
    blank, none = (articles(BUSES, END) + f"\n第四条{gap}{words}应当登记。" for gap in (" ", ""))
    assert told(blank, none) == told(none, blank) == []
    assert told(articles(BUSES, END), none) == [("clause_added", None, "第四条")]


def test_a_paragraph_may_begin_with_a_reference():
    """第一条所称…, 第一条中的… and 第一条规定的… begin no article."""
    for words in ("所称校车", "中的校车", "规定的校车", "和第二条规定的校车", "第二款规定的校车"):
        old, new = articles(BUSES, END), articles(f"{BUSES}\n第一条{words}应当登记。", END)
        assert told(old, new) == [("clause_added", None, "第二条/第二款")]


def test_articles_beyond_a_thousand_are_articles():
    """A code of more than a thousand articles is read to its end; one put in renumbers the rest, references follow."""
    old = f"第九百九十九条 {BUSES}\n第一千条 {DRIVERS}\n第一千零一条 违反本办法第一千条规定的，暂停驾驶。\n第一千二百一十一条 {END}"
    new = (
        f"第九百九十九条 {BUSES}\n第一千条 {ROUTES}\n第一千零一条 {DRIVERS}\n"
        f"第一千零二条 违反本办法第一千零一条规定的，暂停驾驶。\n第一千二百一十二条 {END}"
    )
    assert [each.path for each in edition(HEAD + old).outline.clauses][-3:] == [
        "第一千条",
        "第一千零一条",
        "第一千二百一十一条",
    ]
    assert told(old, new) == [("clause_added", None, "第一千条")]
    assert told(new, old) == [("clause_removed", "第一千条", None)]


def test_articles_made_alike_keep_apart_when_all_references_move_on():
    """Of two fines alike but for zone and sum, each stays itself, though neither is letter for letter what it was."""
    fine = "在{}停放校车违反本办法第{}条规定的，由区教育局责令驶离，并处{}万元以下的罚款。"
    old = articles(BUSES, DRIVERS, fine.format("湖区", "二", "五"), fine.format("山区", "二", "十"), END)
    new = articles(ROUTES, BUSES, DRIVERS, fine.format("湖区", "三", "五"), fine.format("山区", "三", "十"), END)
    assert told(old, new) == [("clause_added", None, "第二条")]
    assert told(new, old) == [("clause_removed", "第二条", None)]


def test_a_lead_that_stands_in_two_articles_goes_with_its_items():
    """Where two articles begin with the same words, a shifted number does not give one the items of the other."""
    lead = "有下列行为之一的，由区教育局责令改正："
    one, other = f"{lead}\n（一）擅自改变线路；\n（二）超员。", f"{lead}\n（一）使用拼装车辆；\n（二）未配备照管员。"
    old, new = articles(BUSES, one, other, END), articles(BUSES, DRIVERS, one, other, END)
    assert told(old, new) == [("clause_added", None, "第三条")]
    assert told(new, old) == [("clause_removed", "第三条", None)]


@pytest.mark.parametrize(
    "begins", ["第一次检查应当在开学之前进行。", "一项检查不合格的，停驶。", "第二学期的检查由学校组织。"]
)
def test_an_article_may_begin_with_an_ordinal_right_behind_its_number(begins):
    """第三条第一次检查… is an article, as it is with a blank between; 第三条第一款 at the head of a line is none."""
    old, new = articles(BUSES, begins, END), f"第二条 {BUSES}\n第三条{begins}\n第四条 {END}"
    assert [each.path for each in edition(HEAD + new).outline.clauses][-2:] == ["第三条", "第四条"]
    assert told(old, new) == told(new, old) == []
    wrapped = f"第二条 {BUSES}\n第一条第一款规定的校车除外。\n第三条 {END}"
    assert [each.path for each in edition(HEAD + wrapped).outline.clauses][-2:] == ["第二条/第二款", "第三条"]


def test_items_that_lose_their_numbers_are_renumbered():
    """A copy without the items' numbers makes 款 of them; what stands where it stood has not moved."""
    lead = "申请校车许可，应当提交下列材料："
    items = ["车辆检验合格证明；", "驾驶人资格证明。"]
    numbered = articles(f"{lead}\n（一）{items[0]}\n（二）{items[1]}\n{REPORT}", END)
    bare = articles(f"{lead}\n{items[0]}\n{items[1]}\n{REPORT}", END)
    assert told(numbered, bare) == told(bare, numbered) == []
    swapped = articles(f"{lead}\n{items[1]}\n{items[0]}\n{REPORT}", END)
    assert [kind for kind, *_ in told(numbered, swapped)] == ["clause_moved"]


def test_a_sentence_that_stands_thirty_times_is_told_apart_by_what_stands_before_it():
    """One more of many equal 款 is one addition, wherever it is put in; all others only moved down."""
    routes = [f"{number}号线的校车应当准点发车。\n不得超员。" for number in range(1, 31)]
    old, new = "\n".join(routes), "\n".join([*routes[:7], "夜班线的校车应当准点发车。\n不得超员。", *routes[7:]])
    assert told(articles(BUSES, old, END), articles(BUSES, DRIVERS, old, END)) == [("clause_added", None, "第三条")]
    there = [("clause_added", None, "第三条/第十五款"), ("clause_added", None, "第三条/第十六款")]
    assert told(articles(BUSES, old, END), articles(BUSES, new, END)) == there
    back = [("clause_removed", "第三条/第十五款", None), ("clause_removed", "第三条/第十六款", None)]
    assert told(articles(BUSES, new, END), articles(BUSES, old, END)) == back


def test_a_reference_follows_an_article_that_became_an_item_and_back():
    """第三条 that stands on as an item of 第四条 is meant by 第四条第(二)项; the mirror image says the same."""
    old = articles(
        BUSES, DRIVERS, f"学校应当做到：\n（一）{ROUTES}", f"照管员{REPORT}\n驾驶人应当符合本办法第三条的规定。", END
    )
    new = articles(
        BUSES,
        f"学校应当做到：\n（一）{ROUTES}\n（二）{DRIVERS}",
        f"照管员{REPORT}\n驾驶人应当符合本办法第三条第二项的规定。",
        END,
    )
    assert "clause_reworded" not in [kind for kind, *_ in (*told(old, new), *told(new, old))]
    silent = [each for each in compare(edition(HEAD + new), edition(HEAD + old)).changes if each.severity == "none"]
    assert ("第三条第二项", "第三条") in [(each.facts.get("old"), each.facts.get("new")) for each in silent]
