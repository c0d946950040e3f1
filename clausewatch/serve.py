"""Watches for ever: clock, crawler, sender and the pages in one process and one loop.

The clock only ticks; what is due stands in the database, so a restart or a night's sleep loses nothing and a late
tick takes up everything that came due meanwhile, once.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from fastapi.middleware import Middleware

from clausewatch import tokens
from clausewatch.duty import DRAIN
from clausewatch.lead import Lead
from clausewatch.service import Service
from clausewatch.vitals import Vitals
from clausewatch.web import app, calendars, consent, feeds, pages, vitals
from clausewatch.web.access import Access
from clausewatch.web.api import ROOT, api
from crawler.reactor import run
from monitor.errors import UsageError

log = logging.getLogger(__name__)


_LAST_PAGES = 3
"""Seconds that pages under way get at last."""


class _Pages(uvicorn.Server):
    """The web server, without its signal handling: the reactor listens for signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(service: Service, *, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C, then drain.

    Raises UsageError for an address that others can reach while there is no access token.
    """
    if not _loopback(host) and service.settings.access_token() is None:
        variable = service.settings.web.access_token_env or "CLAUSEWATCH_ACCESS_TOKEN"
        raise UsageError(
            f"--host {host}: others can reach this address, and the pages have no access token; set {variable} to a long "
            "secret, which readers give as a password, or leave --host on 127.0.0.1"
        )
    with listening(host, port) as listener:
        log.info("the pages: http://%s:%d/", host, port)
        run(lambda: serving(service, listener))


def listening(host: str, port: int) -> socket.socket:
    """A socket for the page. Raises UsageError where the address cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror or error}; choose others with --host and --port") from error


async def serving(service: Service, listener: socket.socket) -> None:
    """Serve in the running reactor until cancelled, then drain and return. Raises StorageError."""
    service.load_sites()
    own = Vitals()
    server = _Pages(
        uvicorn.Config(
            answers(service, own), log_level="warning", lifespan="off", timeout_graceful_shutdown=_LAST_PAGES
        )
    )
    lead = Lead(service, own)
    watching = asyncio.create_task(lead.run())
    reading = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.wait({watching, reading}, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:  # asked to stop: that is how it ends well
        log.info("asked to stop: what is under way gets %d seconds", DRAIN)
    finally:
        lead.stop()
        await asyncio.wait({watching})
        server.should_exit = True
        await reading
    watching.result()  # a storage error ends the service, loudly


def answers(service: Service, own: Vitals | None = None) -> FastAPI:
    """The pages with what else is answered, `own` vitals among it, under the name of `public_url` and in figures."""
    name = urlsplit(service.settings.public_url).hostname
    return app(
        (
            *pages.routers(service),
            feeds.router(service),
            calendars.router(service),
            consent.router(service),
            vitals.router(service, own or Vitals()),
        ),
        [name] if name else (),
        [
            Middleware(
                Access, token=service.settings.access_token(), now=service.now, holder=partial(tokens.holder, service)
            )
        ],
        {ROOT: api(service)},
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
