"""robots.txt, by RFC 9309: read once a crawl and host, obeyed on every redirect hop as well.

A file that is not there (4xx) allows everything; a server that cannot say (5xx, no connection) allows nothing for now,
and its trouble is then the page's trouble: no second connection is spent on learning the same.
"""

from __future__ import annotations

import asyncio
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.answer import challenged
from crawler.fetch.compression import DAMAGE
from crawler.fetch.failures import bad_status
from monitor.errors import FetchError
from monitor.records import Cause, Outcome

UNCHECKED = "robots_unchecked"
"""Key of `meta` for the request of robots.txt itself."""

FINAL = "final"
"""Key of `meta` for a request whose failure must not be tried again."""

_MOST = 500 * 1024  # RFC 9309 asks to read at least that much
_PRIORITY = 1000


class RobotsMiddleware:
    """Lets through what the host's robots.txt allows; raises FetchError (`blocked`) for the rest."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self._rules: dict[str, asyncio.Task[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For one crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise FetchError where the page may not be fetched, or the rules cannot be read now."""
        if request.meta.get(UNCHECKED):
            return
        parts = urlparse_cached(request)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            self._rules[place] = asyncio.ensure_future(self._read(f"{place}/robots.txt"))
        request.meta[FINAL] = True  # trouble with robots.txt was tried again already, and is remembered
        rules = await asyncio.shield(self._rules[place])
        del request.meta[FINAL]
        if not rules.can_fetch(request.url, self._agent):
            raise FetchError(
                request.url,
                "robots.txt of the site forbids this address; ask the site's owner, or leave it out",
                outcome=Outcome.BLOCKED,
                cause=Cause.ROBOTS,
            )

    async def _read(self, url: str) -> Protego:
        request = Request(url, callback=NO_CALLBACK, priority=_PRIORITY, meta={UNCHECKED: True})
        response: Response = await self._crawler.engine.download_async(request)
        damage = response.meta.get(DAMAGE) or bad_status(response.status, url)
        if response.status >= 500 and challenged(response):
            raise FetchError(
                url,
                f"the site's firewall asks for a challenge ({response.status}), for robots.txt too: ask its operator, or look less often",
                outcome=Outcome.BLOCKED,
                cause=Cause.BLOCKED,
            )
        if damage is not None or response.status >= 500:
            said = damage.reason if damage else f"the server answers with an error ({response.status})"
            reason = f"robots.txt could not be read, so nothing is fetched for now: {said}"
            raise FetchError(url, reason, transient=True)
        text = response.body[:_MOST].decode("utf-8-sig", errors="ignore") if response.status == 200 else ""
        return Protego.parse(text)
