"""Documents that are cut into pages: part by part in the same check, then one look at the whole.

A part that fails makes the whole look no good: half a document is none, and neither a change nor an absence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from clausewatch.look import Look, look
from clausewatch.reading import Reader
from crawler.page import FetchOrder, Page
from crawler.rules import ReadingRules
from monitor.believe import COLLAPSES, judge
from monitor.observation import DueTarget, Fetched, Part
from monitor.partnames import belongs
from monitor.parts import said
from monitor.question import Known
from monitor.records import BELIEVED, Outcome, Reading

MOST = 30
"""Parts of one document that are read; more are said to be there."""

_CUT = {Outcome.NOT_FOUND, Outcome.EMPTY, Outcome.SOFT_ERROR, Outcome.LISTING}
"""What a part comes to that is not there: the document is, so that it is cut and not gone."""


@dataclass(slots=True)
class Parts:
    """The parts of a document that were read so far: where each one answered, and what it says."""

    addresses: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    _said: set[str] = field(default_factory=set)

    def add(self, url: str, reading: Reading) -> None:
        """One more part, which answered at this address."""
        self.addresses.append(url)
        self.readings.append(reading)
        self._said |= said(reading)

    def further(self) -> str | None:
        """The address of the next part; None behind the last one, and where a page leads back or to another article."""
        url = self.readings[-1].next_page
        if url is None or self.readings[-1].article is None or url in self.addresses:
            return None
        return url if belongs(self.addresses[0], url) else None

    @property
    def full(self) -> bool:
        """Whether no more parts are read, though there may be some."""
        return len(self.addresses) >= MOST

    @property
    def more(self) -> bool:
        """Whether there are parts that are not read."""
        return self.full and self.further() is not None

    def ends(self, url: str, reading: Reading) -> bool:
        """Whether the answer for the next part shows that there is none: it is an earlier one again."""
        return url in self.addresses or said(reading) <= self._said


@dataclass(slots=True)
class _Document:
    """A document whose parts are on their way, with the looks at those that came and their bytes."""

    order: FetchOrder
    page: Page
    parts: Parts = field(default_factory=Parts)
    looks: list[Look] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whole:
    """The look at a document with all its parts; `order` and `page` are of the first one."""

    order: FetchOrder
    page: Page
    look: Look


class Joining:
    """The documents of one round whose further parts are followed. `known` says how many parts a document had last."""

    def __init__(self, reader: Reader, known: Callable[[DueTarget], Awaitable[int]]) -> None:
        self._reader, self._known = reader, known
        self._documents: dict[int, _Document] = {}

    def forget(self, target: DueTarget) -> None:
        """The document's check failed."""
        self._documents.pop(target.id, None)

    async def arrived(self, order: FetchOrder, page: Page, rules: ReadingRules) -> Whole | FetchOrder:
        """A document's first page or a further part: what comes next, or the look at the whole with the last one."""
        if order.page_number == 1:
            document = _Document(order, replace(page, body=b""))
        else:
            document = self._documents.pop(order.target.id)
        seen = await self._seen(order, page, rules, document)
        return seen if isinstance(seen, FetchOrder) else Whole(document.order, document.page, seen)

    async def _seen(self, order: FetchOrder, page: Page, rules: ReadingRules, document: _Document) -> Look | FetchOrder:
        target = order.target
        if order.page_number == 1:
            seen = await look(target, page, rules, self._reader)
        else:
            seen = await self._part(order, page, rules, document)
            if seen.outcome not in BELIEVED:
                return seen
        if seen.output is not None and seen.output.edition is not None:
            reading, url = seen.output.reading, seen.fetched.final_url or page.final_url
            if document.looks and document.parts.ends(url, reading):
                return await self._repeated(order, document)
            document.parts.add(url, reading)
            document.looks.append(seen)
            further = document.parts.further()
            if further is not None and not document.parts.full:
                self._documents[target.id] = document
                return replace(order, url=further, page_number=order.page_number + 1)
        return await self._whole(target, document) if len(document.looks) > 1 else seen

    async def _part(self, order: FetchOrder, page: Page, rules: ReadingRules, document: _Document) -> Look:
        """The look at a further part; a failed one names it."""
        article = document.parts.readings[0].article
        title = article.title if article else None
        known = replace(order.target, content_hash=None, listed_title=title or order.target.listed_title)
        seen = await look(known, page, rules, self._reader, part=True)
        away = leads_away(document.parts.addresses[0], page)
        if seen.outcome is Outcome.OK and away is None:
            return seen
        if seen.outcome is Outcome.OK:
            seen = replace(seen, outcome=Outcome.SOFT_ERROR, reason=away)
        return _without(seen, order, document)

    async def _repeated(self, order: FetchOrder, document: _Document) -> Look:
        """An earlier part came in place of the next one: the end, unless the document had more so far."""
        target, count = order.target, len(document.looks)
        if await self._known(target) > count and target.failures < COLLAPSES - 1:
            reason = f"it is an earlier part once more: believed if {COLLAPSES} checks agree"
            return _without(replace(document.looks[-1], outcome=Outcome.TRUNCATED, reason=reason), order, document)
        return await self._whole(target, document)  # also of one: its page leads on, so it must be fetched whole

    async def _whole(self, target: DueTarget, document: _Document) -> Look:
        """All parts as one answer. Raises ReadError where joining them breaks its process."""
        first, *later = document.looks
        fetched = _fetched(first, later)
        if fetched.content_hash == target.content_hash:
            return Look(Outcome.NOT_MODIFIED, None, fetched)
        output = await self._reader.join(document.parts.readings, more=document.parts.more)
        known = Known(title=target.listed_title, failures=target.failures)
        outcome, reason = judge(output.reading, want_items=False, known=known)
        if outcome not in BELIEVED:
            return Look(outcome, reason, Fetched(status=fetched.status, final_url=fetched.final_url))
        return Look(outcome, reason, fetched, output)


def missing(order: FetchOrder, outcome: Outcome, reason: str | None) -> tuple[Outcome, str]:
    """What a document comes to whose further part was ordered and came to this; the reason names the part."""
    named = f"part {order.page_number} of the document ({order.url}): {reason or outcome}"
    return Outcome.TRUNCATED if outcome in _CUT else outcome, named


def leads_away(first: str, page: Page) -> str | None:
    """In words, where the answer for a further part came from another page than one of the article's."""
    if page.final_url in {page.url, first} or belongs(first, page.final_url):
        return None
    return f"it leads to {page.final_url}, which is no part of it"


def _without(seen: Look, order: FetchOrder, document: _Document) -> Look:
    """The look at a document one of whose parts is missing."""
    outcome, reason = missing(order, seen.outcome, seen.reason)
    fetched = Fetched(status=seen.fetched.status, final_url=document.parts.addresses[0])
    return Look(outcome, reason, fetched, evidence=seen.evidence, poison=seen.poison, cause=seen.cause)


def _fetched(first: Look, later: Sequence[Look]) -> Fetched:
    """What is kept of all parts: no validators, which speak of one page only, and a digest of all bytes."""
    parts = tuple(
        Part(
            url=look.fetched.final_url or "",
            content_hash=look.fetched.content_hash or "",
            content_type=look.fetched.content_type,
            body=look.fetched.body,
        )
        for look in later
    )
    hashes = [first.fetched.content_hash or "", *(part.content_hash for part in parts)]
    digest = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return replace(first.fetched, etag=None, last_modified=None, content_hash=digest, parts=parts)
