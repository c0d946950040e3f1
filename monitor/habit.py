"""How often a target changes: what is usual for its kind and age, and what its own past says about it.

Changes come from three sources that add up: at any hour, while offices work, and after news (a publication, an edit,
a hint of the listing). Each has a usual rate, and each target has for each source a factor on that rate, which is
learnt: a Gamma distribution, to begin with of mean one.

A look only tells whether something changed since the last, not how often. Without a change a factor's posterior is
exact; with one its first two moments are (the likelihood is 1 - exp(-expected), as in J. Cho and H. Garcia-Molina,
Estimating Frequency of Change, ACM TOIT 3(3), 2003, section 5), and the other sources' expectations share the blame.
Gaps may be of any length. What was learnt is forgotten by half in `HALF_LIFE` days.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from monitor import office
from monitor.observation import TargetKind

Factors: TypeAlias = tuple[tuple[float, float], ...]
"""For each source the shape and the rate of its factor's distribution; the mean is shape by rate."""
Piece: TypeAlias = tuple[float, float, tuple[float, float, float]]
"""Begin and end in days, and how many changes a day each source makes usually."""

HALF_LIFE = 365.0
UNKNOWN: Factors = ((0.5, 0.5), (1.0, 1.0), (1.0, 1.0))
_SOFTENS = 0.5
"""Days after which the rate after news is half of what it is at once; it goes on falling as one by age."""
_AFTER_HOURS = 0.2
"""Of what comes after news, the share that keeps no office hours."""
_NOTHING = 1e-9
_OPEN = 0.15
"""Changes a day that an open consultation adds: extensions, answers, corrections."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Usual rates of a kind of target, in changes a day; after news it is `news` a day at the age of a day."""

    any_hour: float
    office: float
    news: float


USUAL: dict[TargetKind, Usual] = {
    "column": Usual(0.02, 0.2, 0.2),
    "page": Usual(0.02, 0.01, 0.05),
    "document": Usual(0.0003, 0.001, 0.2),
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a target beside its past. Moments are days as in `monitor.office`.

    `news_at`: the last publication, change or hint, None if never. `open_until`: when its consultation ends.
    """

    kind: TargetKind
    news_at: float | None = None
    open_until: float | None = None

    def pieces(self, begin: float, end: float) -> Iterator[Piece]:
        """The time between two moments in pieces of about equal usual rates."""
        usual = USUAL[self.kind]
        for since, until, weight in office.pieces(begin, end):
            mixed = _AFTER_HOURS + (1 - _AFTER_HOURS) * weight
            fresh = self._after_news(since, until) * usual.news
            if self.open_until is not None and since < self.open_until:
                fresh += _OPEN
            yield since, until, (usual.any_hour, usual.office * weight, fresh * mixed)

    def rates(self, at: float) -> tuple[float, float, float]:
        """The usual rates at a moment, over an ordinary week."""
        usual = USUAL[self.kind]
        fresh = self._after_news(at, at + 1 / 24) * usual.news
        if self.open_until is not None and at < self.open_until:
            fresh += _OPEN
        return usual.any_hour, usual.office, fresh

    def _after_news(self, begin: float, end: float) -> float:
        if self.news_at is None:
            return 0.0
        young, old = max(0.0, begin - self.news_at), max(0.0, end - self.news_at)
        if old - young < 1e-9:
            return 1 / (young + _SOFTENS)
        return math.log((old + _SOFTENS) / (young + _SOFTENS)) / (old - young)


def expected(circumstances: Circumstances, begin: float, end: float) -> tuple[float, float, float]:
    """How many changes each source makes usually between two moments."""
    any_hour = in_office = fresh = 0.0
    for since, until, (first, second, third) in circumstances.pieces(begin, end):
        length = until - since
        any_hour += first * length
        in_office += second * length
        fresh += third * length
    return any_hour, in_office, fresh


def known(factors: Factors) -> Factors:
    """The factors, or what is usual where nothing was learnt (or for other sources than today's)."""
    return factors if len(factors) == len(UNKNOWN) else UNKNOWN


def learnt(factors: Factors, usual: tuple[float, float, float], days: float, *, changed: bool) -> Factors:
    """The factors after a look that came `days` after the last, over which `usual` changes were expected."""
    kept = 0.5 ** (days / HALF_LIFE)
    factors = tuple(
        (first + (shape - first) * kept, second + (rate - second) * kept)
        for (shape, rate), (first, second) in zip(factors, UNKNOWN, strict=True)
    )
    if not changed:
        return tuple((shape, rate + many) for (shape, rate), many in zip(factors, usual, strict=True))
    share = [shape / rate * many for (shape, rate), many in zip(factors, usual, strict=True)]
    whole = sum(share)
    return tuple(
        _seen(shape, rate, many, whole - own) if many > 0 else (shape, rate)
        for (shape, rate), many, own in zip(factors, usual, share, strict=True)
    )


def _seen(shape: float, rate: float, many: float, others: float) -> tuple[float, float]:
    """The Gamma distribution with the mean and variance of the posterior after a change was seen."""
    if many < _NOTHING * rate:  # a moment in which this source could hardly have made it: unless nothing else could
        return (shape + 1, rate) if others < _NOTHING else (shape, rate)
    none = math.exp(-max(0.0, others) - shape * math.log1p(many / rate))
    some = -math.expm1(-max(0.0, others) - shape * math.log1p(many / rate))
    later = rate + many
    mean = shape * (1 / rate - none / later) / some
    square = shape * (shape + 1) * (1 / rate**2 - none / later**2) / some
    variance = max(square - mean * mean, 1e-9 * mean * mean)
    return mean * mean / variance, mean / variance
