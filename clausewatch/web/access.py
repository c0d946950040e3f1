"""Who may read: whoever brings the access token, as a Bearer token or as the password of any user.

Feed readers and browsers know only passwords. Some addresses carry a token of their own, and the health of the service is
nobody's secret, only its details are. Whoever guesses is slowed down, by the address that they come from.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clausewatch.web.api.problems import down, problem
from monitor.errors import StorageError
from monitor.rights import READER, Holder

API = "/api"
"""Below it programs ask, with tokens that say what they may do."""
HEALTH = "/healthz"
OPEN = frozenset({"/confirm", "/unsubscribe"})
"""Addresses that ask for a token of their own."""
FEEDS = frozenset({"/feed.atom", "/feed.json", "/calendar.ics"})
"""Addresses that may carry one."""
GUESSES = 10
"""Wrong tokens that one address may bring at once; then one more every `REST`."""
REST = timedelta(seconds=6)
_MOST = 10_000
"""Addresses that are remembered."""
_BRING = "bring a token: Authorization: Bearer …; it is made with clausewatch token add, and may have expired or been revoked"
_NETWORK = 64
"""Bits of an IPv6 address that one household has for itself."""


class Access:
    """Asks for the access token where there is one, and slows down who guesses it or another. Pure ASGI."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None,
        now: Callable[[], datetime],
        holder: Callable[[bytes], Holder | None],
    ) -> None:
        self._app, self._token, self._now, self._holder = app, token, now, holder
        self._guesses = Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] == API or scope["path"].startswith(f"{API}/"):
            await self._api(scope, receive, send)
            return
        path, given = scope["path"], credentials(Headers(scope=scope).get("authorization", ""))
        trusted = self._token is None or (given is not None and same(given, self._token))
        carries = path in OPEN or (path in FEEDS and _has_token(scope))
        guess = carries or (self._token is not None and given is not None)
        client = _client(scope)
        if guess and (wait := self._guesses.wait(client, self._now())):
            await _later(wait)(scope, receive, send)
        elif carries:
            await self._app(scope, receive, self._counting(send, client))
        elif trusted:
            await self._app(scope, receive, send)
        else:
            if given is not None:
                self._guesses.wrong(client, self._now())
            if path == HEALTH:
                await self._app(scope, receive, _reduced(send))
            else:
                await _ask()(scope, receive, send)

    async def _api(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A program asks: it says who it is with every request, by a header only, or reads where nobody need say."""
        header = Headers(scope=scope).get("authorization")
        client = _client(scope)
        if header is None:
            holder = READER if self._token is None else None
        elif wait := self._guesses.wait(client, self._now()):
            await _put_off(wait)(scope, receive, send)
            return
        else:
            try:
                holder = await run_in_threadpool(self._known, header)
            except StorageError as error:
                await down(scope["path"], error)(scope, receive, send)
                return
            if holder is None:
                self._guesses.wrong(client, self._now())
        if holder is None:
            await problem(401, _BRING, {"WWW-Authenticate": 'Bearer realm="clausewatch"'})(scope, receive, send)
            return
        if "\n" in scope["path"]:  # routers take it for the end of an address
            await problem(404, "an address has no line breaks")(scope, receive, send)
            return
        await self._app(dict(scope) | {"state": {**scope.get("state", {}), "holder": holder}}, receive, send)

    def _known(self, header: str) -> Holder | None:
        """Whom a header stands for. A password reads only: browsers send it along without being asked."""
        given = credentials(header)
        if given is None:
            return None
        if self._token is not None and same(given, self._token):
            return READER
        return self._holder(given) if header.lower().startswith("bearer ") else None

    def _counting(self, send: Send, client: str) -> Send:
        """As `send`; an answer that says that nothing is there was to a wrong token."""

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 404:
                self._guesses.wrong(client, self._now())
            await send(message)

        return counting


class Guesses:
    """The wrong tokens of each address: a bucket of `GUESSES`, one of which comes back every `REST`."""

    def __init__(self) -> None:
        self._full_at: OrderedDict[str, datetime] = OrderedDict()

    def wait(self, client: str, now: datetime) -> timedelta:
        """How long an address must wait before its next guess; nothing where it need not."""
        full_at = self._full_at.get(client, now)
        return max(timedelta(), full_at - now - (GUESSES - 1) * REST)

    def wrong(self, client: str, now: datetime) -> None:
        """Count one."""
        self._full_at[client] = max(self._full_at.pop(client, now), now) + REST
        while len(self._full_at) > _MOST:
            self._full_at.popitem(last=False)


def credentials(header: str) -> bytes | None:
    """The token of an Authorization header, or its password; None where there is neither.

    The header's characters stand for its bytes (Latin-1), as ASGI has them.
    """
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("latin-1")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(value.strip(), validate=True).partition(b":")[2]
    except ValueError:
        return None


def same(given: bytes, token: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given, token.encode())


def _has_token(scope: Scope) -> bool:
    query = scope["query_string"].decode("latin-1")
    return any(name == "token" and value for name, value in parse_qsl(query, keep_blank_values=True))


def _client(scope: Scope) -> str:
    """The address that a request comes from; of IPv6, its network."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    return str(address.ipv4_mapped or ipaddress.ip_network((address, _NETWORK), strict=False))


def _reduced(send: Send) -> Send:
    """As `send`, with nothing but whether all is well in the body."""
    starts: list[dict[str, Any]] = []

    async def reduced(message: Message) -> None:
        if message["type"] == "http.response.start":
            starts.append(dict(message))
        elif not message.get("more_body", False):
            well = starts[0]["status"] < 400
            answer = JSONResponse({"status": "ok" if well else "failing"}, status_code=starts[0]["status"])
            await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
            await send({"type": "http.response.body", "body": answer.body})

    return reduced


def _ask() -> PlainTextResponse:
    headers = {"WWW-Authenticate": 'Basic realm="clausewatch", charset="UTF-8"'}
    return PlainTextResponse("需要访问口令:作为密码输入,用户名任意。\n", status_code=401, headers=headers)


def _put_off(wait: timedelta) -> Response:
    seconds = max(1, math.ceil(wait.total_seconds()))
    return problem(429, "too many wrong tokens came from this address; wait", {"Retry-After": str(seconds)})


def _later(wait: timedelta) -> PlainTextResponse:
    seconds = max(1, math.ceil(wait.total_seconds()))
    return PlainTextResponse("尝试过多,请稍后再试。\n", status_code=429, headers={"Retry-After": str(seconds)})
