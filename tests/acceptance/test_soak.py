"""Twelve days among sites in trouble: nothing is told that is not so, nothing is lost, and every trouble is one incident."""

from __future__ import annotations

import pytest

from benchmarks.soak.play import play
from benchmarks.soak.troubles import TROUBLES
from benchmarks.soak.verdict import judge
from benchmarks.soak.world import world

DAYS = 12
_SLOW = {"silent"}  # costs seconds an answer; `make soak` has it


@pytest.mark.usefixtures("on_reactor")
def test_weeks_among_sites_in_trouble():
    """The short form of `make soak`."""
    sites = world(tuple(name for name in TROUBLES if name not in _SLOW), days=DAYS, seed=3)
    verdict = judge(sites, play(sites, DAYS))
    assert verdict.false_changes == ()
    assert verdict.lost_changes == ()
    assert verdict.wrong_incidents == ()
    assert verdict.impolite == ()
    assert verdict.changes > 60
