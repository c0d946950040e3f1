"""The sites that are watched, how each stands, and the incidents that were told."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from clausewatch import standing
from clausewatch.service import Service
from clausewatch.web.screen import page
from crawler.site import from_json
from monitor.errors import UsageError
from monitor.message.incidents import ADVICE, NAME
from storage.browse import Choice

_INCIDENTS = 200
_DOCUMENTS = 15


def router(service: Service) -> APIRouter:
    """`/sources`, `/sources/NAME` and `/incidents`."""
    routes = APIRouter()

    @routes.get("/sources")
    def sources(request: Request) -> Response:
        told = service.incidents.told()
        states = {each["name"]: each for each in standing.status(service, told)}
        return page(
            request,
            "sources.html",
            sites=[(each, states[each.name]) for each in service.sites.all()],
            open=[(each, NAME[each.cause], ADVICE[each.cause]) for each in told],
        )

    @routes.get("/sources/{name:path}")
    def source(request: Request, name: str) -> Response:
        site = next((each for each in service.sites.all() if each.name == name), None)
        if site is None:
            raise UsageError(f"no site is called {name!r}")
        told = [each for each in service.incidents.told(ended=True) if each.site == name]
        state = next(each for each in standing.status(service, service.incidents.told()) if each["name"] == name)
        found, total = service.browse.documents(Choice(site=name), skip=0, limit=_DOCUMENTS)
        return page(
            request,
            "source.html",
            site=site,
            state=state,
            file=from_json(site.rules),
            incidents=[(each, NAME[each.cause], ADVICE[each.cause]) for each in told[:_INCIDENTS]],
            documents=found,
            total=total,
        )

    @routes.get("/incidents")
    def incidents(request: Request) -> Response:
        told = service.incidents.told(ended=True)[:_INCIDENTS]
        return page(
            request, "incidents.html", incidents=[(each, NAME[each.cause], ADVICE[each.cause]) for each in told]
        )

    return routes
