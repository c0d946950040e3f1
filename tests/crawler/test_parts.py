"""Frozen articles that are cut into pages: each part leads to the next one, and together they are the article."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.read import read
from monitor import dates
from monitor.believe import judge
from monitor.parts import join, said
from monitor.question import Known
from monitor.records import Outcome, Reading

CASES = sorted((Path(__file__).parents[1] / "parts").iterdir())


def _case(case: Path) -> tuple[dict[str, Any], list[Reading]]:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    readings = [
        read((case / f"{at}.html").read_bytes(), url=url, want="article") for at, url in enumerate(expected["urls"], 1)
    ]
    return expected, readings


def _closed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_parts_lead_to_each_other(case: Path) -> None:
    """Every part names the next one, the last one none; none repeats another."""
    expected, readings = _case(case)
    assert [reading.next_page for reading in readings] == [*expected["urls"][1:], None]
    assert not any(said(there) <= said(here) for here, there in pairwise(readings))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_parts_are_one_article(case: Path) -> None:
    """Text, tables and files of all parts; title and dates as on the first page; no pager, no title again."""
    expected, readings = _case(case)
    article = join(readings).article
    assert article is not None
    assert [_closed(line) for line in article.text.split("\n")] == [_closed(line) for line in expected["text"]]
    assert _closed(article.title) == _closed(expected["title"])
    assert [[list(row) for row in table] for table in article.tables] == expected["tables"]
    assert [[file.name, file.url] for file in article.attachments] == expected["attachments"]
    assert dates.iso(article.published) == expected["published"]
    assert article.publisher == expected.get("publisher", article.publisher)
    assert article.source == expected.get("source", article.source)
    assert dates.iso(article.written) == expected.get("written")
    assert article.findings == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_part_is_believed(case: Path) -> None:
    """A part may be as short as a signature."""
    _, readings = _case(case)
    first = readings[0].article
    assert first is not None
    known = Known(title=first.title, part=True)
    assert [judge(each, want_items=False, known=known) for each in readings] == [(Outcome.OK, None)] * len(readings)
