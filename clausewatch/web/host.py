"""Under which names this service may be asked for: a foreign name that leads here (DNS rebinding) reads nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


def ours(header: str, names: Collection[str]) -> bool:
    """Whether a Host header is one of these names, `localhost` or any address in figures, which no name can be."""
    try:
        host = (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return host == "localhost" or host in names or _figures(host)


def _figures(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
