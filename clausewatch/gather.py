"""A round's end: what may go out is let go one by one, or, where it is a digest's or too much at once, told in one.

A few messages of one round go out each alone. More than `BURST` for one subscription, as when a site publishes all its
pages anew, become one digest that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from clausewatch import contract
from monitor import message
from monitor.letter import Words
from monitor.matching import OF_SITES, REMINDER
from monitor.message.digest import DigestKind, Told, digest, ordered
from monitor.observation import Alert, Delivery
from monitor.severity import highest
from monitor.subscription import Subscription
from monitor.timing import due
from storage.gathering import Gathering, Waiting

BURST = 20
"""The most messages about documents that one round sends to one subscription, each alone."""

_ALONE = OF_SITES | {REMINDER}
"""Types that no burst takes up."""


def gather(gathering: Gathering, *, now: Callable[[], datetime], url: str | None = None) -> None:
    """Let go all that may go out now. `url` is where people read on. Raises StorageError."""
    at = now()
    for subscription, waiting in gathering.ripe(at):
        alone: list[str] = []
        for kind, some in parcels(subscription, waiting, at):
            ids = [each.id for each in some]
            if kind is None:
                alone += ids
            else:
                alert = of_digest(gathering.read(ids), kind, at=at, url=url)
                gathering.fold(ids, alert, subscription.id, at)
        gathering.release(alone, at)


def parcels(
    subscription: Subscription, waiting: Iterable[Waiting], at: datetime
) -> list[tuple[DigestKind | None, list[Waiting]]]:
    """What goes out together, and as what; None for what goes out alone."""
    by_kind: dict[DigestKind | None, list[Waiting]] = {}
    for each in waiting:
        mode = due(subscription.timing, each.severity, at).mode
        alone = mode == "at-once" and each.type in _ALONE
        kind: DigestKind | None = None if alone else "burst" if mode == "at-once" else mode
        by_kind.setdefault(kind, []).append(each)
    at_once = by_kind.pop("burst", [])
    together: DigestKind = "gathered" if any(each.held for each in at_once) else "burst"
    by_kind.setdefault(together if len(at_once) > BURST else None, []).extend(at_once)
    return [(kind, some) for kind, some in by_kind.items() if some]


def of_digest(deliveries: Sequence[Delivery], kind: DigestKind, *, at: datetime, url: str | None = None) -> Alert:
    """The alert that tells of all these in one message."""
    told = [(each, _told(some), some) for each, some in _by_document(deliveries)]
    order = ordered([each for _, each, _ in told])
    told.sort(key=lambda one: order.index(one[1]))
    letter = digest(order, kind, url)
    severity = highest(each.severity for each in order)
    payload: dict[str, Any] = {
        "type": "digest",
        "digest": kind,
        "at": contract.moment(at),
        "severity": severity,
        "total": len(order),
        "items": [_item(last, each, some) for last, each, some in told],
        "changes": [],
        "message": contract.message(message.plain(letter)),
        "links": {"web": url} if url else {},
    }
    # A digest may be of many sites; the alert is kept with that of its gravest item.
    return Alert(type="digest", site=order[0].site, url="", severity=severity, payload=payload, letter=letter)


def _by_document(deliveries: Sequence[Delivery]) -> list[tuple[Delivery, list[Delivery]]]:
    """The last delivery about each document, with all of them; what concerns a site is told each time."""
    found: dict[object, list[Delivery]] = {}
    for each in deliveries:
        found.setdefault(each.document or each.id, []).append(each)
    return [(some[-1], some) for some in found.values()]


def _told(deliveries: Sequence[Delivery]) -> Told:
    last = deliveries[-1]
    document = last.payload.get("document") or {}
    site = document.get("site") or last.payload.get("site") or ""
    heading = last.letter.heading if last.letter else Words(last.type, last.type)
    return Told(
        heading=heading,
        title=document.get("title") or site,
        site=site,
        severity=highest(each.payload["severity"] for each in deliveries),
        document=last.document,
        times=len(deliveries),
    )


def _item(last: Delivery, told: Told, deliveries: Sequence[Delivery]) -> dict[str, Any]:
    types = dict.fromkeys(change["type"] for each in deliveries for change in each.payload["changes"])
    return {
        "type": last.type,
        "site": told.site,
        "document": last.payload.get("document"),
        "version": last.payload.get("version"),
        "severity": told.severity,
        "times": told.times,
        "changes": list(types),
        "heading": {"zh": told.heading.zh, "en": told.heading.en},
    }
