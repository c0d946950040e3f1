"""The calendar of days that come: `/calendar.ics`, of everything, a site or a subscription."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from clausewatch.remind import of_term
from clausewatch.service import Service
from clausewatch.web.conditional import answer
from clausewatch.web.feeds import Around, around, wish_of
from monitor.dates import SHANGHAI
from monitor.errors import UsageError
from monitor.interests import Interests
from monitor.observation import DocumentSummary, Subscription
from monitor.reminding import Term
from monitor.subscription import Filters
from notifiers.calendar import MEDIA_TYPE, Deadline, calendar

_Passes: TypeAlias = Callable[[Filters, DocumentSummary, Term, Around], bool]

_KEPT = timedelta(days=90)
"""How long a deadline that is over stays in the calendar."""
_MOST = 500
_KNOWN = 4096
"""Of how many documents and subscriptions it is remembered whether they fit."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def router(service: Service) -> APIRouter:
    """The calendar of an installation. At most one of `site` and `token` limits it."""
    routes = APIRouter()
    passes: _Passes = lru_cache(_KNOWN)(partial(_passes, service))

    @routes.api_route("/calendar.ics", methods=["GET", "HEAD"])
    def deadlines(
        request: Request,
        site: Annotated[str | None, Query(max_length=200)] = None,
        token: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        if site is not None and token is not None:
            return PlainTextResponse("site、token 只能选一个。\n", status_code=400)
        first = (service.now() - _KEPT).astimezone(SHANGHAI).date()
        try:
            if site is not None:
                service.known([site])
            found = service.terms.since(first, _MOST, site=site)
            if token is not None:
                wish = wish_of(service, token)
                filters, known = (
                    replace(wish.filters, types=(), severity="low", levels=()),
                    around(service, wish.filters),
                )
                found = [] if wish.paused else [each for each in found if passes(filters, *each, known)]
        except UsageError:
            return PlainTextResponse("没有这个日历。\n", status_code=404)
        made = [_deadline(document, term) for document, term in found]
        body = calendar(f"{site or 'clausewatch'} · 征求意见截止与有效期", made)
        return answer(request, body, MEDIA_TYPE, max((each.at for each in made), default=_NEVER))

    return routes


def _passes(service: Service, filters: Filters, document: DocumentSummary, term: Term, known: Around) -> bool:
    """Whether a document passes the filters as it is now, whatever changed in it."""
    interests = Interests([Subscription(id=0, to="", filters=filters)], dict(known[0]), dict(known[1]))
    stored, column = service.version(document.id), service.archive.column(document.id)
    return bool(interests.wanting(of_term(term, stored, document, column, today=term.day)))


def _deadline(document: DocumentSummary, term: Term) -> Deadline:
    return Deadline(
        url=document.url,
        first_url=document.first_url,
        title=document.title,
        site=document.site,
        day=term.day,
        at=max(document.changed_at, term.since),
        withdrawn=document.status == "withdrawn",
        kind=term.kind,
    )
