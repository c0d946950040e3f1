"""An article that was cut into pages, whole again: the parts' readings joined into one.

The first page is the article's: its title and what stands around its text. Later parts give their text, tables and
files; what they repeat of the article at their top, and what leads from page to page, is none of it. A paragraph that
is cut at a border stays as it is published: two lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from monitor import dates
from monitor.facts.consultation import consultation
from monitor.numbering import marker
from monitor.records import Article, Finding, Reading
from monitor.text import key

Each = TypeVar("Each")

_HEAD_LINES = 6
_HEAD_LENGTH = 60
_SENTENCE = re.compile(r"[。；;：:]$")
_COUNT = re.compile(r"(?:[(\[]?(?:续(?:上页|前)?|第?[\d一二三四五六七八九十]{1,3}页?(?:/\d{1,3})?)[)\]]?|[_-]\d{1,3})$")
_BORDER = re.compile(
    r"[(\[]?(?:[上下]?接第?[上下前后]?[\d一二三四五六七八九十]{0,3}[页版]|[上下]转第?[\d一二三四五六七八九十]{0,3}[页版]|[接续]上页|[接转]下页|未完,?待续|待续)[)\]]?"
)
_UNREAD = "正文分为很多页，只读取了前{}页"


def join(readings: Sequence[Reading], *, more: bool = False) -> Reading:
    """One reading of all parts, the first page's first; each of them has an article.

    `more`: there are further parts, which were not read. That is a finding.
    """
    first = readings[0]
    if len(readings) == 1:
        return first
    signals = replace(
        first.signals,
        length=sum(each.signals.length for each in readings),
        said=None,
        damaged=max(each.signals.damaged for each in readings),
        garbled=max(each.signals.garbled for each in readings),
    )
    article = _joined([each.article for each in readings if each.article is not None])
    if more:
        article = replace(article, findings=(*article.findings, Finding("parts_unread", _UNREAD.format(len(readings)))))
    return Reading(signals, article, next_page=readings[-1].next_page if more else None)


def said(reading: Reading) -> frozenset[str]:
    """The keys of the lines that a part says: a part that says nothing else than earlier ones is one of them again."""
    article = reading.article
    return frozenset(map(key, article.text.split("\n"))) if article is not None else frozenset()


def _joined(articles: Sequence[Article]) -> Article:
    first, *later = articles
    texts = [each.text.split("\n") for each in articles]
    titles = {key(title) for title in (first.title, first.shown_title) if title}
    head = _head(texts[0])
    lines: list[str] = []
    headings = _Open()
    for at, text in enumerate(texts):
        own = _trimmed(text)
        if at:
            own = own[_repeated(own, titles, head, headings) :]
        headings.read(own)
        lines += own
    whole = "\n".join(line for line in lines if line)
    files = _distinct((each for one in articles for each in one.attachments), lambda file: file.url)
    findings = _distinct((each for one in articles for each in one.findings), lambda found: (found.type, found.path))
    return replace(
        first,
        title=first.title or next((each.title for each in later if each.title), ""),
        text=whole,
        publisher=_publisher(articles),
        guessed_publisher=all(each.guessed_publisher for each in articles),
        written=next((each.written for each in articles if each.written), None),
        consultation=consultation(whole, dates.day(first.published)),
        tables=tuple(table for each in articles for table in each.tables),
        attachments=files,
        findings=tuple(each for each in findings if not (files and each.type == "attachment_without_link")),
    )


def _publisher(articles: Sequence[Article]) -> str | None:
    """The organ that a page names or that signs, which may be on the last part; else as the first page has it."""
    named = (each.publisher for each in articles if not each.guessed_publisher and each.publisher != each.source)
    owned = (each.publisher for each in articles if not each.guessed_publisher)
    return next(named, None) or next(owned, None) or articles[0].publisher


def _head(text: Sequence[str]) -> list[str]:
    """The keys of the lines that a document begins with, title and number, which each of its parts may repeat."""
    found: list[str] = []
    for line in text[:_HEAD_LINES]:
        if len(line) > _HEAD_LENGTH or _SENTENCE.search(line) or marker(line):
            break
        found.append(key(line))
    return found


def _trimmed(text: Sequence[str]) -> list[str]:
    """The lines without what leads to the pages before and behind."""
    start, end = 0, len(text)
    while end and _leads(text[end - 1]):
        end -= 1
    while start < end and _leads(text[start]):
        start += 1
    return list(text[start:end])


def _leads(line: str) -> bool:
    return _BORDER.fullmatch(key(line)) is not None or _pages(line)


def _pages(line: str) -> bool:
    """Whether a line is nothing but the numbers of all pages: `1 2 3`, `[1] [2]`."""
    numbers = line.translate(_BRACKETS).split()
    return len(numbers) > 1 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


_BRACKETS = str.maketrans("[]()【】|", "       ")


class _Open:
    """The headings that are open at the end of the lines read so far: those whose section goes on."""

    def __init__(self) -> None:
        self._open: dict[float, str] = {}

    def read(self, lines: Iterable[str]) -> None:
        """Go on to the end of these lines."""
        for line in lines:
            if (found := marker(line)) is not None:
                self._open = {depth: said for depth, said in self._open.items() if depth < found.depth}
                self._open[found.depth] = key(line)

    def __contains__(self, line: str) -> bool:
        found = marker(line)
        return found is not None and self._open.get(found.depth) in {key(line), _uncounted(key(line))}


def _repeated(text: Sequence[str], titles: set[str], head: Sequence[str], headings: _Open) -> int:
    """How many lines at a later part's top only say again which document and which section this is."""
    running = iter(head)  # in their order only: an organ that stands in the head may sign at the end
    for at, line in enumerate(text):
        plain = key(line)
        if plain and not titles & {plain, _uncounted(plain)} and line not in headings and next(running, None) != plain:
            return at
    return len(text)


def _uncounted(plain: str) -> str:
    """A title's key without the part's number behind it: `(2)`, `_2`, `(续)`, `第2页`."""
    return _COUNT.sub("", plain)


def _distinct(values: Iterable[Each], mark: Callable[[Each], Hashable]) -> tuple[Each, ...]:
    """The values in order, the first of each mark."""
    found: dict[Hashable, Each] = {}
    for value in values:
        found.setdefault(mark(value), value)
    return tuple(found.values())
