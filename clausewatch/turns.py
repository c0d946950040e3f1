"""Waiting for a turn, and keeping it for as long as something takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clausewatch.writer import Writer
from storage.turn import BEAT, Turn

log = logging.getLogger(__name__)

_WAIT = 0.5
"""Seconds between two attempts to have the turn."""


async def taken(turn: Turn, writer: Writer) -> None:
    """Wait until no other process runs a round over this database, and take the turn. Raises StorageError."""
    waiting = False
    while not await writer.run(turn.take):
        if not waiting:
            log.warning("another round runs on this database; this one waits for its end")
        waiting = True
        await asyncio.sleep(_WAIT)


@asynccontextmanager
async def beating(turn: Turn, writer: Writer) -> AsyncIterator[asyncio.Task[None]]:
    """Beat while the block runs; the task that is given ends early where another process took the turn over.

    Raises StorageError where the database fails meanwhile.
    """

    async def beats() -> None:
        kept = True
        while kept:
            await asyncio.sleep(BEAT)
            kept = await writer.run(turn.keep)

    task = asyncio.create_task(beats())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled():
        task.result()
