"""Tries passing failures again, with growing gaps and a budget: at most 30 s a host and crawl, waits included.

Whoever waits does not block: other hosts go on. What is still failing afterwards is told as it is; the schedule's own
back-off takes over from there.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.answer import trouble
from crawler.fetch.compression import DAMAGE
from crawler.fetch.failures import Dropped, explain
from crawler.fetch.robots import FINAL
from monitor.errors import FetchError

if TYPE_CHECKING:
    from crawler.spiders.target import TargetSpider

_FIRST_WAIT = 1.0
_ATTEMPT = "attempt"
_STARTED = "attempt_started"
_STATS = "clausewatch/retries"


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), at least 0; None for what cannot be read."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


class RetryMiddleware:
    """Sends a request again after a passing failure, as long as attempts and the host's budget last."""

    def __init__(self, crawler: Crawler, clock: Callable[[], float] = monotonic) -> None:
        self._crawler, self._clock = crawler, clock
        self._attempts = crawler.settings.getint("RETRY_TIMES")
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._left: dict[str, float] = defaultdict(lambda: crawler.settings.getfloat("CLAUSEWATCH_RETRY_SECONDS"))
        self._stopped = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the crawl's number of retries and budget."""
        return cls(crawler)

    def stop(self) -> None:
        """Retry nothing any more; whoever waits gives up now."""
        self._stopped.set()

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request again where the answer was cut or the server in trouble."""
        failure = request.meta.get(DAMAGE) or trouble(response, request.url)
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1"), self._spider.clock()) if header else None
        return await self._again(request, failure, asked) or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again where the connection failed in a passing way."""
        if request.meta.get(FINAL) or isinstance(exception, Dropped):
            return None
        return await self._again(request, explain(exception, request.url, self._spider.why), None)

    @property
    def _spider(self) -> TargetSpider:
        return cast("TargetSpider", self._crawler.spider)

    async def _again(self, request: Request, failure: FetchError | None, asked: float | None) -> Request | None:
        host = urlparse_cached(request).netloc
        self._charge(request, host)
        attempt = request.meta.get(_ATTEMPT, 0) + 1
        wait = asked if asked is not None else _FIRST_WAIT * 2.0 ** (attempt - 1)
        if failure is None or not failure.transient or attempt > self._attempts or wait >= self._left[host]:
            return None
        self._left[host] -= wait
        if await self._stopped_within(wait):
            return None
        again = request.replace(dont_filter=True)
        again.meta[_ATTEMPT] = attempt
        again.meta[_STARTED] = self._clock()
        again.meta["download_timeout"] = max(1.0, min(self._timeout, self._left[host]))
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(_STATS)
        return again

    def _charge(self, request: Request, host: str) -> None:
        """Take from the host's budget what a repeated attempt took; the first one is free."""
        started = request.meta.pop(_STARTED, None)
        if started is not None:
            self._left[host] -= min(self._clock() - started, request.meta["download_timeout"])

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except TimeoutError:
            return False
        return True
