"""Whether a robots.txt allows an address."""

from __future__ import annotations

from protego import Protego


def allows(text: str, url: str, agent: str) -> bool:
    """Whether the rules of a robots.txt allow an address to the service of this name."""
    return bool(Protego.parse(text).can_fetch(url, agent))
