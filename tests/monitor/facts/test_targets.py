"""Quantities and what they measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts import mentions
from monitor.facts.targets import targets
from monitor.outline import outline
from tests.monitor import seeds


def told(text):
    """Indicator, value as shown and year of every target."""
    return [(one.indicator, one.shown, one.year) for one in targets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "到2026年,公办园在园幼儿占比达到52%以上,新增公办幼儿园学位1800个。",
            [("公办园在园幼儿占比", "52%以上", "2026"), ("新增公办幼儿园学位", "1800个", "2026")],
        ),
        ("三年内新建小学2所。", [("新建小学", "2所", None)]),
        ("举办者的注册资本不低于200万元人民币。", [("举办者的注册资本", "不低于200万元", None)]),
        ("教学装备达标率保持100%。", [("教学装备达标率", "100%", None)]),
        ("每年组织全员培训不少于72学时。", [("组织全员培训", "不少于72学时", None)]),
        ("2027年智慧校园比例达到70%以上。", [("智慧校园比例", "70%以上", "2027")]),
        (
            "到2027年,全区集团化办学覆盖率达到100%,班额标准小学不超过45人。",
            [("集团化办学覆盖率", "100%", "2027"), ("班额标准小学", "不超过45人", "2027")],
        ),
        ("新建学校6所,改扩建4所。", [("新建学校", "6所", None), ("改扩建", "4所", None)]),
        (
            "在《某计划(2025-2027年)》确定的普惠园占比88%基础上,2026年达到90%。",
            [("普惠园占比", "88%", None), ("普惠园占比", "90%", "2026")],
        ),
        ("《国家学生体质健康标准》达标率达到95%。", [("《国家学生体质健康标准》达标率", "95%", None)]),
        ("严格执行《河湾区行动计划》中规定的公办园占比达到55%以上。", [("公办园占比", "55%以上", None)]),
        ("对照《河湾区学前教育发展提升行动计划实施方案(2025年)》优良率达到50%。", [("优良率", "50%", None)]),
        ("小学5所、初中4所。", [("小学", "5所", None), ("初中", "4所", None)]),
        (
            "争创2所数字校园,18所智慧校园。",
            [("争创数字校园", "2所", None), ("智慧校园", "18所", None)],
        ),
        (
            "名校中高中、初中分别不少于两所、三所。",
            [("名校中高中", "不少于两所", None), ("初中", "三所", None)],
        ),
        ("支出占比为40%至50%。", [("支出占比", "40%至50%", None)]),
        ("力争“十五五”时期再创省级示范园2所。", [("再创省级示范园", "2所", "2030")]),
        ("确保教育支出只增不减。", [("教育支出", "只增不减", None)]),
        ("游泳馆项目于2027年秋季建成投用。", [("游泳馆项目", "建成投用", "2027")]),
        ("到2035年,建成学习型城区。", [("建成学习型城区", "", "2035")]),
        ("每人至少掌握一项运动技能。", [("每人至少掌握运动技能", "一项", None)]),
        ("2026年底前大班额比例控制在1%以内。", [("大班额比例", "1%以内", "2026")]),
        ("2026年底前完成食堂改造。", [("完成食堂改造", "", "2026")]),
        ("提高普惠率。2026年达到80%,2027年达到90%。", [("提高普惠率", "80%", "2026"), ("提高普惠率", "90%", "2027")]),
        ("推进集团办学。2026年前实现全覆盖。", [("推进集团办学", "全覆盖", "2026")]),
        ("师生比达到1:12,差异系数不高于0.45。", [("师生比", "1:12", None), ("差异系数", "不高于0.45", None)]),
        ("公用经费标准提高到每年1200元。", [("公用经费标准", "1200元", None)]),
        ("补助标准为每生每年800元。", [("补助标准", "800元", None)]),
        ("开展木工体验,每学期不少于8课时。", [("每学期", "不少于8课时", None)]),
        ("生均公用经费每年1200元。", [("生均公用经费", "1200元", None)]),
        ("至少开设两门校本课程。", [("至少开设校本课程", "两门", None)]),
        ("按照第1项推进。", []),
        ("优质初中占比只有35%。", [("优质初中占比", "35%", None)]),
        ("第二条 民办幼儿园班额不超过30人。", [("民办幼儿园班额", "不超过30人", None)]),
        ("合同期限不超过2年,从教满10年。", [("合同期限", "不超过2年", None)]),
        ("留样量不少于125克,整改期3个月。", [("留样量", "不少于125克", None), ("整改期", "3个月", None)]),
        ("毛入园率达到百分之九十五以上。", [("毛入园率", "百分之九十五以上", None)]),
        ("新建幼儿园十六所,新增学位三千五百个。", [("新建幼儿园", "十六所", None), ("新增学位", "三千五百个", None)]),
        ("处一万元以上五万元以下罚款。", [("处", "一万元以上", None), ("罚款", "五万元以下", None)]),
        ("骨干教师三分之二以上。", [("骨干教师", "三分之二以上", None)]),
        ("应当自受理起二十个工作日内答复。", [("应当自受理起答复", "二十个工作日内", None)]),
        ("本办法有效期五年。", [("本办法有效期", "五年", None)]),
        ("公用经费标准不低于每生每年600元。", [("公用经费标准", "不低于每生每年600元", None)]),
        ("占比不得低于百分之六十。", [("占比", "不得低于百分之六十", None)]),
        ("培训1000余人次,惠及近千人。", [("培训", "1000余人次", None), ("惠及", "近千人", None)]),
        ("聘请约500名教师,覆盖100多所学校。", [("聘请教师", "约500名", None), ("覆盖学校", "100多所", None)]),
        ("统一三十所学校标识。", [("统一学校标识", "三十所", None)]),
    ],
)
def test_targets_are_told(text, expected):
    """What is measured, how much as published, and the year of the sentence."""
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "每年修订一次学校布局规划。",
        "确保每所乡村小学加入一个教育集团。",
        "落实《教育现代化2035》要求。",
        "自2027年9月1日起施行。",
        "落实“五个100%”行动。",
        "全面落实3岁以下托育服务政策。",
        "实施2026-2028年行动计划。",
        "清政办发〔2025〕18号",
        "完全覆盖各校。",
        "第一,坚持三个代表,争做四有教师。",
        "深化三通两平台,落实双减、两免一补,五育并举。",
        "到二〇二六年,一体化建设一批学校、一个中心。",
        "第三十三条、第十、十一条另行规定。",
        "实施十大行动、百所名校工程,改造数十所学校。",
        "“十项准则”入脑入心,三年内初见成效。",
        "一是抓班子,二是带队伍。",
        "体验二十四节气。",
    ],
)
def test_what_is_no_target(text):
    """Loose words for one, dates, names, quotations and ages set nothing."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparison"),
    [
        ("占比达到52.5%以上", "52.5", "%", "ge"),
        ("学时不少于72学时", "72", "学时", "ge"),
        ("班额不超过45人", "45", "人", "le"),
        ("资金超过3,000万元", "3000", "万元", "gt"),
        ("学会1-2项技能", "1-2", "项", "range"),
        ("新建２所", "2", "所", "eq"),
        ("高中不少于十二所", "12", "所", "ge"),
        ("支出只增不减", "只增不减", "", "qualitative"),
        ("毛入园率百分之九十五点五", "95.5", "%", "eq"),
        ("教师占三分之二以上", "2/3", "", "ge"),
        ("资金一亿二千万元", "12000", "万元", "eq"),
        ("资金三万五千元", "35000", "元", "eq"),
        ("资金八千至一万元", "8000-10000", "元", "range"),
        ("新建三十至四十所", "30-40", "所", "range"),
        ("资金2万余元", "2", "万元", "gt"),
        ("聘请五千多名", "5000", "名", "gt"),
        ("经费不低于每生每年600元", "600", "元", "ge"),
        ("班额不得超过45人", "45", "人", "le"),
        ("答复三十日内", "30", "日", "le"),
    ],
)
def test_value_unit_and_comparison(text, value, unit, comparison):
    """The bare number, its unit and how it is compared."""
    (found,) = targets(text, "一/1")
    assert (found.path, found.value, found.unit, found.comparison) == ("一/1", value, unit, comparison)


