"""Runs one crawl over a batch of orders inside the running reactor."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.fetch.failures import Dropped
from crawler.fetch.guard import GuardedResolver
from crawler.fetch.retry import RetryMiddleware
from crawler.fetch.settings import FetchSettings, scrapy_settings
from crawler.hosts import HostNotes
from crawler.page import FetchOrder
from crawler.spiders.target import Arrived, TargetSpider

_GRACE = 5.0
"""Seconds that answers under way get to arrive once a crawl is stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlStats:
    """What one crawl came to. `requests` counts attempts, robots.txt included; `bytes` as they came over the wire."""

    pages: int
    failures: int
    requests: int
    retries: int
    bytes: int


async def crawl(
    orders: Sequence[FetchOrder],
    arrived: Arrived,
    fetch: FetchSettings,
    clock: Callable[[], datetime],
    hosts: HostNotes | None = None,
) -> CrawlStats:
    """Fetch every order and hand each page to `arrived`, then the orders that it gives back, until none are left.

    Every order gets exactly one page, a failure being a page as well. What `arrived` raises stops the crawl and is
    raised here. `hosts` (when they may be asked, what their robots.txt says) is kept to, and gets what is learnt of them
    meanwhile. When cancelled, nothing new is asked for, and pages under way get a few seconds. Runs on the asyncio
    reactor (`crawler.reactor.run`).
    """
    if not orders:
        return CrawlStats(pages=0, failures=0, requests=0, retries=0, bytes=0)
    from twisted.internet import reactor

    _quiet()
    runner = AsyncCrawlerRunner(scrapy_settings(fetch))
    crawler = runner.create_crawler(TargetSpider)
    guard = GuardedResolver.from_crawler(crawler, reactor)
    guard.install_on_reactor()
    stopped = asyncio.Event()
    running = runner.crawl(
        crawler,
        orders=orders,
        arrived=arrived,
        clock=clock,
        why=guard.why,
        hosts=hosts or HostNotes(),
        stop=stopped.set,
    )
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        if not running.done():
            await _stop(crawler, running)
    spider = crawler.spider
    if isinstance(spider, TargetSpider) and spider.broken is not None:
        raise spider.broken
    await running
    assert isinstance(spider, TargetSpider)
    return _stats(crawler, spider)


async def _stop(crawler: Crawler, running: asyncio.Task[None]) -> None:
    """End a crawl soon: what waits is dropped, what is under way has a few seconds."""
    if crawler.spider is None:  # cancelled before it began
        running.cancel()
        return
    retry = crawler.get_downloader_middleware(RetryMiddleware)
    if retry is not None:
        retry.stop()
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Dropped())
    closing = asyncio.ensure_future(crawler.stop_async())
    await asyncio.wait({running, closing}, timeout=_GRACE, return_when=asyncio.ALL_COMPLETED)
    for task in (running, closing):
        task.cancel()


def _stats(crawler: Crawler, spider: TargetSpider) -> CrawlStats:
    assert crawler.stats is not None
    count = crawler.stats.get_value
    return CrawlStats(
        pages=spider.pages,
        failures=spider.failures,
        requests=count("downloader/request_count", 0),
        retries=count("clausewatch/retries", 0),
        bytes=count("downloader/response_bytes", 0),
    )


def _quiet() -> None:
    """Keep Scrapy's own log to itself: every outcome is a page, and our own errors are raised."""
    for name in ("scrapy", "twisted"):
        logger = logging.getLogger(name)
        if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            logger.addHandler(logging.NullHandler())
        logger.setLevel(logging.WARNING)
        logger.propagate = False
