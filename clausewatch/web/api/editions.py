"""One version: whole, as text, as the bytes that it was read from. Each is a memento."""

from __future__ import annotations

import base64
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from clausewatch import contract
from clausewatch.service import Service
from clausewatch.web.api import shapes
from clausewatch.web.api.answers import Document, Number, answer, documented
from clausewatch.web.api.memento import memento_headers
from clausewatch.web.api.problems import MissingError, problem, there
from clausewatch.web.api.rights import needs
from monitor.dates import end_of
from monitor.observation import StoredVersion

_Day = Annotated[date, Query(description="a day: as of its end in Shanghai")]
_HASH = r"^[0-9a-f]{64}$"
_RAW = {
    # Bytes of strangers: saved, never shown; what shows them anyhow gives them no rights.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def router(service: Service) -> APIRouter:
    """The versions of documents; each route needs `read`."""
    routes = APIRouter(tags=["archive"], dependencies=[Depends(needs("read"))])

    @routes.get("/documents/{document}/versions/{number}", response_model=shapes.Stored, responses=documented(404))
    def version(request: Request, document: Document, number: Number) -> Response:
        """One version with its clauses; a memento."""
        with there():
            found = service.version(service.document(str(document)).id, number=number)
        return _shown(request, found)

    @routes.get("/documents/{document}/as-of", response_model=shapes.Stored, responses=documented(404))
    def as_of(request: Request, document: Document, at: _Day) -> Response:
        """The version that stood at the end of a day, as far as was observed."""
        with there():
            found = service.version(service.document(str(document)).id, at=end_of(at))
        return _shown(request, found)

    def _shown(request: Request, found: StoredVersion) -> Response:
        summary = service.archive.summary(found.document)
        headers = memento_headers(service, request, summary, found.at)
        return answer(request, contract.stored(found, summary), headers=headers)

    @routes.get(
        "/documents/{document}/versions/{number}/text",
        response_class=Response,
        responses=documented(404, answers_200={"content": {"text/plain": {"schema": {"type": "string"}}}}),
    )
    def text(request: Request, document: Document, number: Number) -> Response:
        """The text of one version as published; the memento that the TimeGate leads to."""
        with there():
            summary = service.document(str(document))
            found = service.version(summary.id, number=number)
        body = found.edition.article.text.encode("utf-8", "replace")
        headers = memento_headers(service, request, summary, found.at)
        return answer(request, body, media_type="text/plain; charset=utf-8", headers=headers)

    @routes.get(
        "/documents/{document}/versions/{number}/raw/{sha256}",
        response_class=Response,
        responses=documented(
            404,
            410,
            answers_200={"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
        ),
    )
    def raw(
        request: Request, document: Document, number: Number, sha256: Annotated[str, Path(pattern=_HASH)]
    ) -> Response:
        """The bytes that a version was read from, by their hash: its page, a further page or a file. Only to be saved."""
        with there():
            summary = service.document(str(document))
            found = service.version(summary.id, number=number)
        hashes = {found.content_hash} | {each.content_hash for each in found.parts}
        hashes |= {each.content_hash for each in found.edition.files}
        if sha256 not in hashes:
            raise MissingError(f"version {number} of document {document} was not read from bytes with this hash")
        kept = service.archive.kept(sha256)
        if kept is None:
            return problem(
                410, "these bytes were let go of, as the settings of retention say; the text of the version is kept"
            )
        headers = _RAW | memento_headers(service, request, summary, found.at)
        headers |= {
            "Content-Disposition": f'attachment; filename="document-{document}-version-{number}-{sha256[:12]}.bin"',
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:",
        }
        return answer(request, kept.body, media_type="application/octet-stream", headers=headers)

    return routes
