"""Whether what was told leads back, link by link, to the bytes that were fetched: alert → change → clause → version → bytes → check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from clausewatch import contract
from clausewatch.service import Service
from storage.proof import Broken, Proof, Proved
from storage.seals import of_archive

_OUTSIDE = frozenset(
    (
        "document_withdrawn",
        "document_restored",
        "validity_changed",
        "repost_linked",
        "repost_diff",
        "repost_missing_clause",
    )
)
"""Told of a document whose text stayed, or of one beside another: its version need not have such a change."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was gone through, and the first link of each document that does not hold; `seal` is of all of it."""

    documents: int
    versions: int
    alerts: int
    seal: str
    broken: tuple[Broken, ...]


def verify(
    service: Service, ref: str | None = None, *, on_document: Callable[[int], None] = lambda _: None
) -> Verified:
    """Go through one document, by id or address, or through all. Nothing is fetched and nothing is written.

    `on_document` is called with each document's id. Raises UsageError where there is no such document, StorageError.
    """
    proof = service.proof
    ids = [service.document(ref).id] if ref is not None else proof.documents()
    proved: list[Proved] = []
    broken: list[Broken] = []
    for id_ in ids:
        on_document(id_)
        found = proof.of_document(id_)
        proved.append(found)
        broken += found.broken[:1] or list(_untold(service, proof, id_))[:1]
    alerts, loose = proof.of_the_rest() if ref is None else (0, ())
    return Verified(
        documents=len(proved),
        versions=sum(each.versions for each in proved),
        alerts=alerts + sum(each.alerts for each in proved),
        seal=of_archive((each.document, each.seal) for each in proved),
        broken=(*broken, *loose),
    )


def _untold(service: Service, proof: Proof, document: int) -> Iterator[Broken]:
    """Alerts that tell a change which their version does not have; how grave it is may be a subscription's own view."""
    told = proof.told(document)
    if not told:
        return
    history = {each.number: each.changes for each in service.archive.history(document)}
    for alert, number, body in told:
        known = [_ungraded(json.loads(json.dumps(contract.change(each)))) for each in history.get(number, ())]
        for change in body.get("changes", ()):
            if _ungraded(change) not in known and change["type"] not in _OUTSIDE:
                yield Broken(
                    "alert", f"it tells {change['type']}, which its version does not have", document, number, alert
                )


def _ungraded(change: contract.JsonObject) -> contract.JsonObject:
    return {name: value for name, value in change.items() if name != "severity"}


def as_json(found: Verified) -> contract.JsonObject:
    """The answer of `verify --json`."""
    return {
        "ok": not found.broken,
        "documents": found.documents,
        "versions": found.versions,
        "alerts": found.alerts,
        "seal": found.seal,
        "broken": [
            {
                "link": each.link,
                "document": each.document,
                "version": each.version,
                "alert": each.alert,
                "detail": each.detail,
            }
            for each in found.broken
        ],
    }
