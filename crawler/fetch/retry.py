"""Tries passing failures again, with growing gaps and a budget: at most 30 s a host and crawl, waits included.

Whoever waits does not block: other hosts go on. What is still failing afterwards is told as it is; the schedule's own
back-off takes over from there.

A host that says when it may be asked again (Retry-After) is not asked before by any request of this crawl, robots.txt
and redirects included; what it said stays in the spider's `hosts`, for the crawls to come.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self, cast

from scrapy import Request, signals
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
_WAITED = "waited_until"
_STATS = "clausewatch/retries"
_SAYS_WHEN = (413, 429, 503)  # statuses whose Retry-After speaks of the host, by RFC 9110 and 6585
_LONGEST = 24 * 60 * 60.0


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), from 0 to a day; None for what cannot be read."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), _LONGEST)


class _Held(Dropped):
    """A request was waiting its turn when its host asked to be left alone."""


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
        made = cls(crawler)
        crawler.signals.connect(made.heard, signals.response_downloaded)
        return made

    def heard(self, response: Response, request: Request) -> None:
        """Note until when the host wants to be left alone, a longer wish standing, and call back what is in line.

        Scrapy sends the next request before any middleware sees the answer, so this listens where answers arrive.
        """
        asked = self._asked(response)
        if not asked:
            return
        host = urlparse_cached(request).hostname or ""
        until = self._spider.clock() + timedelta(seconds=asked)
        self._spider.hosts.holds[host] = max(until, self._spider.hosts.holds.get(host, until))
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        while slot is not None and slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(_Held())

    def stop(self) -> None:
        """Retry nothing any more; whoever waits gives up now."""
        self._stopped.set()

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked; raise FetchError where that is later than this crawl waits for one host."""
        parts, waited = urlparse_cached(request), request.meta.pop(_WAITED, None)
        await self._gap_to_the_last_crawl(parts.hostname or "")
        while (until := self._spider.hosts.holds.get(parts.hostname or "")) is not None and until != waited:
            wait = (until - self._spider.clock()).total_seconds()
            if wait <= 0:
                return
            if wait >= self._left[parts.netloc]:
                raise FetchError(
                    request.url, f"{parts.hostname} asked not to be asked again before {until:%Y-%m-%d %H:%M} UTC"
                )
            if await self._stopped_within(wait):
                raise Dropped
            waited = until

    async def _gap_to_the_last_crawl(self, host: str) -> None:
        """Wait until the host's gap since the crawl before this one is over; within a crawl the downloader keeps it."""
        asked = self._spider.hosts.asked.get(host)
        if asked is None:
            return
        gaps = self._crawler.engine.downloader.per_slot_settings
        gap = gaps.get(host, {}).get("delay", self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        wait = min(gap, gap - (self._spider.clock() - asked).total_seconds())
        if wait > 0 and await self._stopped_within(wait):
            raise Dropped

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The response, or the request again where the answer was cut or the server in trouble."""
        failure = request.meta.get(DAMAGE) or trouble(response, request.url)
        asked = self._asked(response)
        until = self._spider.hosts.holds.get(urlparse_cached(request).hostname or "") if asked else None
        again = await self._again(request, failure, asked)
        if again is not None:
            again.meta[_WAITED] = until
        return again or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again where the connection failed in a passing way, or where it was called back."""
        if isinstance(exception, _Held):
            return request.replace(dont_filter=True)
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
        wait = asked or _FIRST_WAIT * 2.0 ** (attempt - 1)
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

    def _asked(self, response: Response) -> float | None:
        """Seconds that an answer asks to wait, None for none that can be read."""
        header = response.headers.get("Retry-After") if response.status in _SAYS_WHEN else None
        return retry_after(header.decode("latin-1"), self._spider.clock()) if header else None

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
