"""A link with its name, as menus and breadcrumbs have them; and which addresses are one place."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from monitor.listing import canonical

_INDEX = re.compile(r"/(?:index|default|list|main|home)\.(?:s?html?|aspx?|jsp|php)$", re.IGNORECASE)
_HOME = re.compile(r"^/?(?:(?:index|default|home|main)(?:\.[a-z]{2,5})?)?$", re.IGNORECASE)
_PUBLIC = frozenset({"gov", "edu", "com", "org", "net", "ac", "sch"})


class Signpost(NamedTuple):
    """A name and the absolute address behind it."""

    name: str
    url: str


def spelling(url: str) -> str:
    """One spelling for the addresses of one column: scheme, `www.`, index page and slash at the end do not count.

    >>> spelling("https://www.a.example/ghjh/index.html") == spelling("http://a.example/ghjh")
    True
    """
    plain = canonical(url).partition("://")[2].removeprefix("www.")
    path, mark, query = plain.partition("?")
    return f"{_INDEX.sub('/', path).rstrip('/')}{mark}{query}"


def is_front(url: str) -> bool:
    """Whether an address is that of a host's front page."""
    parts = urlsplit(url)
    return _HOME.match(parts.path) is not None and not parts.query


def one_office(url: str, other: str) -> bool:
    """Whether two addresses may belong to one office: one host, or hosts of one domain as in `jyj.a.gov.cn`, `www.a.gov.cn`."""
    return _domain(url) == _domain(other)


def _domain(url: str) -> str:
    try:
        parts = urlsplit(canonical(url))
    except ValueError:
        return url
    labels = parts.netloc.split(".")
    if parts.netloc.replace(".", "").replace(":", "").isdecimal() or "[" in parts.netloc or len(labels) < 3:
        return parts.netloc
    ending = 3 if len(labels[-1]) == 2 and labels[-2] in _PUBLIC else 2
    return ".".join(labels[-ending:])
