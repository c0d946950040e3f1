"""What a page declares about itself: its window's title, meta tags, breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from lxml.html import HtmlElement

from crawler.extract.blocks import Blocks
from monitor import noise
from monitor.labels import Field
from monitor.text import tidy

_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "articletitle": "title",
        "og:title": "title",
        "pubdate": "published",
        "publishdate": "published",
        "firstpublishedtime": "published",
        "article:published_time": "published",
        "maketime": "published",
        "contentsource": "source",
        "source": "source",
        "author": "author",
    }
)
_CANDIDATES = 20
_MOST_PIECES = 40
_ARROW = re.compile(r"[>»›→/＞]")
_EMPTY = frozenset({"", "本站", "本网", "null", "undefined", "admin", "管理员", "无"})
_CRUMB_NAME = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|position|location|weizhi|dqwz|curpos|path|mbx|szwz|place)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
# TRS and JCMS write the day of publication into an article's address.
_URL_DATE = re.compile(
    r"/t?((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)_\d+\.s?html?|/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/art_"
)


@dataclass(frozen=True, slots=True)
class Declared:
    """The page's own words about itself that stand outside the text."""

    window: str
    fields: Mapping[Field, str]
    site: str | None
    column: str | None


def declared(root: HtmlElement, url: str) -> Declared:
    """Read the head. Meta tags are hints: templates copy them from site to site."""
    metas = {
        (meta.get("name") or meta.get("property") or "").strip().lower(): tidy(meta.get("content") or "")
        for meta in root.iter("meta")
        if meta.get("content")
    }
    fields: dict[Field, str] = {}
    for name, target in _FIELDS.items():
        if (value := metas.get(name, "")).lower() not in _EMPTY:
            fields.setdefault(target, value)
    if "published" not in fields and (match := _URL_DATE.search(url)) is not None:
        fields["published"] = "-".join(part for part in match.groups() if part)
    window = root.find(".//title")
    return Declared(
        window=tidy("".join(window.itertext())) if window is not None else "",
        fields=fields,
        site=metas.get("sitename") or metas.get("og:site_name") or None,
        column=metas.get("columnname") or None,
    )


def breadcrumb(page: Blocks) -> str:
    """The breadcrumb as a line, by its words or its class; empty where there is none."""
    worded = (
        block.element
        for block in page.values()
        if _worded(block.text) or any(_worded(child.tail) for child in block.children)
    )
    for element in islice(worded, _CANDIDATES):
        for node in (element, *islice(element.iterancestors(), 2)):
            line = tidy(" ".join(_pieces(node)))
            if _ARROW.search(line) and noise.breadcrumb(line):
                return line
    named = (block.element for block in page.values() if block.names and _CRUMB_NAME.search(block.names))
    for element in islice(named, _CANDIDATES):
        line = " > ".join(tidy(piece) for piece in _pieces(element) if tidy(piece).strip(">»›→/＞ "))
        if noise.breadcrumb(line):
            return line
    return ""


def _worded(text: str) -> bool:
    return "位置" in text or "所在栏目" in text


def _pieces(node: HtmlElement) -> list[str]:
    """The texts below a node; none where there are too many for a breadcrumb."""
    pieces = list(islice(node.itertext(), _MOST_PIECES + 1))
    return pieces if len(pieces) <= _MOST_PIECES else []
