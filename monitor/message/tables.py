"""Tables in a letter: a row or a column that came or went is one line, however many cells it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from monitor.changes.cells import unit_of
from monitor.letter import Words
from monitor.message.facts import text
from monitor.message.graphemes import shortened
from monitor.records import Change
from monitor.text import key

_DIGIT = re.compile(r"\d")
_UNIT_TITLES = frozenset({"单位", "计量单位"})
_FEWEST = 2
_LONGEST = 400
_CAME = Words("新增一{}“{}”", "new {} “{}”"), Words("删去一{}“{}”", "{} “{}” is gone")
_KINDS = {"row": Words("行", "row"), "column": Words("列", "column")}
_OTHER = {"row": "column", "column": "row"}


def is_number(change: Change) -> bool:
    """Whether a cell had or has a number in it."""
    return _DIGIT.search(text(change.facts.get("old")) + text(change.facts.get("new"))) is not None


def gathered(changes: Sequence[Change]) -> Iterator[tuple[Words | None, Sequence[Change]]]:
    """The changes in order, those of a whole row or column that came or went together, with one line for all of them."""
    for (axis, name, came), group in groupby(changes, key=_belongs):
        cells = list(group)
        if axis and len(cells) >= _FEWEST:
            yield _line(axis, name, cells, came=came), cells
        else:
            for cell in cells:
                yield None, [cell]


def _belongs(change: Change) -> tuple[str, str, bool]:
    """Which row or column came or went with this cell; neither where both stand in the other text, too."""
    if change.type == "table_cell_changed" and (change.facts.get("old") is None) != (change.facts.get("new") is None):
        came = change.facts.get("old") is None
        for axis in _KINDS:
            name = text(change.facts.get(axis))
            if name and not _stands(name, change.before if came else change.after):
                return axis, name, came
    return "", "", False


@lru_cache(maxsize=64)  # asked for every cell of a row, in a text that may be long
def _stands(name: str, table: str) -> bool:
    return key(name) in key(table)


def _line(axis: str, name: str, cells: Sequence[Change], *, came: bool) -> Words:
    """新增一行“巩固率”:2025年 98%、2030年 99%."""
    side = "new" if came else "old"
    parts = []
    for cell in cells:
        title, value = text(cell.facts.get(_OTHER[axis])), text(cell.facts.get(side))
        if title in _UNIT_TITLES:
            continue
        unit = unit_of(cell.after if came else cell.before, text(cell.facts.get("row")))
        unit = unit if value[-1:].isdecimal() else ""
        parts.append(f"{title} {value or '空'}{unit}".strip())
    shape, kind = _CAME[not came], _KINDS[axis]
    return Words(
        shortened(f"{shape.zh.format(kind.zh, name)}:{'、'.join(parts)}", _LONGEST),
        shortened(f"{shape.en.format(kind.en, name)}: {', '.join(parts)}", _LONGEST),
    )
