"""The safeguards among Scrapy's settings, pinned: a change here must be meant."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from crawler.fetch.settings import FetchSettings, scrapy_settings

HTTP11 = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
FETCH = FetchSettings(delay=3, timeout=40, page_bytes=1000, contact="mailto:ops@example.org", retries=4)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TWISTED_REACTOR", "twisted.internet.asyncioreactor.AsyncioSelectorReactor"),
        ("TWISTED_DNS_RESOLVER", "crawler.fetch.guard.GuardedResolver"),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("ROBOTSTXT_OBEY", True),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("DOWNLOAD_DELAY", 3),
        ("DOWNLOAD_DELAY_JITTER", 0),
        ("DOWNLOAD_TIMEOUT", 40),
        ("DOWNLOAD_MAXSIZE", 1000),
        ("DOWNLOAD_FAIL_ON_DATALOSS", True),
        ("REDIRECT_MAX_TIMES", 10),
        ("RETRY_TIMES", 4),
        ("COOKIES_ENABLED", False),
        ("REFERER_ENABLED", False),
        ("HTTPPROXY_ENABLED", False),
        ("HTTPCACHE_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("LOG_INSTALL_ROOT_HANDLER", False),
        ("URLLENGTH_LIMIT", 0),
    ],
)
def test_a_safeguard_is_on(key: str, value: Any) -> None:
    """Each setting that protects us or the sites has its value."""
    assert scrapy_settings(FETCH)[key] == value


def test_only_the_guarded_http_handler_downloads() -> None:
    """No scheme but http and https has a handler, and theirs is the one that asks the guard."""
    handlers = Settings(scrapy_settings(FETCH)).getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme: path for scheme, path in handlers.items() if path} == {"http": HTTP11, "https": HTTP11}


def test_the_middlewares_are_ours_where_it_matters() -> None:
    """Robots, retries and decompression are ours alone; nothing keeps cookies, caches or uses a proxy."""
    settings = Settings(scrapy_settings(FETCH))
    active = build_component_list(settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES"))
    assert [path for path in active if path.startswith("crawler.")] == [
        "crawler.fetch.address.AddressMiddleware",
        "crawler.fetch.robots.RobotsMiddleware",
        "crawler.fetch.retry.RetryMiddleware",
        "crawler.fetch.compression.DecompressionMiddleware",
        "crawler.fetch.traffic.TrafficMiddleware",
    ]
    for name in ("HttpCompression", "RobotsTxt", "HttpProxy", "HttpCache", "HttpAuth", "retry.Retry"):
        assert not any(path.startswith("scrapy.") and name in path for path in active), name


def test_we_say_who_we_are() -> None:
    """The User-Agent names the service and how to reach who runs it; robots.txt is read under the service's name."""
    settings = scrapy_settings(FETCH)
    assert settings["USER_AGENT"] == "clausewatch (+mailto:ops@example.org)"
    assert settings["ROBOTSTXT_USER_AGENT"] == "clausewatch"
