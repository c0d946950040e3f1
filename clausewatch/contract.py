"""The JSON that must stay stable: records in, plain values out, exactly as docs/json.md says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from clausewatch.report import Check, RoundReport
from monitor.dates import SHANGHAI, iso
from monitor.facts import mentions
from monitor.facts.responsible import responsible
from monitor.incident import Incident
from monitor.message.incidents import ADVICE
from monitor.observation import Delivery, DocumentSummary, StoredVersion, Subscription, VersionSummary
from monitor.records import (
    Article,
    Change,
    Comparison,
    Finding,
    ListingItem,
    Message,
    Outcome,
    Outline,
    Published,
    TargetFact,
)
from monitor.severity import highest
from monitor.subscription import DAYS
from storage.addresses import Address
from storage.sites import SiteSummary

JsonObject = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """A time for people: Shanghai, to the second."""
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds") if value else None


def findings(values: Sequence[Finding]) -> list[JsonObject]:
    """Findings; `path` stands only where there is one."""
    return [{"type": f.type, "detail": f.detail} | ({"path": f.path} if f.path else {}) for f in values]


def extract(
    outcome: Outcome, reason: str | None, article: Article | None, items: Sequence[ListingItem] = ()
) -> JsonObject:
    """What one page says; without an article every text is null and every list empty."""
    head: JsonObject = {"outcome": str(outcome), "reason": reason}
    tail = {"items": [{"title": i.title, "url": i.url, "date": iso(i.date)} for i in items]}
    body = _article(article) if article else _article(Article(title="", text=""))
    return head | {k: v for k, v in body.items() if k != "findings"} | tail | {"findings": body["findings"]}


def _article(article: Article) -> JsonObject:
    return {
        "title": article.title,
        "kind": article.kind,
        "stage": article.stage,
        "repost": article.repost,
        "published": iso(article.published),
        "written": iso(article.written),
        "publisher": article.publisher,
        "source": article.source,
        "author": article.author,
        "index_number": article.index_number,
        "document_number": article.document_number,
        "validity": article.validity,
        "column": article.column,
        "site": article.site,
        "consultation": {
            "deadline": iso(article.consultation.deadline),
            "contacts": [{"kind": c.kind, "value": c.value} for c in article.consultation.contacts],
        },
        "text": article.text,
        "tables": [[list(row) for row in table] for table in article.tables],
        "attachments": [{"name": a.name, "url": a.url} for a in article.attachments],
        "findings": findings(article.findings),
    }


def outline(value: Outline) -> JsonObject:
    """A text's clauses and what they mention."""
    said = mentions(value)
    return {
        "title": value.title,
        "scheme": value.scheme,
        "clauses": [
            {
                "index": index,
                "path": clause.path,
                "level": clause.level,
                "kind": clause.kind,
                "number": clause.number,
                "title": clause.title,
                "text": clause.text,
                "responsible": list(responsible(clause.text)),
            }
            for index, clause in enumerate(value.clauses)
        ],
        "targets": [target(t) for t in said.targets],
        "citations": list(said.citations),
        "dates": list(said.dates),
        "document_numbers": list(said.document_numbers),
        "table_of_contents": list(value.contents),
        "findings": findings(value.findings),
    }


def target(value: TargetFact) -> JsonObject:
    """One target that a clause sets."""
    return {
        "path": value.path,
        "text": value.text,
        "indicator": value.indicator,
        "value": value.value,
        "unit": value.unit,
        "comparison": value.comparison,
        "year": value.year,
    }


def change(value: Change) -> JsonObject:
    """One difference."""
    return {
        "type": value.type,
        "severity": value.severity,
        "path_before": value.path_before,
        "path_after": value.path_after,
        "title": value.title,
        "before": value.before,
        "after": value.after,
        "segments": [list(segment) for segment in value.segments],
        "facts": dict(value.facts),
    }


def message(value: Message) -> JsonObject:
    """A message in both languages."""
    return {"zh": value.zh, "en": value.en}


def comparison(value: Comparison, told: Message) -> JsonObject:
    """Two editions compared, and what a watcher would be told."""
    return {
        "same": value.same,
        "severity": highest(c.severity for c in value.changes),
        "changes": [change(c) for c in value.changes],
        "findings": findings(value.findings),
        "counts": {name: getattr(value.counts, name) for name in value.counts.__slots__},
        "message": message(told),
    }


def day(value: Published) -> str | None:
    """A published date as people read it: with the time where it is known."""
    return (iso(value) or "").replace("T", " ")[:16] or None


def minute(value: datetime | None) -> str | None:
    """A time as people read it: Shanghai, to the minute."""
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if value else None


def document(value: DocumentSummary) -> JsonObject:
    """One line of `documents`."""
    return {
        "id": value.id,
        "url": value.url,
        "title": value.title,
        "site": value.site,
        "kind": value.kind,
        "stage": value.stage,
        "published": value.published,
        "versions": value.versions,
        "status": value.status,
        "changed_at": moment(value.changed_at),
    }