@pytest.mark.parametrize(("number", "least"), [("000", 18), ("002", 21), ("003", 35)])
def test_most_targets_of_real_documents_are_found(number, least):
    """At least so many of the gold's targets have a fact in their clause that shares their words and value."""
    gold, found = seeds.gold(number), outline(seeds.text(number))

    def hit(item):
        where = {clause.path for clause in found.clauses if item["text"] in clause.text}
        facts = [fact for fact in mentions(found).targets if fact.path in where]
        return any(
            fact.text in item["text"]
            or item["text"] in fact.text
            or (fact.shown and fact.shown in item["text"] and fact.indicator[-4:] in item["text"])
            for fact in facts
        )

    assert sum(map(hit, gold["targets"])) >= least


def test_a_real_documents_values_are_the_golds():
    """Where a target's text is the gold's, its value and unit are too."""
    facts = {fact.text: fact for fact in mentions(outline(seeds.text("003"))).targets}
    compared = [(item, facts[item["text"]]) for item in seeds.gold("003")["targets"] if item["text"] in facts]
    assert len(compared) >= 15
    for item, fact in compared:
        if item["value"] and item["value"].isdigit():
            assert (fact.value, fact.unit) == (item["value"], item["unit"].partition("/")[0])


def test_a_small_count_is_a_target_where_it_is_said_to_be_one():
    """三所 may be a word or a number; who compares two editions knows."""
    text = "新建小学三所,推进三个转变。"
    assert targets(text) == ()
    assert [(one.shown, one.value) for one in targets(text, counted={4})] == [("三所", "3")]


@given(
    st.text(
        alphabet="到达至占比率202６5年,，。、；（）()《》“”%以上不低于1所个和的 至少一分别逐年每生两三百千万亿点分之第余多近日内元\n",
        max_size=60,
    )
)
def test_facts_quote_their_clause(text):
    """Whatever the text, every fact's words and value stand in it as published, and nothing raises."""
    for fact in targets(text):
        assert fact.text in text
        assert fact.shown in fact.text
        assert fact.indicator
