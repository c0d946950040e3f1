"""Answers that need not be sent again to who has them (RFC 9110, conditional GET)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import Request, Response


def answer(request: Request, body: bytes, media_type: str, modified: datetime) -> Response:
    """The body, or 304 where the reader names its tag or, naming none, has it as of `modified` (UTC) or later."""
    modified = modified.replace(microsecond=0)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True), "Cache-Control": "no-cache"}
    if _known(request, tag, modified):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def named(request: Request, tag: str) -> bool:
    """Whether the reader names this tag as what it has."""
    tags = request.headers.get("if-none-match", "")
    return tags.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in tags.split(","))


def _known(request: Request, tag: str, modified: datetime) -> bool:
    if "if-none-match" in request.headers:
        return named(request, tag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and modified <= since
