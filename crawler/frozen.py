"""Frozen page tests of page classes: a directory with the page as it came, and what must be read from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crawler.pageclass import PageClass
from crawler.read import read
from monitor import dates
from monitor.records import Article

FIELDS = ("title", "published", "text", "attachments")
PAGE, EXPECTED = "page.html", "expected.json"


@dataclass(frozen=True)
class Case:
    """One frozen page. `expected` has the fields that are tested; leave out what does not matter."""

    directory: Path

    @cached_property
    def expected(self) -> Mapping[str, object]:
        """Field → what must be read."""
        written: dict[str, object] = json.loads((self.directory / EXPECTED).read_text("utf-8"))
        return {field: value for field, value in written.items() if field in FIELDS}

    def got(self, made: type[PageClass]) -> Mapping[str, object]:
        """Field → what a class reads. Raises ReadError where it reads nothing."""
        facts = json.loads((self.directory / EXPECTED).read_text("utf-8"))
        body, url = (self.directory / PAGE).read_bytes(), facts["url"]
        usual = read(body, url=url, content_type=facts.get("content_type", ""), want="article").article
        return shown(made(body, url, usual).article())


def shown(article: Article) -> dict[str, object]:
    """An article's fields as `expected.json` has them."""
    return {
        "title": article.title,
        "published": dates.iso(article.published),
        "text": article.text.split("\n"),
        "attachments": [[file.name, file.url] for file in article.attachments],
    }


def freeze(directory: Path, body: bytes, url: str, content_type: str, article: Article | None) -> None:
    """Write a case into a new directory: the page, and what reading finds by itself, to be corrected by hand. Raises OSError."""
    directory.mkdir(parents=True)
    (directory / PAGE).write_bytes(body)
    facts = {"url": url, "content_type": content_type} | (shown(article) if article is not None else {})
    (directory / EXPECTED).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
