"""The worlds, written down before the schedule was tuned. A world says when things change; it knows no schedule.

Rates are changes a day. Each target has its true rate as pieces of time; its changes are drawn from them. Moments are
days as in `monitor.office`. Fifty targets share a host. What the schedule may know of a target (its kind, when it was
published, a consultation's deadline, what a listing shows) stands beside it; rates and changes are hidden from it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from monitor import office
from monitor.observation import TargetKind

Piece = tuple[float, float, float]
"""Begin, end, rate (or its shape)."""
START_DAY = date(2026, 1, 5)
START = office.begins(START_DAY)
PER_HOST = 50
YEAR = 364
_HALF, _STEADY = 0.5, 1.02
"""Bounds of our median delay against the fixed interval's: with bursts or unequal rates, and without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One target of a world. `shape` times `factor` is its rate; `born` is when its page appeared.

    `column` is the number of the target that lists it: it is unknown until that is looked at. `deadlines` are those
    that the page shows, each from a moment on; `hints` when the listing shows a new title or date. `label` is the
    class that delays are told by.
    """

    kind: TargetKind
    host: int
    label: str
    shape: Sequence[Piece] = ()
    factor: float = 1.0
    changes: Sequence[float] = ()
    born: float = 0.0
    published: date | None = None
    column: int | None = None
    deadlines: Sequence[tuple[float, date]] = ()
    hints: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class World:
    """`bound`: what our median delay may be of the fixed interval's."""

    name: str
    says: str
    bound: float
    days: int
    make: Callable[[int, int, Random], list[Subject]]

    def subjects(self, targets: int, seed: int, days: int | None = None) -> list[Subject]:
        """The targets with their changes; equal seeds give equal worlds."""
        return self.make(targets, days or self.days, Random(f"{self.name} {seed}"))


def _drawn(random: Random, shape: Sequence[Piece], factor: float = 1.0) -> list[float]:
    """Moments of change: a Poisson process of this rate."""
    total = [0.0]
    for begin, end, weight in shape:
        total.append(total[-1] + (end - begin) * weight * factor)
    found, at = [], random.expovariate(1.0)
    while at < total[-1]:
        piece = bisect_right(total, at) - 1
        begin, _, weight = shape[piece]
        found.append(begin + (at - total[piece]) / (weight * factor))
        at += random.expovariate(1.0)
    return found


def _pages(random: Random, shape: Sequence[Piece], factors: Sequence[float], labels: Sequence[str]) -> list[Subject]:
    return [
        Subject(
            kind="page",
            host=n // PER_HOST,
            label=label,
            shape=shape,
            factor=factor,
            changes=_drawn(random, shape, factor),
        )
        for n, (factor, label) in enumerate(zip(factors, labels, strict=True))
    ]


def _office(begin: float, end: float) -> list[Piece]:
    """Monday to Friday, 8 to 18, nothing else; one on the average."""
    found: list[Piece] = []
    for day in range(int(begin), math.ceil(end)):
        opens, closes = max(begin, day + 8 / 24), min(end, day + 18 / 24)
        if (day + 3) % 7 < 5 and opens < closes:
            found.append((opens, closes, 168 / 50))
    return found


def _times(pieces: Sequence[Piece], weight: Callable[[float], float]) -> list[Piece]:
    """The pieces, each weighed by what holds at its beginning."""
    return [(begin, end, rate * weight(begin)) for begin, end, rate in pieces]


def _working_moment(random: Random, days: int) -> float:
    begin, end, _ = random.choice(_office(START, START + days))
    return random.uniform(begin, end)


def _calendar_day(at: float) -> date:
    return START_DAY + timedelta(days=int(at - START))


def _steady(targets: int, days: int, random: Random) -> list[Subject]:
    return _pages(random, [(START, START + days, 1.0)], [1 / 30] * targets, ["all"] * targets)


def _unequal(targets: int, days: int, random: Random) -> list[Subject]:
    slope = math.log(24 * 365) / math.log(targets)
    rates = [24 / rank**slope for rank in range(1, targets + 1)]
    random.shuffle(rates)
    classes = ((1, "daily"), (1 / 7, "weekly"), (1 / 31, "monthly"), (0, "rare"))
    labels = [next(name for least, name in classes if rate >= least) for rate in rates]
    return _pages(random, [(START, START + days, 1.0)], rates, labels)


def _office_hours(targets: int, days: int, random: Random) -> list[Subject]:
    return _pages(random, _office(START, START + days), [1 / 14] * targets, ["all"] * targets)


def _holidays(targets: int, days: int, random: Random) -> list[Subject]:
    def weight(at: float) -> float:
        today = _calendar_day(at)
        for first, length in office.holidays(today.year) + office.holidays(today.year + 1):
            if first <= today < first + timedelta(days=length):
                return 0.0
            if first - timedelta(days=7) <= today < first:
                return 20.0
        return 3.0 if today.month in {3, 12} else 1.0

    shape = _times(_office(START, START + days), weight)
    return _pages(random, shape, [1 / 60] * targets, ["all"] * targets)


