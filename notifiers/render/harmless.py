"""What a page says, made harmless for whoever shows it: nothing is obeyed, nothing but our own address can be opened."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Escape sequences move cursors, rename windows and forge lines; direction marks turn the text around them; half
# surrogates and non-characters cannot be written.
_OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\"'<>\\^`{|}\x7f-\x9f]+", re.IGNORECASE)


def harmless(text: str) -> str:
    """The text with control characters (line ends and tabs excepted) and direction marks made visible as `�`."""
    return _OBEYED.sub("�", text)


def web_address(url: str | None) -> str | None:
    """The address where it is one that a reader may open: http or https, with a host, without a user; else None."""
    if url is None or _ADDRESS.fullmatch(url) is None or harmless(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.hostname and parts.username is None else None
