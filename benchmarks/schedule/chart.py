"""The measured worlds as one picture: median and p95 delays of the three policies, drawn as plain SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.schedule.measuring import Measured

_LEFT, _WIDTH, _ROW, _GAP, _TOP = 110, 560, 14, 14, 50
_COLOURS = {"fixed": "#9aa0a6", "ours": "#1a73e8", "oracle": "#34a853"}
_FONT = 'font-family="sans-serif" font-size="11"'
_HOURS = (1, 3, 10, 30, 100, 300)


def chart(measured: Sequence[Measured], title: str) -> str:
    """An SVG document: a bar ends at the median delay, its thin line at the 95th percentile, on a logarithmic scale."""
    block = 3 * _ROW + _GAP
    height = _TOP + len(measured) * block + 10
    parts = [part for number, one in enumerate(measured) for part in _world(one, _TOP + number * block)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 20} {height}" {_FONT}>',
            f'<rect width="100%" height="100%" fill="#ffffff"/><text x="8" y="16" font-size="13">{escape(title)}</text>',
            *_legend(),
            *_grid(height - 10),
            *parts,
            "</svg>\n",
        ]
    )


def _x(hours: float) -> float:
    low, high = math.log(0.5), math.log(500)
    return _LEFT + _WIDTH * (math.log(min(500.0, max(0.5, hours))) - low) / (high - low)


def _world(one: Measured, top: float) -> Iterator[str]:
    yield f'<text x="8" y="{top + 2 * _ROW - 3}">{escape(one.world.name)}</text>'
    for row, (name, played) in enumerate(one.played.items()):
        y = top + row * _ROW
        median, late = _x(played.delay(0.5) * 24), _x(played.delay(0.95) * 24)
        yield f'<rect x="{_LEFT}" y="{y}" width="{median - _LEFT:.1f}" height="{_ROW - 3}" fill="{_COLOURS[name]}"/>'
        middle = y + (_ROW - 3) / 2
        yield f'<path d="M{median:.1f} {middle}H{late:.1f}" stroke="{_COLOURS[name]}" stroke-width="2"/>'


def _legend() -> Iterator[str]:
    for number, (name, colour) in enumerate(_COLOURS.items()):
        x = _LEFT + number * 80
        yield f'<rect x="{x}" y="24" width="10" height="10" fill="{colour}"/><text x="{x + 14}" y="33">{name}</text>'


def _grid(bottom: float) -> Iterator[str]:
    for hours in _HOURS:
        x = _x(hours)
        yield f'<path d="M{x:.1f} {_TOP - 6}V{bottom}" stroke="#dddddd"/>'
        yield f'<text x="{x:.1f}" y="{_TOP - 8}" text-anchor="middle" fill="#666666">{hours} h</text>'
