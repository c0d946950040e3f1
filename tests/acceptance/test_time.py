"""A night's sleep, and clocks that jump: nothing is lost, nothing storms, nothing stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clausewatch.check import one_round
from crawler.reactor import run
from tests.acceptance.test_bad_input import NOTICE, site
from tests.acceptance.watching import watching

pytestmark = pytest.mark.usefixtures("on_reactor")

PAGES = 30
PER_HOST = 12


@pytest.fixture
def watch(tmp_path, web):
    """Many pages of one host that were looked at once, and what they say goes to the console."""
    paths = [f"/{number}.html" for number in range(PAGES)]
    for path in paths:
        web.put(path, NOTICE)
    with watching(tmp_path, site(web, *paths)) as opened:
        opened.service.subscribe("console:")
        assert len(opened.check()["checks"]) == PAGES
        web.asked.clear()
        yield opened


def rounds(watch, web) -> list[int]:
    """How many pages each round of a service looks at, until there are none left."""
    counts = []
    while not counts or counts[-1]:
        before = len(asked(web))
        run(lambda: one_round(watch.service, watch.reader, limit=500, per_host=PER_HOST))
        counts.append(len(asked(web)) - before)
    return counts


def asked(web) -> list[str]:
    """The pages that were asked for."""
    return [path for path in web.asked if path.endswith(".html")]


def last_due(watch):
    """When the last of the pages is due."""
    due = watch.service.targets.due(watch.now, limit=999, per_host=999, everything=True)
    assert len(due) == PAGES
    moments = [watch.now + timedelta(hours=hours) for hours in range(400)]
    return next(at for at in moments if len(watch.service.targets.due(at, limit=999, per_host=999)) == PAGES)


def test_after_nine_hours_of_sleep_nothing_storms_and_nothing_is_lost(watch, web):
    """All are looked at once, a host's share in each round, and what changed meanwhile is told once."""
    watch.now = last_due(watch) + timedelta(hours=9)
    web.put("/7.html", NOTICE.replace("不少于5天", "不少于4天"))
    assert rounds(watch, web) == [12, 12, 6, 0]
    assert sorted(asked(web)) == sorted(f"/{number}.html" for number in range(PAGES))
    told = [(each.type, each.state) for each in watch.service.outbox.all()]
    assert told == [("baseline", "sent"), ("document.changed", "sent")]


def test_a_clock_a_day_ahead_makes_one_look_of_each(watch, web):
    """A step forward is like sleep: no page is looked at twice for the looks that were skipped."""
    watch.now = last_due(watch) + timedelta(days=3)
    assert sum(rounds(watch, web)) == PAGES
    assert sum(rounds(watch, web)) == 0


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=365)])
def test_a_clock_that_is_set_back_stops_nothing(back, watch, web):
    """The pages are due as long after the step as before it, not earlier and not later; messages go on."""
    wait = last_due(watch) - watch.now
    watch.now -= back
    assert rounds(watch, web) == [0]
    watch.now += wait
    assert sum(rounds(watch, web)) == PAGES
    assert rounds(watch, web) == [0]
