"""The next part of an article that is cut into pages: a link or a paging script, to a page that is named after this one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extract import paging
from crawler.extract.attachments import absolute
from monitor.partnames import follows
from monitor.text import key

_LABEL_LENGTH = 24
_BACK = re.compile(r"(?:上一?页|前一页|第一页|首页|prev(?:ious)?|[<«‹]+)$", re.IGNORECASE)


def next_part(root: HtmlElement, scripts: Sequence[str], url: str, base: str) -> str | None:
    """The absolute address of the next part; None where there is none.

    `url` is where this part was found, `base` where its links start from, `scripts` are the texts of the page's own.
    """
    calls = (paging.scripted(script, base) for script in scripts if "createPageHTML(" in script)
    told = next((there for there in calls if there and follows(url, there, linked=[_bare(there)])), None)
    if told is not None:
        return told
    pager = [(label, there) for link in root.iter("a") if (label := _label(link)) and (there := _address(base, link))]
    linked = {there for _, there in pager}
    forward = [(label, there) for label, there in pager if not _BACK.match(label)]
    forward.sort(key=lambda each: paging.NEXT.match(each[0]) is None)  # a link that says so before a mere number
    return next((there for _, there in forward if follows(url, there, linked=linked)), None)


def _label(link: HtmlElement) -> str:
    """What a link of a pager says: next, back, or a number; empty for any other link."""
    said = "".join(link.itertext()) or link.get("title") or ""
    if len(said) > _LABEL_LENGTH:
        return ""
    label = key(said).strip("[]()")
    known = (label.isascii() and label.isdecimal()) or paging.NEXT.match(label) or _BACK.match(label)
    return label if known else ""


def _address(base: str, link: HtmlElement) -> str | None:
    return absolute(base, link.get("href") or "")


def _bare(url: str) -> str:
    """The address of the first page that a script counts from."""
    head, _, ending = url.rpartition(".")
    return f"{head.rpartition('_')[0]}.{ending}"