def addresses(values: Sequence[Address]) -> list[JsonObject]:
    """Where a document that moved stood, in `history` and `explain`; none where it never moved."""
    return [
        {"url": each.url, "since": moment(each.since), "reason": each.reason, "gone_at": moment(each.gone_at)}
        for each in values
    ]


def version(value: VersionSummary) -> JsonObject:
    """One line of a document's history."""
    return {
        "version": value.number,
        "at": moment(value.at),
        "severity": value.severity,
        "content_hash": value.content_hash,
        "changes": [change(c) for c in value.changes],
        "findings": findings(value.findings),
    }


def stored(value: StoredVersion, summary: DocumentSummary) -> JsonObject:
    """One version of a document, with its clauses."""
    return {
        "document": document(summary),
        "version": value.number,
        "at": moment(value.at),
        "content_hash": value.content_hash,
        "parts": [{"url": part.url, "content_hash": part.content_hash} for part in value.parts],
        "article": _article(value.edition.article),
        "outline": outline(value.edition.outline),
        "files": [
            {
                "path": file.section,
                "name": file.name,
                "url": file.url,
                "kind": file.kind,
                "content_hash": file.content_hash,
                "reason": file.reason,
            }
            for file in value.edition.files
        ],
    }


def subscription(value: Subscription) -> JsonObject:
    """One subscription; `filters` has all that limits it."""
    return {
        "id": value.id,
        "to": value.to,
        "owner": value.owner,
        "site": _only(value.filters.sites),
        "document": _only(value.filters.documents),
        "keyword": _only(value.filters.keywords),
        "severity": value.filters.severity,
        "filters": {name: list(values) for name, values in value.filters.limits.items()},
        "mode": value.timing.mode,
        "timing": {
            "low": value.timing.low,
            "at": f"{value.timing.hour:%H:%M}",
            "on": DAYS[value.timing.weekday],
            "quiet": "-".join(f"{each:%H:%M}" for each in value.timing.quiet) if value.timing.quiet else None,
            "zone": value.timing.zone,
            "remind": list(value.timing.remind),
            "remind_expiry": list(value.timing.remind_expiry),
        },
        "paused": value.paused,
        "confirmed": value.confirmed,
        "asked_at": moment(value.asked_at),
    }


def _only(values: Sequence[Any]) -> Any:
    """The one value of a filter; null where it has none or several."""
    return values[0] if len(values) == 1 else None


def delivery(value: Delivery) -> JsonObject:
    """One delivery and how it stands; `at` is the last thing that happened to it, `due_at` when it is sent next."""
    return {
        "id": value.id,
        "subscription": value.subscription,
        "document": value.document,
        "state": "pending" if value.state == "held" else value.state,
        "attempts": value.attempts,
        "at": moment(value.at),
        "error": value.error,
        "to": value.to,
        "type": value.type,
        "queued_at": moment(value.queued_at),
        "due_at": moment(value.due_at),
        "answer": value.answer,
    }


def site(value: SiteSummary) -> JsonObject:
    """One line of `sites`."""
    return {
        "name": value.name,
        "enabled": value.enabled,
        "targets": value.targets,
        "last_checked_at": moment(value.last_checked_at),
        "last_good_at": moment(value.last_good_at),
        "failing": value.failing,
        "failing_since": moment(value.failing_since),
        "next_due_at": moment(value.next_due_at),
    }


def incident(value: Incident) -> JsonObject:
    """One incident, and what to do about it."""
    return {
        "site": value.site,
        "cause": str(value.cause),
        "since": moment(value.trouble.since),
        "open": value.trouble.until is None,
        "advice": ADVICE[value.cause].en,
    }


def status(value: SiteSummary, open_now: Sequence[Incident]) -> JsonObject:
    """How one site stands: `ok`, `broken` (an incident is open), `new` (never read well), or `off`."""
    broken = any(each.site == value.name for each in open_now)
    state = "off" if not value.enabled else "broken" if broken else "ok" if value.last_good_at else "new"
    return {
        "name": value.name,
        "state": state,
        "last_good_at": moment(value.last_good_at),
        "next_due_at": moment(value.next_due_at),
    }


def round_report(value: RoundReport) -> JsonObject:
    """One round, target by target."""
    return {
        "round": value.round,
        "checks": [_check(c) for c in value.checks],
        "incidents": [incident(each) for each in value.incidents],
    }


def _check(value: Check) -> JsonObject:
    return {
        "url": value.url,
        "site": value.site,
        "column": value.column,
        "document": value.document,
        "outcome": str(value.outcome),
        "reason": value.reason,
        "at": moment(value.at),
        "version": value.version,
        "new": value.new,
        "baseline": value.baseline,
        "changes": [change(c) for c in value.changes],
        "findings": findings(value.findings),
        "next_due_at": moment(value.next_due_at),
    }
