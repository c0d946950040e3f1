"""Cells of a table that got another value, and those that came or went with their row or column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor import plaintables
from monitor.changes.pair import Background, Fact, Pair, Span
from monitor.segments import Edit
from monitor.text import fold, key

_UNIT = re.compile(r"[(（][^()（）]{1,6}[)）]$")
_COUNTS = frozenset({"序号", "编号", "项次", "次序", "序"})
_UNIT_COLUMNS = frozenset({"单位", "计量单位"})
_TABS = re.compile(r"\t")
_BLANKS = re.compile(r"[ \u3000\u00a0]+")

RowKey = tuple[str, int]
"""A row's label, and how many rows of that label stand before it."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table: its column titles by key, each row's label (its number before it), and each row's cells by column key."""

    heads: Mapping[str, _Cell]
    labels: Mapping[RowKey, tuple[_Cell, ...]]
    rows: Mapping[RowKey, Mapping[str, _Cell]]


def cells(pair: Pair, _: Background) -> Iterator[Fact]:
    """`table_cell_changed` for every cell with another value, and for those of a row or column that came or went.

    Those have None for `old` (`new`). A row or a column that only got another title has the same cells; rows that are
    only counted otherwise are `typography`.
    """
    if pair.old.kind != "table" or pair.new.kind != "table":
        return
    if _is_flattened(pair.old.text) and _is_flattened(pair.new.text):
        yield from _flattened(pair)
        return
    old, new = _grid(pair.old.text), _grid(pair.new.text)
    columns = _same_columns(old, new)
    rows = _same_rows(old, new, columns)
    former = {there: here for here, there in rows.items()}
    for row, values in new.rows.items():
        cells_before = old.rows[former[row]] if row in former else {}
        before = {columns.get(column, column): cell for column, cell in cells_before.items()}
        for column, cell in values.items():
            if key(_text(before.get(column)) or "") != key(cell.text):
                yield _fact(new, row, column, before.get(column), cell)
    for row, values in old.rows.items():
        after = new.rows[rows[row]] if row in rows else {}
        for column, cell in values.items():
            if columns.get(column, column) not in after and key(cell.text):
                yield _fact(old, row, column, cell, None)
    counted = [(old.labels[row][0], new.labels[rows[row]][0]) for row in rows if len(old.labels[row]) > 1]
    moved = [(one.span, other.span) for one, other in counted if one.text != other.text]
    if moved:
        yield Fact("typography", {}, tuple(one for one, _ in moved), tuple(other for _, other in moved))


def unit_of(text: str, row: str) -> str:
    """What a table's row is measured in, as its cell under 单位 or the brackets behind its label say; else nothing.

    `row` is the label without its unit, as in the facts of `table_cell_changed`.
    """
    return _units(text).get(fold(row), "")


