"""HTML tables as grids: which of them hold data, and their cells with spans filled in."""

from __future__ import annotations

import re

from bs4 import Tag

from monitor.records import Table
from monitor.text import tidy

LONGEST_CELL = 400
"""A longer cell is no cell: such a table lays out the page."""
_WIDEST = 60
_MOST_SPANNED = 200


def grid(table: Tag) -> Table:
    """The rows of a data table, spanned cells repeated in every row and column that they cover.

    Empty where the table only lays out the page: it has one column or row, or holds whole texts.
    Nested tables are for the caller to rule out.
    """
    open_cells: dict[int, tuple[int, str]] = {}
    rows: list[tuple[str, ...]] = []
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"]):
            open_cells = _fill(cells, open_cells)
            text = tidy(cell.get_text(" "))
            if len(text) > LONGEST_CELL:
                return ()
            below = _span(cell.get("rowspan")) - 1
            for _ in range(min(_span(cell.get("colspan")), _WIDEST)):
                if below:
                    open_cells[len(cells)] = (below + 1, text)
                cells.append(text)
        open_cells = _fill(cells, open_cells)
        open_cells = {column: (left - 1, text) for column, (left, text) in open_cells.items() if left > 1}
        if any(cells):
            rows.append(tuple(cells[:_WIDEST]))
    return tuple(rows) if len(rows) > 1 and max(map(len, rows)) > 1 else ()


def _fill(cells: list[str], open_cells: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Put the cells that hang down from rows above where the next cell would stand."""
    while (held := open_cells.get(len(cells))) is not None and len(cells) < _WIDEST:
        cells.append(held[1])
    return open_cells


def _span(value: object) -> int:
    text = str(value or "1").strip()
    return min(int(text), _MOST_SPANNED) if re.fullmatch(r"[1-9]\d{0,3}", text) else 1
