"""One world by three policies, at equal requests."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.schedule.oracle import Oracle
from benchmarks.schedule.play import Played, play
from benchmarks.schedule.policies import Fixed, Ours
from benchmarks.schedule.worlds import Subject, World

_ENOUGH = 0.01
"""So near must the oracle's requests come to ours."""
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """What each policy came to: `fixed`, `ours` and, where it was asked for, `oracle`."""

    world: World
    played: Mapping[str, Played]

    @property
    def ratio(self) -> float:
        """Our median delay against the fixed interval's."""
        return self.played["ours"].delay(0.5) / self.played["fixed"].delay(0.5)


def measure(world: World, *, targets: int, seed: int, days: int | None = None, oracle: bool = True) -> Measured:
    """Plays ours first; the others get as many requests as it made."""
    subjects, days = world.subjects(targets, seed, days), days or world.days
    ours = play(subjects, Ours(subjects), days)
    gap = days * len(subjects) / ours.requests
    for _ in range(3):
        fixed = play(subjects, Fixed(gap), days)
        gap *= fixed.requests / ours.requests
    played = {"fixed": fixed, "ours": ours}
    if oracle:
        played["oracle"] = _oracle(subjects, days, ours.requests)
    return Measured(world, played)


def _oracle(subjects: Sequence[Subject], days: float, requests: int) -> Played:
    """The oracle at the price that brings its requests nearest to these."""
    low, high, price = 0.0, math.inf, 0.04
    found: list[Played] = []
    for _ in range(_TRIES):
        found.append(play(subjects, Oracle(subjects, price, days), days))
        more = found[-1].requests / requests
        if abs(more - 1) < _ENOUGH:
            break
        low, high = (price, high) if more > 1 else (low, price)
        price = math.sqrt(low * high) if low and high < math.inf else price * min(8.0, max(0.125, more**2))
    return min(found, key=lambda one: abs(one.requests - requests))
