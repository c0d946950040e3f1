"""The versions of a document on a line of time, and the history of one clause."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from clausewatch.service import Service
from clausewatch.web import charts
from clausewatch.web.pages.document import Id
from clausewatch.web.screen import page, tongue
from clausewatch.web.view import change_view, entry
from monitor.descent import descent
from monitor.errors import UsageError

_CHANGES = 12
"""Changes that one version shows; the comparison has all."""


def router(service: Service) -> APIRouter:
    """`/documents/N/versions` and `/documents/N/clause`."""
    routes = APIRouter()

    @routes.get("/documents/{document}/versions")
    def versions(request: Request, document: Id) -> Response:
        language = tongue(request).language
        summary, found = service.archive.summary(document), service.archive.history(document)
        return page(
            request,
            "versions.html",
            document=summary,
            versions=[(each, entry(summary, each, language, _CHANGES)) for each in reversed(found)],
            line=list(zip(found, charts.moments([each.at for each in found], service.now()), strict=True)),
            addresses=service.archive.addresses.of(document),
        )

    @routes.get("/documents/{document}/clause")
    def clause(
        request: Request,
        document: Id,
        path: Annotated[str, Query(max_length=500)] = "",
        version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    ) -> Response:
        language, summary = tongue(request).language, service.archive.summary(document)
        stored = service.version(document, number=version)
        found = next((each for each in stored.edition.outline.clauses if each.path == path), None)
        if found is None:
            raise UsageError(f"version {stored.number} of document {document} has no clause {path!r}")
        steps = descent(path, service.archive.history(document)[: stored.number])
        return page(
            request,
            "clause.html",
            document=summary,
            version=stored,
            clause=found,
            steps=[(step, [change_view(each, language) for each in step.changes]) for step in steps],
            fixed=version,
        )

    return routes
