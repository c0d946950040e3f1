"""A chore is done once when it is due, by one process, also after a long sleep."""

from __future__ import annotations

from datetime import timedelta

from storage.chores import Chores
from tests.storage.district import NOON

DAY = timedelta(days=1)


def test_a_chore_is_taken_once_when_it_is_due(database):
    """First heard of it waits for its hour; then one takes it, once; days that were slept through are one."""
    chores, others = Chores(database), Chores(database)
    assert not chores.take("prune", NOON, following=NOON + DAY)
    assert not chores.take("prune", NOON + DAY / 2, following=NOON + 2 * DAY)
    assert chores.take("prune", NOON + DAY, following=NOON + 2 * DAY)
    assert not others.take("prune", NOON + DAY, following=NOON + 2 * DAY)
    assert others.take("prune", NOON + 9 * DAY, following=NOON + 10 * DAY)
    assert not chores.take("prune", NOON + 9 * DAY, following=NOON + 10 * DAY)
    assert not chores.take("another", NOON + 9 * DAY, following=NOON + 10 * DAY)
