"""The calendar of deadlines: `/calendar.ics`, of everything, a site or a subscription."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from clausewatch import announce
from clausewatch.foretold import target_of
from clausewatch.service import Service
from clausewatch.web.conditional import answer
from clausewatch.web.feeds import wish_of
from monitor.dates import SHANGHAI
from monitor.errors import UsageError
from monitor.interests import Interests
from monitor.observation import DocumentSummary
from notifiers.calendar import MEDIA_TYPE, Deadline, calendar

_KEPT = timedelta(days=90)
"""How long a deadline that is over stays in the calendar."""
_MOST = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def router(service: Service) -> APIRouter:
    """The calendar of an installation. At most one of `site` and `token` limits it."""
    routes = APIRouter()

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
            found = service.archive.deadlines(first, _MOST, site=site)
            if token is not None:
                found = _wanted(service, token, found)
        except UsageError:
            return PlainTextResponse("没有这个日历。\n", status_code=404)
        made = [_deadline(document, day) for document, day in found]
        body = calendar(f"{site or 'clausewatch'} · 征求意见截止日期", made)
        return answer(request, body, MEDIA_TYPE, max((each.at for each in made), default=_NEVER))

    return routes


def _wanted(
    service: Service, token: str, found: list[tuple[DocumentSummary, date]]
) -> list[tuple[DocumentSummary, date]]:
    """The deadlines of documents that a subscription's filters let pass as they are now, whatever changed in them."""
    subscription = wish_of(service, token)
    wish = replace(subscription, filters=replace(subscription.filters, types=(), severity="low"))
    interests = service.interests([wish])
    return [(document, day) for document, day in found if _passes(service, interests, document)]


def _passes(service: Service, interests: Interests, document: DocumentSummary) -> bool:
    edition = service.version(document.id).edition
    alert = announce.of_new(target_of(service, document), edition, (), at=document.changed_at)
    return bool(interests.wanting(alert))


def _deadline(document: DocumentSummary, day: date) -> Deadline:
    return Deadline(
        url=document.url,
        first_url=document.first_url,
        title=document.title,
        site=document.site,
        day=day,
        at=document.changed_at,
        withdrawn=document.status == "withdrawn",
    )
