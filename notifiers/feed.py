"""Feeds: what changed, as Atom (RFC 4287) and JSON Feed 1.1. Pure: entries in, bytes out, the same for the same.

Whatever a page says stands here as plain text: no markup, no link but an address that a reader may open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from notifiers.render.harmless import harmless, web_address

ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One version of one document. `url` is the document's address, `text` has lines, `at` a zone.

    `first_url` is where a document that moved was known first.
    """

    url: str
    version: int
    title: str
    text: str
    site: str
    severity: str
    at: datetime
    first_url: str | None = None

    @property
    def id(self) -> str:
        """The same in every feed and every installation, whatever its title becomes and wherever it moves."""
        url = self.first_url or self.url
        return uuid5(NAMESPACE_URL, f"{url.encode('utf-8', 'replace').decode()}#{self.version}").urn


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed at its own address, its entries newest first."""

    title: str
    address: str
    entries: Sequence[FeedEntry]

    @property
    def updated(self) -> datetime:
        """When its newest entry was made; a feed that is empty is as old as can be."""
        return max((entry.at for entry in self.entries), default=_NEVER)


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = etree.fromstring(f'<feed xmlns="{_NAMESPACE}" xml:lang="zh-CN"/>')
    _put(root, "id", uuid5(NAMESPACE_URL, feed.address).urn)
    _put(root, "title", harmless(feed.title), type="text")
    _put(root, "updated", _moment(feed.updated))
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _put(_put(root, "author"), "name", "clausewatch")
    for entry in feed.entries:
        _entry(root, entry)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    items = []
    for entry in feed.entries:
        item = {
            "id": entry.id,
            "title": harmless(entry.title),
            "content_text": harmless(entry.text),
            "date_published": _moment(entry.at),
            "authors": [{"name": harmless(entry.site)}],
            "tags": [entry.severity],
        }
        if url := web_address(entry.url):
            item["external_url"] = url
        items.append(item)
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": harmless(feed.title),
        "feed_url": feed.address,
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _entry(root: etree._Element, entry: FeedEntry) -> None:
    element = _put(root, "entry")
    _put(element, "id", entry.id)
    _put(element, "title", harmless(entry.title), type="text")
    _put(element, "updated", _moment(entry.at))
    _put(_put(element, "author"), "name", harmless(entry.site))
    _put(element, "category", term=entry.severity)
    if url := web_address(entry.url):
        _put(element, "link", rel="alternate", href=url)
    _put(element, "content", harmless(entry.text), type="text")


def _put(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    element.text = text
    return element


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
