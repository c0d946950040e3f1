"""One page of a PDF as PDFium sees it: characters with their places, in lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pypdfium2 import PdfObject, PdfPage, PdfTextPage, raw

_FEWEST_RULES = 4
_DEPTH = 3
_MOST_CHARACTERS = 50_000
_LINE_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class Char:
    """One character and its box, in points from the page's upper left corner as it is shown."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Row:
    """The characters of one printed line, in order; never empty."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(char.text for char in self.chars).strip()

    @property
    def left(self) -> float:
        """Where its first visible character begins."""
        return min(char.left for char in self.chars)

    @property
    def right(self) -> float:
        """Where its last visible character ends."""
        return max(char.right for char in self.chars)

    @property
    def middle(self) -> float:
        """How far below the page's upper edge it runs."""
        return (self.chars[0].top + self.chars[0].bottom) / 2

    @property
    def size(self) -> float:
        """The height of its first character."""
        return max(1.0, self.chars[0].bottom - self.chars[0].top)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its lines in the order of the file, whether it carries pictures, and lines drawn as around a table.

    `unseen` says that PDFium passes over some of its text: a single character in a font that neither the file nor this
    machine has takes no room, and counts as nothing.
    """

    number: int
    width: float
    rows: tuple[Row, ...]
    pictures: bool
    ruled: bool
    unseen: bool


def sheet(page: PdfPage, number: int) -> Sheet:
    """What is on a page. Raises PdfiumError where it cannot be loaded."""
    text = page.get_textpage()
    try:
        return Sheet(
            number=number,
            width=page.get_width(),
            rows=tuple(_rows(page, text)),
            pictures=_holds(page, raw.FPDF_PAGEOBJ_IMAGE, 1),
            ruled=_holds(page, raw.FPDF_PAGEOBJ_PATH, _FEWEST_RULES),
            unseen=any(_takes_no_room(each) for each in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH)),
        )
    finally:
        text.close()


def _holds(page: PdfPage, kind: int, least: int) -> bool:
    found = islice(page.get_objects(filter=[kind], max_depth=_DEPTH), least)
    return sum(1 for _ in found) == least


def _takes_no_room(text: PdfObject) -> bool:
    left, bottom, right, top = text.get_bounds()
    return bool(left == right and bottom == top)


def _rows(page: PdfPage, text: PdfTextPage) -> Iterator[Row]:
    """PDFium ends its lines with a line break of its own; characters without a place (blanks that it adds) stay."""
    line: list[Char] = []
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        shown = chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
        if shown in _LINE_ENDS and shown:
            if any(not char.text.isspace() for char in line):
                yield Row(tuple(line))
            line = []
        elif shown >= " ":
            line.append(Char(shown, *_place(page, text, index)))
    if any(not char.text.isspace() for char in line):
        yield Row(tuple(line))


def _place(page: PdfPage, text: PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom as the page is shown: PDF counts from the lower left of the page before it is turned."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, box)
    x0, y0, x1, y1 = _upright(page, box.left, box.bottom, box.right, box.top)
    height = page.get_height()
    return x0, height - y1, x1, height - y0


def _upright(page: PdfPage, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    width, height = page.get_size()  # as shown
    match page.get_rotation():
        case 90:
            return y0, height - x1, y1, height - x0
        case 180:
            return width - x1, height - y1, width - x0, height - y0
        case 270:
            return width - y1, x0, width - y0, x1
        case _:
            return x0, y0, x1, y1
