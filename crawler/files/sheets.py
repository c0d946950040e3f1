"""Workbooks (XLSX, XLS, ODS): every sheet that a reader sees, under its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from crawler.files import rows
from crawler.files.kinds import damaged
from crawler.files.limits import CELLS, COLUMNS, cut
from crawler.files.percents import Places, percents
from crawler.files.percents import shown as percentage
from monitor.records import FileReading
from monitor.text import tidy

_KIND = "xlsx"  # or another workbook; who asked knows
_DEFAULT_NAMES = ("sheet", "工作表", "表")


def read(body: bytes) -> FileReading:
    """The sheets in order; the library tells the formats apart. Raises ReadError where the workbook is damaged."""
    lines: list[str] = []
    left = CELLS
    try:
        with CalamineWorkbook.from_filelike(BytesIO(body)) as book:
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
            ]
            places: Mapping[str, Places] = percents(body) if shown else {}
            for name in shown:
                found, left = _rows(book.get_sheet_by_name(name), places.get(name, {}), left)
                if found:
                    lines += [*_heading(name, found, alone=len(shown) == 1), *found]
    except PasswordError:
        return FileReading(_KIND, reason="password")
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(error) from error
    text, missing = cut("\n".join(lines))
    if not text:
        return FileReading(_KIND, reason="no_text")
    return FileReading(_KIND, (("", text),), "cut" if missing or left <= 0 else None)


def _rows(sheet: CalamineSheet, places: Places, left: int) -> tuple[list[str], int]:
    """The sheet's rows as lines, and how many cells may still be read; a row with one cell is a title."""
    if sheet.height * sheet.width > 10 * CELLS * COLUMNS:
        return [], 0  # a few cells at the far ends of a sheet: nobody reads that
    grid: list[list[str]] = []
    _, first = sheet.start or (0, 0)  # the library gives the empty rows above a table, not the empty columns beside it
    for at, row in enumerate(sheet.iter_rows()):
        if left <= 0:
            break
        cells = [shown(value, places.get((at, column))) for column, value in enumerate(row[:COLUMNS], start=first)]
        left -= len(cells)
        grid.append(cells)
    _fill(grid, sheet)
    return rows.lines(grid), left


def _fill(grid: list[list[str]], sheet: CalamineSheet) -> None:
    """Repeat merged cells wherever they cover, as a reader sees them."""
    _, left = sheet.start or (0, 0)
    for (row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        column = first_column - left
        if not 0 <= row < len(grid) or not 0 <= column < len(grid[row]):
            continue
        value = grid[row][column]
        for below in grid[row : last_row + 1]:
            below[column : last_column - left + 1] = [value] * len(below[column : last_column - left + 1])


def _heading(name: str, lines: Sequence[str], *, alone: bool) -> list[str]:
    """The sheet's name, unless it is a program's own or says what stands below it anyway."""
    if (
        name.lower().rstrip("0123456789 ") in _DEFAULT_NAMES
        or (alone and "\t" not in lines[0])
        or tidy(name) == lines[0]
    ):
        return []
    return [tidy(name)]


def shown(value: Any, places: int | None = None) -> str:
    """A cell's value as text: whole numbers without a point, days as 2026-03-01, blanks folded.

    With `places` a number is a percentage of so many decimals.
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if places is not None and (percent := percentage(value, places)) is not None:
            return percent
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, time | timedelta) else tidy(str(value))
