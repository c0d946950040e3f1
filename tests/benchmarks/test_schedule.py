"""The simulated worlds in their short form: equal requests, and changes seen sooner."""

from __future__ import annotations

import pytest

from benchmarks.schedule.chart import chart
from benchmarks.schedule.measuring import measure
from benchmarks.schedule.play import play
from benchmarks.schedule.policies import Fixed
from benchmarks.schedule.worlds import START, WORLDS, Subject

LEEWAY = 1.15
"""A hundred targets over a quarter are not a thousand over a year."""


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_changes_are_seen_sooner_at_equal_requests(world):
    """In every world the median delay keeps its bound, roughly, and nobody is left alone for longer than a month."""
    measured = measure(world, targets=100, seed=1, days=max(world.days // 4, 182), oracle=False)
    fixed, ours = measured.played["fixed"], measured.played["ours"]
    assert fixed.requests == pytest.approx(ours.requests, rel=0.05)
    assert measured.ratio <= world.bound * LEEWAY
    assert ours.longest_gap <= 30 + 2 / 24


def test_equal_seeds_are_equal_worlds():
    """A measurement can be repeated; another seed is another world."""
    world = WORLDS[-1]
    assert world.subjects(50, 7, 60) == world.subjects(50, 7, 60)
    assert world.subjects(50, 7, 60) != world.subjects(50, 8, 60)


def test_delays_are_counted_from_change_to_look():
    """Looks at days 0, 2, 4 … see changes of the days 1 and 1.5 together at day 2, that of day 9 at day 10."""
    page = Subject(kind="page", host=0, label="all", changes=[START + 1, START + 1.5, START + 9])
    played = play([page], Fixed(2.0), 10)
    assert played.delays == {"all": [1.0, 0.5, 1.0]}
    assert (played.requests, played.together, played.longest_gap) == (5, 1, 2.0)


def test_the_picture_shows_every_policy():
    """One bar each, in plain SVG."""
    measured = measure(WORLDS[0], targets=20, seed=1, days=60)
    drawn = chart([measured], "a < b")
    assert drawn.count("<rect") == 1 + 3 + 3
    assert "a &lt; b" in drawn
