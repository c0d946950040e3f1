"""When a target is due after a look, by its site's schedule, hours and clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clausewatch.clock import due_after, memory_after, opening
from monitor.hours import read
from monitor.observation import DueTarget, Memory
from monitor.records import Article, Consultation
from monitor.schedule import Load

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TARGET = DueTarget(id=1, kind="page", url="https://a.example/plan.html", site="甲", rules="", rules_digest="")


def due(schedule: str, **fields: object) -> datetime:
    """When the target is due after a good look at noon of a Monday in Shanghai."""
    values = {"failed": False, "at": NOON, "load": Load()} | fields
    return due_after(TARGET, schedule, Memory(looked_at=NOON), **values)


def test_cron_is_on_the_site_s_clock():
    """Eight o'clock in Shanghai, or where the site says that it is."""
    assert due("0 8 * * *") == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert due("0 8 * * *", zone=ZoneInfo("Asia/Urumqi")) == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def test_cron_keeps_the_site_s_hours():
    """What cron would do at night is done after the next opening."""
    hours = read("08:00-18:00", "Asia/Shanghai")
    moment = due("0 20 * * *", hours=hours)
    assert datetime(2026, 3, 3, 0, 0, tzinfo=UTC) <= moment <= datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("schedule", ["0 8 * * *", "every 6h", "adaptive"])
def test_a_failure_is_tried_again_soon(schedule):
    """Whatever the schedule."""
    assert NOON < due(schedule, failed=True) <= NOON + timedelta(minutes=20)


def test_an_expression_that_never_comes_is_adaptive():
    """31 February is no reason never to look again."""
    assert NOON < due("0 0 31 2 *") < NOON + timedelta(days=31)


def test_what_the_page_says_is_remembered():
    """Its date of publication and its deadline, until a page that is read says otherwise."""
    article = Article(title="方案", text="", published=date(2026, 2, 1), consultation=Consultation(date(2026, 3, 20)))
    memory = memory_after(TARGET, article, changed=False, at=NOON)
    assert (memory.news_at, memory.deadline) == (datetime(2026, 1, 31, 16, 0, tzinfo=UTC), date(2026, 3, 20))


def test_a_closed_site_opens():
    """Outside of the hours a target waits for their beginning, within them for nothing."""
    hours = read("14:00-18:00", "Asia/Shanghai")
    assert opening(TARGET, None, NOON) is None
    assert opening(TARGET, hours, NOON + timedelta(hours=3)) is None
    moment = opening(TARGET, hours, NOON)
    assert moment is not None
    assert timedelta(hours=2) <= moment - NOON <= timedelta(hours=2.5)