def _bursts(targets: int, days: int, random: Random) -> list[Subject]:
    made: list[Subject] = []
    for host in range(math.ceil(targets / PER_HOST)):
        weeks = set(random.sample(range(days // 7), max(1, days // 91)))

        def weight(at: float, weeks: set[int] = weeks) -> float:
            return 30.0 if int(at - START) // 7 in weeks else 1.0

        shape = _times(_office(START, START + days), weight)
        there = min(targets, (host + 1) * PER_HOST) - host * PER_HOST
        pages = _pages(random, shape, [1 / 90] * there, ["all"] * there)
        made += [replace(page, host=host) for page in pages]
    return made


def _silence(targets: int, days: int, random: Random) -> list[Subject]:
    made: list[Subject] = []
    end = START + days
    for n in range(targets):
        published = START_DAY - timedelta(days=random.randint(365, 3650))
        edit = START + random.expovariate(1 / 1095)
        shape: list[Piece] = [(START, min(edit, end), 1 / 1095)]
        changes: list[float] = []
        if edit < end:
            campaign = _times(_office(edit, min(edit + 14, end)), lambda _: 1 / 4)
            shape, changes = shape + campaign, [edit, *_drawn(random, campaign)]
        known: dict[str, Any] = {"kind": "document", "host": n // PER_HOST, "label": "all", "published": published}
        made.append(Subject(**known, shape=shape, changes=changes))
    return made


def _listed(documents: list[Subject], days: int) -> list[Subject]:
    """The documents below their columns, one for every fifty, on one host with them."""
    shape = _office(START, START + days)
    columns: list[Subject] = []
    for host in range(math.ceil(len(documents) / PER_HOST)):
        there = documents[host * PER_HOST : (host + 1) * PER_HOST]
        news = sum(len(one.hints) + (one.born > START) for one in there)
        columns.append(Subject(kind="column", host=host, label="columns", shape=shape, factor=news / days))
    return columns + [replace(one, host=n // PER_HOST, column=n // PER_HOST) for n, one in enumerate(documents)]


def _listing(targets: int, days: int, random: Random) -> list[Subject]:
    shape = _office(START, START + days)
    made: list[Subject] = []
    for _ in range(targets):
        changes = _drawn(random, shape, 1 / 200)
        shown = [at + random.uniform(-0.25, 0.5) for at in changes if random.random() < 0.75]
        published = START_DAY - timedelta(days=random.randint(200, 3650))
        known: dict[str, Any] = {"kind": "document", "host": 0, "label": "listed", "published": published}
        made.append(Subject(**known, shape=shape, factor=1 / 200, changes=changes, hints=sorted(shown)))
    return _listed(made, days)


def _fresh(targets: int, days: int, random: Random) -> list[Subject]:
    end = START + days
    made: list[Subject] = []
    for _ in range(targets):
        born = _working_moment(random, days)

        def rate(at: float, born: float = born) -> float:
            age = at - born
            return 0.25 if age < 2 else 0.06 if age < 10 else 1 / 500

        shape = _times(_office(born, end), rate)
        changes = [born, *_drawn(random, shape)]
        known: dict[str, Any] = {"kind": "document", "host": 0, "label": "fresh", "published": _calendar_day(born)}
        made.append(Subject(**known, born=born, shape=shape, changes=changes))
    return _listed(made, days)


def _consultations(targets: int, days: int, random: Random) -> list[Subject]:
    end = START + days
    made: list[Subject] = []
    for n in range(targets):
        if n % 10 >= 3:
            shape, published = _office(START, end), START_DAY - timedelta(days=random.randint(365, 3650))
            old: dict[str, Any] = {"kind": "document", "host": 0, "label": "plans", "published": published}
            made.append(Subject(**old, shape=shape, factor=1 / 400, changes=_drawn(random, shape, 1 / 400)))
            continue
        born = _working_moment(random, days)
        deadline = _calendar_day(born) + timedelta(days=30)
        closes = office.begins(deadline) + 1

        def rate(at: float, born: float = born, closes: float = closes) -> float:
            if at < closes - 7:
                return 0.03 if at - born > 3 else 0.1
            return 0.1 if at < closes else 1 / 300

        shape = _times(_office(born, end), rate)
        edits = _drawn(random, shape)
        deadlines = [(born, deadline)]
        if random.random() < 0.3 and (moves := office.begins(deadline) - random.uniform(0, 5)) < end:
            deadlines.append((moves, deadline + timedelta(days=15)))
            edits.append(moves)
        open_: dict[str, Any] = {"kind": "document", "host": 0, "label": "consultations"}
        known = open_ | {"published": _calendar_day(born), "born": born, "deadlines": deadlines}
        made.append(Subject(**known, shape=shape, changes=sorted([born, *edits])))
    random.shuffle(made)
    return _listed(made, days)


WORLDS = (
    World("steady", "every page changes every 30 days on the average, at any hour", _STEADY, YEAR, _steady),
    World("unequal", "rates as in Zipf's law, from hourly to yearly, at any hour", _HALF, YEAR, _unequal),
    World("office", "every page changes every 14 days, only Monday to Friday from 8 to 18", _HALF, YEAR, _office_hours),
    World(
        "holidays",
        "every 60 days; 20 times as often in the week before a holiday, 3 times in March and December",
        _HALF,
        YEAR,
        _holidays,
    ),
    World(
        "bursts", "every 90 days; 30 times as often in four weeks that each host has for itself", _HALF, YEAR, _bursts
    ),
    World("silence", "old plans: an edit every three years, then two weeks of others", _STEADY, 3 * YEAR, _silence),
    World(
        "listing",
        "edits every 200 days; the listing shows three of four, 6 hours before to 12 hours after",
        _HALF,
        YEAR,
        _listing,
    ),
    World("fresh", "documents appear all year and are edited in the days after", _HALF, YEAR, _fresh),
    World(
        "consultations",
        "a third is open for a month and edited, extended; old plans beside",
        _HALF,
        YEAR,
        _consultations,
    ),
)
