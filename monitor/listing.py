"""The one spelling of an address by which an entry of a listing is known."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*|/(?:\([SAF]\([a-z\d_-]+\)\))(?=/)", re.IGNORECASE)
# `sid` also numbers documents on some sites; only a long token is a session.
_SESSION_IN_QUERY = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*)=.*|sid=(?=[a-z\d-]*\d)[a-z\d-]{16,}", re.IGNORECASE
)
# Single-page applications keep the document's own address behind the hash sign.
_ROUTES = ("/", "!/")


def canonical(url: str) -> str:
    """The spelling of an http(s) address that names the document: two links to one document have the same.

    Case of scheme and host, default ports, fragments (not routes: `#/…`) and session ids do not count; order and
    spelling of path and query do. What cannot be taken apart as an address is its own name.

    >>> canonical("HTTP://WWW.Example.CN:80/a.jsp;jsessionid=77F0?id=3&PHPSESSID=x#top")
    'http://www.example.cn/a.jsp?id=3'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    user, at, _ = parts.netloc.rpartition("@")
    host = parts.hostname.rstrip(".")
    host = f"[{host}]" if ":" in host else host
    host += f":{port}" if port is not None and port != _DEFAULT_PORTS[parts.scheme] else ""
    path = _SESSION_IN_PATH.sub("", parts.path) or "/"
    query = "&".join(part for part in parts.query.split("&") if not _SESSION_IN_QUERY.fullmatch(part))
    fragment = parts.fragment if parts.fragment.startswith(_ROUTES) else ""
    return urlunsplit((parts.scheme, f"{user}{at}{host}", path, query, fragment)).rstrip()
