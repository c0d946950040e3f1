"""Strict decompression: a body that is cut, damaged or a bomb is never taken for a page.

Scrapy's own decoder gives back what it could unpack of a cut gzip body, without an error and without checking its sum;
a list page cut like that would read as 'items removed'.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, Self

import brotli  # type: ignore[import-untyped]
import zstandard
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from monitor.errors import FetchError
from monitor.records import Outcome

ACCEPTED = "gzip, deflate, br, zstd"
DAMAGE = "damage"
"""Key of a request's `meta` under which the error of an answer that could not be unpacked is left."""

_CHUNK = 1024 * 1024
_BITE = 256  # a zstd decoder cannot be told when to stop: 256 bytes of a bomb unpack to 8 MiB at most
_LAYERS = 3  # no honest server packs more than once
_WINDOW = 8 * 1024 * 1024  # RFC 9659
_PARTS = 64  # members of a gzip body, frames of a zstd body; thousands of tiny ones cost more than they hold


class _CutError(Exception):
    """The packed body ends before its end or does not hold together."""


class _TooLargeError(Exception):
    """The unpacked body would pass the cap."""


def decompress(body: bytes, encodings: str, *, url: str, limit: int) -> bytes:
    """Unpack a body by its Content-Encoding header.

    Raises FetchError: `truncated` for a cut or damaged body, `too_large` once more than `limit` bytes come out, `error`
    for an encoding that we did not ask for.
    """
    names = [name for part in encodings.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if len(names) > _LAYERS:
        raise FetchError(url, f"the answer is packed {len(names)} times over; the server is broken or hostile")
    for name in reversed(names):
        if name not in _DECODERS:
            raise FetchError(url, f"the answer is packed as {name[:20]!r}, which was not asked for ({ACCEPTED})")
        try:
            body = _DECODERS[name](body, limit)
        except _CutError as error:
            reason = f"the {name} body is cut or damaged ({error}); nothing of it is used"
            raise FetchError(url, reason, outcome=Outcome.TRUNCATED, transient=True) from error
        except _TooLargeError as error:
            reason = f"unpacks to more than {limit} bytes; raise fetch.page_bytes (of an attachment: fetch.file_bytes) if it is honest"
            raise FetchError(url, reason, outcome=Outcome.TOO_LARGE) from error
    return body


class DecompressionMiddleware:
    """Asks for the encodings we know and unpacks them, leaving an error in `meta[DAMAGE]` with an empty body."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the crawl's size cap."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Say what may be sent; forget what an earlier attempt left."""
        request.headers["Accept-Encoding"] = ACCEPTED
        request.meta.pop(DAMAGE, None)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body unpacked."""
        header = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not header or not response.body:
            return response
        try:
            body = decompress(
                response.body, header, url=request.url, limit=request.meta.get("download_maxsize", self._limit)
            )
        except FetchError as error:
            request.meta[DAMAGE] = error
            body = b""
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        replace: Any = response.replace
        unpacked: Response = replace(cls=kind, headers=headers, body=body)
        return unpacked


def _gzip(body: bytes, limit: int) -> bytes:
    """Every member to its end: zlib checks sum and length of each."""
    out = bytearray()
    for _ in range(_PARTS):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        _inflate(member, body, limit, out)
        body = member.unused_data.lstrip(b"\0")  # padding after the last member is allowed
        if not body:
            return bytes(out)
    raise _CutError(f"more than {_PARTS} members")


def _deflate(body: bytes, limit: int) -> bytes:
    """With the zlib header, as the standard says, or raw, as some servers send it."""
    wrapped = len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    out = bytearray()
    stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    _inflate(stream, body, limit, out)
    return bytes(out)


def _inflate(stream: Any, body: bytes, limit: int, out: bytearray) -> None:
    try:
        while not stream.eof and body:
            out += stream.decompress(body, _CHUNK)
            if len(out) > limit:
                raise _TooLargeError
            body = stream.unconsumed_tail
        while not stream.eof and (rest := stream.decompress(b"", _CHUNK)):
            out += rest
            if len(out) > limit:
                raise _TooLargeError
    except zlib.error as error:
        raise _CutError(str(error)) from error
    if not stream.eof:
        raise _CutError("it ends too early")


def _brotli(body: bytes, limit: int) -> bytes:
    out = bytearray()
    stream = brotli.Decompressor()
    try:
        while not stream.is_finished():
            part = stream.process(body, output_buffer_limit=_CHUNK)
            body = b""
            out += part
            if len(out) > limit:
                raise _TooLargeError
            if not part and stream.can_accept_more_data():
                break
    except brotli.error as error:
        raise _CutError(str(error)) from error
    if not stream.is_finished():
        raise _CutError("it ends too early")
    return bytes(out)


def _zstd(body: bytes, limit: int) -> bytes:
    out = bytearray()
    for _ in range(_PARTS):
        body = _zstd_frame(body, limit, out)
        if not body:
            return bytes(out)
    raise _CutError(f"more than {_PARTS} frames")


def _zstd_frame(body: bytes, limit: int, out: bytearray) -> bytes:
    """Unpack one frame into `out`; what follows it is given back."""
    frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
    for start in range(0, len(body), _BITE):
        try:
            out += frame.decompress(body[start : start + _BITE])
        except zstandard.ZstdError as error:
            raise _CutError(str(error)) from error
        if len(out) > limit:
            raise _TooLargeError
        if frame.eof:
            return frame.unused_data + body[start + _BITE :]
    raise _CutError("it ends too early")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
