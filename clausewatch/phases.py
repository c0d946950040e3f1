"""One crawl in phases: the next one begins when all answers of the last one are in. For looking around before anything is watched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Literal, TypeAlias

from crawler.crawl import crawl
from crawler.fetch.settings import FetchSettings
from crawler.hosts import HostNotes
from crawler.page import FetchOrder, Page
from monitor.observation import DueTarget


@dataclass(frozen=True, slots=True)
class Ask:
    """An address to fetch, and who takes what comes. `delay` as in `FetchOrder`."""

    url: str
    then: Callable[[Page], Awaitable[None]]
    kind: Literal["column", "page", "document"] = "column"
    delay: float | None = None


Phase: TypeAlias = Callable[[], Sequence[Ask]]


async def in_phases(
    phases: Iterable[Phase],
    fetch: FetchSettings,
    now: Callable[[], datetime],
    hosts: HostNotes,
    *,
    on_page: Callable[[str], object] = lambda _: None,
) -> None:
    """Run phase after phase in one crawl, so that gaps, rests and robots.txt hold over all of them.

    A phase without anything to ask is over at once. `on_page` hears the address of every answer. Runs on the reactor,
    like `crawl`.
    """
    rest, numbers = iter(phases), count(1)
    waiting: dict[int, Ask] = {}

    def orders() -> list[FetchOrder]:
        for phase in rest:
            begun = {next(numbers): ask for ask in phase()}
            waiting.update(begun)
            if begun:
                return [_order(number, ask) for number, ask in begun.items()]
        return []

    async def arrived(order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        on_page(order.url)
        await waiting[order.target.id].then(page)
        del waiting[order.target.id]
        return [] if waiting else orders()

    await crawl(orders(), arrived, fetch, now, hosts)


def _order(number: int, ask: Ask) -> FetchOrder:
    target = DueTarget(id=number, kind=ask.kind, url=ask.url, site="", rules="", rules_digest="")
    return FetchOrder(target=target, url=ask.url, conditional=False, delay=ask.delay)
