"""Who is kin, and who only looks so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.family import ties
from monitor.records import Attachment
from tests.monitor.kinfolk import BUREAU, DAY, page, plan, related, tie

PLAN = "临江区托育服务行动计划(2024-2026年)"
LAW = "临江区校车管理办法"


def _later(days: int) -> date:
    return DAY + timedelta(days)


@pytest.mark.parametrize(
    "asked",
    [
        f"关于公开征求《{PLAN[:-12]}(2024-2026年)(征求意见稿)》意见的公告",
        f"《{PLAN}(征求意见稿)》公开征求意见",
        f"{BUREAU}关于征求《{PLAN}(草案)》意见的通知",
    ],
)
@pytest.mark.parametrize(
    "issued", [PLAN, f"关于印发《{PLAN}》的通知", f"{BUREAU}关于印发{PLAN}的通知", f"《{PLAN}》公布!"]
)
def test_a_final_is_that_of_its_draft(asked, issued):
    """Two titles and two addresses are one work, in whichever order they are seen."""
    assert related(page(asked, day=_later(-60)), page(issued, plan(20, start=6))) == ("final_of", 2, 1)


@pytest.mark.parametrize("shown", [f"转:{PLAN}", f"【转载】{PLAN}", f"转发:关于印发《{PLAN}》的通知", f"江州市{PLAN}"])
def test_a_copy_elsewhere_is_a_repost(shown):
    """A school's page with the bureau's words, a few of them edited, is a repost of the bureau's."""
    copy = page(shown, plan(19), site="临江区育才小学", day=_later(9))
    assert related(copy, page(f"关于印发《{PLAN}》的通知")) == ("repost_of", 1, 2)


def test_a_headline_over_the_same_text_is_a_repost():
    """A medium's own headline does not hide whose text it is; another place in it does."""
    media = {"site": "河畔网", "region": "", "source": "河畔日报", "day": _later(2)}
    assert related(page("重磅!临江区托育这么干", **media), page(PLAN)) == ("repost_of", 1, 2)
    assert related(page("重磅!东屿区托育这么干", **media), page(PLAN)) is None


@pytest.mark.parametrize(
    "other",
    [
        page(PLAN.replace("临江", "东屿"), site="东屿区教育局", region="澜江省/江州市/东屿区"),
        page(PLAN.replace("临江区", "江州市"), site="江州市教育局", region="澜江省/江州市"),
        page(PLAN, region="北湾省/兴浦市/临江区"),
        page(PLAN.replace("2024-2026", "2021-2023"), day=_later(-1000)),
        page(PLAN.replace("行动计划", "规划")),
        page(f"关于落实《{PLAN}》的若干措施"),
        page(f"《{PLAN}》中期评估报告"),
        page(f"{BUREAU}召开《{PLAN}》推进会", "会议学习了行动计划。"),
    ],
    ids=["district", "city", "namesake", "years", "kind", "measures", "report", "news"],
)
def test_what_contradicts_is_no_kin_however_equal_the_text(other):
    """Other districts, levels, years and kinds copy whole plans, and others only name them."""
    assert related(page(PLAN), other) is None


def test_work_points_of_two_years_or_two_organs_are_two_works():
    """Next year's work points say mostly the same, and a school's follow the bureau's."""
    ours = page("2025年临江区教育局工作要点")
    assert related(ours, page("临江区教育局2024年工作要点", plan(19), day=_later(-365))) is None
    assert related(ours, page("2025年临江区第二小学工作要点", site="临江区第二小学")) is None


def test_the_same_title_every_year_is_not_one_work():
    """Where the title names no year, the days tell."""
    last = page("临江区中小学招生工作安排", plan(19), day=_later(-365))
    assert related(last, page("临江区中小学招生工作安排")) is None


def test_a_word_in_a_title_tells_two_works_apart():
    """Two schemes with one text, for primary and for middle schools."""
    assert related(page("临江区2025年小学招生工作方案"), page("临江区2025年初中招生工作方案")) is None


@pytest.mark.parametrize(
    "shown", ["《{}》政策解读", "一图读懂《{}》", "图解:{}", "{}解读", "《{}》新闻发布会实录", "关于《{}》的起草说明"]
)
def test_an_explanation_is_of_what_its_title_names(shown):
    """An explanation of this plan, and of no other year's or place's."""
    said = page(shown.format(PLAN), "区里印发了计划,现解读如下。", day=_later(5))
    assert related(said, page(PLAN)) == ("explains", 1, 2)
    assert related(said, page(PLAN.replace("2024-2026", "2027-2029"))) is None
    assert related(said, page(PLAN.replace("临江", "东屿"), region="", site="")) is None


