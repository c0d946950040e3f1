"""How operators hold sites back: kept by site, whatever its file does; what piled up comes back spread."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.incident import settle
from monitor.records import Cause
from storage.brakes import Brake, Brakes
from storage.database import Database
from storage.incidents import Incidents
from tests.storage.district import COLUMN, HOUR, NOON, SITE, column, revision

ASK = {"limit": 99, "per_host": 99}


@pytest.fixture
def brakes(database: Database) -> Brakes:
    """Of an empty database."""
    return Brakes(database)


def test_a_pause_holds_whatever_its_file_does(sites, targets, brakes):
    """Nothing of a paused site is due, a round over everything included, and another file's state changes nothing."""
    sites.register(revision(), [column()], at=NOON)
    brakes.pause(SITE, at=NOON, until=NOON + 9 * HOUR, why="搬家")
    brakes.pause(SITE, at=NOON + HOUR, until=None, why="still moving")
    sites.register(replace(revision(), digest="other"), [column()], at=NOON + HOUR)
    assert brakes.all() == {SITE: Brake(paused_at=NOON, why="still moving")}
    for everything in (False, True):
        assert targets.due(NOON + 2 * HOUR, everything=everything, **ASK) == []
    brakes.resume({SITE: 2.0}, at=NOON + 2 * HOUR)
    assert brakes.all() == {}
    assert [target.url for target in targets.due(NOON + 2 * HOUR, **ASK)] == [COLUMN]


def test_slow_and_pause_do_not_end_each_other(sites, brakes):
    """A site that is slowed stays slowed after its pause, until its file alone is to say the gap."""
    sites.register(revision(), [column()], at=NOON)
    brakes.slow(SITE, 30.0)
    brakes.pause(SITE, at=NOON)
    brakes.resume({SITE: 30.0}, at=NOON)
    assert brakes.all() == {SITE: Brake(delay=30.0)}
    brakes.slow(SITE, None)
    assert brakes.all() == {}


def test_what_piled_up_is_spread_columns_first(sites, targets, brakes):
    """Forty pages that came due during a pause are due one after another, none of them twice in a minute."""
    pages = [replace(column(), kind="page", url=f"{COLUMN}p{n}.html", name=None) for n in range(40)]
    sites.register(revision(), [*pages, column()], at=NOON)
    brakes.pause(SITE, at=NOON)
    later = NOON + timedelta(days=3)
    brakes.resume({SITE: 0.0}, at=later)
    assert [target.kind for target in targets.due(later, **ASK)] == ["column"]
    due = [len(targets.due(later + timedelta(minutes=minute), **ASK)) for minute in range(41)]
    assert due == list(range(1, 42))


def test_a_trouble_that_nobody_was_told_of_ends_with_the_pause(database, sites, brakes):
    """Time in which nobody looked is no failing time: after a long pause one failure opens nothing."""
    sites.register(revision(), [column()], at=NOON)
    incidents = Incidents(database)
    steps = settle(SITE, [], {Cause.UNREACHABLE: ("down", 1)}, {}, NOON)
    incidents.record([(step, None, ()) for step in steps], NOON)
    brakes.pause(SITE, at=NOON + HOUR)
    (kept,) = incidents.kept(SITE, NOON - HOUR)
    assert kept.trouble.until == NOON + HOUR
    later = NOON + timedelta(days=10)
    (step,) = settle(
        SITE, incidents.kept(SITE, later - timedelta(days=14)), {Cause.UNREACHABLE: ("down", 1)}, {}, later
    )
    assert step.tell is None
