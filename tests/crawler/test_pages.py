"""Frozen articles and listings of many content systems: one test a page and field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from crawler.read import read
from monitor import dates
from monitor.records import Article, Reading

PAGES = Path(__file__).parents[1] / "pages"
LISTINGS = Path(__file__).parents[1] / "listings"


def _closed(text: str) -> str:
    """The text without blanks: templates differ in them, documents do not."""
    return "".join(text.split())


_FIELDS: dict[str, Callable[[Article], object]] = {
    "title": lambda article: _closed(article.title),
    "published": lambda article: dates.iso(article.published),
    "written": lambda article: dates.iso(article.written),
    "source": lambda article: article.source,
    "author": lambda article: article.author,
    "publisher": lambda article: article.publisher,
    "document_number": lambda article: article.document_number,
    "index_number": lambda article: article.index_number,
    "validity": lambda article: article.validity,
    "validity_date": lambda article: dates.iso(article.validity_date),
    "column": lambda article: article.column,
    "kind": lambda article: article.kind,
    "stage": lambda article: article.stage,
    "text": lambda article: [_closed(line) for line in article.text.split("\n")],
    "tables": lambda article: [[[_closed(cell) for cell in row] for row in table] for table in article.tables],
    "attachments": lambda article: [[file.name, file.url] for file in article.attachments],
    "findings": lambda article: [finding.type for finding in article.findings],
}


def _expected(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return expected


def _asked() -> Iterator[Any]:
    for case in sorted(PAGES.iterdir()):
        for field in _expected(case):
            if field != "url":
                yield pytest.param(case, field, id=f"{case.name}-{field}")


@lru_cache(maxsize=8)
def _article(case: Path) -> Reading:
    return read((case / "page.html").read_bytes(), url=_expected(case)["url"])


@pytest.mark.parametrize(("case", "field"), list(_asked()))
def test_frozen_page(case: Path, field: str) -> None:
    """Each field of a frozen page is read as people read it."""
    reading = _article(case)
    expected = _expected(case)[field]
    if field == "next_page":
        assert reading.next_page == expected
        return
    assert reading.article is not None, reading.reason
    if field == "title":
        expected = _closed(expected)
    elif field == "text":
        expected = [_closed(line) for line in expected]
    elif field == "tables":
        expected = [[[_closed(cell) for cell in row] for row in table] for table in expected]
    assert _FIELDS[field](reading.article) == expected


@lru_cache(maxsize=8)
def _listing(case: Path) -> Reading:
    (body,) = (file for file in case.iterdir() if file.stem == "page")
    return read(body.read_bytes(), url=_expected(case)["url"], want="listing")


@pytest.mark.parametrize("field", ["items", "next_page"])
@pytest.mark.parametrize("case", sorted(LISTINGS.iterdir()), ids=lambda case: case.name)
def test_frozen_listing(case: Path, field: str) -> None:
    """A listing's entries, with whole titles, addresses and dates, and its next page are found; menus are none."""
    reading = _listing(case)
    if field == "next_page":
        assert reading.next_page == _expected(case)["next_page"]
        return
    assert [
        {"title": item.title, "url": item.url, "date": item.date.isoformat() if item.date else None}
        for item in reading.items or ()
    ] == _expected(case)["items"]
