"""Until when hosts want to be left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.database import Database
from storage.hosts import Hosts
from tests.storage.district import COLUMN, HOUR, NOON, column, revision


@pytest.fixture
def hosts(database: Database) -> Hosts:
    """The hosts of an empty database."""
    return Hosts(database)


def test_what_a_host_asked_for_is_remembered_until_then(hosts):
    """A moment stands until it is past; a later word replaces an earlier one; hosts do not mix."""
    hosts.hold({"a.example": NOON + HOUR, "b.example": NOON + 2 * HOUR, "c.example": NOON}, now=NOON)
    assert hosts.held(NOON) == {"a.example": NOON + HOUR, "b.example": NOON + 2 * HOUR}
    hosts.hold({"a.example": NOON + 3 * HOUR}, now=NOON)
    assert hosts.held(NOON + 2 * HOUR) == {"a.example": NOON + 3 * HOUR}
    hosts.hold({}, now=NOON + 3 * HOUR)
    assert hosts.held(NOON) == {}


def test_nothing_of_a_held_host_is_due(sites, targets, hosts):
    """Due times do not matter, nor does a round over everything; the moment it named is the first to ask at."""
    sites.register(revision(), [column()], at=NOON)
    host = targets.by_url(COLUMN).host
    hosts.hold({host: NOON + HOUR}, now=NOON)
    for everything in (False, True):
        ask = {"limit": 9, "per_host": 9, "everything": everything}
        assert targets.due(NOON + HOUR - timedelta(seconds=1), **ask) == []
        assert [target.url for target in targets.due(NOON + HOUR, **ask)] == [COLUMN]
