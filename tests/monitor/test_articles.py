"""Regulations of articles: what comes, goes and moves among articles, their 款 and their items."""

from __future__ import annotations

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
    assert [piece for piece in reworded.segments if piece[0] != "="][0] == ("+", "第三条 ")
