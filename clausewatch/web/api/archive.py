"""What an archivist asks of documents: which there are, their versions, changes and kin, and why what was told."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from clausewatch import contract, kin
from clausewatch import explain as explaining
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import LINE, Cursor, Document, Limit, SiteName, answer, documented, paged
from clausewatch.web.api.problems import there
from clausewatch.web.api.rights import Asker, needs
from monitor.observation import DocumentSummary


def router(service: Service) -> APIRouter:
    """The reading routes; each needs `read`."""
    routes = APIRouter(tags=["archive"], dependencies=[Depends(needs("read"))])

    @routes.get("/documents", response_model=shapes.Documents, responses=documented(404))
    def documents(
        request: Request,
        site: SiteName = None,
        url: Annotated[
            str | None, Query(min_length=1, max_length=2000, pattern=LINE, description="only the one at this address")
        ] = None,
        cursor: Cursor = 0,
        limit: Limit = 50,
    ) -> Response:
        """The documents, by id. Those that are read while you go through them come at the end."""
        rows = _documents(service, site, url, cursor, limit + 1)
        lines = [contract.document(each) for each in rows]
        return answer(request, paged("documents", rows, lines, limit, lambda last: last.id))

    @routes.get("/documents/{document}", response_model=shapes.Document, responses=documented(404))
    def one(request: Request, document: Document) -> Response:
        """One document."""
        with there():
            return answer(request, contract.document(service.document(str(document))))

    @routes.get("/documents/{document}/versions", response_model=shapes.History, responses=documented(404))
    def versions(request: Request, document: Document, cursor: Cursor = 0, limit: Limit = 50) -> Response:
        """A document's versions and what each changed, the first one first."""
        with there():
            summary = service.document(str(document))
        rows = service.archive.versions(summary.id, after=cursor, limit=limit + 1)
        head = {
            "document": contract.document(summary),
            "addresses": contract.addresses(service.archive.addresses.of(summary.id)),
        }
        lines = [contract.version(each) for each in rows]
        return answer(request, head | paged("versions", rows, lines, limit, lambda last: last.number))

    @routes.get("/documents/{document}/family", response_model=shapes.Family, responses=documented(404))
    def family(request: Request, document: Document) -> Response:
        """The drafts, finals, notices, explanations and copies of one work, with the reason for every link."""
        with there():
            return answer(request, kin.as_json(kin.family(service, str(document))))

    @routes.get("/documents/{document}/explain", response_model=shapes.Explanation, responses=documented(404))
    def explain(request: Request, document: Document, holder: Asker) -> Response:
        """Why something was or was not told. Receivers are shown to whoever may see their subscriptions."""
        owners = {each.id: each.owner for each in service.subscriptions.all()}

        def seen(subscription: int) -> bool:
            return holder.may("watch") and holder.sees(owners.get(subscription))

        with there():
            return answer(request, explaining.as_json(explaining.explain(service, str(document)), seen))

    @routes.get("/changes", response_model=shapes.Changes, responses=documented())
    def changes(request: Request, cursor: Cursor = 0, limit: Limit = 50) -> Response:
        """Every change worth telling since a cursor, in the order of recording; ask again with `next`."""
        found = service.archive.changes_after(cursor, limit)
        told = [{"document": contract.document(about), "version": contract.version(each)} for _, about, each in found]
        return answer(request, {"changes": told, "next": found[-1][0] if found else cursor})

    return routes


def _documents(service: Service, site: str | None, url: str | None, after: int, limit: int) -> list[DocumentSummary]:
    with there():
        if site is not None:
            service.known([site])
        if url is None:
            return service.archive.page(after=after, limit=limit, site=site)
        only = service.document(url)
    return [only] if only.id > after and only.versions and site in {None, only.site} else []
