"""How a site is held back, in words, from the JSON of `status` and `sites`."""

from __future__ import annotations

from typing import Any


def held(line: dict[str, Any]) -> str:
    """`paused since …, until …: why; at least 30 s between two requests`; empty where nothing was ordered."""
    said = []
    if (paused := line["paused"]) is not None:
        until = f", until {minute(paused['until'])}" if paused["until"] else ""
        why = f" ({paused['why']})" if paused["why"] else ""
        said.append(f"paused since {minute(paused['since'])}{until}{why}")
    if line["delay"] is not None:
        said.append(f"slowed: at least {line['delay']:g} s between two requests")
    return "; ".join(said)


def robots(said: list[dict[str, Any]]) -> str:
    """What robots.txt of a site's servers say: since when, and when they were read last."""
    return "; ".join(
        f"since {minute(each['since'])}, read {minute(each['read_at'])}"
        + (f", not to be read now: {each['trouble']}" if each["trouble"] else "")
        for each in said
    )


def minute(moment: str | None) -> str:
    """A time of the JSON, to the minute; empty where there is none."""
    return moment[:16].replace("T", " ") if moment else ""
