"""One POST request to an address that a person named: guarded, bounded in time and size, never redirected.

It stands on httpx's own engine without its client: nothing here reads proxies from the environment (they would go
around the guard), follows redirects, or logs addresses (they can hold a token).
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping

import httpcore
import httpx

from monitor.errors import SendError
from notifiers.guard import GuardedBackend, Resolve, resolve

ANSWER_BYTES = 64 * 1024
"""How much of an answer is read, so that the receiver can finish speaking. It is never kept or shown."""


def post(
    url: httpx.URL,
    headers: Mapping[str, str],
    body: bytes,
    *,
    allow: frozenset[str],
    timeout: float,
    tls: ssl.SSLContext | None = None,
    resolve: Resolve = resolve,
) -> int:
    """Send `body` and give the answer's status. Raises SendError where none arrived within `timeout` seconds.

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
            _cut_after(timeout, backend),
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
            pool.stream("POST", target, headers=sent, content=body, extensions=limits) as response,
        ):
            _drain(response)
            return response.status
    except httpcore.TimeoutException as error:
        raise SendError(f"{url.host}: no answer within {timeout:g} s") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        reason = f"no answer within {timeout:g} s" if backend.cut_off else f"the connection failed: {error}"
        raise SendError(f"{url.host}: {reason}") from error


@contextlib.contextmanager
def _cut_after(seconds: float, backend: GuardedBackend) -> Iterator[None]:
    """End the backend's connections when the time is over: limits of single reads alone let an answer drip."""
    clock = threading.Timer(seconds, backend.cut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        backend.close()


def _drain(response: httpcore.Response) -> None:
    read = 0
    # The status has said whether the message was taken; a body that breaks off changes nothing about it.
    with contextlib.suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        for chunk in response.iter_stream():
            read += len(chunk)
            if read >= ANSWER_BYTES:
                return
