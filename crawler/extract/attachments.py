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
_DOCUMENT = re.compile(r"\.(?:pdf|ofd)(?:$|[?#&])|e=\.pdf", re.IGNORECASE)
_PLAYED = re.compile(r"showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']")
_SCHEMES = frozenset({"http", "https"})


def attachments(parts: Iterable[HtmlElement], base: str, shown: Iterable[Attachment] = ()) -> tuple[Attachment, ...]:
    """The files that the page shows (`embedded`), then the linked ones in reading order, each address once.

    Pictures count only where the link has a text.
    """
    found = {file.url: file for file in shown}
    for part in parts:
        for link in part.iter("a", "div"):
            address = link.get("href") if link.tag == "a" else link.get("pdfsrc")
            url = absolute(base, address) if address else None
            if url is None or not is_file(url):
                continue
            text = tidy("".join(link.itertext())) if link.tag == "a" else ""
            if not text and _PICTURE.search(url):
                continue
            found.setdefault(url, Attachment(name=_name(link, text, url), url=url))
    return tuple(found.values())


def embedded(players: Iterable[HtmlElement], base: str) -> tuple[Attachment, ...]:
    """The documents that a page shows in a frame: their text is nowhere else on the page.

    `players` are its scripts, frames and objects, as they came.
    """
    found: dict[str, Attachment] = {}
    for player in players:
        for address in _shown(player):
            url = absolute(base, _viewed(address))
            if url is not None and _DOCUMENT.search(url):
                found.setdefault(url, Attachment(name=_name(player, "", url), url=url))
    return tuple(found.values())


def _shown(player: HtmlElement) -> Iterable[str]:
    if player.tag != "script":
        return (player.get("src") or player.get("data") or "",)
    return _PLAYED.findall(player.text) if player.text and "showVsbpdfIframe(" in player.text else ()


def _viewed(address: str) -> str:
    """The document's own address where a viewer shows it: `/pdfjs/web/viewer.html?file=/a.pdf`."""
    return unquote(address.partition("file=")[2].partition("&")[0]) if "file=" in address else address


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