def test_what_became_of_opinions_belongs_to_the_work():
    """A page that says which opinions were taken up."""
    said = page(f"关于《{LAW}(征求意见稿)》意见采纳情况的反馈", "共收到意见12条。", day=_later(40))
    assert related(said, page(f"关于征求《{LAW}(征求意见稿)》意见的公告")) == ("explains", 1, 2)


def test_amendments_and_repeals_are_of_the_older_work():
    """By the title, by a list in the text, and by the sentence that ends an older one; never of a younger one."""
    law = page(LAW, document_number="临教规〔2019〕3号", day=_later(-2000))
    assert related(page(f"关于修改《{LAW}》的决定", "一、第三条修改为新的内容。"), law) == ("amends", 1, 2)
    assert related(page(f"关于废止《{LAW}》的通知", "经研究,现予废止。"), law) == ("repeals", 1, 2)
    listed = f"下列文件予以废止:\n1.《{LAW}》(临教规〔2019〕3号)"
    assert related(page("关于公布废止部分规范性文件的决定", listed), law) == ("repeals", 1, 2)
    heir = page(
        "临江区校车安全管理规定", plan(20, 50) + f"\n21.本规定自公布之日起施行,《{LAW}》(临教规〔2019〕3号)同时废止。"
    )
    assert related(heir, law) == ("repeals", 1, 2)
    assert related(heir, page(LAW, day=_later(30))) is None
    assert related(page(f"{LAW}(2024年修订)", plan(20, 8)), law) == ("amends", 1, 2)


def test_a_notice_without_the_text_is_the_notice_of_it():
    """The notice on one page and the plan on another; a second copy of the text is a repost."""
    notice = page(f"关于印发《{PLAN}》的通知", "各学校:\n现将计划印发给你们,请认真贯彻执行。")
    assert related(notice, page(PLAN)) == ("notice_of", 1, 2)
    assert related(page(f"附件1:{PLAN}"), notice) == ("attachment_of", 1, 2)


def test_what_a_notice_lists_is_its_attachment():
    """A notice of another name whose attachment stands on a page of its own; another district's is none."""
    files = (Attachment("附件1：临江区招生入学工作方案.docx", "https://jy.example.cn/1.docx"),)
    notice = page("临江区教育局关于做好2025年入学准备的通知", plan(6, 60), attachments=files)
    assert related(page("临江区招生入学工作方案"), notice) == ("attachment_of", 1, 2)
    assert related(page("东屿区招生入学工作方案"), notice) is None


def test_a_notice_lists_pages_as_its_attachments():
    """What stands under 附件 without a file may be a page of its own, marked as an attachment or not."""
    text = "各学校:\n现组织申报示范食堂,请按附件要求准备。\n附件:1.临江区示范食堂建设标准\n2.临江区示范食堂申报表"
    notice = page("关于申报示范食堂的通知", text)
    for title in ("临江区示范食堂建设标准", "附件1:临江区示范食堂建设标准", "附件2:临江区示范食堂申报表"):
        own = page(title, "一、面积\n后厨面积不少于八十平方米。\n二、人员\n持证上岗。")
        assert related(own, notice) == ("attachment_of", 1, 2)


def test_a_second_consultation_is_a_later_draft():
    """Said in the title, or seen by the days."""
    first = page(f"关于公开征求《{LAW}(征求意见稿)》意见的公告", day=_later(-90))
    again = page(f"关于再次公开征求《{LAW}(征求意见稿)》意见的公告", plan(20, 6))
    assert related(again, first) == ("redraft_of", 1, 2)
    assert related(page(f"关于公开征求《{LAW}(征求意见稿)》意见的公告", plan(20, 9)), first) == ("redraft_of", 1, 2)


