"""The pages: what changed lately, for people with a browser. They read; nothing here writes.

Endpoints are plain functions, which FastAPI runs in threads: the memory is synchronous.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from importlib.resources import files
from typing import Protocol

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.middleware import Middleware
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.types import ASGIApp

from clausewatch.web import host
from clausewatch.web.view import entry
from monitor.errors import StorageError
from monitor.observation import DocumentSummary, VersionSummary

log = logging.getLogger(__name__)

_LATEST = 50
_NONE: Mapping[str, ASGIApp] = {}
_HEADERS = {
    # No scripts, no frames, no outside resources: what a page said cannot do anything here.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Archive(Protocol):
    """What the pages read; may be called from several threads."""

    def latest_changes(self, limit: int) -> Sequence[tuple[DocumentSummary, VersionSummary]]:
        """The latest versions of any document, newest first. Raises StorageError."""


def app(
    archive: Archive,
    routers: Sequence[APIRouter] = (),
    names: Collection[str] = (),
    middleware: Sequence[Middleware] = (),
    mounts: Mapping[str, ASGIApp] = _NONE,
) -> FastAPI:
    """The pages over an archive: `/` the latest changes in Chinese.

    `routers` answer further addresses; `names` are the host names under which all of it may be asked for; `middleware`
    decides who may; `mounts` are applications of their own below an address.
    """
    pages = FastAPI(title="clausewatch", docs_url=None, redoc_url=None, openapi_url=None, middleware=list(middleware))
    templates = Environment(
        loader=PackageLoader("clausewatch.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    latest = templates.get_template("latest.html")
    style = files("clausewatch.web").joinpath("templates", "style.css").read_text(encoding="utf-8")

    @pages.middleware("http")
    async def guard(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        if host.ours(request.headers.get("host", ""), names):
            response = await go_on(request)
        else:
            response = PlainTextResponse("这里不以这个主机名提供服务。\n", status_code=421)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @pages.exception_handler(StorageError)
    def storage_failed(request: Request, error: StorageError) -> Response:
        log.error("%s: %s", request.url.path, error)
        return PlainTextResponse("数据库暂时不可用,请稍后再试。\n", status_code=503)

    @pages.get("/")
    def latest_changes() -> HTMLResponse:
        entries = [entry(document, version) for document, version in archive.latest_changes(_LATEST)]
        return HTMLResponse(latest.render(entries=entries))

    @pages.get("/style.css")
    def stylesheet() -> Response:
        return Response(style, media_type="text/css")

    for router in routers:
        pages.include_router(router)
    for path, mounted in mounts.items():
        pages.mount(path, mounted)
    return pages
