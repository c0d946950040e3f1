"""Fetches a few pages of a site for its operator, as politely as a round does, and records nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch.brakes import delays, paused
from clausewatch.hosts import remembered
from clausewatch.service import Service
from clausewatch.writer import Writer
from crawler.crawl import crawl
from crawler.dissect import Source
from crawler.fetch.settings import FetchSettings
from crawler.page import FetchOrder, Page
from crawler.reactor import run
from crawler.site import Site, slowed
from monitor.errors import UsageError
from monitor.observation import DueTarget


async def visit(service: Service, writer: Writer, site: Site, urls: Collection[str]) -> dict[str, Page]:
    """The pages at these addresses, failures included; robots.txt, gaps and hosts that want to be left alone are kept to.

    Raises UsageError where the site is paused, StorageError. Runs on the reactor.
    """
    if site.name in await writer.run(paused, service):
        raise UsageError(f"{site.name!r} is paused; first: clausewatch resume {site.name}")
    slow = await writer.run(delays, service)
    delay = slowed(site, slow.get(site.name), usual=service.settings.fetching.delay).fetch.delay
    target = DueTarget(id=0, kind="page", url="", site=site.name, rules="", rules_digest="")
    orders = [
        FetchOrder(target=replace(target, url=url), url=url, conditional=False, delay=delay)
        for url in dict.fromkeys(urls)
    ]
    pages: dict[str, Page] = {}

    async def arrived(order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        pages[order.url] = page
        return ()

    async with remembered(service, writer) as notes:
        await crawl(orders, arrived, service.settings.fetching, service.now, notes)
    return pages


def source(page: Page) -> Source:
    """The page as it is taken apart."""
    return Source(
        body=page.body,
        url=page.final_url,
        content_type=page.headers.get("content-type", ""),
        status=page.status or 0,
    )


def fetch(
    urls: Sequence[str],
    settings: FetchSettings,
    now: Callable[[], datetime],
    further: Callable[[str, Page], Sequence[str]] = lambda *_: (),
) -> dict[str, Page]:
    """The pages at these addresses, and at those that `further` gives for each; of a site that nobody watches yet.

    Runs a reactor of its own, one a process.
    """
    target = DueTarget(id=0, kind="page", url="", site="", rules="", rules_digest="")
    pages: dict[str, Page] = {}

    async def arrived(order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        pages[order.url] = page
        return [replace(order, url=url) for url in further(order.url, page)]

    orders = [FetchOrder(target=replace(target, url=url), url=url) for url in urls]
    run(lambda: crawl(orders, arrived, settings, now))
    return pages
