"""Searching every version of every document: words, phrases, targets by their value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from clausewatch import search
from clausewatch.service import Service
from clausewatch.web.screen import page
from monitor.errors import UsageError
from monitor.records import Segment
from monitor.search import Query as Asked
from monitor.search import snippet
from storage.browse import Choice
from storage.search import Hit

_MOST = 50


class Looking(BaseModel):
    """What a reader looks for, and where."""

    q: str = Field(default="", max_length=200)
    site: str = Field(default="", max_length=200)
    kind: str = Field(default="", max_length=40)
    stage: Literal["", "draft", "trial", "final"] = ""
    year: str = Field(default="", pattern=r"^((?:19|20)\d\d|)$")
    when: Literal["current", "ever"] = "current"
    by: Literal["relevance", "date"] = "relevance"
    lang: str = Field(default="", max_length=20)


def router(service: Service) -> APIRouter:
    """`/search`."""
    routes = APIRouter()

    @routes.get("/search")
    def searching(request: Request, looking: Annotated[Looking, Query()]) -> Response:
        fields = ("site", "kind", "stage", "year")
        given = {name: getattr(looking, name) for name in fields}
        hits, total, mistake = _found(service, looking) if looking.q.strip() else ((), 0, None)
        return page(
            request,
            "search.html",
            looking=looking,
            given=given,
            fields=[
                (name, [each[0] for each in service.browse.values(name, Choice()) if each[0] != "none"])
                for name in fields
            ],
            hits=hits,
            total=total,
            mistake=mistake,
        )

    return routes


def _found(service: Service, looking: Looking) -> tuple[list[tuple[Hit, tuple[Segment, ...]]], int, str | None]:
    """The hits with what is marked in them, how many there are, and what is wrong with the query."""
    wanted = search.Wanted(
        sites=(looking.site,) if looking.site else (),
        kinds=(looking.kind,) if looking.kind else (),
        stages=(looking.stage,) if looking.stage else (),
        years=(int(looking.year),) if looking.year else (),
        current=looking.when == "current",
    )
    try:
        answer = search.find(service, looking.q, wanted, order=looking.by, limit=_MOST)
    except UsageError as error:
        return [], 0, str(error)
    hits = [(hit, tuple(_marked(answer.query, hit))) for hit in answer.found.hits]
    return hits, answer.found.total, None


def _marked(query: Asked, hit: Hit) -> Iterator[Segment]:
    """The text around what was found; `+` is what was."""
    shown, marks = snippet(hit.text, query.spans(hit.text))
    at = 0
    for begin, end in marks:
        yield "=", shown[at:begin]
        yield "+", shown[begin:end]
        at = end
    yield "=", shown[at:]
