"""Who watches a document is reminded of the days that come for it, once each, by a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from clausewatch.verify import verify
from monitor.dates import SHANGHAI
from monitor.subscription import Filters, Timing
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

CALL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于公开征求《云汀区校车服务办法(征求意见稿)》意见的公告</title></head>
<body><h1>关于公开征求《云汀区校车服务办法(征求意见稿)》意见的公告</h1><div class="info">发布日期:2026-03-01 来源:云汀区教育局</div>
<div class="content"><p>为规范校车服务,我局起草了《云汀区校车服务办法(征求意见稿)》,现向社会公开征求意见。</p>
<p>一、请于{day}前将意见反馈至云汀区教育局。</p><p>二、电子邮箱:bus@yunting.example;电话:0571-8800123。</p>
<p>三、欢迎学校、家长和运营单位提出意见和建议,逾期视为无意见。</p></div></body></html>"""
RULES = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云汀区课后服务管理办法</title></head>
<body><h1>云汀区课后服务管理办法</h1><div class="info">发布日期:2024-05-06 来源:云汀区教育局</div>
<div class="content"><p>第一条 为规范课后服务,制定本办法。</p><p>第二条 学校每周提供不少于5天的课后服务。</p>
<p>第三条 本办法自2024年5月10日起施行,有效期{term}。</p></div></body></html>"""


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """A call for opinions and some rules in force; nobody is subscribed yet. It is 09:00 on 2 March 2026 in Shanghai."""
    web.put("/list.html", listed([1, 2, 3]))
    web.put("/doc/1.html", CALL.format(day="2026年3月20日"))
    web.put("/doc/2.html", RULES.format(term="两年"))
    web.put("/doc/3.html", notice(3))
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        found.check()
        yield found


def subscribe(watch, *, filters=None, **timing):
    """A console's subscription."""
    return watch.service.subscribe("console:", filters, Timing(**timing))


def days_from(watch, first, last, *, hours=(0, 9, 23), everything=False):
    """Rounds on every day of 2026, at these hours of Shanghai; (the round's day and hour, the days left) of reminders."""
    found, known = [], {each.id for each in watch.service.outbox.all() if each.type == "deadline.reminder"}
    for ordinal in range(date(2026, *first).toordinal(), date(2026, *last).toordinal() + 1):
        for hour in hours:
            moment = datetime.combine(date.fromordinal(ordinal), time(hour, 30), SHANGHAI)
            watch.check(moment.astimezone(UTC) - watch.now, everything=everything)
            for each in watch.service.outbox.all():
                if each.type == "deadline.reminder" and each.id not in known and each.state == "sent":
                    known.add(each.id)
                    left = each.payload["reminder"]["days_left"]
                    found.append((f"{moment:%m-%d %H}", each.payload["reminder"]["kind"], left))
    return found


def test_a_reader_is_reminded_three_days_and_one_day_before(watch):
    """At eight in the morning, once each; the message says until when, how long that is, and how to take part."""
    subscribe(watch)
    assert days_from(watch, (3, 15), (3, 22)) == [("03-17 09", "deadline", 3), ("03-19 09", "deadline", 1)]
    assert verify(watch.service).broken == ()
    said = watch.said.getvalue()
    assert "截止提醒" in said
    assert "意见征集截止于2026年3月20日(星期五),还有3天(自3月17日起计)。" in said
    assert "电子邮箱:bus@yunting.example" in said
    assert "/doc/1.html" in said


def test_a_deadline_that_moves_takes_its_reminders_along(watch, web):
    """Of the old day nothing more is told, also where it waited for the morning; the new one has all of its own."""
    subscribe(watch, hour=time(23), quiet=(time(22), time(7)))
    assert days_from(watch, (3, 17), (3, 17)) == []
    assert [each.state for each in watch.service.outbox.all()] == ["held"]
    web.put("/doc/1.html", CALL.format(day="2026年3月27日"))
    found = days_from(watch, (3, 18), (3, 29), everything=True)
    assert found == [("03-25 09", "deadline", 2), ("03-27 09", "deadline", 0)]
    assert {each.type for each in watch.service.outbox.all()} == {"document.changed", "deadline.reminder"}


def test_who_comes_late_is_not_reminded_of_what_is_over(watch):
    """A subscription of two days before gets the last reminder only, one of the day after none."""
    days_from(watch, (3, 18), (3, 18))
    subscribe(watch)
    assert days_from(watch, (3, 18), (3, 20)) == [("03-19 09", "deadline", 1)]
    watch.service.subscribe("console:", Filters(severity="low"))
    assert days_from(watch, (3, 21), (3, 23)) == []


