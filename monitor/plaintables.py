"""Tables in plain lines: rows of cells joined by tabs, rows parted by blanks, and cells flattened one a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from monitor.numbering import marker
from monitor.records import Table
from monitor.text import fold, key

_NUMBER = r"[约<>≤≥]?\d[\d,]*(?:\.\d+)?(?:[-~]\d+(?:\.\d+)?)?(?:%|‰|[万亿]?[人所个名元套台间名班]|万平方米|年)?(?:以上|以下|左右)?"
_VALUES = re.compile(rf"(?:{_NUMBER}|[-/])(?:\s+(?:{_NUMBER}|[-/]))*")
_ROW = re.compile(rf"[^。;,\d][^。;,]{{1,40}}?(?:\s+{_NUMBER}){{2,}}|\S{{1,12}}(?:\s+\d{{4}}年?){{2,}}")
_INDICATOR = re.compile(r"[^。;]{2,60}\((?:%|‰|[万亿]?[\u4e00-\u9fff]{1,4})\)\s*")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,12}")
_NAMED = re.compile(r"(?:指标|一览表|统计表|目标表|明细表|安排表|情况表|表\s*\d*)\s*(?:[(（][^()（）]*[)）])?$")
_UNIT = re.compile(r"\((?:%|‰|[万亿]?[\u4e00-\u9fff]{1,4})\)$")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Value:
    """What a table says of one row in one column, as printed."""

    row: str
    column: str
    text: str


def tables(lines: Sequence[str]) -> list[range]:
    """The lines of each table, its title line included, in order."""
    # Most lines are sentences, or too long for a row.
    shapes = "".join(["-" if ("。" in line or len(line) > 80) and "\t" not in line else _shape(line) for line in lines])
    found: list[range] = []
    for match in re.finditer(r"t{2,}|[virl]{3,}", shapes):
        start, end = match.span()
        if shapes[start] != "t":
            while start < end and shapes[start] == "l" and shapes[start + 1 : start + 3].count("l") == 2:
                start += 1
            while end > start and shapes[end - 1] in "li":
                end -= 1
            shape = shapes[start:end]
            if len(shape) < _LEAST or shape.count("v") + shape.count("r") < 2 or not set(shape) & set("ir"):
                continue
        if start and _is_title(lines[start - 1]) and (not found or found[-1].stop < start):
            start -= 1
        found.append(range(start, end))
    return found


def shown(text: str) -> tuple[Table, ...]:
    """The tables that a text shows by itself: each run of lines with tabs."""
    runs = groupby(text.splitlines(), lambda line: "\t" in line)
    return tuple(tuple(tuple(line.split("\t")) for line in run) for tabbed, run in runs if tabbed)


def title(line: str) -> str:
    """The table's title where the line is one, else nothing."""
    return line.strip() if _is_title(line) else ""


def values(text: str) -> list[Value]:
    """What the table says, cell by cell; nothing where its shape is not understood.

    Flattened tables are read group by group: the indicators of a group, then all their values column by column.
    """
    lines = text.split("\n")
    if any("\t" in line for line in lines):
        return _grid([[cell.strip() for cell in line.split("\t")] for line in lines if "\t" in line])
    rows = [line.split() for line in lines if _shape(line) == "r"]
    if len(rows) >= 2:
        return _grid(rows)
    return _flattened(lines)


def _grid(rows: Sequence[Sequence[str]]) -> list[Value]:
    head = rows[0]
    return [
        Value(row[0], head[column], row[column])
        for row in rows[1:]
        if len(row) == len(head)
        for column in range(1, len(row))
    ]


def _flattened(lines: Sequence[str]) -> list[Value]:
    columns = [line for line in lines if re.fullmatch(r"\d{4}年", key(line))]
    if not columns:
        return []
    found: list[Value] = []
    indicators: list[str] = []
    cells: list[str] = []
    for line in [*lines[lines.index(columns[-1]) + 1 :], ""]:
        if _shape(line) == "v":
            cells += line.split()
            continue
        if cells:
            found += _group(indicators, columns, cells)
            indicators, cells = [], []
        indicators += [
            re.sub(r"^\S*\s+(?=\S)|^\d+[.．、]", "", part).strip()
            for part in re.findall(r"[^()（）]+[(（][^()（）]{1,6}[)）]", line)
        ]
    return found


def _group(indicators: Sequence[str], columns: Sequence[str], cells: Sequence[str]) -> list[Value]:
    count = len(indicators)
    if not count or len(cells) != count * len(columns):
        return []
    return [
        Value(re.sub(r"^\d+[.．、]", "", indicator), column, cells[at * count + row])
        for row, indicator in enumerate(indicators)
        for at, column in enumerate(columns)
    ]


def _shape(line: str) -> str:
    """One letter: t(abbed row), v(alues), r(ow with values), i(ndicator), l(abel), - for anything else."""
    if "\t" in line:
        return "t"
    if len(line) > 80 or "；" in line:
        return "-"
    plain = fold(line).strip()
    if _VALUES.fullmatch(plain):
        return "v"
    if plain.endswith(")") and _INDICATOR.fullmatch(plain):
        return "i"
    if len(plain.split(maxsplit=2)) > 2 and _ROW.fullmatch(plain):
        return "r"
    return "l" if _LABEL.fullmatch(plain) else "-"


def _is_title(line: str) -> bool:
    """Whether a line names a table; a numbered one is a clause, whatever it is called."""
    named = len(line) <= 60 and "。" not in line and "\t" not in line and _NAMED.search(line) is not None
    return named and marker(line) is None
