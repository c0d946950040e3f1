"""What one process of an installation does for all: rounds when the clock ticks, and sending and pruning beside them.

The clock only ticks, by the computer's uptime: setting its time stops no tick. What is due stands in the database, so
a restart or a night's sleep loses nothing and a late tick takes up everything that came due meanwhile, once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from clausewatch.check import one_round
from clausewatch.logline import line
from clausewatch.prune import pruning
from clausewatch.reading import Reader
from clausewatch.report import Check
from clausewatch.sender import Sender
from clausewatch.service import Service
from clausewatch.vitals import Vitals

log = logging.getLogger(__name__)

TICK = 30
"""Seconds between two looks at what is due."""
DRAIN = 15
"""Seconds that a round under way gets to end when the service is asked to stop; pages under way get five more."""
_BATCH = 500
"""Most targets of one round: a long queue is taken in pieces, oldest due first."""
_PER_HOST = 50


class Duty:
    """Rounds, a sender and a nightly chore, until stopped; used once, in the running reactor."""

    def __init__(self, service: Service, vitals: Vitals) -> None:
        self._service, self._vitals = service, vitals
        self._busy, self._stopping = asyncio.Lock(), asyncio.Event()
        self._patience = DRAIN
        self._reader = Reader(observe=vitals.reading.observe)
        self._sender = Sender(service.outbox, service.channels, service.now, ended=vitals.ended)

    def stop(self, *, at_once: bool = False) -> None:
        """End soon: nothing new begins; what is under way gets its time, unless it is another's by now (`at_once`)."""
        self._patience = 0 if at_once else DRAIN
        self._stopping.set()

    async def run(self) -> None:
        """Tick until stopped, then drain. Raises StorageError, and stops everything by that."""
        rounds = asyncio.create_task(self._rounds())
        sending = asyncio.create_task(asyncio.to_thread(self._sender.run))
        prunes = asyncio.create_task(pruning(self._service))
        asked = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({rounds, sending, prunes, asked}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()
            prunes.cancel()
            self._sender.stop()
            await self._drain(rounds)
            await asyncio.wait({sending, prunes})
            self._reader.close()
        for task in (rounds, sending, prunes):
            if not task.cancelled():
                task.result()

    async def _rounds(self) -> None:
        """One round a tick, never two at once; ticks during a round are one round after it."""
        time = asyncio.get_running_loop().time
        while True:
            tick = time() + TICK
            self._vitals.sign()
            async with self._busy:
                with self._vitals.rounds.time():
                    report = await one_round(
                        self._service, self._reader, on_check=self._seen, limit=_BATCH, per_host=_PER_HOST, sends=False
                    )
            self._sender.wake()
            self._vitals.received(report.received)
            for error in report.broken:
                log.warning("%s", error)
            if report.checks:
                failed = sum(check.failed for check in report.checks)
                log.info("round %s: %d looked at, %d failed", report.round, len(report.checks), failed)
            await asyncio.sleep(tick - time())

    async def _drain(self, rounds: asyncio.Task[None]) -> None:
        """Let the round under way end, or give it up after a while: what it recorded stays, the rest stays due."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience), self._busy:
                rounds.cancel()
        rounds.cancel()
        await asyncio.wait([rounds])

    def _seen(self, check: Check) -> None:
        self._vitals.checked(check.outcome)
        log.info("%s", line(check))
