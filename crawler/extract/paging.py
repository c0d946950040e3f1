"""A listing's next page: a link that says so, or the numbers in a content system's paging script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from crawler.extract.attachments import absolute
from monitor.text import key

_NEXT = re.compile(r"^(?:下一?页|后一页|下页|next(?:page)?|›|»|>|>>)[>»›]*$", re.IGNORECASE)
# createPageHTML(pages, current from 0, "index", "html") · createPageHTML('id', pages, current from 1, 'list', 'shtml', …)
_TRS = re.compile(
    r"createPageHTML\(\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)
_TRS_NAMED = re.compile(
    r"createPageHTML\(\s*['\"][^'\"]*['\"]\s*,\s*(?P<pages>\d+)\s*,\s*(?P<current>\d+)\s*,\s*['\"](?P<name>[\w-]+)['\"]\s*,\s*['\"](?P<ending>\w+)['\"]"
)


def next_page(root: HtmlElement, html: str, base: str) -> str | None:
    """The absolute address of the next page; None on the last one."""
    links = [
        link
        for link in root.xpath("//a[@href] | //link[@href]")
        if "next" in (link.get("rel") or "").lower().split()
        or (link.tag == "a" and _NEXT.match(key("".join(link.itertext()) or link.get("title") or "")))
    ]
    return first(links, base) or _scripted(html, base)


def first(links: Iterable[HtmlElement], base: str) -> str | None:
    """The first of the links' addresses that leads to another page."""
    here = base.partition("#")[0]
    addresses = (absolute(base, link.get("href") or "") for link in links)
    return next((url for url in addresses if url is not None and url != here), None)


def _scripted(html: str, base: str) -> str | None:
    for pattern, first in ((_TRS, 0), (_TRS_NAMED, 1)):
        if (match := pattern.search(html)) is not None:
            following = int(match["current"]) + 1
            if following - first < int(match["pages"]):
                return absolute(base, f"{match['name']}_{following}.{match['ending']}")
    return None
