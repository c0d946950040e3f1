"""What there is to tell: alerts made from observations, and who wants to hear them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from clausewatch import contract
from monitor import message
from monitor.dates import iso
from monitor.matching import matches
from monitor.observation import Alert, DueTarget, Subscription
from monitor.records import Change, Comparison, Edition, Finding, Message
from monitor.severity import SEVERITY, highest


def new_document(edition: Edition) -> Change:
    """The one change of a document that appeared after its column's baseline."""
    text = edition.article.text
    return Change(
        type="new_document",
        severity=SEVERITY["new_document"],
        path_before=None,
        path_after="",
        title=edition.article.title,
        after=text,
        segments=(("+", text),),
        facts={"document_number": edition.article.document_number},
    )


def of_new(
    target: DueTarget, edition: Edition, change: Change, findings: Sequence[Finding], *, at: datetime, url: str
) -> Alert:
    """The alert of a document that is seen for the first time."""
    subject = _subject(target, edition, before=None, after=1, at=at, url=url)
    told = message.new_document(subject, edition, findings)
    return _document_alert("document.new", target, edition, (change,), told, version=1, at=at)


def of_changes(
    target: DueTarget, edition: Edition, comparison: Comparison, *, version: int, at: datetime, url: str
) -> Alert:
    """The alert of a document whose text changed from one version to the next."""
    subject = _subject(target, edition, before=version - 1, after=version, at=at, url=url)
    told = message.changed(subject, comparison)
    return _document_alert("document.changed", target, edition, comparison.changes, told, version=version, at=at)


def recipients(alert: Alert, subscriptions: Iterable[Subscription]) -> tuple[int, ...]:
    """The subscriptions that an alert is for."""
    return tuple(s.id for s in subscriptions if matches(s, alert))
