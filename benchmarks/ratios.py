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


def cpu(work: Callable[[], object], repeat: int = 15) -> float:
    """The median CPU time of one call, in seconds, after one call to warm up."""
    work()
    times = []
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)
