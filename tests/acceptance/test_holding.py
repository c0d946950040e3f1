"""Sites that an operator pauses, resumes and slows, and what their hosts were asked for."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from time import monotonic

import pytest

from clausewatch import brakes, standing
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

HOUR = timedelta(hours=1)
SITE = "云汀区教育局"
DOWN = (503, {}, b"down")


@pytest.fixture
def put(web):
    """Five documents and their listing."""
    web.put("/list.html", listed(range(5)))
    for number in range(5):
        web.put(f"/doc/{number}.html", notice(number), ETag=f'"v{number}"')


def test_a_paused_site_is_left_alone_and_tells_nothing(on_reactor, put, web, tmp_path):
    """While it is down and paused: no request, no incident, no message; then it is looked at one page at a time."""
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.service.subscribe("console:")
        watch.check()
        watch.said.truncate(0)
        web.pages["/list.html"] = DOWN
        until = watch.now + timedelta(days=40)
        brakes.pause(watch.service, [SITE], until=until, why="机房搬迁")
        web.asked.clear()
        for _ in range(5):
            assert watch.check(timedelta(days=7))["checks"] == []
        assert web.asked == []
        assert watch.said.getvalue() == ""
        assert watch.service.incidents.told() == []
        (line,) = standing.status(watch.service, [])
        assert (line["state"], line["paused"]["why"]) == ("paused", "机房搬迁")
        assert line["next_due_at"] == line["paused"]["until"]
        assert watch.service.next_due() == until

        web.put("/list.html", listed(range(5)))
        watch.now = until - timedelta(minutes=1)
        assert watch.check(everything=False)["checks"] == []
        looked = [len(watch.check(timedelta(minutes=1), everything=False)["checks"]) for _ in range(7)]
        assert looked == [1, 1, 1, 1, 1, 1, 0], "its column and its five documents, one a minute"
        (line,) = standing.status(watch.service, [])
        assert (line["state"], line["paused"]) == ("ok", None)


def test_a_site_that_is_paused_during_a_round_opens_no_incident(on_reactor, put, web, tmp_path):
    """The third failing round would open one; its operator was quicker. Nor does the first failure after ten days of rest."""
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.check()
        for path in list(web.pages):
            web.pages[path] = DOWN
        for _ in range(2):
            watch.check(HOUR)

        class Pausing(list):
            def append(self, path):
                brakes.pause(watch.service, [SITE])
                super().append(path)

        web.asked = Pausing()
        assert watch.check(HOUR)["incidents"] == []
        assert len(web.asked) > 0
        web.asked = []
        watch.now += timedelta(days=10)
        brakes.resume(watch.service, [SITE])
        assert watch.check()["incidents"] == []
        assert len(web.asked) > 0


def test_a_slowed_site_keeps_its_gap_over_rounds(on_reactor, put, web, tmp_path):
    """Every request keeps it, the first one of the next round to the last one of this round too."""
    times: list[float] = []

    class Timed(list):
        def append(self, path):
            times.append(monotonic())
            super().append(path)

    web.asked = Timed()
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.service.load_sites()
        brakes.slow(watch.service, [SITE], 0.4)
        watch.check()
        watch.check()
    assert len(times) == 1 + 6 + 6
    assert all(later - earlier >= 0.3 for earlier, later in pairwise(times))


def test_what_was_asked_and_received_is_counted_by_host_and_day(on_reactor, put, web, tmp_path):
    """Requests with robots.txt, the bytes that came, and how many were 304: of the last 7 and 30 days."""
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.check()
        watch.check(timedelta(days=10))
        (line,) = standing.traffic(watch.service)
        assert line["host"] == "127.0.0.1"
        week, month = line["days_7"], line["days_30"]
        assert (week["requests"], week["not_modified"]) == (7, 0), "after a week the whole pages are asked for"
        assert month["requests"] == 14
        watch.check(HOUR)
        (line,) = standing.traffic(watch.service)
        assert line["days_7"]["not_modified"] == 5
        assert line["days_7"]["share_not_modified"] == round(5 / 13, 4)
        sent = len(listed(range(5)).encode()) + sum(len(notice(number).encode()) for number in range(5))
        assert sent < week["bytes"] < sent * 1.5
        watch.now += timedelta(days=31)
        assert standing.traffic(watch.service) == []


def test_the_commands_say_what_holds(installation, put, web):
    """`pause`, `slow`, `resume`, and how `status` and `sites` show them; a wrong date or time is said in one line."""
    installation.site("yunting", COLUMN.format(web.address))
    installation.json("check")
    paused = installation.run("pause", SITE, "--until", "2099-01-02", "--why", "年度维护").stdout
    assert "until 2099-01-02 00:00 (年度维护)" in paused
    installation.run("slow", SITE, "--delay", "30s")
    skipped = installation.run("check", "--all", SITE)
    assert f"{SITE} is paused until 2099-01-02 00:00" in skipped.stderr
    for command in ("status", "sites"):
        shown = installation.run(command).stdout
        assert "年度维护" in shown
        assert "at least 30 s" in shown
        (line,) = installation.json(command)["sites"]
        assert line["paused"]["until"] == "2099-01-02T00:00:00+08:00"
        assert line["delay"] == 30.0
    assert "127.0.0.1\t30\t7\t" in installation.run("status", "--traffic").stdout
    status = installation.json("status")
    assert [line["server"] for line in status["sites"][0]["robots"]] == [web.address]
    assert status["traffic"][0]["days_30"]["requests"] == 7
    (resumed,) = installation.json("resume", SITE)["sites"]
    assert (resumed["paused"], resumed["delay"]) == (None, 30.0)
    assert "was not paused" in installation.run("resume", SITE).stdout
    assert "as its file says" in installation.run("slow", SITE, "--delay", "0").stdout
    assert "robots.txt of" in installation.run("explain", f"{web.address}/doc/1.html").stdout
    for wrong in (
        ("pause", SITE, "--until", "soon"),
        ("pause", SITE, "--until", "2001-01-01"),
        ("slow", SITE, "--delay", "2d"),
        ("pause", "无此局"),
    ):
        installation.run(*wrong, expect=2)
