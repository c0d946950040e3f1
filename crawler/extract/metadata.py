"""What a page declares about itself: its window's title, meta tags, breadcrumb."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType

from lxml.html import HtmlElement

from crawler.extract.blocks import Blocks
from monitor import dates, noise
from monitor.labels import Field
from monitor.text import tidy

_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "articletitle": "title",
        "og:title": "title",
        "pubdate": "published",
        "publishdate": "published",
        "publish-date": "published",
        "publishtime": "published",
        "publish_time": "published",
        "releasedate": "published",
        "firstpublishedtime": "published",
        "article:published_time": "published",
        "datepublished": "published",
        "contentsource": "source",
        "source": "source",
        "author": "author",
    }
)
_CANDIDATES = 20
_MOST_PIECES = 40
_ARROW = re.compile(r"[>»›→/＞]")
_EMPTY = frozenset({"", "本站", "本网", "null", "undefined", "admin", "管理员", "无"})
CRUMB_NAME = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?|crumbs?|position|location|weizhi|dqwz|curpos|path|mbx|szwz|place)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
# Content systems write the day of publication into an article's address: /t20171102_1.html, /art/2018/5/8/art_1.html,
# /2023/0911/c1a2/page.htm, /2022-12/29/content_1.shtml.
_URL_DATE = re.compile(
    r"/t?((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_.-])|/art/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/art_"
)
_DAY = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]*\d{1,2}:\d\d(?::\d\d)?)?"
_CLUES = (
    # var publishTime = "2023-03-22 10:08:00" · "pubTime":"2022-08-24 18:02:11"
    re.compile(
        rf"\b\w*(?:pub|publish|release|issue|create)[a-z_]*(?:time|date)[\"']?\s*[:=]\s*[\"']({_DAY})", re.IGNORECASE
    ),
    # var tm="2014-03-05 09:12:44";document.write(tm.substr(0,10))
    re.compile(rf"=\s*[\"']({_DAY})[\"']\s*;?\s*document\.write\(|document\.write\(\s*[\"']({_DAY})"),
)
_EPOCH = re.compile(r"\b\w*(?:publish|pub|release)_?time[\"']?\s*[:=]\s*[\"']?(1[0-9]{9})(?:000)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declared:
    """The page's own words about itself that stand outside the text."""

    window: str
    fields: Mapping[Field, str]
    site: str | None
    column: str | None


def declared(root: HtmlElement) -> Declared:
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
    window = root.find(".//title")
    return Declared(
        window=tidy("".join(window.itertext())) if window is not None else "",
        fields=fields,
        site=metas.get("sitename") or metas.get("og:site_name") or None,
        column=metas.get("columnname") or None,
    )


def clue(html: str, url: str) -> str:
    """The day of publication where only a script knows it, or the address; empty where neither does.

    For pages that neither show nor declare it: looking through scripts takes as long as parsing the page.
    """
    for pattern in _CLUES:
        if (match := pattern.search(html)) is not None:
            return next(part for part in match.groups() if part)
    if (match := _EPOCH.search(html)) is not None:
        return dates.iso(datetime.fromtimestamp(int(match[1]), UTC)) or ""
    if (match := _URL_DATE.search(url)) is not None:
        return "-".join(part for part in match.groups() if part)
    return ""


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
    named = (block.element for block in page.values() if block.names and CRUMB_NAME.search(block.names))
    for element in islice(named, _CANDIDATES):
        line = " > ".join(tidy(piece) for piece in _pieces(element) if tidy(piece).strip(">»›→/＞ "))
        if noise.breadcrumb(line):
            return line
    return ""


def _worded(text: str) -> bool:
    return ("位" in text and "位置" in text) or ("栏" in text and "所在栏目" in text)


def _pieces(node: HtmlElement) -> list[str]:
    """The texts below a node; none where there are too many for a breadcrumb."""
    pieces = list(islice(node.itertext(), _MOST_PIECES + 1))
    return pieces if len(pieces) <= _MOST_PIECES else []
