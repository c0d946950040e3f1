"""Looks at single files and addresses without a database: page → article, text → clauses, two of them → changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clausewatch import clock
from clausewatch.reading import PageInput, read_page
from crawler.crawl import crawl
from crawler.decode import decode
from crawler.fetch.settings import FetchSettings
from crawler.page import FetchOrder, Page
from crawler.reactor import run
from crawler.read import of_file
from crawler.rules import ReadingRules
from monitor import message
from monitor.believe import judge
from monitor.compare import compare as compare_editions
from monitor.errors import ReadError, UsageError
from monitor.observation import DueTarget
from monitor.outline import outline
from monitor.question import Known
from monitor.records import Article, Comparison, Edition, ListingItem, Message, Mode, Outcome, Reading
from monitor.transcript import article as article_of

Kind = Literal["text", "html", "file"]

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".shtml"), "html"),
    **dict.fromkeys((".pdf", ".docx", ".xlsx", ".xls", ".ods", ".zip", ".doc", ".wps", ".ofd"), "file"),
}


@dataclass(frozen=True, slots=True)
class Extract:
    """What one page or text says, and whether it can be believed."""

    outcome: Outcome
    reason: str | None
    article: Article | None = None
    items: tuple[ListingItem, ...] = ()


def extract(path: Path, *, url: str | None = None, kind: Kind | None = None) -> Extract:
    """Read one file. Raises UsageError where there is no such file or its kind cannot be told."""
    found = _kind(path, kind)
    if found == "text":
        return Extract(Outcome.OK, None, _text(path, url).article)
    return _judged(of_file(_bytes(path), path.name), Known()) if found == "file" else of_page(_page(path, url))


def fetch(url: str, settings: FetchSettings) -> Extract:
    """Fetch one address, as a check would, and read it. Runs a reactor of its own, one a process."""
    target = DueTarget(id=0, kind="page", url=url, site="", rules="", rules_digest="")
    pages: list[Page] = []

    async def arrived(_: FetchOrder, page: Page) -> list[FetchOrder]:
        pages.append(page)
        return []

    run(lambda: crawl([FetchOrder(target=target, url=url)], arrived, settings, clock.now))
    (page,) = pages
    if page.failure is not None:
        return Extract(page.failure.outcome, page.failure.reason)
    content_type = page.headers.get("content-type", "")
    return of_page(
        PageInput(
            body=page.body,
            url=page.final_url,
            status=page.status or 0,
            content_type=content_type,
            rules=ReadingRules(),
            want="auto",
            headers=page.headers,
        ),
        asked=url,
    )


def of_page(page: PageInput, *, asked: str | None = None) -> Extract:
    """Read one page that arrived; `asked` is the address that was asked for, before any redirect."""
    return _judged(read_page(page).reading, Known(asked=asked, answered=page.url))


def _judged(reading: Reading, known: Known) -> Extract:
    listing = reading.article is None and bool(reading.items)
    outcome, reason = judge(reading, want_items=listing, known=known)
    return Extract(outcome, reason, reading.article, reading.items)


def edition(path: Path, *, url: str | None = None, kind: Kind | None = None) -> Edition:
    """The clauses of one file. Raises ReadError where it holds no article, UsageError like `extract`."""
    return _READERS[_kind(path, kind)](path, url)


def compare(old: Path, new: Path, *, mode: Mode = "revision", kind: Kind | None = None) -> tuple[Comparison, Message]:
    """The changes from one file to another, and the message that tells them."""
    before, after = edition(old, kind=kind), edition(new, kind=kind)
    comparison = compare_editions(before, after, mode)
    subject = message.between(before, after, site=after.article.site)
    return comparison, message.plain(message.changed(subject, comparison))


def _text(path: Path, url: str | None) -> Edition:
    del url  # a plain text has no address
    text, _ = decode(_bytes(path), "text/plain")
    article = article_of(text)
    return Edition(article, outline(article.text, title=article.title))


def _html(path: Path, url: str | None) -> Edition:
    output = read_page(_page(path, url))
    if output.edition is None:
        raise ReadError(f"{path}: {output.reading.reason or 'holds no article'}", outcome=Outcome.EMPTY)
    return output.edition


def _file(path: Path, url: str | None) -> Edition:
    del url  # a file's text links to nothing
    reading = of_file(_bytes(path), path.name)
    if reading.article is None:
        raise ReadError(f"{path}: {reading.reason}", outcome=Outcome.EMPTY)
    return Edition(reading.article, outline(reading.article.text, title=reading.article.title))


_READERS: dict[Kind, Callable[[Path, str | None], Edition]] = {"text": _text, "html": _html, "file": _file}


def _page(path: Path, url: str | None) -> PageInput:
    return PageInput(
        body=_bytes(path),
        url=url or path.absolute().as_uri(),
        status=200,
        content_type="text/html",
        rules=ReadingRules(),
        want="auto",
    )


def _kind(path: Path, kind: Kind | None) -> Kind:
    found = kind or _KINDS.get(path.suffix.lower())
    if found is None:
        raise UsageError(f"{path}: cannot tell what it holds; say --type html, text or file")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that can be read") from error
