"""Why something of a document was or was not told: its looks, its versions, and what became of each for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clausewatch import contract, standing
from clausewatch.foretold import retold
from clausewatch.service import Service
from monitor.observation import CheckSummary, Delivery, DocumentSummary, VersionSummary
from monitor.retention import LATEST, Month
from monitor.subscription import Subscription
from storage.addresses import Address

LOOKS = LATEST


@dataclass(frozen=True, slots=True)
class Explained:
    """One version: why it was told or not, its deliveries, and the subscriptions that it was not for."""

    version: VersionSummary
    why: str
    deliveries: tuple[Delivery, ...] = ()
    passed_over: tuple[tuple[Subscription, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, its last looks (the latest first), its versions and, where it moved, its addresses (the first one first).

    `robots` is what its server's robots.txt says of it, as `standing.robots_for` has it.
    `earlier` are the looks that became counts, the earliest month first.
    """

    document: DocumentSummary
    robots: contract.JsonObject | None
    looks: Sequence[CheckSummary]
    earlier: Sequence[Month]
    versions: tuple[Explained, ...]
    addresses: Sequence[Address] = ()


def explain(service: Service, ref: str) -> Explanation:
    """Explain a document by id or address. Raises UsageError where there is none, StorageError."""
    document = service.document(ref)
    sent = [each for each in service.outbox.all() if each.document == document.id]
    versions = tuple(_explained(service, document, each, sent) for each in service.archive.history(document.id))
    robots, addresses = standing.robots_for(service, document.url), service.archive.addresses.of(document.id)
    looks, earlier = service.archive.looks(document.id, LOOKS), service.retention.months(document.id)
    return Explanation(document, robots, looks, earlier, versions, addresses)


def _explained(
    service: Service, document: DocumentSummary, version: VersionSummary, sent: Sequence[Delivery]
) -> Explained:
    if not version.changes:
        why = "the first reading, part of the baseline's summary" if version.number == 1 else _REREAD
        return Explained(version, why)
    if version.severity == "none":
        return Explained(version, "recorded, and never sent: numbers, references or typography only")
    deliveries = tuple(each for each in sent if each.payload.get("version", {}).get("number") == version.number)
    served = {each.subscription for each in deliveries}
    wanting = service.interests().wanting(retold(service, document, version))
    others = [each for each in service.subscriptions.all() if each.id not in served]
    passed_over = tuple((each, _why_not(each, wanted=each.id in wanting)) for each in others)
    later = any(each.id in wanting and each.listens for each in others)
    why = "told" if deliveries else _LATER if later else "of interest to no subscription"
    return Explained(version, why, deliveries, passed_over)


_LATER = "told to nobody on its own: in a digest, or before the subscriptions that it is for were made"
_REREAD = "read again by other rules or another version of the program: no change, and nobody is told"


def _why_not(subscription: Subscription, *, wanted: bool) -> str:
    """Why a subscription got no delivery of its own; `wanted`: as it is now it would get one."""
    if subscription.paused:
        return "it is paused"
    if not subscription.confirmed:
        return "its receiver did not confirm it yet"
    if wanted:
        return "it would be told today: it was made or changed later, or it comes in a digest"
    return "its filters or its least severity leave this out"


def _everybodys(_: int) -> bool:
    return True


def as_json(found: Explanation, seen: Callable[[int], bool] = _everybodys) -> contract.JsonObject:
    """The answer of `explain --json`, with the receivers of the subscriptions that are `seen`."""
    return {
        "document": contract.document(found.document),
        "robots": found.robots,
        "addresses": contract.addresses(found.addresses),
        "looks": [
            {
                "at": contract.moment(each.at),
                "outcome": str(each.outcome),
                "reason": each.reason,
                "status": each.status,
                "version": each.version,
                "baseline": each.baseline,
            }
            for each in found.looks
        ],
        "earlier": [
            {"month": f"{each.month:%Y-%m}", "outcome": str(each.outcome), "looks": each.count}
            for each in found.earlier
        ],
        "versions": [
            {
                "number": each.version.number,
                "at": contract.moment(each.version.at),
                "severity": each.version.severity,
                "changes": [change.type for change in each.version.changes],
                "why": each.why,
                "deliveries": [contract.delivery(one) for one in each.deliveries if seen(one.subscription)],
                "passed_over": [
                    {"subscription": one.id, "to": one.to, "why": why} for one, why in each.passed_over if seen(one.id)
                ],
            }
            for each in found.versions
        ],
    }
