"""Looking through every version of every document, a clause's own history, and the path of a target."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from clausewatch import course, search
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import BIGGEST, LINE, Document, answer, documented
from clausewatch.web.api.problems import there
from clausewatch.web.api.rights import needs
from monitor.dates import end_of

_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=LINE)]


class Looking(BaseModel):
    """What is looked for, and where: the values of one filter are alternatives."""

    q: _Name = Field(description='words, "phrases", -exclusions, or a target: 普惠园占比 >= 85% by 2025')
    site: list[_Name] = Field(default=[], max_length=50)
    region: list[_Name] = Field(default=[], max_length=50)
    document: list[Annotated[int, Field(ge=1, le=BIGGEST)]] = Field(default=[], max_length=50)
    kind: list[_Name] = Field(default=[], max_length=50)
    stage: list[Literal["draft", "trial", "final"]] = Field(default=[], max_length=3)
    year: list[Annotated[int, Field(ge=1900, le=2999)]] = Field(default=[], max_length=50)
    since: date | None = Field(default=None, description="published on this day or later")
    until: date | None = Field(default=None, description="published on this day or before")
    at: date | None = Field(default=None, description="as it stood at the end of this day in Shanghai")
    current: bool = Field(default=False, description="only what stands today")
    by: Literal["relevance", "date"] = "relevance"
    limit: int = Field(default=50, ge=1, le=200)

    @property
    def wanted(self) -> search.Wanted:
        """The same as the archive is asked."""
        return search.Wanted(
            sites=tuple(self.site),
            regions=tuple(self.region),
            documents=tuple(map(str, self.document)),
            kinds=tuple(self.kind),
            stages=tuple(self.stage),
            years=tuple(self.year),
            since=self.since,
            until=self.until,
            current=self.current,
            at=end_of(self.at) if self.at else None,
        )


class Aimed(BaseModel):
    """Which target's path is asked for."""

    indicator: _Name = Field(description="what it measures: 普惠园占比")
    family: bool = Field(default=False, description="also in the drafts, finals and copies of the document")


def router(service: Service) -> APIRouter:
    """The questions to the archive; each route needs `read`."""
    routes = APIRouter(tags=["archive"], dependencies=[Depends(needs("read"))])

    @routes.get("/search", response_model=shapes.Hits, responses=documented())
    def searching(request: Request, looking: Annotated[Looking, Query()]) -> Response:
        """Clauses of any version that say this; `total` counts all of them."""
        found = search.find(service, looking.q, looking.wanted, order=looking.by, limit=looking.limit)
        return answer(request, search.as_json(found))

    @routes.get("/documents/{document}/clause", response_model=shapes.ClauseHistory, responses=documented(404))
    def clause(
        request: Request, document: Document, path: Annotated[str, Query(max_length=500, pattern=LINE)]
    ) -> Response:
        """A clause's own history, under whatever paths it stood."""
        with there():
            return answer(request, course.clause_json(course.clause(service, str(document), path)))

    @routes.get("/documents/{document}/target", response_model=shapes.Targets, responses=documented(404))
    def target(request: Request, document: Document, aimed: Annotated[Aimed, Query()]) -> Response:
        """A target's path over the versions of a document, or of its family."""
        with there():
            found = course.target(service, str(document), aimed.indicator, family=aimed.family)
        return answer(request, course.target_json(found))

    return routes
