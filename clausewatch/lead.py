"""One leader: of all processes that serve one installation, one watches and sends; the others show pages and wait.

A leader that dies, or that is silent for ten seconds, is followed by whoever waits; one that wakes up after that finds
its writes refused, and waits like the others.
"""

from __future__ import annotations

import asyncio
import logging

from clausewatch.duty import Duty
from clausewatch.service import Service
from clausewatch.turns import beating
from clausewatch.vitals import Vitals
from clausewatch.writer import Writer
from monitor.errors import TurnLostError

log = logging.getLogger(__name__)

_POLL = 1.0
"""Seconds between two looks at whether somebody leads."""


class Lead:
    """Leads whenever nobody else does, until stopped; used once, in the running reactor."""

    def __init__(self, service: Service, vitals: Vitals) -> None:
        self._service, self._vitals = service, vitals
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End soon: what is under way gets its time."""
        self._stopping.set()

    async def run(self) -> None:
        """Wait for the lead, do the duty while it lasts, and so on. Raises StorageError."""
        with Writer() as writer, self._service.lead as turn:
            while await self._taken(writer):
                log.info("this process leads: it watches and sends")
                async with beating(turn, writer) as beats:
                    await self._lead(beats)
                self._vitals.leads = False
                await writer.run(turn.give_back)

    async def _taken(self, writer: Writer) -> bool:
        """Waits for the lead; False where it is not wanted any more."""
        waiting = False
        while not self._stopping.is_set():
            self._vitals.sign()
            if await writer.run(self._service.lead.take):
                return True
            await writer.run(self._service.turn.look)  # so that a round whose process hangs is not waited for anew
            if not waiting:
                log.info("another process leads; this one shows pages, and takes over when that one ends")
            waiting = True
            await _within(_POLL, self._stopping)
        return False

    async def _lead(self, beats: asyncio.Task[None]) -> None:
        """The duty, until the lead is lost, or this process is to stop, or the memory fails."""
        duty = Duty(self._service, self._vitals)
        self._vitals.leads = True
        working = asyncio.create_task(duty.run())
        asked = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({working, beats, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        over = beats.done()
        self._vitals.leads = not over
        if over and beats.exception() is None:
            log.warning("another process took over; this one shows pages until that one ends")
        duty.stop(at_once=over)
        await asyncio.wait({working})
        try:
            working.result()
        except TurnLostError as error:
            log.warning("%s", error)


async def _within(seconds: float, event: asyncio.Event) -> None:
    """Wait for an event, but no longer than that."""
    waiting = asyncio.create_task(event.wait())
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()
