"""Two versions compared, of one document or of two."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from clausewatch import contract
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import BIGGEST, Document, answer, documented
from clausewatch.web.api.problems import there
from clausewatch.web.api.rights import needs

_Version = Annotated[int | None, Query(ge=1, le=1_000_000, description="a version's number")]


class Two(BaseModel):
    """What is compared with what: two documents by id, the latest version of each where none is named."""

    old: int = Field(ge=1, le=BIGGEST, description="the older document's id")
    new: int = Field(ge=1, le=BIGGEST, description="the newer document's id")
    old_version: int | None = Field(default=None, ge=1, le=1_000_000)
    new_version: int | None = Field(default=None, ge=1, le=1_000_000)
    mode: Literal["revision", "final", "repost"] = Field(
        default="revision", alias="as", description="what the newer one is to the older one"
    )


def router(service: Service) -> APIRouter:
    """The comparisons; each route needs `read`."""
    routes = APIRouter(tags=["archive"], dependencies=[Depends(needs("read"))])

    @routes.get("/documents/{document}/diff", response_model=shapes.Comparison, responses=documented(404))
    def diff(request: Request, document: Document, old: _Version = None, new: _Version = None) -> Response:
        """Two versions of a document compared: the last two where nothing is said."""
        with there():
            return answer(request, contract.comparison(*service.diff(str(document), old, new)))

    @routes.get("/compare", response_model=shapes.Comparison, responses=documented(404))
    def compare(request: Request, two: Annotated[Two, Query()]) -> Response:
        """A version of one document compared with one of another."""
        versions = (two.old_version, two.new_version)
        with there():
            found = service.diff(str(two.old), *versions, other=str(two.new), mode=two.mode)
            return answer(request, contract.comparison(*found))

    return routes
