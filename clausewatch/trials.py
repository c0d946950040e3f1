"""Tries columns and pages before they are watched: list, second page and a document are read, and read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from clausewatch.phases import Ask, Phase
from clausewatch.reading import PageInput, Reader, Want
from crawler.learn import Learnt
from crawler.page import Page
from crawler.rules import ReadingRules
from monitor.acceptance import Attempt, Trial
from monitor.believe import judge
from monitor.errors import ReadError
from monitor.identity import kind
from monitor.question import Known
from monitor.records import ListingItem, Outcome
from monitor.signpost import one_office

_DOCUMENTS = 2
"""So many of a column's entries are opened until one can be read."""

_PLANS = frozenset(
    [
        "规划",
        "行动计划",
        "行动方案",
        "实施方案",
        "工作方案",
        "工作计划",
        "工作要点",
        "计划",
        "方案",
        "意见",
        "办法",
        "报告",
    ]
)
"""Kinds of works whose reading shows more than that of a notice."""


@dataclass(slots=True)
class _Tried:
    """One trial on its way, with the bytes that a second fetch is compared with.

    Answers of one trial are read at the same time: `trial` is taken up only once an answer is read.
    """

    trial: Trial
    rules: ReadingRules
    delay: float | None = None
    page: PageInput | None = None
    opened: set[str] = field(default_factory=set)


class Trials:
    """Trials of a site's columns and pages; `phases` are to be run in order. Used once."""

    def __init__(
        self, reader: Reader, taken: Callable[[str, Sequence[ListingItem]], str | None], *, filed: bool = False
    ) -> None:
        self._reader, self._taken, self._filed = reader, taken, filed
        self._tried: list[_Tried] = []

    def of_column(
        self,
        url: str,
        name: str | None,
        rules: ReadingRules,
        *,
        first: Attempt | None = None,
        delay: float | None = None,
    ) -> None:
        """Try a column; `first` is its list where it was fetched already."""
        self._tried.append(
            _Tried(Trial(url=url, name=name, listing=first, filed=self._filed), replace(rules, column=name), delay)
        )

    def of_page(self, url: str, name: str | None, rules: ReadingRules, *, delay: float | None = None) -> None:
        """Try a single page."""
        tried = _Tried(Trial(url=url, name=name, filed=self._filed), rules, delay, opened={url})
        self._tried.append(tried)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """First look, document and second page, another document where the first was none, and all of it again."""
        return (self._first, *(self._documents for _ in range(_DOCUMENTS)), self._again)

    def results(self) -> tuple[Trial, ...]:
        """The trials in the order in which they were asked for."""
        return tuple(self._marked(tried.trial) for tried in self._tried)

    def _marked(self, trial: Trial) -> Trial:
        items = trial.listing.reading.items if trial.listing and trial.listing.reading else ()
        return replace(
            trial, taken=self._taken(trial.first.url if trial.readable and trial.first else trial.url, items)
        )

    def _first(self) -> list[Ask]:
        asks = []
        for tried in self._tried:
            if tried.opened:
                asks.append(Ask(tried.trial.url, _keeping(self._document, tried), "page", tried.delay))
            elif tried.trial.listing is None:
                asks.append(Ask(tried.trial.url, _keeping(self._listing, tried), "column", tried.delay))
        return asks

    def _documents(self) -> list[Ask]:
        asks = []
        for tried in self._tried:
            trial, listing = tried.trial, tried.trial.listing
            if listing is None or not listing.good or listing.reading is None:
                continue
            if listing.reading.next_page is not None and trial.further is None:
                asks.append(Ask(listing.reading.next_page, _keeping(self._further, tried), "column", tried.delay))
            if trial.document is None or not trial.document.good:
                entry = next(_to_open(listing.reading.items, listing.url, tried.opened), None)
                if entry is not None:
                    tried.opened.add(entry.url)
                    asks.append(Ask(entry.url, _keeping(self._document, tried, entry.title), "document", tried.delay))
        return asks

    def _again(self) -> list[Ask]:
        asks = []
        for tried in self._tried:
            listing, document = tried.trial.listing, tried.trial.document
            if listing is not None and listing.good:
                asks.append(Ask(tried.trial.url, _keeping(self._listing_again, tried), "column", tried.delay))
            if document is not None and document.good and tried.page is not None:
                asks.append(Ask(document.url, _keeping(self._document_again, tried), "document", tried.delay))
        return asks

    async def _listing(self, tried: _Tried, page: Page) -> None:
        found = await attempt(self._reader, page, tried.rules, "listing")
        tried.trial = replace(tried.trial, listing=found)

    async def _listing_again(self, tried: _Tried, page: Page) -> None:
        found = await attempt(self._reader, page, tried.rules, "listing")
        tried.trial = replace(tried.trial, listing_again=found)

    async def _further(self, tried: _Tried, page: Page) -> None:
        found = await attempt(self._reader, page, tried.rules, "listing")
        tried.trial = replace(tried.trial, further=found)

    async def _document(self, tried: _Tried, page: Page, title: str | None = None) -> None:
        found = await attempt(self._reader, page, tried.rules, "article", title=title)
        tried.trial = replace(tried.trial, document=found)
        tried.page = PageInput.of(page, tried.rules, "article") if found.good else None

    async def _document_again(self, tried: _Tried, page: Page) -> None:
        found = await attempt(self._reader, page, tried.rules, "article")
        learnt, document = Learnt(equal=True), tried.trial.document
        if found.good and tried.page is not None and document is not None:
            try:
                learnt = await self._reader.learn(tried.page, PageInput.of(page, tried.rules, "article"))
                if learnt.drop:  # what is shown is what will be read
                    rules = replace(tried.rules, drop=(*tried.rules.drop, *learnt.drop))
                    output = await self._reader.read(replace(tried.page, rules=rules))
                    document = replace(document, reading=output.reading, edition=output.edition)
            except ReadError as error:  # the second answer breaks what the first did not
                found = replace(found, outcome=error.outcome, reason=error.reason, reading=None)
        tried.trial = replace(
            tried.trial,
            document=document,
            document_again=found,
            drop=learnt.drop,
            settled=learnt.equal,
            differs=learnt.differs,
        )


