"""How the sites stand, and what an operator orders: pauses, gaps, links. Reading needs `read`, ordering `operate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from clausewatch import brakes, contract, kin, standing
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import LINE, answer, as_json, documented
from clausewatch.web.api.rights import needs

_Word: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=LINE)]
_Doc: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=LINE)]


class Named(BaseModel):
    """Sites by name."""

    model_config = ConfigDict(extra="forbid")

    sites: Annotated[list[_Word], Field(min_length=1, max_length=200)]


class Pausing(Named):
    """Which sites, until when, and why."""

    until: _Word | None = Field(default=None, description="2026-03-10, or with a time; open without it")
    why: _Word | None = None


class Slowing(Named):
    """Which sites, and the least gap between two requests: 30s, 2m, 1h; 0: what their files say."""

    delay: _Word


class Pair(BaseModel):
    """Two documents of one link, by id or address."""

    model_config = ConfigDict(extra="forbid")

    one: _Doc
    other: _Doc


def reading(service: Service) -> APIRouter:
    """How everything stands; needs `read`."""
    routes = APIRouter(tags=["operate"], dependencies=[Depends(needs("read"))])

    @routes.get("/sites", response_model=shapes.Sites, responses=documented())
    def sites(request: Request) -> Response:
        """The sites."""
        return answer(request, {"sites": standing.sites(service)})

    @routes.get("/status", response_model=shapes.Status, responses=documented())
    def status(request: Request) -> Response:
        """How every site stands, the incidents that are open, and the traffic."""
        told = service.incidents.told()
        found = {
            "sites": standing.status(service, told),
            "incidents": [contract.incident(each) for each in told],
            "traffic": standing.traffic(service),
        }
        return answer(request, found)

    @routes.get("/incidents", response_model=shapes.Incidents, responses=documented())
    def incidents(
        request: Request, *, ended: Annotated[bool, Query(description="those that are over, too")] = False
    ) -> Response:
        """The incidents that are open."""
        told = service.incidents.told(ended=ended)
        return answer(request, {"incidents": [contract.incident(each) for each in told]})

    return routes


def ordering(service: Service) -> APIRouter:
    """What changes something; needs `operate`."""
    routes = APIRouter(tags=["operate"], dependencies=[Depends(needs("operate"))])

    def named(names: Sequence[str]) -> Response:
        lines = [line for line in standing.sites(service) if line["name"] in names]
        return Response(as_json({"sites": lines}), media_type="application/json")

    @routes.post("/sites/pause", response_model=shapes.Sites, responses=documented(400, changed=True))
    def pause(order: Pausing) -> Response:
        """Leave sites alone, until a moment or until they are resumed."""
        until = None if order.until is None else brakes.moment(order.until)
        brakes.pause(service, order.sites, until=until, why=order.why)
        return named(order.sites)

    @routes.post("/sites/resume", response_model=shapes.Sites, responses=documented(400, changed=True))
    def resume(order: Named) -> Response:
        """Look at paused sites again."""
        brakes.resume(service, order.sites)
        return named(order.sites)

    @routes.post("/sites/slow", response_model=shapes.Sites, responses=documented(400, changed=True))
    def slow(order: Slowing) -> Response:
        """Keep a longer gap between requests than the sites' files say."""
        brakes.slow(service, order.sites, brakes.seconds(order.delay))
        return named(order.sites)

    @routes.post("/links/confirm", response_model=shapes.Link, responses=documented(400, changed=True))
    def confirm(pair: Pair) -> Response:
        """Say that the link between two documents is right."""
        return Response(as_json(kin.link_json(kin.confirm(service, pair.one, pair.other))), media_type=_JSON)

    @routes.post("/links/cut", response_model=shapes.Link, responses=documented(400, changed=True))
    def cut(pair: Pair) -> Response:
        """Say that the link between two documents is wrong: it is never made again."""
        return Response(as_json(kin.link_json(kin.cut(service, pair.one, pair.other))), media_type=_JSON)

    return routes


_JSON = "application/json"