def test_a_copy_is_tied_to_its_original_alone():
    """Among a draft, the final, another copy and an explanation the final is what a copy copies."""
    pages = {
        1: page(f"《{PLAN}(征求意见稿)》公开征求意见", day=_later(-60)),
        2: page(f"关于印发《{PLAN}》的通知", plan(20, 4)),
        3: page(f"转:{PLAN}", plan(19, 4), site="临江区育才小学", day=_later(3)),
        4: page(f"《{PLAN}》解读", "现解读如下。", day=_later(4)),
        5: page(f"转载:{PLAN}", plan(19, 5), site="临江区明德中学", day=_later(8)),
    }
    assert [(each.relation, each.other) for each in ties(5, pages)] == [("repost_of", 2)]
    assert {(each.relation, each.one, each.other) for each in ties(2, pages)} == {
        ("final_of", 2, 1),
        ("repost_of", 3, 2),
        ("repost_of", 5, 2),
        ("explains", 4, 2),
    }


def test_every_tie_says_why_in_both_languages():
    """The reason names what agrees; more agreement is more confidence."""
    sure = tie(page(f"转:{PLAN}", site="临江区育才小学"), page(PLAN))
    less = tie(page(f"转:{PLAN}", plan(12), site="临江区育才小学"), page(PLAN))
    assert sure is not None
    assert less is not None
    assert sure.reason.zh == "自称转载;标题、地区、年份一致;约100%的句子相同"
    assert sure.reason.en.startswith("it says that it repeats another's; same title, place and years")
    assert 0.7 < less.confidence < sure.confidence <= 1


def test_what_comes_from_above_is_one_work_wherever_it_is_passed_on():
    """Two districts publish the ministry's opinions; two that wrote their own under one title are two."""
    title, there = "关于全面加强新时代学校劳动的指导意见", {"site": "东屿区教育局", "region": "澜江省/江州市/东屿区"}
    assert related(page(title, day=_later(9), **there), page(title)) == ("repost_of", 1, 2)
    assert related(page(title, plan(20, 4), day=_later(9), **there), page(title)) is None


def test_a_forwarded_work_is_a_copy_of_the_one_above():
    """A district forwards its city's plan: a copy of that, and no plan of the district's."""
    city = page("江州市校车管理办法", site="江州市教育局", region="澜江省/江州市")
    forwarded = page(f"{BUREAU}转发江州市教育局关于印发《江州市校车管理办法》的通知", day=_later(20))
    assert related(forwarded, city) == ("repost_of", 1, 2)
    assert related(forwarded, page(LAW)) is None


def test_a_final_of_another_year_is_not_that_of_this_years_draft():
    """What comes every year under one title without a year."""
    draft = page("关于征求《临江区招生入学工作方案(征求意见稿)》意见的公告")
    assert related(page("临江区招生入学工作方案", plan(20, 3), day=_later(50)), draft) == ("final_of", 1, 2)
    assert related(page("临江区招生入学工作方案", plan(20, 3), day=_later(780)), draft) is None
    assert related(page("临江区招生入学工作方案", plan(20, 3), day=_later(-310)), draft) is None


def test_a_revision_that_is_asked_about_amends_what_is_in_force():
    """A draft under the title of an older regulation is of its revision."""
    draft = page(f"关于征求《{LAW}(修订草案)》意见的公告")
    assert related(draft, page(LAW, plan(20, 5), day=_later(-1500))) == ("amends", 1, 2)


def test_notices_of_a_series_are_no_copies_of_each_other():
    """Nearly one title and one text, but other numbers."""
    assert related(page("临江区关于第3项工作的通知"), page("临江区关于第4项工作的通知", day=_later(9))) is None


def test_news_under_the_works_title_is_no_copy_of_it():
    """A medium that writes of the plan under its title; one that repeats a part of it is a copy."""
    media = {"site": "河畔网", "region": "", "source": "河畔日报", "day": _later(2)}
    assert related(page(f"《{PLAN}》公布!", plan(12, 70), **media), page(PLAN)) is None
    assert related(page(f"重磅!《{PLAN}》出台", plan(8, 12), **media), page(PLAN)) == ("repost_of", 1, 2)


def test_boilerplate_is_no_evidence():
    """Sentences that stand in a crowd of documents make no repost of a page with another title."""
    copy, work = page("喜讯", site="河畔网", source="河畔日报", region=""), page(PLAN)
    assert [each.relation for each in ties(1, {1: copy, 2: work})] == ["repost_of"]
    assert ties(1, {1: copy, 2: work}, frozenset(work.sketch.keys)) == ()


def test_nothing_is_said_of_pages_without_names_or_text():
    """Empty pages with bare titles are no kin."""
    bare = page("通知", "")
    assert related(bare, page("通知", "")) is None
    assert related(bare, replace(bare, day=None)) is None
