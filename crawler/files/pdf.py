"""PDF: printed lines joined to paragraphs again, tables as tables, without what repeats on every page.

PDFium reads the text; pages on which something is framed go through `pdftables` as well, which costs twenty times as
much a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pypdfium2 import PdfDocument, PdfiumError, raw

from crawler.files import rows
from crawler.files.kinds import damaged
from crawler.files.limits import PAGES, cut
from crawler.files.pdfpage import Row, Sheet, sheet
from crawler.files.pdftables import Frames, Grid, completed, items
from monitor import numbering
from monitor.records import FileReading

_APART = 1.2  # times the usual gap of lines
_EDGE_LINES = 3  # so many lines at the top and the bottom of a page may be running heads, feet and page numbers
_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:[,/，]|of)?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·•\s]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_OFTEN = 0.4  # of the pages; heads of left and right pages differ
_ENDS = ("。", "；", ";", "：", ":", "！", "？", "!", "?")
_HAN = r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) +(?={_HAN})")
_FEWEST_CHARACTERS = 10
"""A page with fewer has no text of its own."""
_COMMON = 0.05  # of the lines begin (end) at a margin, or it is none
_INDENT = 0.7  # of a character
_SHORT = 1.9  # characters that a line may end before the margin and still be full


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def read(body: bytes) -> FileReading:
    """The paragraphs and tables in reading order. Raises ReadError where the file is damaged."""
    try:
        document = PdfDocument(body)
    except PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            return FileReading("pdf", reason="password")
        raise damaged(error) from error
    try:
        count = len(document)
        pages = [sheet(document[number], number) for number in range(min(count, PAGES))]
    except PdfiumError as error:
        raise damaged(error) from error
    finally:
        document.close()
    blank = [page for page in pages if sum(len(row.text) for row in page.rows) < _FEWEST_CHARACTERS]
    pictures = any(page.pictures for page in blank)
    if len(blank) == len(pages):
        return FileReading("pdf", reason="scanned" if pictures else "no_text")
    whole, frames = completed(body, pages)
    text, missing = cut("\n".join(_paragraphs(whole, frames)))
    reason = "cut" if missing or count > PAGES else "partly_scanned" if pictures else None
    return FileReading("pdf", (("", text),), reason)


def _paragraphs(pages: Sequence[Sheet], frames: Frames) -> Iterator[str]:
    """The lines of the whole document: paragraphs, and tables that go on over pages as one."""
    kept = _without_edges(pages)
    margins = _margins(pages, kept)
    open_: list[str] = []
    last: tuple[Row, _Margins] | None = None
    grid: list[list[str]] = []
    found = (
        (page, item)
        for page, rows_ in zip(pages, kept, strict=True)
        for item in items(rows_, frames.get(page.number, ()))
    )
    for page, item in found:
        if isinstance(item, Grid):
            if open_:
                yield _joined(open_)
                open_, last = [], None
            if grid and len(grid[0]) != item.width:
                yield from rows.lines(grid)
                grid = []
            grid += item.cells[1:] if grid and item.cells[0] == grid[0] else item.cells
            continue
        if grid:
            yield from rows.lines(grid)
            grid = []
        margin = margins[page.width]
        if last is not None and not _goes_on(*last, item, margin):
            yield _joined(open_)
            open_ = []
        open_.append(item.text)
        last = item, margin
    if open_:
        yield _joined(open_)
    yield from rows.lines(grid)


def _goes_on(above: Row, was: _Margins, below: Row, now: _Margins) -> bool:
    """Whether a line goes on with the paragraph of the line above: that one is full, and this one is not indented."""
    if was.right - above.right > _SHORT * above.size or below.left - now.left > _INDENT * below.size:
        return False
    if abs(above.size - below.size) > 0.2 * above.size:
        return False
    ended = above.text.endswith(_ENDS)
    return not (ended and numbering.marker(below.text) is not None)


def _joined(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        latin = text[-1:].isascii() and text[-1:].isalnum() and part[:1].isascii() and part[:1].isalpha()
        text += f" {part}" if latin else part
    return _BETWEEN_HAN.sub("", text)


def _without_edges(pages: Sequence[Sheet]) -> list[tuple[Row, ...]]:
    """The rows of each page without page numbers and what stands at the same edge of many pages."""
    edges = [_edges(page) for page in pages]
    often = Counter(mark for sides in edges for mark in {_mark(row) for side in sides for row in side})
    least = max(2, _OFTEN * len(pages))
    kept = []
    for page, sides in zip(pages, edges, strict=True):
        gone: set[Row] = set()
        for side in sides:
            for row in side:  # inwards: what stands behind a row that stays is the document's
                if not _PAGE_NUMBER.fullmatch(row.text) and often[_mark(row)] < least:
                    break
                gone.add(row)
        kept.append(tuple(row for row in page.rows if row not in gone))
    return kept


def _mark(row: Row) -> str:
    """What a row says, numbers left out."""
    return _DIGITS.sub("#", row.text)


def _edges(page: Sheet) -> tuple[list[Row], list[Row]]:
    """The rows at the upper and at the lower edge that stand apart from the others, the outermost first."""
    ordered = sorted(page.rows, key=lambda row: row.middle)
    gaps = sorted(below.middle - above.middle for above, below in pairwise(ordered))
    apart = _APART * gaps[len(gaps) // 2] if gaps else 0.0
    return _outer(ordered, apart), _outer(ordered[::-1], apart)


def _outer(ordered: Sequence[Row], apart: float) -> list[Row]:
    """The rows up to the widest gap among the first few, if lines have no such gaps."""
    gaps = [abs(after.middle - before.middle) for before, after in pairwise(ordered[: _EDGE_LINES + 1])]
    if not gaps or max(gaps) <= apart:
        return list(ordered[:1])
    return list(ordered[: gaps.index(max(gaps)) + 1])


def _margins(pages: Sequence[Sheet], kept: Sequence[Sequence[Row]]) -> dict[float, _Margins]:
    """Where lines begin and end on pages of each width: the outermost places that more than a few lines share."""
    lefts: dict[float, Counter[int]] = {}
    rights: dict[float, Counter[int]] = {}
    for page, found in zip(pages, kept, strict=True):
        lefts.setdefault(page.width, Counter()).update(round(row.left / 4) for row in found)
        rights.setdefault(page.width, Counter()).update(round(row.right / 4) for row in found)
    return {
        width: _Margins(4 * min(_shared(lefts[width]), default=0), 4 * max(_shared(rights[width]), default=0))
        for width in lefts
    }


def _shared(places: Counter[int]) -> list[int]:
    """The places that lines share; neighbours count together, because justified lines end a hair apart."""
    least = max(2, _COMMON * places.total())
    shared = [place for place in places if places[place - 1] + places[place] + places[place + 1] >= least]
    return shared or list(places)
