"""What PDFium cannot do, by pdfplumber: the cells that lines are drawn around, and text in fonts that are nowhere."""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from crawler.files.pdfpage import Char, Row, Sheet

Box = tuple[float, float, float, float]

_MOST_PAGES = 150
_SAME = 3.0  # points; edges that are nearer are one
# pdfminer is plain Python over hostile bytes and fails with whatever the first wrong step raises; the text of such a
# page is read all the same, without its tables.
_BROKEN = (
    PdfminerException,
    PDFException,
    PSException,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    OSError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of as many cells each, spanned cells repeated."""

    cells: list[list[str]]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.cells[0])


@dataclass(frozen=True, slots=True)
class _Frame:
    """A table's edges, and for each place of its grid the cell (its number) that covers it."""

    xs: list[float]
    ys: list[float]
    covering: dict[tuple[int, int], int]

    def cell(self, x: float, y: float) -> int | None:
        """The cell at a point of the page, None outside."""
        return self.covering.get((bisect_left(self.ys, y) - 1, bisect_left(self.xs, x) - 1))


Frames = dict[int, list[_Frame]]
"""The framed tables of each page, by its number."""


def completed(body: bytes, pages: Sequence[Sheet]) -> tuple[list[Sheet], Frames]:
    """The pages, with all of their text where PDFium saw only a part of it, and their framed tables.

    Looks at the first hundred or so of the pages that need it, because it is slow.
    """
    needed = [page for page in pages if page.ruled or page.unseen][:_MOST_PAGES]
    if not needed:
        return list(pages), {}
    frames, rows = _plumbed(body, needed)
    return [replace(page, rows=rows.get(page.number, page.rows)) for page in pages], frames


def items(found: Sequence[Row], frames: Sequence[_Frame]) -> Iterator[Row | Grid]:
    """The rows of a page in order, those inside a framed table taken together as its grid."""
    inside = [_frame_of(row, frames) for row in found]
    texts: dict[int, dict[int, str]] = {number: {} for number in inside if number is not None}
    for row, number in zip(found, inside, strict=True):
        if number is not None:
            _pour(row, frames[number], texts[number])
    done: set[int] = set()
    for row, number in zip(found, inside, strict=True):
        if number is None:
            yield row
        elif number not in done:
            done.add(number)
            yield _grid(frames[number], texts[number])


def _frame_of(row: Row, frames: Sequence[_Frame]) -> int | None:
    x, y = (row.left + row.right) / 2, row.middle
    return next(
        (at for at, frame in enumerate(frames) if frame.xs[0] < x < frame.xs[-1] and frame.ys[0] < y < frame.ys[-1]),
        None,
    )


def _pour(row: Row, frame: _Frame, texts: dict[int, str]) -> None:
    """Add the characters of a printed line to their cells; PDFium may take several cells for one line."""
    for char in row.chars:
        cell = frame.cell((char.left + char.right) / 2, (char.top + char.bottom) / 2)
        if cell is not None:
            texts[cell] = texts.get(cell, "") + char.text


def _grid(frame: _Frame, texts: dict[int, str]) -> Grid:
    return Grid(
        [
            [
                " ".join(texts.get(frame.covering.get((row, column), -1), "").split())
                for column in range(len(frame.xs) - 1)
            ]
            for row in range(len(frame.ys) - 1)
        ]
    )


def _plumbed(body: bytes, pages: Sequence[Sheet]) -> tuple[Frames, dict[int, tuple[Row, ...]]]:
    frames: Frames = {}
    rows: dict[int, tuple[Row, ...]] = {}
    wanted = {page.number + 1: page for page in pages}
    try:
        with pdfplumber.open(BytesIO(body), pages=list(wanted)) as document:
            for page in document.pages:
                known = wanted[page.page_number]
                if known.unseen:
                    rows[known.number] = tuple(_rows(page))
                if known.ruled:
                    found = [_frame(_moved(table.cells, page)) for table in page.find_tables()]
                    frames[known.number] = [frame for frame in found if len(frame.xs) > 2 and len(frame.ys) > 2]
                page.close()
    except _BROKEN:
        return frames, rows
    return frames, rows


def _moved(boxes: Sequence[Box], page: Page) -> list[Box]:
    """The boxes from the corner of what is shown of the page."""
    x, y = page.bbox[:2]
    return [(left - x, top - y, right - x, bottom - y) for left, top, right, bottom in boxes]


def _rows(page: Page) -> Iterator[Row]:
    for line in page.extract_text_lines():
        chars = line["chars"]
        boxes = _moved([(char["x0"], char["top"], char["x1"], char["bottom"]) for char in chars], page)
        yield Row(tuple(Char(char["text"], *box) for char, box in zip(chars, boxes, strict=True)))


def _frame(cells: Sequence[Box]) -> _Frame:
    xs = _edges([edge for cell in cells for edge in (cell[0], cell[2])])
    ys = _edges([edge for cell in cells for edge in (cell[1], cell[3])])
    covering = {}
    for number, (left, top, right, bottom) in enumerate(cells):
        for row in _between(ys, top, bottom):
            for column in _between(xs, left, right):
                covering[row, column] = number
    return _Frame(xs, ys, covering)


def _edges(places: Sequence[float]) -> list[float]:
    ordered = sorted(places)
    return [ordered[0], *(after for before, after in pairwise(ordered) if after - before > _SAME)]


def _between(edges: Sequence[float], first: float, last: float) -> range:
    return range(bisect_left(edges, first - _SAME), bisect_left(edges, last - _SAME))
