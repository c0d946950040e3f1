"""Pages from what Scrapy hands over: a response, or the error that came instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from scrapy.http import Response

from crawler.extract import signals as marks
from crawler.fetch import signals
from crawler.fetch.compression import DAMAGE
from crawler.fetch.failures import bad_status
from crawler.page import FetchOrder, Page
from monitor.errors import FetchError

_TOO_MANY = 429
_FOR_GOOD = frozenset({301, 308})
_LOOKED_AT = 50_000


def page_of(order: FetchOrder, response: Response, at: datetime) -> Page:
    """The page of a response; its failure is set where the answer is no page: cut, a server's error, a dead end."""
    failure = response.meta.get(DAMAGE) or trouble(response, order.url) or _dead_end(order, response)
    return Page(
        url=order.url,
        final_url=response.url,
        fetched_at=at,
        status=response.status,
        headers=_headers(response),
        body=response.body,
        failure=failure,
        permanent=_permanent(response.meta.get("redirect_reasons") or ()),
    )


def _permanent(hops: Collection[object]) -> bool:
    """Whether there were redirects, each of them for good; a refresh by the page says nothing about that."""
    return bool(hops) and _FOR_GOOD.issuperset(hops)


def trouble(response: Response, url: str) -> FetchError | None:
    """The passing trouble of a server that an answer's status tells, unless it is a firewall's challenge under that status."""
    failure = bad_status(response.status, url)
    if failure is None or response.status == _TOO_MANY:
        return failure
    return None if challenged(response) else failure


def challenged(response: Response) -> bool:
    """Whether a firewall sent its challenge, by its own header or by what the body does."""
    text = response.body[:_LOOKED_AT].decode("utf-8", "replace")
    return bool(signals.challenger(_headers(response)) or marks.challenger(text))


def failed_page(order: FetchOrder, failure: FetchError, at: datetime) -> Page:
    """The page of an address that gave no answer at all."""
    return Page(url=order.url, final_url=order.url, fetched_at=at, failure=failure)


def _dead_end(order: FetchOrder, response: Response) -> FetchError | None:
    if response.status == 304:
        asked = response.request.headers if response.request else {}
        if "If-None-Match" in asked or "If-Modified-Since" in asked:
            return None
        return FetchError(order.url, "the server says 'not modified' to a request for the whole page; it is broken")
    if 300 <= response.status < 400:
        place = (response.headers.get("Location") or b"").decode("latin-1")[:200]
        return FetchError(
            order.url, f"redirects to {place or 'nowhere'}, which cannot be followed; name its new address"
        )
    return None


def _headers(response: Response) -> dict[str, str]:
    joined = {name: b", ".join(values) for name, values in response.headers.items()}
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in joined.items()}
