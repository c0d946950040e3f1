"""One look at one answer: what breaks the reader, what is left alone, what is kept to show."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausewatch.look import KILLS, Look, look
from clausewatch.reading import Reader
from crawler.page import Page
from crawler.rules import ReadingRules
from monitor.observation import DueTarget
from monitor.records import Outcome

URL = "https://jyj.yunting.example.cn/zwgk/a.html"
TARGET = DueTarget(id=1, kind="page", url=URL, site="云汀区教育局", rules="{}", rules_digest="a" * 64)
GOOD = "<html><body><h1>停课通知</h1><p>各校：明日停课一天，请做好值班。</p><p>区教育局</p><p>2026年3月2日</p></body></html>"
POISON = "<html><body>" + "<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>" * 40_000


def _page(body: str, status: int = 200, **headers: str) -> Page:
    return Page(
        url=URL,
        final_url=URL,
        fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body.encode(),
    )


@pytest.fixture
def reader() -> Iterator[Reader]:
    """Children that may take one second a page."""
    reader = Reader(workers=1, seconds=1.0)
    yield reader
    reader.close()


def _look(reader: Reader, target: DueTarget, page: Page) -> Look:
    return asyncio.run(look(target, page, ReadingRules(), reader))


def test_poison_costs_three_children_and_is_then_left_alone(reader: Reader) -> None:
    """What outlasts its child three times is quarantined until its bytes change; other pages are read meanwhile."""
    target = TARGET
    for attempt in range(1, KILLS + 1):
        seen = _look(reader, target, _page(POISON))
        assert (seen.outcome, f"{attempt} of {KILLS}" in (seen.reason or "")) == (Outcome.ERROR, True)
        assert seen.poison is not None
        target = replace(target, poison=seen.poison, kills=attempt)
        assert _look(reader, TARGET, _page(GOOD)).outcome is Outcome.OK
    idle = Reader(workers=1)
    left_alone = _look(idle, target, _page(POISON))
    assert (left_alone.outcome, left_alone.poison, "quarantined" in (left_alone.reason or "")) == (
        Outcome.ERROR,
        None,
        True,
    )
    assert idle._pool is None
    assert _look(reader, target, _page(GOOD)).outcome is Outcome.OK


def test_what_came_instead_is_kept_to_show() -> None:
    """A refused answer leaves status, telling headers, names of cookies and its first words; a good one leaves nothing."""
    reader = Reader(workers=1)
    try:
        seen = _look(
            reader,
            TARGET,
            _page(
                "<p>访问被阻断\x1b[31m</p>" * 99, 405, server="Tengine", set_cookie="acw_tc=secret; path=/; HttpOnly"
            ),
        )
        assert seen.outcome is Outcome.BLOCKED
        shown = seen.evidence or ""
        assert shown.startswith("HTTP 405\nserver: Tengine\nset-cookie: acw_tc\n<p>访问被阻断\\x1b[31m")
        assert (len(shown) <= 800, "secret" in shown, "\x1b" in shown) == (True, False, False)
        assert _look(reader, TARGET, _page(GOOD)).evidence is None
    finally:
        reader.close()


def test_the_front_page_is_no_document(reader: Reader) -> None:
    """A page that leads to the site's front page is gone, however good that front page is."""
    page = replace(_page(GOOD), final_url="https://jyj.yunting.example.cn/index.html")
    assert _look(reader, TARGET, page).outcome is Outcome.SOFT_ERROR
