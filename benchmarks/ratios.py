"""How a measurement is shown: a ratio in one run, its bound, and whether it holds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """`value` against `bound`: at most it, or with `least` at least it. Without a bound it is only shown."""

    name: str
    value: float
    bound: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    def __str__(self) -> str:
        if self.bound is None:
            return f"  {self.name:<58} {self.value:8.2f}"
        asked = f"{'at least' if self.least else 'at most'} {self.bound:g}"
        return f"  {self.name:<58} {self.value:8.2f}   {asked:<14} {'ok' if self.holds else 'FAILS'}"


def show(title: str, ratios: list[Ratio]) -> int:
    """Print one measurement's ratios; gives the exit code."""
    print(title)
    for ratio in ratios:
        print(ratio)
    return 0 if all(ratio.holds for ratio in ratios) else 1


def cost(
    work: Callable[[], object],
    floor: Callable[[], object],
    turns: int = 7,
    *,
    before: Callable[[], object] = lambda: None,
) -> float:
    """How many times the CPU time of `floor` one call of `work` takes; `before` is called before each, untimed.

    The two are timed in turns, so that what else the machine does meets both; the median of the turns' ratios.
    """
    work(), floor()
    return statistics.median(_seconds(work, before) / _seconds(floor, before) for _ in range(turns))


def _seconds(work: Callable[[], object], before: Callable[[], object]) -> float:
    before()
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
