"""What we send and how far we go: Scrapy's settings, pinned.

Scrapy's own defaults verify no certificates, know `file:` and `ftp:`, ignore robots.txt and read bodies of a gibibyte;
every setting here that is a safeguard has a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_REDIRECTS = 10
_LEAST_DELAY = 0.001
_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetch.address.AddressMiddleware": 50,
    "crawler.fetch.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.fetch.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetch.compression.DecompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "crawler.fetch.traffic.TrafficMiddleware": 900,
}
_HTTP = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How pages are fetched. Times are in seconds, sizes in bytes.

    `delay` is the gap between two requests to one host, `timeout` the longest time for one whole answer, `page_bytes`
    the most that an answer may hold, packed or unpacked; `file_timeout` and `file_bytes` are those of attached files. `retries` further attempts follow a passing failure; together
    they last at most `retry_seconds` a host. `allow_private` lets single private hosts through, by address or name.
    `user_agent` names the service, `contact` (an address or e-mail) who runs it.
    """

    delay: float = 2.0
    timeout: float = 60.0
    page_bytes: int = 16 * 1024 * 1024
    file_timeout: float = 300.0
    file_bytes: int = 64 * 1024 * 1024
    retries: int = 2
    retry_seconds: float = 30.0
    allow_private: frozenset[str] = frozenset()
    user_agent: str = "clausewatch"
    contact: str = ""

    @property
    def identity(self) -> str:
        """The User-Agent header."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else f"{self.user_agent} (no contact set)"


def gap(delay: float) -> float:
    """The delay in seconds that Scrapy gets: never quite none.

    Without any, Scrapy 2.19 opens a connection for every waiting request at once: it counts a transfer only when the
    transfer's task first runs, which is after the loop that starts transfers.
    """
    return max(delay, _LEAST_DELAY)


def scrapy_settings(fetch: FetchSettings) -> dict[str, Any]:
    """The settings of one crawl."""
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawler.fetch.guard.GuardedResolver",
        "CLAUSEWATCH_ALLOW_PRIVATE": sorted(fetch.allow_private),
        "CLAUSEWATCH_RETRY_SECONDS": fetch.retry_seconds,
        "CLAUSEWATCH_FILE_TIMEOUT": fetch.file_timeout,
        "CLAUSEWATCH_FILE_BYTES": fetch.file_bytes,
        "DOWNLOAD_HANDLERS": {"http": _HTTP, "https": _HTTP, "file": None, "data": None, "ftp": None, "s3": None},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOADER_MIDDLEWARES": dict(_MIDDLEWARES),
        "USER_AGENT": fetch.identity,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": fetch.user_agent,
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_ITEMS": 1,  # workers a page; ours gives requests only, and a hundred idle tasks cost a fifth of it
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": gap(fetch.delay),
        "DOWNLOAD_DELAY_JITTER": 0,  # the gap is a promise; a random one would sometimes be shorter
        "DOWNLOAD_TIMEOUT": fetch.timeout,
        "DOWNLOAD_MAXSIZE": fetch.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "REDIRECT_MAX_TIMES": _REDIRECTS,
        "METAREFRESH_MAXDELAY": 1,  # an instant refresh is a redirect; a slow one is a page that says something
        "RETRY_ENABLED": True,
        "RETRY_TIMES": fetch.retries,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # behind a proxy the guard would see the proxy's address only
        "HTTPCACHE_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,  # a 404 is an answer
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "URLLENGTH_LIMIT": 0,  # it would drop a request without a word; every order gets its page
    }
