"""Looks at single files and addresses without a database: page → article, text → clauses, two of them → changes.

Pages are believed only as a check believes them. Texts and other files were chosen by a person: they only need to be readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from clausewatch import clock
from clausewatch.parts import Parts, leads_away, missing
from clausewatch.reading import PageInput, PageOutput, read_page
from crawler.crawl import crawl
from crawler.decode import damage, decode
from crawler.fetch.settings import FetchSettings
from crawler.page import FetchOrder, Page
from crawler.reactor import run
from crawler.read import of_file
from crawler.rules import ReadingRules
from monitor import message
from monitor.believe import judge
from monitor.compare import compare as compare_editions
from monitor.errors import ReadError, UsageError
from monitor.legible import mojibake
from monitor.observation import DueTarget
from monitor.outline import outline
from monitor.parts import join
from monitor.question import Known
from monitor.records import (
    Article,
    Attachment,
    Comparison,
    Edition,
    Finding,
    ListingItem,
    Message,
    Mode,
    Outcome,
    Reading,
    Signals,
)
from monitor.transcript import article as article_of

Kind = Literal["text", "html", "file"]

Link = TypeVar("Link", Attachment, ListingItem)

_KINDS: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".md"), "text"),
    **dict.fromkeys((".html", ".htm", ".shtml"), "html"),
    **dict.fromkeys((".pdf", ".docx", ".xlsx", ".xls", ".ods", ".zip", ".doc", ".wps", ".ofd"), "file"),
}
_ARCHIVES = frozenset({".mhtml", ".mht", ".webarchive"})
_SAVED = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)", re.IGNORECASE)
_HEAD = 4096
_NOWHERE = "https://relative.invalid"
"""Where links start that have no address to start from."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What one page or text says, and whether it can be believed.

    `lost` counts the files and entries whose links are relative, on a page that does not say where it came from.
    """

    outcome: Outcome
    reason: str | None
    article: Article | None = None
    items: tuple[ListingItem, ...] = ()
    lost: int = 0


def extract(path: Path, *, url: str | None = None, kind: Kind | None = None) -> Extract:
    """Read one file. Raises UsageError where there is no such file or its kind cannot be told."""
    if (given := _kind(path, kind)) != "html":
        read, judged = _READERS[given]
        return judged(read(path, url).reading)
    page = _page(path, url)
    reading = read_page(page).reading
    found = _believed(reading, Known(answered=page.url))
    if found.article is not None and reading.next_page is not None:
        found = replace(found, article=_one_part(found.article, reading.next_page))
    items, files = _placed(found.items), _placed(found.article.attachments if found.article else ())
    lost = len(found.items) - len(items)
    if found.article is not None:
        lost += len(found.article.attachments) - len(files)
        found = replace(found, article=replace(found.article, attachments=files))
    return replace(found, items=items, lost=lost)


def fetch(url: str, settings: FetchSettings) -> Extract:
    """Fetch one address, as a check would, with all parts of an article, and read it. Runs a reactor of its own, one a process."""
    target = DueTarget(id=0, kind="page", url=url, site="", rules="", rules_digest="")
    parts = Parts()
    found: list[Extract] = []

    async def arrived(order: FetchOrder, page: Page) -> list[FetchOrder]:
        seen, reading = _part(order, page, parts) if parts.readings else _page_of(order, page)
        if reading is None or reading.article is None or seen.outcome is not Outcome.OK:
            found.append(seen)
            return []
        if parts.readings and parts.ends(page.final_url, reading):
            return []
        parts.add(page.final_url, reading)
        further = parts.further()
        return [] if further is None or parts.full else [replace(order, url=further, page_number=order.page_number + 1)]

    run(lambda: crawl([FetchOrder(target=target, url=url)], arrived, settings, clock.now))
    return found[0] if found else _believed(join(parts.readings, more=parts.more))


def _page_of(order: FetchOrder, page: Page) -> tuple[Extract, Reading | None]:
    """What the page at an address comes to, and its reading where one arrived."""
    if page.failure is not None:
        return Extract(page.failure.outcome, page.failure.reason), None
    reading = read_page(PageInput.of(page, ReadingRules(), "auto")).reading
    cut = reading.article is not None and reading.next_page is not None
    return _believed(reading, Known(asked=order.url, answered=page.final_url, part=cut)), reading


def _part(order: FetchOrder, page: Page, parts: Parts) -> tuple[Extract, Reading | None]:
    """What a further part of the article comes to; a part that is missing makes the whole no good."""
    if page.failure is not None:
        return Extract(*missing(order, page.failure.outcome, page.failure.reason)), None
    article = parts.readings[0].article
    reading = read_page(PageInput.of(page, ReadingRules(), "article")).reading
    known = Known(title=article.title if article else None, asked=order.url, answered=page.final_url, part=True)
    seen = _believed(reading, known)
    if seen.outcome is Outcome.OK and (away := leads_away(parts.addresses[0], page)) is not None:
        seen = Extract(Outcome.SOFT_ERROR, away)
    return (
        (seen, reading) if seen.outcome is Outcome.OK else (Extract(*missing(order, seen.outcome, seen.reason)), None)
    )


def _one_part(article: Article, following: str) -> Article:
    """The article of a saved page that is not all of it; the finding names the next part."""
    shown = following.rpartition("/")[2] if following.startswith(_NOWHERE) else following
    unread = Finding("parts_unread", f"正文分为多页，这里只有一页，下一页在{shown}")
    return replace(article, findings=(*article.findings, unread))


def edition(path: Path, *, url: str | None = None, kind: Kind | None = None) -> Edition:
    """The clauses of one file. Raises ReadError where it holds no article to believe, UsageError like `extract`."""
    read, judged = _READERS[_kind(path, kind)]
    output = read(path, url)
    found = judged(output.reading)
    if found.outcome is Outcome.LISTING:
        raise ReadError(f"{path}: is a listing; name a document that it leads to", outcome=found.outcome)
    if found.outcome is not Outcome.OK or output.edition is None:
        raise ReadError(f"{path}: {found.outcome}: {found.reason}", outcome=found.outcome)
    return output.edition


def compare(old: Path, new: Path, *, mode: Mode = "revision", kind: Kind | None = None) -> tuple[Comparison, Message]:
    """The changes from one file to another, and the message that tells them."""
    before, after = edition(old, kind=kind), edition(new, kind=kind)
    comparison = compare_editions(before, after, mode)
    subject = message.between(before, after, site=after.article.site)
    return comparison, message.plain(message.changed(subject, comparison))


def _believed(reading: Reading, known: Known | None = None) -> Extract:
    listing = reading.article is None and bool(reading.items)
    outcome, reason = judge(reading, want_items=listing, known=known)
    return Extract(outcome, reason, reading.article, reading.items)


def _readable(reading: Reading) -> Extract:
    outcome, reason = judge(reading, want_items=False)
    if outcome is Outcome.BAD_ENCODING:
        return Extract(outcome, reason, reading.article)
    article = reading.article
    if article is None or not any(map(str.isalnum, f"{article.title}{article.text}")):
        return Extract(Outcome.EMPTY, reading.reason or "the file holds no text: look at it in an editor", article)
    return Extract(Outcome.OK, None, article)


def _text(path: Path, url: str | None) -> PageOutput:
    del url  # a plain text has no address
    text, encoding = decode(_bytes(path), "text/plain")
    article = article_of(text)
    signals = Signals(
        status=200,
        content_type="text/plain",
        encoding=encoding,
        length=len(text),
        damaged=damage(text),
        garbled=mojibake(text),
    )
    return PageOutput(Reading(signals, article), Edition(article, outline(article.text, title=article.title)))


def _html(path: Path, url: str | None) -> PageOutput:
    output = read_page(_page(path, url))
    if output.edition is None:
        return output
    article = output.edition.article
    placed = replace(article, attachments=_placed(article.attachments))
    return replace(output, edition=replace(output.edition, article=placed))


def _file(path: Path, url: str | None) -> PageOutput:
    del url  # a file's text links to nothing
    reading = of_file(_bytes(path), path.name)
    article = reading.article
    return PageOutput(reading, Edition(article, outline(article.text, title=article.title)) if article else None)


_READERS: dict[Kind, tuple[Callable[[Path, str | None], PageOutput], Callable[[Reading], Extract]]] = {
    "text": (_text, _readable),
    "html": (_html, _believed),
    "file": (_file, _readable),
}


def _placed(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links without those that are relative to nowhere."""
    return tuple(link for link in links if not link.url.startswith(_NOWHERE))


def _page(path: Path, url: str | None) -> PageInput:
    """A saved page; browsers write the address that it came from into it."""
    body = _bytes(path)
    saved = _SAVED.search(body, 0, _HEAD)
    return PageInput(
        body=body,
        url=url or (saved[1].decode("ascii", "replace") if saved else f"{_NOWHERE}{path.absolute().as_posix()}"),
        status=200,
        content_type="text/html",
        rules=ReadingRules(),
        want="auto",
    )


def _kind(path: Path, kind: Kind | None) -> Kind:
    found = kind or _KINDS.get(path.suffix.lower())
    if found is None and path.suffix.lower() in _ARCHIVES:
        raise UsageError(f"{path}: is a web archive; save the page again as a web page, HTML only (网页，仅HTML)")
    if found is None:
        raise UsageError(f"{path}: cannot tell what it holds; say --type html, text or file")
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that can be read") from error
