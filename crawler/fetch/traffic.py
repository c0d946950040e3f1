"""Counts what goes out to each host and what comes back, next to the downloader: as it is on the wire."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.failures import Dropped
from monitor.dates import SHANGHAI
from monitor.traffic import Traffic

if TYPE_CHECKING:
    from crawler.spiders.target import TargetSpider

_GOING = "traffic_going"
_STATUS_LINE = len(b"HTTP/1.1 200 OK\r\n\r\n")


class TrafficMiddleware:
    """Adds every attempt, and the bytes of its answer, to the traffic of its host in the spider's `hosts`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With an ear for the bytes of bodies: what was cut or refused half-way came as well."""
        made = cls(crawler)
        crawler.signals.connect(made.heard, signals.bytes_received)
        return made

    def heard(self, data: bytes, request: Request) -> None:
        """A piece of a body arrived."""
        self._add(request, Traffic(bytes=len(data)))

    def process_request(self, request: Request) -> None:
        """The request is handed to the downloader."""
        request.meta[_GOING] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """It was answered."""
        request.meta.pop(_GOING, None)
        head = _STATUS_LINE + len(response.headers.to_string())
        self._add(request, Traffic(requests=1, bytes=head, not_modified=int(response.status == 304)))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """It brought nothing, or never went out: what other middlewares refuse does not count."""
        if request.meta.pop(_GOING, False) and not isinstance(exception, Dropped):
            self._add(request, Traffic(requests=1))

    def _add(self, request: Request, more: Traffic) -> None:
        spider = cast("TargetSpider", self._crawler.spider)
        host, at = urlparse_cached(request).hostname or "", spider.clock()
        key = (host, at.astimezone(SHANGHAI).date())
        spider.hosts.traffic[key] = spider.hosts.traffic.get(key, Traffic()) + replace(more, last_at=at)
