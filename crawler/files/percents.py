"""Percentages in XLSX: the value is 0.55, the number format makes 55% of it, and the workbook's library tells values only."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from lxml import etree

from crawler.files.kinds import damaged
from crawler.files.limits import CELLS, MEMBER_BYTES
from crawler.files.package import BROKEN, part

Places = Mapping[tuple[int, int], int]
"""Decimals to show, by row and column from 0, of the cells that are percentages."""

_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_BUILT_IN = {"9": 0, "10": 2}
# What a format shows beside its digits: words in quotes, colours and conditions, an escaped, spaced or repeated character.
_BESIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_PERCENT = re.compile(r"[#,?]{0,20}0{1,20}(?:\.(0{1,15}))?%")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LARGEST = 1e12


def percents(body: bytes) -> Mapping[str, Places]:
    """Where each sheet holds percentages, by the sheet's name; nothing for other kinds of workbooks.

    Raises ReadError where the package is damaged.
    """
    if not body.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            if not {_WORKBOOK, _RELATIONS, _STYLES} <= set(package.namelist()):
                return {}
            styles = _styles(part(package, _STYLES))
            return {name: dict(_cells(package, path, styles)) for name, path in _sheets(package)} if styles else {}
    except BROKEN as error:
        raise damaged(error) from error
    except etree.XMLSyntaxError as error:
        raise damaged(error) from error


def shown(value: float, places: int) -> str | None:
    """The percentage as a reader sees it, rounded as workbooks round; None for what is no sensible one."""
    if not abs(value) < _LARGEST:
        return None
    exact = (Decimal(repr(value)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:f}%"


def _styles(root: etree._Element) -> dict[str, int]:
    """Cell style → decimals, for the styles that show a percentage."""
    formats = dict(_BUILT_IN)
    for each in root.iterfind("{*}numFmts/{*}numFmt"):
        first = _BESIDE.sub("", each.get("formatCode", "")).split(";")[0].strip()
        if found := _PERCENT.fullmatch(first):
            formats[each.get("numFmtId", "")] = len(found[1] or "")
    used = (each.get("numFmtId", "") for each in root.iterfind("{*}cellXfs/{*}xf"))
    return {str(at): formats[number] for at, number in enumerate(used) if number in formats}


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of sheets, and the parts that hold them."""
    targets = {each.get("Id", ""): each.get("Target", "") for each in part(package, _RELATIONS)}
    there = set(package.namelist())
    for sheet in part(package, _WORKBOOK).iterfind("{*}sheets/{*}sheet"):
        link = next((str(value) for key, value in sheet.items() if etree.QName(key).localname == "id"), "")
        target = targets.get(link, "")
        path = target[1:] if target.startswith("/") else f"xl/{target}"
        if path in there:
            yield sheet.get("name", ""), path


def _cells(package: zipfile.ZipFile, path: str, styles: Mapping[str, int]) -> Iterator[tuple[tuple[int, int], int]]:
    if package.getinfo(path).file_size > MEMBER_BYTES:
        raise damaged(ValueError(f"{path} unpacks to more than {MEMBER_BYTES} bytes"))
    seen = 0
    with package.open(path) as stream:
        events = etree.iterparse(
            stream, tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for _, element in events:
            if etree.QName(element).localname == "row":
                element.clear()  # and the rows before it go, so that a long sheet costs no memory
                while (before := element.getprevious()) is not None and (above := element.getparent()) is not None:
                    above.remove(before)
                continue
            seen += 1
            if seen > CELLS:
                return
            places = styles.get(element.get("s", ""))
            if places is not None and (at := _ADDRESS.fullmatch(element.get("r", ""))):
                yield (int(at[2]) - 1, _column(at[1])), places


def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1
