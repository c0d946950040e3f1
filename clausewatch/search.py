"""What archivists search: words and targets over all versions of all documents, limited to some of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clausewatch import contract
from clausewatch.service import Service
from monitor import search
from monitor.matching import steps
from monitor.search import Query
from monitor.text import key
from storage.scope import Scope
from storage.search import Found, Hit, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which documents a person names; see `storage.scope.Scope`. `regions` are prefixes in whole steps."""

    sites: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    current: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, and what was found."""

    query: Query
    found: Found


def find(
    service: Service, text: str, wanted: Wanted | None = None, *, order: Order = "relevance", limit: int | None = None
) -> Answer:
    """The clauses of all versions that say what a person typed (`monitor.search.parse`).

    Raises UsageError for a query that asks nothing, and for a site or document that there is none of.
    """
    query = search.parse(text)
    return Answer(query, service.search.find(query, scope(service, wanted or Wanted()), order=order, limit=limit))


def scope(service: Service, wanted: Wanted) -> Scope:
    """The documents that a person means. Raises UsageError for a site or document that there is none of."""
    service.known(wanted.sites)
    return Scope(
        sites=_sites(service, wanted),
        documents=tuple(service.archive.find(ref) for ref in wanted.documents),
        kinds=wanted.kinds,
        stages=wanted.stages,
        years=wanted.years,
        since=wanted.since,
        until=wanted.until,
        current=wanted.current,
        at=wanted.at,
    )


def _sites(service: Service, wanted: Wanted) -> tuple[str, ...] | None:
    """The names of the sites that pass both filters; None where neither limits anything."""
    if not wanted.regions:
        return wanted.sites or None
    asked = {"/".join(steps(key(region))[-1:]) for region in wanted.regions}
    inside = [name for name, region in service.regions().items() if asked & set(steps(key(region or "")))]
    return tuple(name for name in inside if not wanted.sites or name in wanted.sites)


def as_json(answer: Answer) -> contract.JsonObject:
    """The answer of `search --json`."""
    return {"hits": [hit_json(answer.query, hit) for hit in answer.found.hits], "total": answer.found.total}


def hit_json(query: Query, hit: Hit) -> contract.JsonObject:
    """One hit; `marks` are the places in the snippet that say it, as from and to."""
    shown, marks = search.snippet(hit.text, query.spans(hit.text))
    targets = query.goal.found(hit.text) if query.goal else ()
    return {
        "document": hit.document.id,
        "version": hit.version,
        "current": hit.current,
        "path": hit.path,
        "title": hit.document.title,
        "snippet": shown,
        "marks": [list(mark) for mark in marks],
        "url": hit.document.url,
        "site": hit.document.site,
        "since": contract.moment(hit.since),
        "until": contract.moment(hit.until),
        "spans": [{"path": span.path, "first": span.first, "last": span.last} for span in hit.spans],
        "targets": [contract.target(target) for target in targets],
    }
