"""Columns in a round: a listing's pages, one after the other while they bring news, then the documents it leads to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from clausewatch.entries import followed
from clausewatch.look import Look, look
from clausewatch.reading import Reader
from clausewatch.writer import Writer
from crawler.page import FetchOrder, Page
from crawler.rules import ReadingRules
from monitor.listing import canonical
from monitor.observation import DueTarget, Fetched, Recorded
from monitor.records import ListingItem
from monitor.trap import trap
from storage.archive import Archive


@dataclass(slots=True)
class _Column:
    """A listing whose further pages are still being followed."""

    first: Look
    items: list[ListingItem] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)  # why not all of it is followed


class Columns:
    """The columns of one round, each followed for so many `pages` at most.

    `record` records one observation in one transaction; `orders` orders targets that were not yet.
    """

    def __init__(
        self,
        archive: Archive,
        writer: Writer,
        reader: Reader,
        rules: Callable[[DueTarget], ReadingRules],
        record: Callable[..., Awaitable[Recorded]],
        *,
        orders: Callable[[Sequence[DueTarget]], Sequence[FetchOrder]],
        pages: int,
    ) -> None:
        self._archive, self._writer, self._reader = archive, writer, reader
        self._rules, self._record, self._orders, self._pages = rules, record, orders, pages
        self._columns: dict[int, _Column] = {}

    async def arrived(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        """One page of a listing: the next one is ordered, or with the last one the documents that are due."""
        target = order.target
        known = target if order.page_number == 1 else replace(target, content_hash=None, entries=None)
        seen = await look(known, page, self._rules(target), self._reader)
        if order.page_number == 1 and seen.output is None:
            await self._record(target, seen)
            return ()
        column = self._columns.setdefault(target.id, _Column(first=seen))
        if seen.output is None:  # a further page failed: keep what there is, and look at all of it next time
            reason = f"page {order.page_number} of the listing: {seen.reason or seen.outcome}"
            first = replace(column.first, reason=reason, fetched=Fetched(status=column.first.fetched.status))
            return await self._ended(target, replace(column, first=first))
        reading = seen.output.reading
        items, odd = await followed(target.id, reading.items, self._archive, self._writer)
        column.odd += odd
        further = await self._further(order, column, items, reading.next_page)
        column.items.extend(items)
        return [further] if further else await self._ended(target, column)

    async def _further(
        self, order: FetchOrder, column: _Column, items: Sequence[ListingItem], url: str | None
    ) -> FetchOrder | None:
        """The order for the listing's next page, while pages bring entries that are not known yet."""
        column.pages.add(order.url)
        if url is None or url in column.pages:
            return None
        addresses = {canonical(item.url) for item in items}
        seen = {canonical(item.url) for item in column.items}
        if not order.target.baseline:
            seen |= await self._writer.run(self._archive.known, addresses)
        if addresses <= seen:
            return None
        endless = order.page_number >= self._pages
        why = trap(url) or (f"it goes on after page {order.page_number} (fetch.listing_pages)" if endless else None)
        if why is not None:
            column.odd.append(f"the listing's next page is not followed: {why}")
            return None
        return replace(order, url=url, page_number=order.page_number + 1, conditional=False)

    async def _ended(self, target: DueTarget, column: _Column) -> Sequence[FetchOrder]:
        del self._columns[target.id]
        reasons = dict.fromkeys(why for why in (column.first.reason, *column.odd) if why)
        first = replace(column.first, reason="; ".join(reasons) or None)
        recorded = await self._record(target, first, items=column.items)
        return self._orders(recorded.followups)
