"""A process dies at every point of a delivery, on every channel, against real servers."""

from __future__ import annotations

import itertools

import pytest

from storage.archive import Archive
from storage.sites import Sites
from storage.targets import Targets
from tests.crash.child import DIED, POINTS
from tests.crash.conftest import CHANNELS
from tests.storage.district import NOON, found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("point", POINTS)
def test_a_message_comes_once_or_twice_where_sending_was_not_noted(scene, point, channel):
    """Twice exactly where the process died between sending and noting it, and then only the one it had in hand."""
    (someone,) = scene.subscribe(channel)
    scene.tell([1, 2, 3], [someone])
    scene.start("run", point=point)
    assert scene.end() == DIED
    scene.finish()
    to = scene.receivers.target(channel)
    assert scene.receivers.arrived == {(to, 1): POINTS[point], (to, 2): 1, (to, 3): 1}
    assert {each.state for each in scene.outbox.all()} == {"sent"}


def test_dying_before_any_commit_loses_nothing(scene):
    """Whatever the last thing was that the database learned: what it calls sent came once, the rest once or twice."""
    subscriptions = scene.subscribe(*CHANNELS)
    for commit in itertools.count(1):
        scene.tell([commit], subscriptions)
        scene.start("run", commit=commit)
        died = scene.end() == DIED
        noted = {each.to: each.state == "sent" for each in scene.outbox.all()[-len(CHANNELS) :]}
        scene.finish()
        after = scene.receivers.arrived
        for channel in CHANNELS:
            to = scene.receivers.target(channel)
            assert after[to, commit] in ({1} if noted[to] else {1, 2})
        if not died:
            break
    assert commit > len(CHANNELS)


def test_a_version_and_its_message_are_stored_together_or_not_at_all(scene):
    """Dying between seeing a change and telling it leaves both to the next round, or both in the database."""
    subscriptions = scene.subscribe("webhook")
    (document,) = found(Sites(scene.database), Targets(scene.database), Archive(scene.database))
    seen = []
    for commit in itertools.count(1):
        scene.start("record", commit=commit, subscriptions=subscriptions)
        died = scene.end() == DIED
        stored = Archive(scene.database).latest(document.document) is not None
        assert stored == bool(scene.outbox.all())
        seen.append(stored)
        if not died or stored:
            break
    assert Targets(scene.database).due(NOON, limit=9, per_host=9) == [] if stored else False
    assert False in seen
