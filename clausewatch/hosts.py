"""What is known of hosts goes to a crawl, and what the crawl learnt of them is remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from clausewatch.service import Service
from clausewatch.writer import Writer
from crawler.hosts import HostNotes
from monitor.dates import SHANGHAI
from monitor.robots import RobotsCopy

DAY = timedelta(days=1)


@asynccontextmanager
async def remembered(service: Service, writer: Writer) -> AsyncIterator[HostNotes]:
    """Notes for one crawl; one that is given up remembers as well what it learnt. Raises StorageError."""
    known = await writer.run(service.robots.all)
    holds = await writer.run(service.hosts.held, service.now())
    lately = await writer.run(service.traffic.since, (service.now() - DAY).astimezone(SHANGHAI).date())
    asked = {host: counted.last_at for host, counted in lately.items() if counted.last_at is not None}
    notes = HostNotes(holds=holds, robots=dict(known), asked=asked)
    try:
        yield notes
    finally:
        await writer.run(_remember, service, notes, known)


def _remember(service: Service, notes: HostNotes, known: Mapping[str, RobotsCopy]) -> None:
    service.hosts.hold(notes.holds, now=service.now())
    service.robots.keep({server: copy for server, copy in notes.robots.items() if copy is not known.get(server)})
    service.traffic.add(notes.traffic)