@lru_cache(maxsize=8)  # asked for every cell of one table
def _units(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for (label, _), values in _grid(text).rows.items():
        name = _UNIT.sub("", label)
        said = next((cell.text for column, cell in values.items() if column in _UNIT_COLUMNS), "")
        found.setdefault(name, fold(said) or label[len(name) :].strip("()"))
    return found


def _is_flattened(text: str) -> bool:
    """Whether most lines hold one cell each, as tables do that lost their shape."""
    lines = text.split("\n")
    return "\t" not in text and 2 * sum(len(_BLANKS.split(line.strip())) > 1 for line in lines) < len(lines)


def _flattened(pair: Pair) -> Iterator[Fact]:
    """The changed values of a table whose cells stand in lines of their own; nothing where other rows stand there."""
    olds, news = plaintables.values(pair.old.text), plaintables.values(pair.new.text)
    if [(one.row, one.column) for one in olds] != [(one.row, one.column) for one in news]:
        return
    changed = [(old, new) for old, new in zip(olds, news, strict=True) if key(old.text) != key(new.text)]
    values = " ".join(cell.text for both in changed for cell in both)
    told = [edit for edit in pair.edits if all(word in values for word in _exchanged(pair, edit))]
    gone = tuple((edit.start_before, edit.end_before) for edit in told)
    come = tuple((edit.start_after, edit.end_after) for edit in told)
    for old, new in changed:
        names = _UNIT.sub("", new.row), new.column
        facts = {"row": names[0], "column": names[1], "old": old.text, "new": new.text}
        yield Fact("table_cell_changed", dict(facts), gone, come, _path(*names))


def _exchanged(pair: Pair, edit: Edit) -> list[str]:
    """The words that went and those that came."""
    gone, come = pair.old.text[edit.start_before : edit.end_before], pair.new.text[edit.start_after : edit.end_after]
    return [*gone.split(), *come.split()]


def _path(*names: str) -> str:
    return "/".join(name.replace("/", "∕") for name in names if name)


def _fact(grid: _Grid, row: RowKey, column: str, old: _Cell | None, new: _Cell | None) -> Fact:
    """The change of one cell; one that came or went takes the titles of its row and its column with it."""
    head = grid.heads.get(column)
    names = _UNIT.sub("", row[0]), head.text if head else ""
    facts = {"row": names[0], "column": names[1], "old": _text(old), "new": _text(new)}
    titles = (*(cell.span for cell in grid.labels[row]), *([head.span] if head else []))
    before = (old.span, *(() if new else titles)) if old else ()
    after = (new.span, *(() if old else titles)) if new else ()
    return Fact("table_cell_changed", dict(facts), before, after, _path(*names))


def _text(cell: _Cell | None) -> str | None:
    return cell.text if cell else None


def _same_columns(old: _Grid, new: _Grid) -> dict[str, str]:
    """Columns of the old table → those of the new: by title; as many that are left on both sides got other titles."""
    gone = [column for column in old.heads if column not in new.heads]
    come = [column for column in new.heads if column not in old.heads]
    renamed = zip(gone, come, strict=True) if len(gone) == len(come) else ()
    return {column: column for column in old.heads if column in new.heads} | dict(renamed)


def _same_rows(old: _Grid, new: _Grid, columns: Mapping[str, str]) -> dict[RowKey, RowKey]:
    """Rows of the old table → those of the new: by label; with another label those whose cells all stayed."""
    found = {row: row for row in old.rows if row in new.rows}
    come: dict[tuple[tuple[str, str], ...], list[RowKey]] = {}
    for row, cells in new.rows.items():
        if row not in found:
            come.setdefault(tuple((column, key(cell.text)) for column, cell in cells.items()), []).append(row)
    for row, cells in old.rows.items():
        values = tuple((columns.get(column, column), key(cell.text)) for column, cell in cells.items())
        if row not in found and come.get(values):
            found[row] = come[values].pop(0)
    return found


def _grid(text: str) -> _Grid:
    """The table in a text, a row a line.

    The first row with two cells or more is the header; a row of another width keeps its cells by their number. Where the
    first column only counts the rows (序号), the second names them.
    """
    separator = _TABS if "\t" in text else _BLANKS
    header: list[_Cell] = []
    names = 1
    titles: list[str] = []
    labels: dict[RowKey, tuple[_Cell, ...]] = {}
    rows: dict[RowKey, dict[str, _Cell]] = {}
    seen: Counter[str] = Counter()
    at = 0
    for line in text.split("\n"):
        row = _cells(line, at, separator)
        at += len(line) + 1
        if len(row) < 2:
            continue
        if not header:
            header = row
            names = 2 if len(row) > 2 and key(row[0].text) in _COUNTS else 1
            titles = [key(cell.text) for cell in header[names:]]
            continue
        whole = len(row) == len(header)
        first = names if whole else 1
        columns = titles if whole else []
        if len(set(columns)) != len(columns) or not columns:
            columns = [f"#{number}" for number in range(1, len(row) - first + 1)]
        label = fold(row[first - 1].text)
        labels[label, seen[label]] = tuple(row[:first])
        rows[label, seen[label]] = dict(zip(columns, row[first:], strict=True))
        seen[label] += 1
    return _Grid(dict(zip(titles, header[names:], strict=True)), labels, rows)


def _cells(line: str, at: int, separator: re.Pattern[str]) -> list[_Cell]:
    found: list[_Cell] = []
    start = 0
    for gap in [*separator.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if text := line[start:end].strip():
            found.append(_Cell(text, (at + start, at + end)))
        elif separator is _TABS and (gap or start):
            found.append(_Cell("", (at + start, at + end)))
        start = gap.end() if gap else end
    return found
