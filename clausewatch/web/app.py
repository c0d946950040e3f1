"""The pages and all else that is answered over HTTP: one application, whose headers let nothing in from elsewhere.

Endpoints are plain functions, which FastAPI runs in threads: the memory is synchronous.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware import Middleware
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from clausewatch.web import host
from clausewatch.web.screen import page, style
from monitor.errors import StorageError, UsageError

log = logging.getLogger(__name__)

_NONE: Mapping[str, ASGIApp] = {}
_HEADERS = {
    # No scripts, no frames, no outside resources: what a page said cannot do anything here. Forms only ask us.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_SMALL = 1000
"""Bytes below which nothing is gained by compressing."""


def app(
    routers: Sequence[APIRouter] = (),
    names: Collection[str] = (),
    middleware: Sequence[Middleware] = (),
    mounts: Mapping[str, ASGIApp] = _NONE,
) -> FastAPI:
    """What `routers` answer, under one policy.

    `names` are the host names under which all of it may be asked for; `middleware` decides who may; `mounts` are applications
    of their own below an address.
    """
    pages = FastAPI(
        title="clausewatch",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[*middleware, Middleware(GZipMiddleware, minimum_size=_SMALL)],
    )

    @pages.middleware("http")
    async def guard(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        if host.ours(request.headers.get("host", ""), names):
            response = await go_on(request)
        else:
            response = PlainTextResponse("这里不以这个主机名提供服务。\n", status_code=421)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    _answer_errors(pages)

    @pages.get("/style.css")
    def stylesheet() -> Response:
        # Its address changes with it, so browsers may keep it; where there is a password, only they.
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(style()[0], media_type="text/css", headers=headers)

    for router in routers:
        pages.include_router(router)
    for path, mounted in mounts.items():
        pages.mount(path, mounted)
    return pages


def _answer_errors(pages: FastAPI) -> None:
    """What cannot be shown is a page, too, and says nothing of its inside."""

    @pages.exception_handler(StorageError)
    def storage_failed(request: Request, error: StorageError) -> Response:
        log.error("%s: %s", request.url.path, error)
        return page(request, "message.html", status=503, message="unavailable")

    @pages.exception_handler(UsageError)
    def nothing_there(request: Request, error: UsageError) -> Response:
        log.info("%s: %s", request.url.path, error)
        return page(request, "message.html", status=404, message="not_found")

    @pages.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        log.info("%s: %d wrong parts", request.url.path, len(error.errors()))
        return page(request, "message.html", status=422, message="not_found")

    @pages.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return page(request, "message.html", status=404, message="not_found")
        return PlainTextResponse(f"{error.detail}\n", status_code=error.status_code, headers=error.headers)
