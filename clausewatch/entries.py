"""The entries of one page of a listing that are followed: without traps, each under the address by which it is known."""

from __future__ import annotations

from collections.abc import Sequence

from clausewatch.writer import Writer
from monitor import trap
from monitor.listing import canonical
from monitor.records import ListingItem
from monitor.twins import AGREE, settled
from storage.archive import Archive


async def followed(
    column: int, items: Sequence[ListingItem], archive: Archive, writer: Writer
) -> tuple[list[ListingItem], list[str]]:
    """The entries to follow, and what is odd about the others, in words. `column` is the target's id. Raises StorageError."""
    good, refused = trap.followed(items)
    known = await writer.run(archive.known, {canonical(item.url) for item in good})
    titles = {item.title for item in good if canonical(item.url) not in known}
    moved = None
    if len(titles) >= AGREE:
        good, moved = settled(good, known, await writer.run(archive.entries, column, sorted(titles)))
    return good, [why for why in (refused, moved) if why is not None]
