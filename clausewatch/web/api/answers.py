"""How the API answers, and the limits of what may be asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias, TypeVar

from fastapi import Path, Query, Request, Response

from clausewatch.service import Service
from clausewatch.web.api.problems import Problem
from clausewatch.web.conditional import named

_T = TypeVar("_T")

BIGGEST = 2**53
"""The largest number that every reader of JSON keeps as it is; larger ids are none."""
LINE = r"^[^\x00-\x1f\x7f]+$"
"""Text without control characters."""
Document: TypeAlias = Annotated[int, Path(ge=1, le=BIGGEST, description="a document's id")]
Number: TypeAlias = Annotated[int, Path(ge=1, le=1_000_000, description="a version's number, counted from 1")]
Limit: TypeAlias = Annotated[int, Query(ge=1, le=200, description="how many at most")]
Cursor: TypeAlias = Annotated[
    int, Query(ge=0, le=BIGGEST, description="`next` of the answer before; nothing for the beginning")
]
SiteName: TypeAlias = Annotated[str | None, Query(min_length=1, max_length=200, pattern=LINE)]

_SAID = {
    400: "The body is no JSON, or the time is none.",
    401: "A token is needed, or the one given is wrong, expired or revoked.",
    403: "The token lacks the scope.",
    404: "What the address names is not there.",
    411: "The length of the body is not said.",
    413: "The body is longer than 64 kB.",
    410: "It was there and was let go of.",
    422: "A parameter or a key is wrong.",
    429: "Too many wrong tokens came from this address.",
    503: "The database cannot be asked at the moment.",
}


def documented(*statuses: int, changed: bool = False, **more: Any) -> dict[int | str, dict[str, Any]]:
    """What a route may answer beside its good answer, for `responses`; `changed` where it writes."""
    usual = {401, 403, 422, 429, 503, *statuses} | ({411, 413} if 400 in statuses and changed else set())
    found: dict[int | str, dict[str, Any]] = {
        each: {"model": Problem, "description": _SAID[each]} for each in sorted(usual)
    }
    unchanged = {} if changed else {304: {"description": "As the `If-None-Match` of the question has it."}}
    return found | unchanged | {int(status.removeprefix("answers_")): what for status, what in more.items()}


def as_json(value: Any) -> bytes:
    """One JSON value. Halves of characters that a page held stay readable as escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def answer(
    request: Request,
    value: Any,
    *,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A good answer with its tag, or 304 where the reader names that. Bytes and text go as they are."""
    body = value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else as_json(value)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    said = {"ETag": tag, "Cache-Control": "private, no-cache"} | dict(headers or {})
    if named(request, tag):
        return Response(status_code=304, headers=said)
    return Response(body, media_type=media_type, headers=said)


def paged(name: str, rows: Sequence[_T], lines: Sequence[Any], limit: int, place: Any) -> dict[str, Any]:
    """A page of a list: its lines, and the cursor of the next one; null at the end."""
    return {name: lines[:limit], "next": place(rows[limit - 1]) if len(rows) > limit else None}


def base(service: Service, request: Request) -> str:
    """Where this API is for others, without a slash at the end."""
    home = service.settings.public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return f"{home}/api/v1"
