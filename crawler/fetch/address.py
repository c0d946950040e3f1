"""Which addresses can be asked for at all: http or https, and a host that every parser reads alike."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy import Request

from monitor.errors import FetchError

_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?")
_NUMBERS = re.compile(r"[0-9A-Fa-f:.]+(?:%25[A-Za-z0-9]+)?")


def unfetchable(url: str) -> str | None:
    """Why a normalised (ASCII) address cannot be asked for, in words; None where it can."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "this is no address; write it as https://host/path"
    if parts.scheme not in {"http", "https"}:
        return f"{parts.scheme or 'no'} scheme; only http and https addresses are fetched"
    if not host:
        return "the address names no host; write it as https://host/path"
    if parts.username is not None:
        return "the address holds a user name; write it as https://host/path"
    form = _NUMBERS if "[" in parts.netloc else _NAME
    if not url.isascii() or not form.fullmatch(host):
        return f"{ascii(host)[1:-1]} is no host name; check the address"
    return None


class AddressMiddleware:
    """Lets only fetchable addresses through, on every redirect hop."""

    def process_request(self, request: Request) -> None:
        """Raise FetchError for the others."""
        reason = unfetchable(request.url)
        if reason is not None:
            raise FetchError(request.url, reason)
