"""Small charts as numbers: where bars, lines and dots stand. The templates draw them as SVG, without scripts or styles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.course import Point
from monitor.dates import SHANGHAI
from monitor.severity import LADDER

WEEKS = 26
_BAR, _GAP, _HEIGHT = 16, 6, 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: what it counts is of one severity."""

    severity: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: its first day, how many changes it had, and where it stands."""

    monday: date
    total: int
    x: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Weeks side by side in a box of `width` × `height`; `most` is the busiest one, None where nothing changed."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    total: int
    most: Bar | None


@dataclass(frozen=True, slots=True)
class Line:
    """A course of values as steps, with a dot for each; `path` is an SVG path."""

    path: str
    dots: tuple[tuple[float, float], ...]
    width: int
    height: int


def weeks(told: Sequence[tuple[datetime, str]], today: date, count: int = WEEKS) -> Bars:
    """The versions of the last weeks by severity, the week of `today` last."""
    last = today - timedelta(days=today.weekday())
    mondays = [last - timedelta(weeks=back) for back in reversed(range(count))]
    counted: dict[date, Counter[str]] = {monday: Counter() for monday in mondays}
    for at, severity in told:
        day = at.astimezone(SHANGHAI).date()
        monday = day - timedelta(days=day.weekday())
        if monday in counted:
            counted[monday][severity] += 1
    top = max((each.total() for each in counted.values()), default=0)
    bars = tuple(_bar(index, monday, counted[monday], top) for index, monday in enumerate(mondays))
    most = max(bars, key=lambda bar: bar.total) if top else None
    width = count * (_BAR + _GAP) - _GAP
    return Bars(bars, width, _HEIGHT, sum(bar.total for bar in bars), most)


def _bar(index: int, monday: date, counts: Counter[str], top: int) -> Bar:
    pieces, y = [], float(_HEIGHT)
    for severity in sorted(counts, key=LADDER.index, reverse=True):
        height = round(counts[severity] / top * (_HEIGHT - 4), 1)
        y -= height
        pieces.append(Piece(severity, round(y, 1), height))
    return Bar(monday, counts.total(), index * (_BAR + _GAP), tuple(pieces))


def steps(points: Sequence[Point], width: int = 120, height: int = 32) -> Line | None:
    """A target's values over its versions as steps; None where they are no two numbers."""
    heights = [point.height for point in points if point.height is not None]
    if len(heights) < 2 or len(heights) != len(points):
        return None
    low, high = min(heights), max(heights)
    span, edge = (high - low) or 1.0, 5
    xs = [edge + index * (width - 2 * edge) / len(heights) for index in range(len(heights))]
    ys = [round(height - edge - (value - low) / span * (height - 2 * edge), 1) for value in heights]
    path = f"M{xs[0]:.1f} {ys[0]}"
    for x, y in zip(xs[1:], ys[1:], strict=True):
        path += f"H{x:.1f}V{y}"
    path += f"H{width - edge}"
    return Line(path, tuple((round(x, 1), y) for x, y in zip(xs, ys, strict=True)), width, height)


def moments(times: Sequence[datetime], now: datetime, width: int = 720, edge: int = 24) -> tuple[float, ...]:
    """Where moments stand on a line from the first one to now; those close together are pushed apart."""
    if not times:
        return ()
    whole = max((now - times[0]).total_seconds(), 1.0)
    room = width - 2 * edge
    apart = min(28.0, room / max(len(times), 1))
    xs = [edge + (at - times[0]).total_seconds() / whole * room for at in times]
    for index in range(1, len(xs)):
        xs[index] = max(xs[index], xs[index - 1] + apart)
    for index in reversed(range(len(xs))):
        xs[index] = min(xs[index], width - edge - (len(xs) - 1 - index) * apart)
    return tuple(round(x, 1) for x in xs)