def _keeping(step: Callable[..., Awaitable[None]], tried: _Tried, *more: object) -> Callable[[Page], Awaitable[None]]:
    return lambda page: step(tried, page, *more)


def _to_open(items: Iterable[ListingItem], base: str, opened: set[str]) -> Iterator[ListingItem]:
    """The entries worth opening: of the same office, not opened yet; what is called a plan or the like before notices."""
    there = (item for item in items if item.url not in opened and one_office(item.url, base))
    return iter(sorted(there, key=lambda item: (kind(item.title) or "") not in _PLANS))


async def attempt(reader: Reader, page: Page, rules: ReadingRules, want: Want, *, title: str | None = None) -> Attempt:
    """An answer as a check would take it."""
    if page.failure is not None:
        failure = page.failure
        return Attempt(url=page.final_url, outcome=failure.outcome, reason=failure.reason, cause=failure.cause)
    try:
        output = await reader.read(PageInput.of(page, rules, want))
    except ReadError as error:
        return Attempt(url=page.final_url, outcome=error.outcome, reason=error.reason)
    reading, edition = output.reading, output.edition
    cut = edition is not None and reading.next_page is not None
    known = Known(title=title, asked=page.url, answered=page.final_url, part=cut)
    outcome, reason = judge(reading, want_items=want == "listing", known=known)
    if want == "article" and reading.article is None and outcome is Outcome.LISTING:
        outcome, reason = Outcome.EMPTY, reading.reason or "the page lists other pages and holds no text"
    return Attempt(url=page.final_url, outcome=outcome, reason=reason, reading=reading, edition=edition)
