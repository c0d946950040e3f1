"""The one spider: orders become requests, answers become pages, and whoever ordered says what to fetch next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.fetch.answer import failed_page, page_of
from crawler.fetch.failures import Dropped, Why, explain
from crawler.fetch.settings import gap
from crawler.hosts import HostNotes
from crawler.page import FetchOrder, Page

Arrived = Callable[[FetchOrder, Page], Awaitable[Sequence[FetchOrder]]]

_PRIORITY = {"column": 20, "page": 10, "document": 0}
_FIRST = 5  # a document waits for its parts and files, and a listing for its pages, before it is recorded


class TargetSpider(Spider):
    """Every order gets exactly one page, unless the crawl is stopped. An error of `arrived` is a bug: it is kept in `broken`, and nothing goes on.

    `why` asks the guard for the reason of a failed resolution; `stop` ends the crawl. `hosts` is what is known of hosts;
    what is learnt meanwhile is put in.
    """

    name = "target"

    def __init__(
        self,
        *,
        orders: Sequence[FetchOrder],
        arrived: Arrived,
        clock: Callable[[], datetime],
        why: Why,
        hosts: HostNotes,
        stop: Callable[[], object],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.clock, self.why, self.hosts = clock, why, hosts
        self.pages = self.failures = 0
        self.broken: BaseException | None = None
        self._orders, self._hand_over, self._stop = orders, arrived, stop

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """With an ear for errors in our own code, which Scrapy would only log."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.erred, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """A request for every order; an address that is none is answered at once."""
        for order in self._orders:
            async for request in self._requests(order):
                yield request

    async def _answered(self, response: Response, order: FetchOrder) -> AsyncIterator[Request]:
        async for request in self._arrived(order, page_of(order, response, self.clock())):
            yield request

    async def _failed(self, failure: Failure) -> AsyncIterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        order: FetchOrder = request.cb_kwargs["order"]
        assert failure.value is not None
        if isinstance(failure.value, Dropped):
            return
        told = failed_page(order, explain(failure.value, request.url, self.why), self.clock())
        async for following in self._arrived(order, told):
            yield following

    async def _arrived(self, order: FetchOrder, page: Page) -> AsyncIterator[Request]:
        if self.broken is not None:
            return
        self.pages += 1
        self.failures += page.failure is not None
        try:
            following = await self._hand_over(order, page)
        except BaseException as error:
            self._break(error)
            raise
        for further in following:
            async for request in self._requests(further):
                yield request

    async def _requests(self, order: FetchOrder) -> AsyncIterator[Request]:
        try:
            first = self._request(order)
        except ValueError as error:
            page = failed_page(order, explain(error, order.url, self.why), self.clock())
            async for request in self._arrived(order, page):
                yield request
            return
        self._mind_gap(order, first)
        yield first

    def _request(self, order: FetchOrder) -> Request:
        return Request(
            order.url,
            callback=self._answered,
            errback=self._failed,
            cb_kwargs={"order": order},
            headers=_validators(order),
            meta=self._limits(order),
            priority=_PRIORITY[order.target.kind] + (_FIRST if order.file or order.page_number > 1 else 0),
            dont_filter=True,  # the same address may rightly be asked for again
        )

    def _limits(self, order: FetchOrder) -> dict[str, float]:
        """Files may be larger than pages, and take longer."""
        if order.file is None:
            return {}
        read = self.crawler.settings
        return {
            "download_maxsize": read.getint("CLAUSEWATCH_FILE_BYTES"),
            "download_timeout": read.getfloat("CLAUSEWATCH_FILE_TIMEOUT"),
        }

    def _mind_gap(self, order: FetchOrder, request: Request) -> None:
        """Tell the downloader the gap that this order's host wants, before its first request; the longest one holds."""
        if order.delay is None:
            return
        host = self.crawler.engine.downloader.get_slot_key(request)
        gaps = self.crawler.engine.downloader.per_slot_settings
        wanted, known = gap(order.delay), gaps.get(host)
        if known is None or wanted > known["delay"]:
            gaps[host] = {"delay": wanted}

    def erred(self, failure: Failure) -> None:
        """Keep an error of ours that Scrapy caught, and stop."""
        assert failure.value is not None
        self._break(failure.value)

    def _break(self, error: BaseException) -> None:
        if self.broken is None:
            self.broken = error
            self._stop()


def _validators(order: FetchOrder) -> dict[str, str]:
    """Conditional headers for the target's own page or the file, where they have any."""
    asked = order.file or order.target
    further = order.file is None and order.page_number > 1
    if not order.conditional or further or order.url != asked.url:
        return {}
    pairs = {"If-None-Match": asked.etag, "If-Modified-Since": asked.last_modified}
    return {name: value for name, value in pairs.items() if value}
