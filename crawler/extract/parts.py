"""The next part of an article that is cut into pages: a link or a paging script, to a page that is named after this one."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extract import paging
from crawler.extract.attachments import absolute
from monitor.partnames import follows
from monitor.text import key

_LABEL_LENGTH = 24


def next_part(root: HtmlElement, scripts: Sequence[str], url: str, base: str) -> str | None:
    """The absolute address of the next part; None where there is none.

    `url` is where this part was found, `base` where its links start from, `scripts` are the texts of the page's own.
    """
    calls = (paging.scripted(script, base) for script in scripts if "createPageHTML(" in script)
    if (
        told := next((there for there in calls if there and follows(url, there, linked=[_bare(there)])), None)
    ) is not None:
        return told
    pager = [(label, there) for link in root.iter("a") if (label := _label(link)) and (there := _address(base, link))]
    linked = {there for _, there in pager}
    pager.sort(key=lambda each: paging.NEXT.match(each[0]) is None)  # a link that says so before a mere number
    return next((there for _, there in pager if follows(url, there, linked=linked)), None)


def _label(link: HtmlElement) -> str:
    """What a link of a pager says: the next one, or a number; empty for any other link."""
    said = "".join(link.itertext()) or link.get("title") or ""
    if len(said) > _LABEL_LENGTH:
        return ""
    label = key(said).strip("[]()")
    return label if (label.isascii() and label.isdecimal()) or paging.NEXT.match(label) else ""


def _address(base: str, link: HtmlElement) -> str | None:
    return absolute(base, link.get("href") or "")


def _bare(url: str) -> str:
    """The address of the first page that a script counts from."""
    head, _, ending = url.rpartition(".")
    return f"{head.rpartition('_')[0]}.{ending}"
