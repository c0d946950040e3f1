"""robots.txt, by RFC 9309: asked for once a day and server, obeyed on every redirect hop as well.

A file that is not there (4xx, redirects without end) allows everything; a server that cannot say (5xx, no connection)
is taken at its last word for a while (`monitor.robots`). Without one nothing is allowed for now, and its trouble is then
the page's trouble: no second connection is spent on learning the same.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self, cast

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.answer import challenged
from crawler.fetch.compression import DAMAGE
from crawler.fetch.failures import EXPECTED, bad_status, explain
from monitor import robots
from monitor.errors import FetchError
from monitor.records import Cause, Outcome
from monitor.robots import RobotsCopy

if TYPE_CHECKING:
    from crawler.spiders.target import TargetSpider

UNCHECKED = "robots_unchecked"
"""Key of `meta` for the request of robots.txt itself."""

FINAL = "final"
"""Key of `meta` for a request whose failure must not be tried again."""

_MOST = 500 * 1024  # RFC 9309 asks to read at least that much
_PRIORITY = 1000


class RobotsMiddleware:
    """Lets through what the server's robots.txt allows; raises FetchError (`blocked`) for the rest."""

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
        server = robots.server_of(request.url)
        if server not in self._rules:
            self._rules[server] = asyncio.ensure_future(self._of(server))
        request.meta[FINAL] = True  # trouble with robots.txt was tried again already, and is remembered
        rules = await asyncio.shield(self._rules[server])
        del request.meta[FINAL]
        if not rules.can_fetch(request.url, self._agent):
            raise FetchError(
                request.url,
                "robots.txt of the site forbids this address; ask the site's owner, or leave it out",
                outcome=Outcome.BLOCKED,
                cause=Cause.ROBOTS,
            )

    @property
    def _spider(self) -> TargetSpider:
        return cast("TargetSpider", self._crawler.spider)

    async def _of(self, server: str) -> Protego:
        known = self._spider.hosts.robots.get(server)
        if known is None or known.due_at <= self._spider.clock():
            known = self._spider.hosts.robots[server] = await self._asked(f"{server}/robots.txt", known)
        return Protego.parse(known.text)

    async def _asked(self, url: str, known: RobotsCopy | None) -> RobotsCopy:
        """What robots.txt says now, or said last where that still holds; else raises what went wrong."""
        request = Request(url, callback=NO_CALLBACK, priority=_PRIORITY, meta={UNCHECKED: True})
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except IgnoreRequest:
            return robots.read(known, "", at=self._spider.clock())
        except EXPECTED as error:
            failure = explain(error, url, self._spider.why)
            if (kept := robots.unread(known, failure.reason, at=self._spider.clock())) is not None:
                return kept
            raise
        at = self._spider.clock()
        trouble = _trouble(response, url, known)
        if trouble is None:
            lives = (response.headers.get("Cache-Control") or b"").decode("latin-1")
            return robots.read(known, _text(response), at=at, cache_control=lives)
        if trouble.outcome is Outcome.BLOCKED:
            raise trouble
        kept = robots.unread(known, trouble.reason, at=at)
        if kept is None:
            reason = f"robots.txt could not be read, so nothing is fetched for now: {trouble.reason}"
            raise FetchError(url, reason, transient=True)
        return kept


def _trouble(response: Response, url: str, known: RobotsCopy | None) -> FetchError | None:
    """What an answer tells of the server instead of its rules.

    They are asked for without conditions: a server that says "not modified" of everything would never change them.
    """
    damage = response.meta.get(DAMAGE) or bad_status(response.status, url)
    foreign = challenged(response)
    if response.status >= 500 and foreign:
        return FetchError(
            url,
            f"the site's firewall asks for a challenge ({response.status}), for robots.txt too: ask its operator, or look less often",
            outcome=Outcome.BLOCKED,
            cause=Cause.BLOCKED,
        )
    if damage is not None:
        return FetchError(url, damage.reason)
    if response.status >= 500:
        return FetchError(url, f"the server answers with an error ({response.status})")
    if known is not None and (foreign or response.status == 304):  # no rules: no reason to forget those that are known
        said = "a firewall answers for it" if foreign else "the server says “not modified” without being asked"
        return FetchError(url, f"{said} ({response.status})")
    return None


def _text(response: Response) -> str:
    """The rules, as far as they are read: whole lines only, for half a rule is another rule. Nothing without a 2xx."""
    if response.status // 100 != 2:
        return ""
    body = response.body
    if len(body) > _MOST:
        body = body[:_MOST].rpartition(b"\n")[0] or body[:_MOST]
    return body.decode("utf-8-sig", errors="ignore").replace("\0", "")  # PostgreSQL keeps no NUL
