"""Grids of cells → lines, as `monitor.outline` reads them: cells joined by tabs, titles around a table as paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

EMPTY = "-"
"""An empty cell at either end of a row: blanks at the ends of a line would be taken for an indent."""


def lines(grid: Sequence[Sequence[str]]) -> list[str]:
    """The rows in order; empty ones are left out.

    A row that says one thing only is a title or a note where it stands before the first row of several cells, or after
    the last one.
    """
    rows = [_stripped(row) for row in grid]
    width = max(map(len, rows), default=0)
    full = [at for at, row in enumerate(rows) if len(_said(row)) > 1]
    first, last = (full[0], full[-1]) if full else (len(rows), -1)
    found: list[str] = []
    for at, row in enumerate(rows):
        if first <= at <= last and row:
            found.append(
                "\t".join([row[0] or EMPTY, *row[1:], *[""] * (width - 1 - len(row)), *[EMPTY] * (width > len(row))])
            )
        else:
            found += _said(row)
    return found


def _said(row: Sequence[str]) -> list[str]:
    """The different things that a row says: a merged cell says one thing however wide it is."""
    return list(dict.fromkeys(filter(None, row)))


def _stripped(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]
