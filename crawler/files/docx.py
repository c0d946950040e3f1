"""DOCX: the text that a reader sees, list numbers included, in reading order.

python-docx does not do: it leaves out text that was inserted with changes tracked and what stands in content controls,
and knows no list numbers, without which a plan has no outline.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from crawler.files import rows
from crawler.files.kinds import damaged
from crawler.files.limits import COLUMNS, cut
from crawler.files.numbering import Numbering, W, number, value
from crawler.files.package import BROKEN, part
from monitor.records import FileReading
from monitor.text import lines, tidy

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Deleted text, the old place of moved text, fields' instructions, the second drawing of what was drawn already.
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{_MC}Fallback"})
_TEXTS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LONGEST_CELL = 400
"""A longer cell is no cell: such a table lays out the page."""


def read(body: bytes) -> FileReading:
    """The paragraphs and tables of a document. Raises ReadError where the file is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            root = part(package, "word/document.xml")
            names = set(package.namelist())
            styles = part(package, "word/styles.xml") if "word/styles.xml" in names else None
            lists = part(package, "word/numbering.xml") if "word/numbering.xml" in names else None
    except BROKEN as error:
        raise damaged(error) from error
    content = root.find(f"{W}body")
    found = [] if content is None else list(_blocks(content, Numbering(lists, styles)))
    text, missing = cut("\n".join(found))
    if not text:
        return FileReading("docx", reason="scanned" if _has_pictures(root) else "no_text")
    return FileReading("docx", (("", text),), "cut" if missing else None)


def _has_pictures(root: etree._Element) -> bool:
    return next(root.iter(f"{W}drawing", f"{W}pict"), None) is not None


def _blocks(parent: etree._Element, numbering: Numbering) -> Iterator[str]:
    """The lines of paragraphs and tables, through content controls and tracked insertions."""
    for element in parent:
        tag = element.tag
        if tag == f"{W}p":
            yield from _paragraph(element, numbering)
        elif tag == f"{W}tbl":
            yield from _table(element, numbering)
        elif tag not in _UNSEEN and not tag.endswith(("Pr", "}sectPr")):
            yield from _blocks(element, numbering)


def _paragraph(paragraph: etree._Element, numbering: Numbering) -> list[str]:
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    _text(paragraph, pieces, boxes)
    own = lines("".join(pieces))
    if own or boxes:
        label = numbering.label(paragraph) if own else ""
        own[:1] = [f"{label}{_gap(label, own[0])}{own[0]}"] if own else []
    return [*own, *(line for box in boxes for line in _blocks(box, numbering))]


def _gap(label: str, text: str) -> str:
    """A blank where number and text would run together: 1 2026年, not 12026年."""
    return " " if label and ((label[-1].isalnum() and label[-1].isascii()) or text[0].isdigit()) else ""


def _text(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """The text of runs in order; text boxes stand below the paragraph that they hang on."""
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag in _TEXTS:
            pieces.append(_TEXTS[tag])
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag not in _UNSEEN and not (tag == f"{W}r" and _hidden(child)):
            _text(child, pieces, boxes)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value(mark) not in {"0", "false", "off"}


def _table(table: etree._Element, numbering: Numbering) -> list[str]:
    """A table as lines of cells, spanned cells repeated; one that only lays out the page as its paragraphs."""
    grid: list[list[str]] = []
    texts: list[str] = []
    for row in _own(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[str] = []
        for cell in _own(row, f"{W}tc"):
            inside = list(_blocks(cell, numbering))
            texts += inside
            above = grid[-1] if grid and _continues(cell) else []
            text = above[len(cells)] if len(cells) < len(above) else tidy(" ".join(inside).replace("\t", " "))
            span = number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            cells += [text] * max(1, min(span, COLUMNS - len(cells)))
        grid.append(cells[:COLUMNS])
    laid_out = max(map(len, grid), default=0) < 2 or any(len(cell) > _LONGEST_CELL for cells in grid for cell in cells)
    return texts if laid_out else rows.lines(grid)


def _own(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row: also inside content controls, not of tables inside."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _own(element, tag)


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and value(merge) != "restart"
