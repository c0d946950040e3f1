"""Percentages in workbooks: a plan's list says 55%, never 0.55."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from crawler.files.read import read_file


def workbook(cells: dict[str, tuple[object, str]], *, sheets: int = 1) -> bytes:
    """A workbook whose last sheet holds these values, each with its number format."""
    book = Workbook()
    for number in range(1, sheets):
        book.create_sheet(f"乡镇{number}")
    sheet = book.worksheets[-1]
    for address, (value, code) in cells.items():
        sheet[address] = value
        sheet[address].number_format = code
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(body: bytes) -> str:
    """The text of a workbook."""
    ((_, text),) = read_file(body, "指标.xlsx").parts
    return text


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.55, "0%", "55%"),
        (0.5555, "0.00%", "55.55%"),
        (0.925, "0.0%", "92.5%"),
        (0.125, "0%", "13%"),  # as workbooks round, not to the even neighbour
        (1.2, "#,##0%", "120%"),
        (-0.03, "0%;[Red]-0%", "-3%"),
        (0.07, "[Red]0.0%_ ", "7.0%"),
        (1, "0%", "100%"),
        (55, '0"%"', "55"),  # the sign is a word there: the value is no hundredth
        (0.55, "General", "0.55"),
        ("55%", "0%", "55%"),
        (1e300, "0%", "1e+300"),
    ],
)
def test_a_percentage_is_read_as_shown(value: object, code: str, expected: str) -> None:
    """A number reads as its format shows it where that is a percentage, and as its value otherwise."""
    assert read(workbook({"A1": ("指标", "General"), "B1": (value, code)})) == f"指标\t{expected}"


def test_percentages_are_found_where_they_stand() -> None:
    """A table that begins below and beside the first cell, on a later sheet, keeps its percentages in their cells."""
    cells = {
        "AB5": ("指标", "General"),
        "AC5": ("目标", "General"),
        "AB6": ("达标率", "General"),
        "AC6": (0.8, "0%"),
        "AB7": ("系数", "General"),
        "AC7": (0.8, "0.0"),
    }
    assert read(workbook(cells, sheets=3)).splitlines()[-2:] == ["达标率\t80%", "系数\t0.8"]


def test_merged_cells_below_the_top_are_repeated_in_their_rows() -> None:
    """In a table that begins lower than the first row, a merged cell is repeated beside the rows that it covers."""
    book = Workbook()
    sheet = book.active
    for address, value in {
        "B4": "类别",
        "C4": "指标",
        "B5": "普惠",
        "C5": "园所",
        "C6": "学位",
        "B7": "其他",
        "C7": "师资",
    }.items():
        sheet[address] = value
    sheet.merge_cells("B5:B6")
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue()).splitlines()[-3:] == ["普惠\t园所", "普惠\t学位", "其他\t师资"]
