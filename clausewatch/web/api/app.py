"""The application under `/api/v1`: its routes, its problems and its OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausewatch.service import Service
from clausewatch.web.api import archive, comparisons, editions, memento, operate, problems, searching, watch
from clausewatch.web.api.rights import needs

ROOT = "/api/v1"
_ROUTERS = (
    archive.router,
    editions.router,
    comparisons.router,
    searching.router,
    memento.router,
    operate.reading,
    operate.ordering,
    watch.router,
)
"""The rooms of the API. Each router names the scope that all of its routes need."""
_LONGEST = 64 * 1024
"""Bytes of a question's body."""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · clausewatch</title><link rel="stylesheet" href="/style.css"></head>
<body><h1>The clausewatch API</h1>
<p>Every address and every answer is described in <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<ul>{routes}</ul></body></html>
"""


def api(service: Service) -> ASGIApp:
    """The API of an installation, to be mounted at `ROOT` behind `clausewatch.web.access`, which says who asks."""
    return _Front(application(service))


def application(service: Service) -> FastAPI:
    """The same, without answers to HEAD."""
    made = FastAPI(
        title="clausewatch",
        version="1",
        summary="What Chinese government education offices published, clause by clause, and what changed.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    problems.tell(made)
    for router in _ROUTERS:
        made.include_router(router(service))
    document = described(made)
    listed = "".join(f"<li><code>{ROOT}{path}</code></li>" for path in document["paths"])

    @made.get("/openapi.json", include_in_schema=False, dependencies=[Depends(needs("read"))])
    def openapi() -> dict[str, Any]:
        return document

    @made.get("/", include_in_schema=False, dependencies=[Depends(needs("read"))])
    def front() -> HTMLResponse:
        return HTMLResponse(_PAGE.format(routes=listed))

    return made


def described(made: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: problems have their own media type."""
    document = get_openapi(
        title=made.title,
        version=made.version,
        summary=made.summary,
        routes=made.routes,
        servers=[{"url": ROOT}],
    )
    for path in document["paths"].values():
        for operation in path.values():
            for status, said in operation["responses"].items():
                if int(status) >= 400:
                    said["content"] = {problems.MEDIA_TYPE: next(iter(said["content"].values()))}
    return document


class _Front:
    """Refuses long bodies before they are read, and answers HEAD as GET without the body (RFC 9110)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and (refused := _too_long(Headers(scope=scope))) is not None:
            await refused(scope, receive, send)
            return
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            await send(dict(message) | {"body": b""} if message["type"] == "http.response.body" else message)

        await self._app(dict(scope) | {"method": "GET"}, receive, bodiless)


def _too_long(headers: Headers) -> Response | None:
    """What is said to a body that is too long, or of which nobody says how long it is."""
    if "transfer-encoding" in headers:
        return problems.problem(411, "say how long the body is (Content-Length); 64 kB are the most")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > _LONGEST:
        return problems.problem(413, "the body is too long; 64 kB are the most")
    return None
