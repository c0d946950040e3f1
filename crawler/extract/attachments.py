"""Files that belong to an article: links to something that is no page, and files that the page itself shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extract.container import is_file
from crawler.files.names import base as base_name
from monitor.attached import says_nothing, stable
from monitor.records import Attachment
from monitor.text import key, tidy

_SUDY_TITLE = re.compile(r"['\"]title['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:$|[?#])", re.IGNORECASE)
_PLAYED = re.compile(r"showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']")
_QUOTED = re.compile(r"(['\"])([^'\"\s]{1,500})\1")
_IN_VIEWER = re.compile(r"[?&](?:file|url|src|pdf)=([^&#]+)", re.IGNORECASE)
# Some sites number their downloads (`/system/download?id=1`); the link's text is the file's name.
_FILE_NAME = re.compile(r"\S\.(?:pdf|docx?|wps|xlsx?|et|ods|pptx?|zip|rar|ofd)$", re.IGNORECASE)
_ENDING = 8
_CALL_LENGTH = 600  # of a script in a link; longer ones are no mere calls
_SCHEMES = frozenset({"http", "https"})


def attachments(parts: Iterable[HtmlElement], base: str, shown: Iterable[Attachment] = ()) -> tuple[Attachment, ...]:
    """The files that the page shows (`embedded`), then the linked ones in reading order, each once.

    Of several links to one file the first one whose text is a name gives it. Pictures count only where the link has a
    text.
    """
    found = {file.url: file for file in shown}
    unnamed = set(found)
    same = {stable(url): url for url in found}
    for link in (link for part in parts for link in part.iter("a", "div", "p", "span")):
        url = _linked(link, base)
        text = tidy("".join(link.itertext())) if url is not None and link.tag == "a" else ""
        if url is None or (_PICTURE.search(url) and not text):
            continue
        file = Attachment(name=_name(link, text, url), url=url)
        known = same.get(stable(url), url)
        if known in unnamed and _is_name(text):
            found[known] = Attachment(name=file.name, url=known)
            unnamed.discard(known)
        elif known not in found or (
            url not in found and key(file.name) not in {key(each.name) for each in found.values()}
        ):
            found[url] = file
            same.setdefault(stable(url), url)
            unnamed |= set() if _is_name(text) else {url}
    return tuple(found.values())


def embedded(players: Iterable[HtmlElement], base: str) -> tuple[Attachment, ...]:
    """The files that a page shows in a frame: their text is nowhere else on the page.

    `players` are its scripts, frames, objects and whatever has a `pdfsrc`, as they came.
    """
    found: dict[str, Attachment] = {}
    for player in players:
        for address in _shown(player):
            url = absolute(base, _viewed(address))
            if url is not None and is_file(url) and not _PICTURE.search(url):
                found.setdefault(url, Attachment(name=_name(player, "", url), url=url))
    return tuple(found.values())


def _shown(player: HtmlElement) -> Iterable[str]:
    if player.tag != "script":
        return (player.get("src") or player.get("data") or player.get("pdfsrc") or "",)
    return _PLAYED.findall(player.text) if player.text and "showVsbpdfIframe(" in player.text else ()


def _viewed(address: str) -> str:
    """The document's own address where a viewer shows it: `/pdfjs/web/viewer.html?file=/a.pdf`."""
    match = _IN_VIEWER.search(address)
    told = unquote(match[1]) if match else ""
    return told if is_file(told) else address


def _linked(element: HtmlElement, base: str) -> str | None:
    """The file that a link leads to, by its address or by the call that a click makes, or that a player plays."""
    if element.tag != "a":
        address = element.get("pdfsrc")
        url = absolute(base, address) if address else None
        return url if url is not None and is_file(url) else None
    href = element.get("href") or ""
    url = absolute(base, href)
    if url is not None and (is_file(url) or (url != base.partition("#")[0] and _names_file(element))):
        return url
    calls = (href if href.lower().startswith("javascript:") else "", element.get("onclick") or "")
    quoted = (match[2] for call in calls if len(call) <= _CALL_LENGTH for match in _QUOTED.finditer(call))
    return next((url for text in quoted if is_file(text) and (url := absolute(base, text)) is not None), None)


def _names_file(link: HtmlElement) -> bool:
    return _FILE_NAME.search("".join(link.itertext()).rstrip()[-_ENDING:]) is not None


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


def _is_name(text: str) -> bool:
    return bool(text) and not says_nothing(text)


def _name(element: HtmlElement, text: str, url: str) -> str:
    declared = _SUDY_TITLE.search(element.get("sudyfile-attr") or "")
    title = tidy(element.get("title") or "")
    named = [text, declared[1] if declared else "", title, base_name(unquote(urlsplit(url).path))]
    if says_nothing(text):  # a link “点击下载” may say in its title what it is
        named = [*named[1:3], *named]
    return next(filter(None, named), url)
