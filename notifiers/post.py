"""One POST request to an address that a person named: guarded, bounded in time and size, never redirected.

It stands on httpx's own engine without its client: nothing here reads proxies from the environment (they would go
around the guard), follows redirects, or logs addresses (they can hold a token).
"""

from __future__ import annotations

import contextlib
import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from monitor.errors import SendError
from notifiers.guard import GuardedBackend, Resolve, resolve

logging.getLogger("httpcore").setLevel(logging.INFO)  # its traces repeat what receivers say

ANSWER_BYTES = 64 * 1024
"""How much of an answer is read. It is judged by some channels, and never kept or shown."""
_HOST = re.compile(rb"[a-z\d_.:-]*[a-z\d][a-z\d_.:-]*", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")
_SHORTEST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: the status, the headers by their names in small letters, the beginning of the body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def post(
    url: httpx.URL,
    headers: Mapping[str, str],
    body: bytes,
    *,
    allow: frozenset[str],
    timeout: float,
    tls: ssl.SSLContext | None = None,
    resolve: Resolve = resolve,
) -> Answer:
    """Send `body` and give the answer. Raises SendError where none arrived within `timeout` seconds.

    `tls` verifies the receiver, None for the usual authorities. Error texts name the host only: the rest of the
    address may be a secret.
    """
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    # One connection an exchange: then cutting it off cuts nothing else.
    sent = [*headers.items(), ("Connection", "close")]
    limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), timeout)}
    backend = GuardedBackend(allow, resolve)
    try:
        with (
            backend.within(timeout),
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
            pool.stream("POST", target, headers=sent, content=body, extensions=limits) as response,
        ):
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return Answer(response.status, said, _beginning(response))
    except httpcore.TimeoutException as error:
        raise SendError(f"{url.host}: no answer within {timeout:g} s") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = f"no answer within {timeout:g} s" if backend.cut_off else f"the connection failed: {error}"
        raise SendError(f"{url.host}: {reason}") from error


def reachable(url: httpx.URL) -> bool:
    """Whether an address has a host and a port that can be connected to, as far as its spelling goes."""
    return _HOST.fullmatch(url.raw_host) is not None and url.port != 0 and (url.port or 0) <= 65535


def answered(host: str, status: int) -> str:
    """A refusal in words, without anything that the receiver wrote."""
    moved = " (redirects are not followed; name the new address)" if 300 <= status < 400 else ""
    return f"{host} answered {status}{moved}"


def asked_wait(answer: Answer, at: datetime, *names: str) -> timedelta | None:
    """How long a receiver asks to be left alone, by the first of these headers that says so; None where none does.

    They hold seconds or a date. At least a second, at most a day: nobody may silence us for ever.
    """
    for name in names:
        if (wait := _wait(answer.headers.get(name, "").strip(), at)) is not None:
            return min(max(wait, _SHORTEST_WAIT), _LONGEST_WAIT)
    return None


def _wait(said: str, at: datetime) -> timedelta | None:
    if _SECONDS.fullmatch(said):
        return timedelta(seconds=int(said))
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return None if until.tzinfo is None else until - at


def _beginning(response: httpcore.Response) -> bytes:
    body = bytearray()
    # The status has arrived: whoever needs more than it finds out that a body broke off.
    with contextlib.suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        for chunk in response.iter_stream():
            body += chunk
            if len(body) >= ANSWER_BYTES:
                break
    return bytes(body[:ANSWER_BYTES])
