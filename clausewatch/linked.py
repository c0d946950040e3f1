"""Where a message is read on: the address of its page, where receivers can reach this installation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from monitor.observation import Delivery


def viewed(delivery: Delivery, public_url: str) -> Delivery:
    """The delivery with the address of its page, in its letter and among its `links`; as it is where there is none.

    A digest names where to read on by itself.
    """
    path = _path(delivery)
    if not public_url or path is None:
        return delivery
    address = public_url.rstrip("/") + path
    links = delivery.payload.get("links", {}) | {"web": address}
    letter = delivery.letter and replace(delivery.letter, view=address)
    return replace(delivery, payload=delivery.payload | {"links": links}, letter=letter)


def _path(delivery: Delivery) -> str | None:
    payload, document, site = delivery.payload, delivery.document, delivery.payload.get("site")
    if delivery.type.startswith("incident."):
        return f"/sources/{quote(site, safe='')}" if site else None
    if delivery.type == "baseline":
        return f"/documents?{urlencode({'site': site})}" if site else None
    if document is None:
        return None
    version: dict[str, Any] = payload.get("version") or {}
    if delivery.type == "document.changed" and version.get("previous"):
        return f"/documents/{document}/compare?{urlencode({'old': version['previous'], 'new': version['number']})}"
    if delivery.type == "document.new" and version.get("number"):
        return f"/documents/{document}/versions/{version['number']}"
    return f"/documents/{document}"
