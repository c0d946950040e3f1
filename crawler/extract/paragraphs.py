"""Blocks of a simplified page → their lines: one a paragraph, one a table row. Knows nothing of what the lines mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from bs4 import BeautifulSoup
from lxml.html import HtmlElement, tostring

from crawler.extract.blocks import Block
from crawler.extract.neighbours import Part
from crawler.extract.tables import LONGEST_CELL, grid
from monitor.lines import Line
from monitor.records import Table
from monitor.text import lines

_HEADINGS = frozenset(("h1", "h2", "h3"))
_TITLE_NAME = re.compile(r"(?:^|[\s_-])(?:\w*title\d*|bt|biaoti|bt\d|headline|tit)(?=$|[\s_-])", re.IGNORECASE)
_SOURCE_BLANKS = re.compile(r"[ \t\r\n]*[\r\n][ \t\r\n]*|[ \t]{2,}|\t")
_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BESIDE_HAN = re.compile(rf"(?<={_HAN})\n|\n(?={_HAN})")
_KEPT_BREAK = "\x0b"
_LABEL_LENGTH = 12
_SENTENCE_ENDS = ("。", "？", "?", "！", "!")


@dataclass(slots=True)
class _Page:
    """Lines as they come."""

    done: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def flush(self, *, heading: bool) -> None:
        """End the line, if one is open."""
        if self.open:
            self.paragraph("".join(self.open), heading=heading)
            self.open.clear()

    def paragraph(self, text: str, *, heading: bool) -> None:
        """Add the lines of a whole paragraph: one, unless breaks in it were kept."""
        if "\n" in text or "\t" in text or "\r" in text or (" " in text and "  " in text):
            text = _shown(text)
        found = lines(text)
        if len(found) == 1:
            self.done.append(Line(found[0], heading))
        else:
            self.done += [Line(line, heading) for line in found]


def read(parts: Iterable[Part]) -> tuple[list[Line], list[Table]]:
    """The lines of blocks and texts, and their data tables; a row's line has its cells joined by tabs."""
    page = _Page()
    for part in parts:
        if isinstance(part, str):
            page.open.append(part)
        else:
            _block(part, page, heading=False, kept=False)
    page.flush(heading=False)
    return page.done, page.tables


def _block(block: Block, page: _Page, *, heading: bool, kept: bool) -> None:
    """One block: it begins and ends a line, unless it is a link."""
    tag = block.tag
    if tag == "a":
        _inside(block, page, heading=heading, kept=kept)
        return
    if page.open:
        page.flush(heading=heading)
    heading = heading or tag in _HEADINGS or _names_title(block.names)
    if tag == "table" and (rows := _rows(block.element)):
        page.done.extend(Line("\t".join(row), table=len(page.tables)) for row in rows)
        page.tables.append(rows)
        return
    first = len(page.done)
    _inside(block, page, heading=heading, kept=kept or tag == "pre")
    if page.open:
        page.flush(heading=heading)
    if tag == "dd" and first and (label := _label(block.element)) and page.done[first - 1].text == label:
        value = " ".join(line.text for line in page.done[first:])
        page.done[first - 1 :] = [Line(f"{label}\t{value}")]


def _inside(block: Block, page: _Page, *, heading: bool, kept: bool) -> None:
    _text(block.text, page, kept=kept)
    for child in block.children:
        tag = child.tag
        if tag == "br":
            page.flush(heading=heading)
        elif tag == "p" and not child.children and not kept:  # most of a page: no need to look around
            if page.open:
                page.flush(heading=heading)
            page.paragraph(child.text, heading=heading or _names_title(child.names))
        else:
            _block(child, page, heading=heading, kept=kept)
        if child.tail:
            _text(child.tail, page, kept=kept)


def _text(text: str, page: _Page, *, kept: bool) -> None:
    if page.open or not text.isspace():
        page.open.append(_KEPT_BREAK.join(text.splitlines()) if kept else text)


def _rows(table: HtmlElement) -> Table:
    """The table's grid. Tables are ragged and unclosed as nothing else on a page: BeautifulSoup reads them."""
    if next(table.iterdescendants("table"), None) is not None or _lays_out(table):
        return ()
    soup = BeautifulSoup(tostring(table, encoding="unicode", with_tail=False), "lxml")
    return grid(soup)


def _lays_out(table: HtmlElement) -> bool:
    """Whether the table is one row or column, or holds a whole text; `grid` says so too, but after a costly reading."""
    rows = [list(row.iterdescendants("td", "th")) for row in table.iterdescendants("tr")]
    cells = [cell for row in rows for cell in row]
    return (
        len(rows) < 2
        or (max(map(len, rows)) < 2 and not any(cell.get("colspan") or cell.get("rowspan") for cell in cells))
        or any(sum(map(len, "".join(cell.itertext()).split())) > LONGEST_CELL for cell in cells)
    )


@lru_cache(maxsize=1024)  # a page uses the same few names over and over
def _names_title(names: str) -> bool:
    return names != "" and _TITLE_NAME.search(names) is not None


def _label(description: HtmlElement) -> str:
    """The text of the term right before a description, where it is short enough to be a label."""
    term = description.getprevious()
    text = "".join(term.itertext()).strip() if term is not None and term.tag == "dt" else ""
    return text if len(text) <= _LABEL_LENGTH and not text.endswith(_SENTENCE_ENDS) else ""


def _shown(text: str) -> str:
    """Line breaks and runs of blanks of the source as a browser shows them; beside Chinese characters as nothing."""
    text = _SOURCE_BLANKS.sub(lambda match: "\n" if "\n" in match[0] or "\r" in match[0] else " ", text)
    return _BESIDE_HAN.sub("", text).replace("\n", " ")
