"""One world by three policies, at equal requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.schedule.oracle import Oracle
from benchmarks.schedule.play import Played, play
from benchmarks.schedule.policies import Fixed, Ours
from benchmarks.schedule.worlds import World

_ENOUGH = 0.01
"""So near must the oracle's requests come to ours."""
_TRIES = 6


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
    price, tries = 0.04, _TRIES if oracle else 0
    for _ in range(tries):
        played["oracle"] = play(subjects, Oracle(subjects, price, days), days)
        more = played["oracle"].requests / ours.requests
        if abs(more - 1) < _ENOUGH:
            break
        price *= more**2
    return Measured(world, played)
