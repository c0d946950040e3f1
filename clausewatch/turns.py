"""Keeping a turn for as long as something takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clausewatch.writer import Writer
from storage.turn import BEAT, Turn


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
