"""An oracle: the same choice of moments by the true rates, past and to come, instead of by what was seen."""

# ruff: noqa: D102

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from benchmarks.schedule.worlds import START, Piece, Subject
from monitor.schedule import best_look

_Piece: TypeAlias = tuple[float, float, float, float]
"""Begin, end, rate, and the gap after a look in it."""
_Plan: TypeAlias = tuple[list[float], list[_Piece], float]
"""The beginnings of the pieces, the pieces, and the most that rate times gap are."""


class Oracle:
    """Knows the true rate of every moment, past and future, and pays a price a look that makes the requests equal."""

    heeds_hints = True

    def __init__(self, subjects: Sequence[Subject], price: float, days: float) -> None:
        self._subjects, self._price, self._end = subjects, price, START + days
        self._plans: dict[tuple[int, float, float], _Plan] = {}

    def first(self, number: int) -> float:
        del number
        return START

    def after(self, number: int, at: float, *, changed: bool) -> float:
        del changed
        subject = self._subjects[number]
        # Prices around the common one keep equal targets from being looked at in step.
        begins, pieces, peak = self._plan(subject, self._price * (0.8 + 0.4 * (number * 0.618 % 1 // 0.1) / 9))
        first = max(0, bisect_right(begins, at) - 1)
        return best_look(_from(pieces, first, at), earliest=at + 1 / 24, latest=max(self._end, at) + 1, peak=peak)

    def hinted(self, number: int, at: float) -> None:
        """True rates need no hints; the look itself is made."""

    def _plan(self, subject: Subject, price: float) -> _Plan:
        key = (id(subject.shape), subject.factor, price)
        if key not in self._plans:
            pieces = _with_gaps(subject.shape, subject.factor, price)
            peak = max((rate * gap for _, _, rate, gap in pieces), default=0.0)
            self._plans[key] = [piece[0] for piece in pieces], pieces, peak
        return self._plans[key]


def _with_gaps(shape: Sequence[Piece], factor: float, price: float) -> list[_Piece]:
    """Each piece with the gap after a look in it: until what waits has cost the price of a look."""
    pieces: list[_Piece] = []
    for number, (begin, end, weight) in enumerate(shape):
        gap = math.sqrt(2 * price / (weight * factor)) if weight > 0 else math.inf
        if gap > end - begin:
            gap = _reach(shape, number, factor, price)
        pieces.append((begin, end, weight * factor, gap))
    return pieces


def _reach(shape: Sequence[Piece], number: int, factor: float, price: float) -> float:
    """How long after a piece's beginning what waits has cost the price of a look."""
    start = at = shape[number][0]
    waiting = area = 0.0
    for begin, end, weight in shape[number:]:
        idle = begin - at
        if waiting > 0 and area + waiting * idle >= price:
            return at + (price - area) / waiting - start
        area += waiting * idle
        rate, length = weight * factor, end - begin
        if area + waiting * length + rate * length * length / 2 >= price:
            root = math.sqrt(waiting * waiting + 2 * rate * (price - area))
            return begin + 2 * (price - area) / (waiting + root) - start
        area += waiting * length + rate * length * length / 2
        waiting += rate * length
        at = end
    return at - start + (price - area) / waiting if waiting > 0 else 0.0


def _from(pieces: Sequence[_Piece], first: int, at: float) -> Iterator[_Piece]:
    """The pieces from a moment on, with the time between them."""
    for begin, end, rate, gap in pieces[first:]:
        if end <= at:
            continue
        if begin > at:
            yield at, begin, 0.0, gap
        yield max(at, begin), end, rate, gap
        at = end
    yield at, math.inf, 0.0, 0.0
