"""Whether a page that was not known is a known document at another address: told by what it says, and by its old address.

Offices build their sites anew, and a document gets another address. It keeps its history only where that is sure: what
merely bears the same title (next year's work points, a corrected notice, a second one) is another document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from urllib.parse import urlsplit

from monitor.attached import whole_text
from monitor.dates import day
from monitor.flapping import text_key
from monitor.likeness import overlap
from monitor.listing import canonical
from monitor.records import Article, Edition, Outcome
from monitor.text import key

NEARLY = 0.8
"""So much alike are two texts of which one is the other with a few words changed,"""
RESEMBLING = 0.4
"""and so much a text that was worked over."""
_AKIN = 0.3  # what any two texts of an office have in common

_COUNT = re.compile(r"\d+|(?<=第)[一二三四五六七八九十]+")
_SHOWS_NOTHING = frozenset({Outcome.NOT_FOUND, Outcome.SOFT_ERROR, Outcome.EMPTY, Outcome.LISTING})


class OldAddress(StrEnum):
    """What the known address of a document says now. `unsure`: it could not be asked, or gave no answer of use."""

    LEADS_HERE = "leads_here"
    GONE = "gone"
    STANDS = "stands"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """What a page is to a known document, in words; `ASK`: what its old address says decides."""

    LEADS_HERE = "its old address leads here"
    SAME_TEXT = "the same title and text as at its old address, which is listed no more"
    SAME_TEXT_GONE = "the same title and text as at its old address, where it is no more"
    SAME_NUMBER = "the same title and document number as at its old address, where it is no more"
    NEARLY_SAME = "the same title and date and nearly the same text as at its old address, where it is no more"
    ASK = "ask the old address"
    ANOTHER = "another document"

    @property
    def moved(self) -> bool:
        """Whether it is the known document."""
        return self not in {Verdict.ASK, Verdict.ANOTHER}

    @property
    def asks(self) -> bool:
        """Whether the old address decides."""
        return self is Verdict.ASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """What two editions have in common; None where one of them does not say.

    `alike` is the share of neighbouring characters that both texts have, from 0 to 1; `counts`: their titles name
    the same years and numbers; `rank`: both are drafts or neither is, both are reposts or neither is.
    """

    title: bool
    counts: bool
    rank: bool
    text: bool
    alike: float
    number: bool | None
    publisher: bool | None
    published: bool | None
    written: bool | None

    @property
    def could_be(self) -> bool:
        """Whether nothing of what they say of themselves speaks against their being one document."""
        return self.counts and self.rank and self.number is not False

    @property
    def one_issue(self) -> bool:
        """Whether equal texts are one notice, and not one that is put up again in the same words every year."""
        return bool(self.published or self.number or self.written) or self.published is None


def known_by(title: str) -> str:
    """By what a document is looked for wherever it stands: a SHA-256 in hex of its title's key, years and all."""
    return hashlib.sha256(key(title).encode("utf-8", "replace")).hexdigest()


def resemblance(known: Edition, seen: Edition) -> Resemblance:
    """What a known edition and one seen at another address have in common."""
    old, new = known.article, seen.article
    text = text_key(known) == text_key(seen) and _says_something(known, seen)
    return Resemblance(
        title=bool(old.title) and key(old.title) == key(new.title),
        counts=_COUNT.findall(key(old.title)) == _COUNT.findall(key(new.title)),
        rank=(old.stage == "draft", old.repost) == (new.stage == "draft", new.repost),
        text=text,
        alike=1.0 if text else overlap(_pairs(known), _pairs(seen)),
        number=_agree(_number(old), _number(new)),
        publisher=_agree(_publisher(old), _publisher(new)),
        published=_agree(day(old.published), day(new.published)),
        written=_agree(old.written, new.written),
    )


def judge(found: Resemblance, old: OldAddress | None, *, listed: bool) -> Verdict:
    """What a page that was not known is to a known document.

    `old` is what the document's known address says now, None where it was not asked yet. `listed`: its column still
    shows it there, so that both are there to be read.
    """
    if not found.could_be:
        return Verdict.ANOTHER
    if found.title and found.text and found.one_issue and not listed:
        return Verdict.LEADS_HERE if old is OldAddress.LEADS_HERE else Verdict.SAME_TEXT
    for verdict, needed, holds in _RULES:
        if holds(found):
            if old is None:
                return Verdict.ASK
            if old is needed:
                return verdict
    return Verdict.ANOTHER


def resembles(found: Resemblance) -> bool:
    """Whether the page to which a document's address leads is still this document, perhaps worked over."""
    if not found.could_be:
        return False
    return found.alike >= (RESEMBLING if found.title else NEARLY) or (found.title and found.number is True)


def unrelated(found: Resemblance) -> bool:
    """Whether the page to which a document's address leads has nothing to do with it."""
    return not found.title and found.number is not True and found.alike < _AKIN


_RULES: tuple[tuple[Verdict, OldAddress, Callable[[Resemblance], bool]], ...] = (
    (Verdict.LEADS_HERE, OldAddress.LEADS_HERE, lambda found: found.title and resembles(found)),
    (Verdict.SAME_TEXT_GONE, OldAddress.GONE, lambda found: found.title and found.text),
    (
        Verdict.SAME_NUMBER,
        OldAddress.GONE,
        lambda found: found.title and found.number is True and found.publisher is not False,
    ),
    (
        Verdict.NEARLY_SAME,
        OldAddress.GONE,
        lambda found: found.title and found.alike >= NEARLY and found.published is not False,
    ),
)


def old_address(outcome: Outcome, *, answered: str, here: str) -> OldAddress:
    """What an old address says that was looked at with this outcome; `answered` answered it, `here` is the new one."""
    if outcome in _SHOWS_NOTHING:
        return OldAddress.GONE
    if outcome not in {Outcome.OK, Outcome.NOT_MODIFIED}:
        return OldAddress.UNSURE
    return OldAddress.LEADS_HERE if canonical(answered) == canonical(here) else OldAddress.STANDS


def elsewhere(asked: str, answered: str) -> bool:
    """Whether an address leads to another one that can be a document's own.

    Not to itself with something added to its query: that is how servers count visits and set cookies.

    >>> elsewhere("http://edu.example.cn/a.html", "https://www.edu.example.cn/a.html")
    True
    >>> elsewhere("http://edu.example.cn/a.html", "http://edu.example.cn/a.html?visit=7")
    False
    """
    if canonical(asked) == canonical(answered):
        return False
    before, after = urlsplit(canonical(asked)), urlsplit(canonical(answered))
    added = after.query.startswith(before.query) and before.query != after.query
    return not (added and before.netloc == after.netloc and before.path == after.path)


def one_name(listed: str, known: str) -> bool:
    """Whether an entry of a listing may be called what was known at its address, which may be another document's by now.

    Listings cut titles.
    """
    shorter, longer = sorted((key(listed).rstrip(".…"), key(known).rstrip(".…")), key=len)
    return bool(shorter) and shorter in longer


def _says_something(known: Edition, seen: Edition) -> bool:
    """Whether equal texts mean anything: where there is none, scans of the same bytes do."""
    old, new = ({file.content_hash for file in each.files} for each in (known, seen))
    return bool(key(whole_text(known))) or bool(old & new)


def _agree(old: object, new: object) -> bool | None:
    return None if not old or not new else old == new


def _number(article: Article) -> str:
    return key(article.document_number or "")


def _publisher(article: Article) -> str:
    return "" if article.guessed_publisher else key(article.publisher or "")


def _pairs(edition: Edition) -> frozenset[str]:
    return frozenset(map("".join, pairwise(key(whole_text(edition)))))
