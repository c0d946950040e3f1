"""`python -m benchmarks.stale`: how often a column is called stale that is not, and how soon one that is.

The worlds are those of the schedule, which never fall silent: each target's changes, and all changes of a host, are
taken as the entries of one column. Beside them stand columns with a year of their own. Every telling in them is false,
except in `slower`, whose offices do break with their habit and are shown apart. Then each column falls silent for good in the
middle, and the days from its last entry until that is told are counted.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median
from types import MappingProxyType

from benchmarks.schedule.worlds import START, START_DAY, WORLDS, World
from monitor.silence import habit, silence

YEARS = 3
BOUND = 0.002
"""False tellings a column and year, over all worlds that keep their habits."""
SLOWER = "slower"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one world's columns: `years` is their number times their years, `false` how often one was told.

    `silenced` columns fell silent, `waits` are the days until those were told whose silence was.
    """

    name: str
    years: float
    false: int
    silenced: int
    waits: Sequence[int]


def measure(targets: int, seed: int, years: int = YEARS) -> Iterator[Told]:
    """Each world's columns, one after another."""
    end = START_DAY + timedelta(days=365 * years)
    for world in WORLDS:
        own, hosts = _of_world(world, targets, seed, years)
        yield told(world.name, own, end)
        yield told(f"{world.name}, hosts", hosts, end)
    for name, rate in SEASONAL.items():
        yield told(name, [drawn(Random(f"{name} {seed} {n}"), rate, end) for n in range(targets)], end)


def told(name: str, columns: Iterable[Sequence[date]], end: date) -> Told:
    """Plays columns from the first day of the worlds to the end, and again with silence from the middle on."""
    middle = START_DAY + (end - START_DAY) / 2
    number = false = silenced = 0
    waits: list[int] = []
    for column in columns:
        number += 1
        days = sorted({day for day in column if day <= end})
        false += sum(1 for _ in tellings(days, end))
        before = [day for day in days if day <= middle]
        if before:
            silenced += 1
            waits += [(at - before[-1]).days for at in _first(before, end)]
    return Told(name, number * (end - START_DAY).days / 365, false, silenced, waits)


def tellings(days: Sequence[date], end: date) -> Iterator[date]:
    """The last days of the silences, between these days with entries, that were told."""
    for number, following in enumerate([*days[1:], end + _DAY], 1):
        if silence(days[:number], watched_since=START_DAY, today=following - _DAY):
            yield following


def _first(days: Sequence[date], end: date) -> Iterator[date]:
    """The day on which a silence after these days is told."""
    found = habit(days)
    at = days[-1] + timedelta(days=found.longest) if found else end + _DAY
    while at <= end:
        if silence(days, watched_since=START_DAY, today=at):
            yield at
            return
        at += _DAY


def _of_world(world: World, targets: int, seed: int, years: int) -> tuple[list[list[date]], list[list[date]]]:
    own: list[list[date]] = []
    hosts: dict[int, list[date]] = defaultdict(list)
    for subject in world.subjects(targets, seed, 365 * years):
        own.append([START_DAY + timedelta(days=int(at - START)) for at in subject.changes])
        hosts[subject.host] += own[-1]
    return own, list(hosts.values())


def drawn(random: Random, rate: Callable[[date], float], end: date) -> list[date]:
    """The days on which entries come, `rate` being how probable that is."""
    days = (START_DAY + timedelta(days=n) for n in range((end - START_DAY).days))
    return [day for day in days if day.weekday() < 5 and random.random() < rate(day)]


def _school(day: date) -> float:
    """A school's: twice a week, nothing in summer and winter."""
    return 0.0 if day.month in {7, 8} or (day.month, day.day) < (2, 25) else 0.4


def _admissions(day: date) -> float:
    """Admissions: every other day from May to August, next to nothing else."""
    return 0.5 if 5 <= day.month <= 8 else 0.01


def _yearly(day: date) -> float:
    """Budgets: two weeks of a year."""
    return 0.7 if (day.month == 2 and day.day > 14) else 0.0


def _slower(day: date) -> float:
    """An office that does less from year to year: twice a week, once, every other week."""
    return float(0.4 / 2 ** (day.year - START_DAY.year))


SEASONAL: Mapping[str, Callable[[date], float]] = MappingProxyType(
    {"school year": _school, "admissions": _admissions, "budgets": _yearly, SLOWER: _slower}
)
"""Columns with a year of their own: how probable an entry is on a working day."""


def main() -> int:
    """Print the table; the exit code says whether the bound is kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stale", description=__doc__)
    parser.add_argument("--targets", type=int, default=200, help="how many a world (200)")
    parser.add_argument("--seed", type=int, default=1, help="equal seeds give equal worlds (1)")
    asked = parser.parse_args()
    print(f"{'world':22} {'column years':>12} {'false':>6} {'silent':>7} {'told':>6} {'median days':>12}")
    years, false = 0.0, 0
    for one in measure(asked.targets, asked.seed):
        waits = f"{median(one.waits):.0f}" if one.waits else "–"
        share = len(one.waits) / max(1, one.silenced)
        print(f"{one.name:22} {one.years:12.0f} {one.false:6} {one.silenced:7} {share:6.0%} {waits:>12}", flush=True)
        if one.name != SLOWER:
            years, false = years + one.years, false + one.false
    print(f"false a column and year: {false / years:.5f}, at most {BOUND:g}")
    return 0 if false <= BOUND * years else 1


if __name__ == "__main__":
    sys.exit(main())
