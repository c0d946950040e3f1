"""Fixtures of the crawler's tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.crawl import crawl
from crawler.fetch.settings import FetchSettings
from crawler.page import FetchOrder, Page
from monitor.observation import DueTarget

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
Fetch = Callable[..., list[Page]]


def make_order(url: str, **target: Any) -> FetchOrder:
    """An order for a single page."""
    due = DueTarget(
        **({"id": 1, "kind": "page", "url": url, "site": "青云区", "rules": "", "rules_digest": ""} | target)
    )
    return FetchOrder(target=due, url=url)


@pytest.fixture
def order() -> Callable[..., FetchOrder]:
    """Makes an order for a single page; further arguments are the target's."""
    return make_order


@pytest.fixture
def pages(on_reactor: Callable[..., Any]) -> Fetch:
    """Fetches addresses (or orders) in one crawl and gives the pages back in the order in which they arrived."""

    def fetch(*wanted: str | FetchOrder, **settings: Any) -> list[Page]:
        arrived: list[Page] = []

        async def keep(_: FetchOrder, page: Page) -> Sequence[FetchOrder]:
            arrived.append(page)
            return ()

        given = {"delay": 0.0, "retries": 0, "allow_private": frozenset({"127.0.0.1"})} | settings
        orders = [make_order(one) if isinstance(one, str) else one for one in wanted]
        on_reactor(lambda: crawl(orders, keep, FetchSettings(**given), lambda: NOW))
        return arrived

    return fetch
