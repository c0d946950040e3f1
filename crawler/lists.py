"""Lists of addresses that people have already, read line by line: OPML, a table (CSV), or one address a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from lxml import etree

_HEADINGS = {
    "office": ("name", "office", "名称", "单位", "部门", "机构"),
    "region": ("region", "地区", "区域"),
    "home": ("home", "首页", "主页"),
    "column": ("column", "栏目"),
    "url": ("url", "address", "link", "网址", "地址", "链接"),
}
_MEANT = {heading: key for key, headings in _HEADINGS.items() for heading in headings}
_ENDS = re.compile(r"\r\n|\r|\n")
_ADVICE = "the first line must name the columns, such as: name,region,home,column,url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address of a list, on its line (from 1), with what the list says of it; nothing is checked yet."""

    line: int
    url: str
    office: str | None = None
    region: str | None = None
    home: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """What is wrong with a line (from 1), and what to write instead."""

    line: int
    advice: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.advice}"


Found = Iterator[Entry | BadLine]


def read_list(data: bytes, suffix: str = "") -> list[Entry | BadLine]:
    """The entries of a list in the order of its lines; whatever the bytes are, what is wrong is a `BadLine`.

    OPML is known by its first sign, a table by its `suffix` (`.csv`, `.tsv`) or by a first line that names a column of
    addresses; all else is one address a line, a name behind it if there is one, and `#` begins a comment.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return list(_opml(data))
    text = _decoded(data)
    if text is None:
        return [BadLine(1, "the file is neither UTF-8 nor GB18030; save it as UTF-8")]
    reads = _table if suffix.lower() in {".csv", ".tsv"} or "url" in _headings(text) else _lines
    return list(reads(text))


def _decoded(data: bytes) -> str | None:
    """Spreadsheets in China save tables as GBK, of which GB18030 is the whole, or as UTF-16."""
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> Found:
    for number, line in enumerate(_ENDS.split(text), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            url, *name = line.split(maxsplit=1)
            yield Entry(line=number, url=url, column=(name[0].strip() or None) if name else None)


def _headings(text: str) -> list[str | None]:
    """What the cells of the first line mean."""
    first = _ENDS.split(text, maxsplit=1)[0]
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return []
    return [_MEANT.get(cell.strip().lower()) for cell in cells]


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _table(text: str) -> Found:
    headings = _headings(text)
    if "url" not in headings:
        yield BadLine(1, _ADVICE)
        return
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(_ENDS.split(text, maxsplit=1)[0]))
    line = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield BadLine(line, f"cannot be read as a table: {error}")
            return
        if row is None:
            return
        said = {key: cell.strip() for key, cell in zip(headings, row, strict=False) if key and cell.strip()}
        if line > 1 and "url" in said:
            yield Entry(line=line, **said)
        elif line > 1 and said:
            yield BadLine(line, "has no address")
        line = rows.line_num + 1


def _opml(data: bytes) -> Found:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield BadLine(error.lineno or 1, f"is no OPML: {error.msg}")
        return
    for outline in root.iter("outline"):
        line, said = outline.sourceline if isinstance(outline.sourceline, int) else 1, outline.attrib.get
        url = said("htmlUrl") or said("url")
        if url and url.strip():
            column = (said("text") or said("title") or "").strip()
            yield Entry(line=line, url=url.strip(), column=column or None)
        elif said("xmlUrl"):
            yield BadLine(line, 'names a feed only; write the page beside it: htmlUrl="https://…"')
        elif not len(outline):
            yield BadLine(line, 'has no address; write htmlUrl="https://…"')
