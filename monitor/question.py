"""What is asked of a page before it is believed: what it shows, what it calls itself, and whether it is a notice all the same.

An error page and a short notice may use the same words. A notice has what nobody bothers to give an error page: the
title of an official text and a date to read, a document number, files, or the title under which it was listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor import apologies, dates
from monitor.records import Article, Reading, Signals
from monitor.text import key

NOTICE_LENGTH = 400
"""A text of more characters is a document, whatever words it uses."""

FEW_WORDS = 150
"""A page that shows fewer characters than this outside its links shows hardly anything."""

_ALIKE = 0.6
_SITE_NAME = re.compile(r"\s*[_|–—]\s*|\s+-\s*|-(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known of an address before this look.

    `length` is that of the last good reading's text, `title` the title under which a listing or the last reading
    had it, `entries` how many a listing had at last. `failures` counts the failed checks in a row before this one.
    `asked` is the address that was asked for, `answered` the one that answered. `part`: it is one part of a document,
    however short.
    """

    length: int | None = None
    title: str | None = None
    entries: int | None = None
    failures: int = 0
    asked: str | None = None
    answered: str | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a rule looks at."""

    reading: Reading
    want_items: bool
    known: Known

    @property
    def signals(self) -> Signals:
        """The facts of the page."""
        return self.reading.signals

    @property
    def shown(self) -> int:
        """How many characters there are to read."""
        said = self.signals.said
        return self.signals.length if said is None else len(key(said))

    @property
    def titles(self) -> tuple[str, ...]:
        """The keys of the titles that page and article bear, the window's piece by piece: it often ends in the site's name."""
        article = self.reading.article
        pieces = _SITE_NAME.split(self.signals.title)
        return tuple(key(each) for each in (article.title if article else "", *pieces) if each)

    @property
    def words(self) -> str:
        """The key of what a short page says, `""` for a long one."""
        article = self.reading.article
        text = key(article.text) if article is not None and self.signals.length <= NOTICE_LENGTH else ""
        limit = NOTICE_LENGTH if article is None else FEW_WORDS
        return f"{text}\n{key(self.signals.said or '')}" if self.shown <= limit else text


def trusted(question: Question) -> bool:
    """Whether a short page is a notice all the same: it is the one that was looked for, or names itself so and is dated."""
    article = question.reading.article
    if article is None:
        return False
    title = key(article.title)
    if question.known.title:
        return _alike(key(question.known.title), title)
    if article.document_number is not None or article.attachments:
        return True
    return (apologies.official(title) and dated(question, article)) or _plain_notice(article)


def _alike(known: str, title: str) -> bool:
    """Whether two titles name the same text: listings cut them, pages put words around them."""
    shorter, longer = sorted((known.rstrip(".…"), title), key=len)
    pairs = {shorter[place : place + 2] for place in range(len(shorter) - 1)}
    return bool(pairs) and sum(pair in longer for pair in pairs) >= _ALIKE * len(pairs)


def dated(question: Question, article: Article) -> bool:
    """Whether a date is there to read: one that only the address holds stands on error pages too."""
    if article.written is not None or article.published is None:
        return article.written is not None
    published = dates.day(article.published)
    said = question.signals.said
    return said is None or any(
        dates.day(dates.parse(line)) == published for line in said.split("\n") if "今天" not in line
    )


def _plain_notice(article: Article) -> bool:
    """A few lines that are signed and dated are a notice, whatever they speak of."""
    return article.written is not None and article.text.count("\n") >= 2


def much(question: Question) -> bool:
    """Whether there is so much text that it is a document's, whatever its title."""
    return question.signals.length > NOTICE_LENGTH and (question.shown > NOTICE_LENGTH or not question.want_items)


def dated_items(question: Question) -> bool:
    """Whether there are entries with dates: menus have none, and a bar above a listing may announce works."""
    return any(item.date is not None for item in question.reading.items)
