"""What a robots.txt allows, and how often."""

from __future__ import annotations

from protego import Protego


def allows(text: str, url: str, agent: str) -> bool:
    """Whether the rules of a robots.txt allow an address to the service of this name."""
    return bool(Protego.parse(text).can_fetch(url, agent))


def delay(text: str, agent: str) -> float | None:
    """The seconds between two requests that the rules ask for (`Crawl-delay`); None where they say nothing."""
    asked = Protego.parse(text).crawl_delay(agent)
    return float(asked) if asked is not None else None
