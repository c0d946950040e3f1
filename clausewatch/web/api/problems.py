"""What goes wrong, as problem details (RFC 9457): what it is, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from monitor.errors import StorageError, UsageError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_SAY = {
    404: "there is nothing at this address; see /api/v1/openapi.json",
    405: "this address does not know this method; see /api/v1/openapi.json",
}


class Problem(BaseModel):
    """One problem; `errors` name the parameters and keys that are wrong."""

    model_config = ConfigDict(extra="forbid")

    class Mistake(BaseModel):
        """Where something is wrong, and what."""

        model_config = ConfigDict(extra="forbid")
        where: str
        what: str

    type: str
    title: str
    status: int
    detail: str
    errors: list[Mistake] | None = None


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """One answer that says what is wrong and what to do."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail} | more
    return JSONResponse(body, status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def down(path: str, error: StorageError) -> Response:
    """The database fails: said in the log, and that it is so to whoever asked."""
    log.error("%s: %s", path, error)
    return problem(503, "the database cannot be asked at the moment; try again", {"Retry-After": "10"})


class MissingError(UsageError):
    """What the address names is not there."""


@contextmanager
def there() -> Iterator[None]:
    """Whatever is not found inside is missing: 404. Raises MissingError."""
    try:
        yield
    except UsageError as error:
        raise MissingError(str(error)) from error


def tell(api: FastAPI) -> None:
    """Make every error of an application a problem."""

    @api.exception_handler(MissingError)
    def missing(_: Request, error: MissingError) -> Response:
        return problem(404, str(error))

    @api.exception_handler(UsageError)
    def wrong(_: Request, error: UsageError) -> Response:
        return problem(422, str(error))

    @api.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> Response:
        mistakes = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()]
        return problem(422, "what was given does not fit; `errors` says where and why", errors=mistakes)

    @api.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> Response:
        detail = error.detail if error.detail != HTTPStatus(error.status_code).phrase else _SAY[error.status_code]
        return problem(error.status_code, detail, error.headers)

    @api.exception_handler(StorageError)
    def failed(request: Request, error: StorageError) -> Response:
        return down(request.url.path, error)
