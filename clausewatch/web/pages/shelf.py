"""The list of documents: by site, kind, stage and year, a page at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from clausewatch.service import Service
from clausewatch.web.screen import page
from storage.browse import NONE, Choice

_PAGE = 40


class Wanted(BaseModel):
    """What a reader chose, each of it from what the list offers; an empty choice is none."""

    site: str = Field(default="", max_length=200)
    kind: str = Field(default="", max_length=40)
    stage: Literal["", "draft", "trial", "final", "none"] = ""
    year: str = Field(default="", pattern=r"^(\d{4}|none|)$")
    page: int = Field(default=1, ge=1, le=100_000)
    lang: str = Field(default="", max_length=20)

    @property
    def choice(self) -> Choice:
        """The same as the archive is asked."""
        return Choice(site=self.site or None, kind=self.kind or None, stage=self.stage or None, year=self.year or None)


def router(service: Service) -> APIRouter:
    """`/documents`."""
    routes = APIRouter()

    @routes.get("/documents")
    def documents(request: Request, wanted: Annotated[Wanted, Query()]) -> Response:
        choice = wanted.choice
        found, total = service.browse.documents(choice, skip=(wanted.page - 1) * _PAGE, limit=_PAGE)
        given = {name: getattr(wanted, name) for name in ("site", "kind", "stage", "year")}
        return page(
            request,
            "documents.html",
            documents=found,
            total=total,
            number=wanted.page,
            pages=max(1, -(-total // _PAGE)),
            given=given,
            fields=[(name, service.browse.values(name, choice)) for name in given],
            NONE=NONE,
        )

    return routes
