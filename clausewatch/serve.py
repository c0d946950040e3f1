"""Watches for ever: clock, crawler, sender and the page of latest changes in one process and one loop.

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
from datetime import UTC
from urllib.parse import urlsplit

import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import FastAPI
from fastapi.middleware import Middleware

from clausewatch.check import one_round
from clausewatch.logline import line
from clausewatch.reading import Reader
from clausewatch.report import Check
from clausewatch.service import Service
from clausewatch.web import app, calendars, consent, feeds
from clausewatch.web.access import Access
from crawler.reactor import run
from monitor.errors import UsageError

log = logging.getLogger(__name__)

TICK = 30
"""Seconds between two looks at what is due."""
DRAIN = 30
"""Seconds that a round under way gets to end when the service is asked to stop."""
_BATCH = 500
"""Most targets of one round: a long queue is taken in pieces, oldest due first."""
_PER_HOST = 50


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
        log.info("the latest changes: http://%s:%d/", host, port)
        run(lambda: serving(service, listener))


def listening(host: str, port: int) -> socket.socket:
    """A socket for the page. Raises UsageError where the address cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror or error}; choose others with --host and --port") from error


async def serving(service: Service, listener: socket.socket) -> None:
    """Serve in the running reactor until cancelled, then drain. Raises StorageError."""
    service.load_sites()
    server = _Pages(uvicorn.Config(answers(service), log_level="warning", lifespan="off"))
    reader, due, busy = Reader(), asyncio.Event(), asyncio.Lock()
    clock = AsyncIOScheduler(timezone=UTC)
    clock.add_job(due.set, "interval", seconds=TICK, coalesce=True, misfire_grace_time=None)
    clock.start()
    due.set()
    rounds = asyncio.create_task(_rounds(service, reader, due, busy))
    pages = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.wait({rounds, pages}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        clock.shutdown(wait=False)
        await _drain(rounds, busy)
        reader.close()
        server.should_exit = True
        await pages
    if not rounds.cancelled():
        rounds.result()  # a storage error ends the service, loudly


def answers(service: Service) -> FastAPI:
    """The pages with what else is answered, under the name of `public_url` and in figures."""
    name = urlsplit(service.settings.public_url).hostname
    return app(
        service.archive,
        (feeds.router(service), calendars.router(service), consent.router(service)),
        [name] if name else (),
        [Middleware(Access, token=service.settings.access_token(), now=service.now)],
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _rounds(service: Service, reader: Reader, due: asyncio.Event, busy: asyncio.Lock) -> None:
    """One round a tick, never two at once; ticks during a round are one round after it."""
    while True:
        await due.wait()
        due.clear()
        async with busy:
            report = await one_round(service, reader, on_check=_log, limit=_BATCH, per_host=_PER_HOST)
        for error in report.broken:
            log.warning("%s", error)
        if report.checks:
            failed = sum(check.failed for check in report.checks)
            log.info("round %s: %d looked at, %d failed", report.round, len(report.checks), failed)


def _log(check: Check) -> None:
    log.info("%s", line(check))


async def _drain(rounds: asyncio.Task[None], busy: asyncio.Lock) -> None:
    """Let the round under way end, or give it up after a while: what it recorded stays, the rest stays due."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DRAIN), busy:
            rounds.cancel()
    rounds.cancel()
    await asyncio.wait([rounds])
