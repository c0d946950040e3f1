"""A fragment of HTML → its lines: one a paragraph, one a table row. Knows nothing of what the lines mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from crawler.extract.container import INLINE
from crawler.extract.tables import grid
from monitor.records import Table
from monitor.text import lines
from monitor.transcript import Line

_HEADINGS = frozenset("h1 h2 h3".split())
_TITLE_NAME = re.compile(r"(?:^|[\s_-])(?:\w*title\d*|bt|biaoti|bt\d|headline|tit)(?=$|[\s_-])", re.IGNORECASE)
_SOURCE_BREAKS = re.compile(r"[ \t\r\n]*[\r\n][ \t\r\n]*|[ \t]+")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@dataclass(slots=True)
class _Page:
    """Lines as they come."""

    done: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def flush(self, *, heading: bool) -> None:
        """End the line."""
        self.done.extend(Line(line, heading=heading) for line in lines(_joined("".join(self.open))))
        self.open.clear()


def read(soup: BeautifulSoup | Tag) -> tuple[list[Line], list[Table]]:
    """The lines of a fragment and its data tables; a row's line has its cells joined by tabs."""
    page = _Page()
    _walk(soup, page, heading=False, kept=False)
    page.flush(heading=False)
    return page.done, page.tables


def _walk(node: Tag, page: _Page, *, heading: bool, kept: bool) -> None:
    for child in node.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):
                page.open.append(str(child) if not kept else "\x00".join(str(child).splitlines()))
        elif isinstance(child, Tag):
            if child.name == "br":
                page.flush(heading=heading)
            elif child.name in INLINE:
                _walk(child, page, heading=heading, kept=kept)
            else:
                page.flush(heading=heading)
                inner = heading or child.name in _HEADINGS or _named_title(child)
                if child.name == "table" and (rows := grid(child)):
                    page.done.extend(Line("\t".join(row), table=len(page.tables)) for row in rows)
                    page.tables.append(rows)
                elif child.name == "dd" and page.done and (label := _open_label(child)) and page.done[-1].text == label:
                    _walk(child, page, heading=inner, kept=kept)
                    page.done[-1] = Line(f"{label}\t{_joined(''.join(page.open)).strip()}")
                    page.open.clear()
                else:
                    _walk(child, page, heading=inner, kept=kept or child.name == "pre")
                    page.flush(heading=inner)


def _named_title(tag: Tag) -> bool:
    names = " ".join([*(tag.get_attribute_list("class")), str(tag.get("id") or "")]) if tag.attrs else ""
    return bool(names) and _TITLE_NAME.search(names) is not None


def _open_label(description: Tag) -> str:
    """The text of the term right before a description, where it is short enough to be a label."""
    term = description.find_previous_sibling()
    text = term.get_text().strip() if term is not None and term.name == "dt" else ""
    return text if len(text) <= 12 else ""


def _joined(text: str) -> str:
    """Line breaks and runs of blanks of the source as a browser shows them; between Chinese characters as nothing."""

    def blank(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if "\n" in match[0] and _HAN.match(before) and _HAN.match(after):
            return ""
        return " "

    return _SOURCE_BREAKS.sub(blank, text).replace("\x00", "\n")
