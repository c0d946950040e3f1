"""Memento (RFC 7089): for every document a TimeGate and a TimeMap, for every version the time that it was first seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from clausewatch.service import Service
from clausewatch.web.api.answers import Document, answer, base, documented
from clausewatch.web.api.problems import MissingError, problem, there
from clausewatch.web.api.rights import needs
from monitor.observation import DocumentSummary

LINKS = "application/link-format"
PAGE = 200
"""Mementos on one page of a TimeMap."""
_SAFE = ":/?#[]@!$&'()*+,;=%~"
_Accept = Annotated[str | None, Header(max_length=100, description="a time as HTTP writes it; the latest without it")]
_Url = Annotated[str, Path(min_length=1, max_length=2000, description="the document's own address")]
_Page = Annotated[int, Query(ge=1, le=1_000_000)]
_GATE = documented(
    400, 404, changed=True, answers_302={"description": "To the memento that stood then, or to the first one."}
)
_MAP = documented(404, answers_200={"content": {LINKS: {"schema": {"type": "string"}}}})


def router(service: Service) -> APIRouter:
    """TimeGates and TimeMaps, by the id of a document and by its address; each needs `read`."""
    routes = APIRouter(tags=["memento"], dependencies=[Depends(needs("read"))])

    @routes.get("/documents/{document}/timegate", response_class=Response, status_code=302, responses=_GATE)
    def timegate(request: Request, document: Document, accept_datetime: _Accept = None) -> Response:
        """Leads to the version that stood at `Accept-Datetime`."""
        with there():
            return _lead(service, request, service.document(str(document)), accept_datetime)

    @routes.get("/timegate/{url:path}", response_class=Response, status_code=302, responses=_GATE)
    def timegate_of(request: Request, url: _Url, accept_datetime: _Accept = None) -> Response:
        """As the other, by address, which follows as it is, its query string too."""
        with there():
            return _lead(service, request, service.document(_whole(request, url)), accept_datetime)

    @routes.get("/documents/{document}/timemap", response_class=Response, responses=_MAP)
    def timemap(request: Request, document: Document, page: _Page = 1) -> Response:
        """Every version with its time, in link format; a long one is paged."""
        with there():
            return _map(service, request, service.document(str(document)), page)

    @routes.get("/timemap/link/{url:path}", response_class=Response, responses=_MAP)
    def timemap_of(request: Request, url: _Url) -> Response:
        """As the other, by address; further pages are named in the first one."""
        with there():
            return _map(service, request, service.document(_whole(request, url)), 1)

    return routes


def memento_headers(service: Service, request: Request, document: DocumentSummary, at: datetime) -> dict[str, str]:
    """What says that an answer is a memento of a document as of a time."""
    return {"Memento-Datetime": _http(at), "Link": ", ".join(_relations(service, request, document))}


def _lead(service: Service, request: Request, document: DocumentSummary, asked: str | None) -> Response:
    try:
        wanted = None if asked is None else _moment(asked)
    except ValueError:
        return problem(400, "Accept-Datetime is no time as HTTP writes it: Tue, 10 Mar 2026 04:00:00 GMT", _VARY)
    moments = _moments(service, document)
    stood = [each for each in moments if wanted is None or each[1].replace(microsecond=0) <= wanted]
    number = (stood or moments[:1])[-1][0]
    links = [*_relations(service, request, document), *_ends(service, request, document, moments)]
    headers = {"Location": _memento(service, request, document, number), "Link": ", ".join(links)}
    return Response(status_code=302, headers=_VARY | headers)


_VARY = {"Vary": "accept-datetime", "Cache-Control": "private, no-cache"}


def _map(service: Service, request: Request, document: DocumentSummary, page: int) -> Response:
    moments = _moments(service, document)
    pages = [moments[start : start + PAGE] for start in range(0, len(moments), PAGE)]
    if page > len(pages):
        raise MissingError(f"the time map of document {document.id} has {len(pages)} pages")
    here, first, last = pages[page - 1], moments[0], moments[-1]
    home = f"{base(service, request)}/documents/{document.id}"
    lines = [
        f'<{_reference(document.url)}>; rel="original"',
        f'<{home}/timegate>; rel="timegate"',
        _map_link(home, page, here, "self"),
        *(_map_link(home, each, pages[each - 1], "timemap") for each in range(1, len(pages) + 1) if each != page),
    ]
    for number, at in here:
        rel = " ".join(
            [*(["first"] if (number, at) == first else []), *(["last"] if (number, at) == last else []), "memento"]
        )
        lines.append(f'<{home}/versions/{number}/text>; rel="{rel}"; datetime="{_http(at)}"')
    return answer(request, ",\n".join(lines) + "\n", media_type=LINKS)


def _map_link(home: str, page: int, moments: Sequence[tuple[int, datetime]], rel: str) -> str:
    span = f'from="{_http(moments[0][1])}"; until="{_http(moments[-1][1])}"'
    address = f"{home}/timemap" + (f"?page={page}" if page > 1 else "")
    return f'<{address}>; rel="{rel}"; type="{LINKS}"; {span}'


def _relations(service: Service, request: Request, document: DocumentSummary) -> list[str]:
    home = f"{base(service, request)}/documents/{document.id}"
    return [
        f'<{_reference(document.url)}>; rel="original"',
        f'<{home}/timegate>; rel="timegate"',
        f'<{home}/timemap>; rel="timemap"; type="{LINKS}"',
    ]


def _ends(
    service: Service, request: Request, document: DocumentSummary, moments: Sequence[tuple[int, datetime]]
) -> list[str]:
    ends = {"first memento": moments[0], "last memento": moments[-1]}
    if len(moments) == 1:
        ends = {"first last memento": moments[0]}
    return [
        f'<{_memento(service, request, document, number)}>; rel="{rel}"; datetime="{_http(at)}"'
        for rel, (number, at) in ends.items()
    ]


def _memento(service: Service, request: Request, document: DocumentSummary, number: int) -> str:
    return f"{base(service, request)}/documents/{document.id}/versions/{number}/text"


def _moments(service: Service, document: DocumentSummary) -> list[tuple[int, datetime]]:
    found = service.archive.moments(document.id)
    if not found:
        raise MissingError(f"document {document.id} was found but not read yet")
    return found


def _whole(request: Request, url: str) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{url}?{query}" if query else url


def _moment(written: str) -> datetime:
    found = parsedate_to_datetime(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _http(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _reference(url: str) -> str:
    """An address as it may stand in a header: what a page wrote into it cannot end the field or begin another."""
    return quote(url, safe=_SAFE)
