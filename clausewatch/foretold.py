"""What a subscription would have received: its filters tried against every change that is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clausewatch import announce, contract
from clausewatch.service import Service
from monitor import grading
from monitor.letter import Words
from monitor.observation import Alert, DocumentSummary, DueTarget, VersionSummary
from monitor.records import Comparison
from monitor.subscription import Filters, Subscription, Timing
from monitor.timing import Due, due


@dataclass(frozen=True, slots=True)
class Foretold:
    """One version that would have been told, what its message is headed by, and when it would have gone out."""

    document: DocumentSummary
    version: VersionSummary
    heading: Words
    due: Due


def foretold(service: Service, to: str, filters: Filters, timing: Timing, *, since: datetime) -> list[Foretold]:
    """All of them since a moment, the oldest first. Nothing is sent or stored. Raises StorageError.

    What concerns whole sites (baselines, incidents) is not among them.
    """
    wish = Subscription(id=0, to=to, filters=filters, timing=timing)
    interests = service.interests([wish])
    found = []
    for document, version in service.archive.changes_since(since):
        alert = retold(service, document, version)
        if interests.wanting(alert):
            alert = grading.regraded(alert, grading.levels_of(filters.levels), "subscription")
            heading = alert.letter.heading if alert.letter else Words(alert.type, alert.type)
            found.append(Foretold(document, version, heading, due(timing, alert.severity, version.at)))
    return found


def messages(told: Sequence[Foretold]) -> int:
    """In how many messages they would have come: digests hold all of their hour. Bursts are not foreseen."""
    alone = sum(each.due.mode == "at-once" for each in told)
    return alone + len({(each.due.mode, each.due.at) for each in told if each.due.mode != "at-once"})


def as_json(value: Foretold) -> contract.JsonObject:
    """One version that a subscription would have been told of."""
    return {
        "document": value.document.id,
        "version": value.version.number,
        "url": value.document.url,
        "title": value.document.title,
        "site": value.document.site,
        "severity": value.version.severity,
        "changes": list(dict.fromkeys(change.type for change in value.version.changes)),
        "heading": {"zh": value.heading.zh, "en": value.heading.en},
        "at": contract.moment(value.version.at),
        "mode": value.due.mode,
        "due_at": contract.moment(value.due.at),
    }


def retold(service: Service, document: DocumentSummary, version: VersionSummary) -> Alert:
    """The alert of a version that is on record, as it was made from its changes."""
    target = target_of(service, document)
    edition = service.version(document.id, number=version.number).edition
    if version.number == 1:
        return announce.of_new(target, edition, version.findings, at=version.at)
    before = service.version(document.id, number=version.number - 1)
    comparison = Comparison(changes=version.changes, findings=version.findings)
    return announce.of_changes(target, edition, comparison, before, at=version.at)


def target_of(service: Service, document: DocumentSummary) -> DueTarget:
    """A document as a round would have it, as far as its alerts need it."""
    return DueTarget(
        id=0,
        kind="document",
        url=document.url,
        site=document.site,
        column=service.archive.column(document.id),
        rules="{}",
        rules_digest="",
        document=document.id,
    )
