"""Files that belong to an article: links to something that is no page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extract.container import is_file
from monitor.records import Attachment
from monitor.text import tidy

_SUDY_TITLE = re.compile(r"'title'\s*:\s*'([^']+)'")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)(?:$|[?#])", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https"})


def attachments(parts: Iterable[HtmlElement], base: str) -> tuple[Attachment, ...]:
    """The linked files in reading order, each address once. Pictures count only where the link has a text."""
    found: dict[str, Attachment] = {}
    for part in parts:
        for link in part.iter("a"):
            url = absolute(base, link.get("href") or "")
            text = tidy("".join(link.itertext()))
            if url is None or not is_file(url) or (_PICTURE.search(url) and not text):
                continue
            found.setdefault(url, Attachment(name=_name(link, text, url), url=url))
    return tuple(found.values())


def absolute(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link, without fragment; None for scripts, mail and broken ones."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not parts.netloc:
        return None
    return url.partition("#")[0]


def _name(link: HtmlElement, text: str, url: str) -> str:
    declared = _SUDY_TITLE.search(link.get("sudyfile-attr") or "")
    title = tidy(link.get("title") or "")
    return text or (declared[1] if declared else "") or title or unquote(urlsplit(url).path.rpartition("/")[2])