def test_a_service_that_slept_tells_the_last_reminder_only(watch):
    """Two that came due meanwhile are one message; after the day there is none."""
    subscribe(watch, remind=(7, 3, 1))
    assert days_from(watch, (3, 18), (3, 18), hours=(12,)) == [("03-18 12", "deadline", 2)]
    watch.now += (datetime(2026, 3, 21, tzinfo=UTC)) - watch.now
    assert days_from(watch, (3, 22), (3, 22)) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=("办法",)), 2),
        (Filters(clauses=("二",)), 2),
        (Filters(keywords=("校车",)), 2),
        (Filters(keywords=("没有这样的词",)), 0),
        (Filters(types=("target_changed",)), 0),
        (Filters(severity="critical"), 2),
    ],
)
def test_only_who_watches_the_document_is_reminded(watch, filters, expected):
    """By the filters that speak of the document and of its parts."""
    subscribe(watch, filters=filters)
    assert len(days_from(watch, (3, 16), (3, 20), hours=(9,))) == expected


def test_who_wants_no_reminders_gets_none(watch):
    """`--remind none`."""
    subscribe(watch, remind=(), remind_expiry=())
    assert days_from(watch, (3, 16), (5, 9), hours=(9,)) == []


def test_a_digest_tells_of_a_day_before_it_is_too_late(watch):
    """Who gets a weekly digest on Mondays is reminded on the last Monday that is early enough."""
    subscribe(watch, mode="weekly", remind=(3,), remind_expiry=())
    days_from(watch, (3, 10), (3, 24), hours=(9,))
    (told,) = watch.service.outbox.all()
    assert (told.type, told.state, told.payload["items"][0]["type"]) == ("digest", "sent", "deadline.reminder")
    assert f"{told.at.astimezone(SHANGHAI):%m-%d}" == "03-16"


def test_the_end_of_validity_is_foretold_a_month_before(watch, web):
    """Rules that say for how long they hold; where the term is made longer, the day is another."""
    subscribe(watch)
    assert days_from(watch, (4, 8), (4, 12), hours=(9,)) == [("04-09 09", "expiry", 30)]
    assert "文件有效期至2026年5月9日(星期六),还有30天(自4月9日起计)。" in watch.said.getvalue()
    web.put("/doc/2.html", RULES.format(term="至2026年6月30日"))
    assert days_from(watch, (5, 30), (6, 2), hours=(9,), everything=True) == [("05-31 09", "expiry", 30)]


def test_a_document_that_is_gone_reminds_of_nothing(watch, web):
    """Once it is told that it was withdrawn."""
    del web.pages["/doc/2.html"]
    web.put("/list.html", listed([1, 3]))
    subscribe(watch)
    days_from(watch, (3, 10), (3, 13), everything=True)
    assert [each.type for each in watch.service.outbox.all()] == ["document.withdrawn"]
    assert days_from(watch, (4, 8), (4, 12), hours=(9,)) == []


FINAL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于印发《云汀区校车服务办法》的通知</title></head>
<body><h1>关于印发《云汀区校车服务办法》的通知</h1><div class="info">发布日期:2026-06-01 来源:云汀区教育局</div>
<div class="content"><p>各学校:现将《云汀区校车服务办法》印发给你们,请遵照执行。</p><p>第一条 校车按照核定线路行驶。</p>
<p>第二条 每车配备照管员一名。</p><p>第三条 本办法自印发之日起施行。</p></div></body></html>"""


@pytest.mark.parametrize("slept", [False, True])
def test_a_draft_without_a_final_is_told_once_after_half_a_year(watch, slept):
    """Six months after the last day for opinions, or when the service wakes up; never again."""
    subscribe(watch)
    assert days_from(watch, (3, 21), (3, 22)) == []
    first = (9, 27) if slept else (9, 19)
    (told,) = days_from(watch, first, (9, 30))
    assert told == (("09-27 00" if slept else "09-20 09"), "overdue", -7 if slept else 0)
    said = watch.said.getvalue()
    assert "未见正式稿" in said
    assert "意见征集已于2026年3月20日截止,至今6个月,未见正式稿。" in said
    assert verify(watch.service).broken == ()


def test_a_draft_with_a_final_is_not_missed(watch, web):
    """Who was told of the final is not told that there is none."""
    subscribe(watch)
    web.put("/doc/4.html", FINAL)
    web.put("/list.html", listed([1, 2, 3, 4]))
    days_from(watch, (6, 1), (6, 1), everything=True)
    assert "【正式印发】云汀区校车服务办法" in watch.said.getvalue()
    assert days_from(watch, (9, 19), (9, 22)) == []


def test_who_wants_no_reminders_of_deadlines_hears_of_no_missing_final(watch):
    """`--remind none` is about a consultation's end, and about what comes of it."""
    subscribe(watch, remind=())
    assert days_from(watch, (9, 19), (9, 22)) == []
