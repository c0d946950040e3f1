"""What servers' robots.txt said, and what hosts were asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.robots import RobotsCopy
from monitor.traffic import Traffic
from storage.database import Database
from storage.robots import Robots
from storage.traffic import TrafficLog
from tests.storage.district import HOUR, NOON

COPY = RobotsCopy(text="User-agent: *\nDisallow: /内部/\n", since=NOON, read_at=NOON, due_at=NOON + 24 * HOUR)


def test_a_copy_comes_back_as_it_was(database: Database):
    """Each server has its own, the last word counts, and hosts can be asked for alone."""
    robots = Robots(database)
    robots.keep({"https://a.example": COPY, "http://a.example:8080": replace(COPY, text=""), "https://b.example": COPY})
    later = replace(COPY, read_at=NOON + HOUR, trouble="it is down")
    robots.keep({"https://a.example": later})
    robots.keep({})
    assert robots.all(["a.example"]) == {"http://a.example:8080": replace(COPY, text=""), "https://a.example": later}
    assert list(robots.all()) == ["http://a.example:8080", "https://a.example", "https://b.example"]


def test_traffic_adds_up_by_host_and_day(database: Database):
    """What several crawls counted is one row a day; a period is the sum of its days, the busiest host first."""
    log = TrafficLog(database)
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    log.add({("a.example", first): Traffic(requests=3, bytes=1000), ("b.example", second): Traffic(requests=9)})
    log.add({("a.example", first): Traffic(requests=1, bytes=5_000_000_000, not_modified=1)})
    log.add({("a.example", second): Traffic(requests=2, bytes=7, not_modified=2)})
    log.add({})
    assert list(log.since(first).items()) == [
        ("b.example", Traffic(requests=9)),
        ("a.example", Traffic(requests=6, bytes=5_000_001_007, not_modified=3)),
    ]
    assert log.since(second)["a.example"] == Traffic(requests=2, bytes=7, not_modified=2)
    assert log.since(date(2026, 3, 3)) == {}
