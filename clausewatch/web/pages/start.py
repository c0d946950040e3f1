"""The first page: what changed this week, what is open for comment until when, what is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from fastapi import APIRouter, Request, Response

from clausewatch.service import Service
from clausewatch.web import charts
from clausewatch.web.screen import page, tongue
from clausewatch.web.view import Entry, entry
from monitor.dates import SHANGHAI
from monitor.message.incidents import ADVICE, NAME
from monitor.observation import DocumentSummary, VersionSummary
from monitor.reminding import Term

_WEEK = timedelta(days=7)
_LATEST = 60
_EARLIER = 8
"""Entries of older changes that the page shows where the week was quiet, or below it."""
_AHEAD = timedelta(days=92)
_CHANGES = 6
"""Changes that one entry shows; the comparison has all."""
_ALONE = 3
"""So many new documents of one site at one moment are shown each alone, more in one list."""
_OPENING = 110
"""Characters of a new document that show what it is."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day that comes for a document."""

    document: DocumentSummary
    day: date
    left: int


def router(service: Service) -> APIRouter:
    """`/`."""
    routes = APIRouter()

    @routes.get("/")
    def start(request: Request) -> Response:
        now, language = service.now(), tongue(request).language
        today = now.astimezone(SHANGHAI).date()
        latest = service.archive.latest_changes(_LATEST)
        recent = [each for each in latest if each[1].at > now - _WEEK]
        earlier = [each for each in latest if each[1].at <= now - _WEEK]
        terms = service.terms.coming(today, today + _AHEAD)
        told = service.browse.told_since(now - timedelta(weeks=charts.WEEKS))
        return page(
            request,
            "start.html",
            recent=_gathered([entry(*each, language, _CHANGES, _OPENING) for each in recent]),
            counts=_counts(recent),
            earlier=_gathered([entry(*each, language, _CHANGES, _OPENING) for each in earlier])[:_EARLIER],
            open=_coming(service, terms, "deadline", today),
            expiring=_coming(service, terms, "expiry", today),
            broken=[(each, NAME[each.cause], ADVICE[each.cause]) for each in service.incidents.told()],
            chart=charts.weeks(told, today),
        )

    return routes


def _gathered(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """The entries one by one; many that one site published at once are one, as in a message."""
    found: list[tuple[Entry, ...]] = []
    for (_, _, new), some in groupby(entries, lambda each: (each.site, each.at, each.new)):
        group = tuple(some)
        found += [group] if new and len(group) > _ALONE else [(each,) for each in group]
    return found


def _counts(told: Sequence[tuple[DocumentSummary, VersionSummary]]) -> tuple[int, int]:
    """How many documents are new, and how many clauses of others changed."""
    changes = [change for _, version in told for change in version.changes if change.severity != "none"]
    new = sum(change.type == "new_document" for change in changes)
    return new, len(changes) - new


def _coming(service: Service, terms: Sequence[Term], kind: str, today: date) -> list[Coming]:
    found = [term for term in terms if term.kind == kind]
    return [Coming(service.archive.summary(term.document), term.day, (term.day - today).days) for term in found]
