"""Cells of a table that got another value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.changes.pair import Background, Fact, Pair, Span
from monitor.text import fold, key

_UNIT = re.compile(r"[(（][^()（）]{1,6}[)）]$")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    span: Span


def cells(pair: Pair, _: Background) -> Iterator[Fact]:
    """`table_cell_changed` for every cell whose row and column stand in both tables."""
    if pair.old.kind != "table" or pair.new.kind != "table":
        return
    heads_old, rows_old = _grid(pair.old.text)
    heads_new, rows_new = _grid(pair.new.text)
    for label, row_new in rows_new.items():
        row_old = rows_old.get(label, {})
        for column, new in row_new.items():
            old = row_old.get(column)
            if old is None or key(old.text) == key(new.text):
                continue
            row, head = _UNIT.sub("", label[0]), heads_new.get(column, heads_old.get(column, ""))
            facts = {"row": row, "column": head, "old": old.text, "new": new.text}
            where = "/".join(part.replace("/", "∕") for part in (row, head) if part)
            yield Fact("table_cell_changed", dict(facts), (old.span,), (new.span,), where)


def _grid(text: str) -> tuple[dict[str, str], dict[tuple[str, int], dict[str, _Cell]]]:
    """Column titles by key, and rows by (label, how many rows of that label stood before), cells by column key.

    The first row with two cells or more is the header; a row of another width keeps its cells by their number.
    """
    separator = re.compile(r"\t" if "\t" in text else r"[ \u3000\u00a0]+")
    header: list[str] = []
    heads: dict[str, str] = {}
    rows: dict[tuple[str, int], dict[str, _Cell]] = {}
    at = 0
    for line in text.split("\n"):
        row = _cells(line, at, separator)
        at += len(line) + 1
        if len(row) < 2:
            continue
        if not header:
            header = [cell.text for cell in row]
            heads = {key(title): title for title in header[1:]}
            continue
        titles = [key(title) for title in header[1:]] if len(row) == len(header) else []
        if len(set(titles)) != len(titles) or not titles:
            titles = [f"#{number}" for number in range(1, len(row))]
        label = fold(row[0].text)
        again = sum(1 for one, _ in rows if one == label)
        rows[label, again] = dict(zip(titles, row[1:], strict=True))
    return heads, rows


def _cells(line: str, at: int, separator: re.Pattern[str]) -> list[_Cell]:
    found: list[_Cell] = []
    start = 0
    for gap in [*separator.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if text := line[start:end].strip():
            found.append(_Cell(text, (at + start, at + end)))
        elif "\t" in separator.pattern and (gap or start):
            found.append(_Cell("", (at + start, at + end)))
        start = gap.end() if gap else end
    return found
