"""What there is to tell: alerts made from observations, and who wants to hear them. docs/webhook.md has the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from clausewatch import contract
from monitor import message
from monitor.attached import whole_text
from monitor.dates import iso
from monitor.incident import Incident
from monitor.letter import Letter
from monitor.observation import Alert, DueTarget, StoredVersion
from monitor.records import Change, Comparison, Counts, Edition, Finding
from monitor.severity import SEVERITY, highest
from storage.baselines import Baseline

_Kind: TypeAlias = Literal["document.new", "document.changed", "document.withdrawn"]


def new_document(edition: Edition) -> Change:
    """The one change of a document that appeared after its column's baseline."""
    text = whole_text(edition)
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
    target: DueTarget, edition: Edition, findings: Sequence[Finding], beside: Sequence[Change] = (), *, at: datetime
) -> Alert:
    """The alert of a document that is seen for the first time; `beside` is told with it (`monitor.arrival`)."""
    subject = message.Subject(
        title=edition.article.title, site=target.site, column=target.column, url=target.url, at=at
    )
    told = message.new_document(subject, edition, findings, beside)
    return _alert("document.new", target, edition, (new_document(edition), *beside), told, number=1, at=at)


def of_final(
    target: DueTarget, edition: Edition, comparison: Comparison, draft: StoredVersion, *, at: datetime
) -> Alert:
    """The alert of a document that is seen for the first time and is the final of a draft: what became of that."""
    told = _letter(target, edition, comparison, draft, at=at)
    return _alert("document.new", target, edition, comparison.changes, told, number=1, at=at)


def of_copy(
    target: DueTarget, edition: Edition, comparison: Comparison, original: StoredVersion, *, number: int, at: datetime
) -> Alert:
    """The alert of a copy, for those who know the original: that it is one, and how it differs."""
    told = _letter(target, edition, comparison, original, at=at)
    return _alert("document.new", target, edition, comparison.changes, told, number=number, at=at)


def _letter(
    target: DueTarget, edition: Edition, comparison: Comparison, other: StoredVersion, *, at: datetime
) -> Letter:
    """The letter of a document beside another one of its family."""
    subject = message.between(other.edition, edition, site=target.site, column=target.column, url=target.url, at=at)
    return message.changed(subject, comparison)


def as_if_of(alert: Alert, target: DueTarget) -> Alert:
    """The alert as one about another document, to ask who watches that."""
    named = {"id": target.document, "site": target.site, "column": target.column}
    payload = alert.payload | {"document": alert.payload["document"] | named}
    return replace(alert, site=target.site, payload=payload)


def of_changes(
    target: DueTarget, edition: Edition, comparison: Comparison, before: StoredVersion, *, at: datetime
) -> Alert:
    """The alert of a document whose text changed from one version to the next."""
    subject = message.between(
        before.edition,
        edition,
        site=target.site,
        column=target.column,
        url=target.url,
        version_before=before.number,
        version_after=before.number + 1,
        at_before=before.at,
        at=at,
    )
    told = message.changed(subject, comparison)
    return _alert("document.changed", target, edition, comparison.changes, told, number=before.number + 1, at=at)


def of_whereabouts(target: DueTarget, stored: StoredVersion, change: Change, *, at: datetime) -> Alert:
    """The alert of a document that is gone, or there again with the same text."""
    article = stored.edition.article
    subject = message.Subject(title=article.title, site=target.site, column=target.column, url=target.url, at=at)
    told = message.changed(subject, Comparison((change,), (), Counts()))
    kind: _Kind = "document.withdrawn" if change.type == "document_withdrawn" else "document.changed"
    return _alert(kind, target, stored.edition, (change,), told, number=stored.number, at=at)


def unheard(comparison: Comparison, before: StoredVersion) -> Comparison:
    """The comparison with the findings that the version before did not show: each is told once."""
    known = {(finding.type, finding.path) for finding in before.findings}
    return replace(comparison, findings=tuple(f for f in comparison.findings if (f.type, f.path) not in known))


def of_baseline(baseline: Baseline, findings: Mapping[int, Sequence[Finding]], *, at: datetime) -> Alert:
    """The one summary of a site whose columns and pages had their first good round; `findings` are by document."""
    columns = [(column.name or column.url, column.read) for column in baseline.columns]
    odd = _summed_up(
        (document.title, finding) for document in baseline.documents for finding in findings.get(document.id, ())
    )
    told = message.baseline(baseline.site, columns, baseline.documents, odd)
    payload = {
        "type": "baseline",
        "site": baseline.site,
        "at": contract.moment(at),
        "severity": "none",
        "columns": [{"name": c.name, "url": c.url, "found": c.found, "read": c.read} for c in baseline.columns],
        "documents": len(baseline.documents),
        "changes": [],
        "findings": contract.findings(odd),
        "message": contract.message(message.plain(told)),
        "links": {},
    }
    url = baseline.columns[0].url
    return Alert(type="baseline", site=baseline.site, url=url, severity="none", payload=payload, letter=told)


def of_incident(
    told: Incident, tell: Literal["opened", "reminder", "closed"], *, last_good_at: datetime | None, at: datetime
) -> Alert:
    """The alert of a source that broke, is still broken (`reminder`), or works again."""
    letter = message.incident(told, tell, last_good_at=last_good_at, at=at)
    kind: Literal["incident.opened", "incident.closed"] = "incident.closed" if tell == "closed" else "incident.opened"
    payload: dict[str, Any] = {
        "type": kind,
        "site": told.site,
        "at": contract.moment(at),
        "severity": "none",
        "incident": contract.incident(told) | {"reason": told.reason, "reminder": tell == "reminder"},
        "changes": [],
        "message": contract.message(message.plain(letter)),
        "links": {},
    }
    return Alert(type=kind, site=told.site, url="", severity="none", payload=payload, letter=letter)


def _summed_up(found: Iterable[tuple[str, Finding]]) -> list[Finding]:
    """One finding for each type: with its document's title, or the first title and the number of documents."""
    by_type: dict[str, dict[str, Finding]] = {}
    for title, finding in found:
        by_type.setdefault(finding.type, {}).setdefault(title, finding)
    summed = []
    for by_title in by_type.values():
        title, finding = next(iter(by_title.items()))
        among = f"等{len(by_title)}份文件" if len(by_title) > 1 else ""
        summed.append(replace(finding, detail=f"《{title}》{among}：{finding.detail}"))
    return summed


def _alert(
    kind: _Kind,
    target: DueTarget,
    edition: Edition,
    changes: Sequence[Change],
    told: Letter,
    *,
    number: int,
    at: datetime,
) -> Alert:
    severity = highest(change.severity for change in changes)
    article = edition.article
    payload: dict[str, Any] = {
        "type": kind,
        "document": {
            "id": target.document,
            "url": target.url,
            "title": article.title,
            "site": target.site,
            "column": target.column,
            "kind": article.kind,
            "stage": article.stage,
            "published": iso(article.published),
        },
        "version": {"number": number, "previous": number - 1 or None, "at": contract.moment(at)},
        "severity": severity,
        "changes": [contract.change(change) for change in changes],
        "message": contract.message(message.plain(told)),
        "links": {"source": target.url},
    }
    return Alert(
        type=kind,
        site=target.site,
        url=target.url,
        severity=severity,
        payload=payload,
        letter=told,
        edition=edition,
    )
