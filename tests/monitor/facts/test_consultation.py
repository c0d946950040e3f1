"""Deadlines and contacts of calls for opinions."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.facts.consultation import consultation
from monitor.records import Consultation, Contact
from tests.monitor import seeds


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("意见反馈截止日期为2026年5月6日。", date(2026, 5, 6)),
        ("请于2026年3月10日前将意见反馈至区教育局。", date(2026, 3, 10)),
        ("征求意见时间为２０２６年3月1日至3月25日。", date(2026, 3, 25)),
        ("征求意见期限为2025年12月20日至2026年1月5日。", date(2026, 1, 5)),
        ("公示期为2026年3月1日—15日，有意见请反馈。", date(2026, 3, 15)),
        ("公开征求意见\n反馈截止时间：2026-03-10 17:00", date(2026, 3, 10)),
        ("请公众提出意见。截止日期：2026年3月10日", date(2026, 3, 10)),
        ("征求意见结束日期为2026年3月10日。", date(2026, 3, 10)),
        ("现公开征求意见。\n一、征求意见时间\n2026年3月1日至2026年3月31日。", date(2026, 3, 31)),
        ("现公开征求意见。\n一、时间\n自即日起至2026年3月31日止。", date(2026, 3, 31)),
        ("现公开征求意见。\n二、征求意见期限\n2026-03-31", date(2026, 3, 31)),
        ("征求意见时间：2025年12月20日9:00至1月5日17:00。", date(2026, 1, 5)),
        ("征求意见期自即日起至2026年3月31日。", date(2026, 3, 31)),
    ],
)
def test_deadlines_are_found(text, deadline):
    """The last day, in the wordings that offices use."""
    assert consultation(text).deadline == deadline


@pytest.mark.parametrize(
    ("text", "published", "deadline"),
    [
        ("请于4月2日前反馈意见。", date(2026, 3, 10), date(2026, 4, 2)),
        ("请于1月15日前反馈意见。", date(2025, 12, 20), date(2026, 1, 15)),
        ("请于4月2日前反馈意见。", None, None),
        ("请于2月30日前反馈意见。", date(2026, 2, 10), None),
        ("请于4月2日17:00前反馈意见。", date(2026, 3, 10), date(2026, 4, 2)),
        ("征求意见期限为30日。", date(2026, 3, 10), date(2026, 4, 9)),
        ("请于本公告发布之日起十五日内反馈意见。", date(2026, 3, 10), date(2026, 3, 25)),
        ("公开征求意见。\n一、公示期\n5个工作日", date(2026, 3, 10), None),
        ("征求意见期限为30日。", None, None),
    ],
)
def test_a_deadline_without_a_year_follows_the_call(text, published, deadline):
    """It is the next such day from the call's publication; where that is not known, nothing is guessed."""
    assert consultation(text, published).deadline == deadline


@pytest.mark.parametrize(
    "text",
    [
        "报名截止日期为2026年3月10日。",
        "公开征求意见\n来源:区教育局 发布时间:2026-03-01 10:35",
        "2026年3月1日,区教育局听取了意见建议。",
        "截至2026年9月30日，全区有85所学校。",
        "联系电话：0999-5550123",
        "请提出意见。\n一、时间安排\n2026年3月10日完成整改。",
        "请提出意见。\n第八条 草案公开征求意见的期限一般不少于30日。",
    ],
)
def test_other_dates_are_no_deadline(text):
    """A date without a call for opinions, or not said to be the end, is none."""
    assert consultation(text).deadline is None


def test_contacts_in_the_order_of_the_text():
    """Kinds and values, without labels; address and postal code are two."""
    text = (
        "欢迎提出意见：\n1.传真：0999-5550123；\n2.电子邮件：a.b@dong.example；\n"
        "3.信函：东屿区海路1号305室，邮编200000\n4.电话（工作日）：55501234\n5.网址：www.dong.example"
    )
    assert consultation(text) == Consultation(
        None,
        (
            Contact("fax", "0999-5550123"),
            Contact("email", "a.b@dong.example"),
            Contact("post", "东屿区海路1号305室"),
            Contact("post", "200000"),
            Contact("phone", "55501234"),
            Contact("web", "www.dong.example"),
        ),
    )


def test_several_numbers_behind_one_label():
    """Each is a contact of its own."""
    found = consultation("请反馈意见,联系电话:0999-5550123、0999-5550124或13800001111。").contacts
    assert [one.value for one in found] == ["0999-5550123", "0999-5550124", "13800001111"]


def test_a_text_that_asks_for_nothing_has_no_contacts():
    """A telephone number alone is no way to answer."""
    assert consultation("请执行。联系电话：0999-5550123") == Consultation()


def test_the_real_consultation():
    """000: the day and all contacts of the gold; the report and the plan ask for nothing."""
    gold = seeds.gold("000")
    found = consultation(seeds.text("000"))
    assert found.deadline == date(2020, 1, 31)
    assert [contact.value for contact in found.contacts] == [contact["value"] for contact in gold["contacts"]]
    assert consultation(seeds.text("003")) == consultation(seeds.text("004")) == Consultation()
