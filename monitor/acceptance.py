"""The gate of a new source: what a column showed when it was tried → what holds, what to mind, what stands against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from monitor.listing import canonical
from monitor.records import BELIEVED, Cause, Edition, Outcome, Reading
from monitor.text import key

Level: TypeAlias = Literal["good", "warning", "failure"]

SHORTEST = 120
"""A document of fewer characters, without files and tables, may be read from the wrong place."""

_DATED = 0.5
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One answer as a check would take it: where it came from, what it came to, and what was read where it is believed."""

    url: str
    outcome: Outcome
    reason: str | None = None
    cause: Cause | None = None
    reading: Reading | None = None
    edition: Edition | None = None

    @property
    def good(self) -> bool:
        """Whether it can be believed."""
        return self.outcome in BELIEVED and self.reading is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A column, or a single page, that was tried: `listing` and one `document`, each fetched twice.

    A single page has no `listing`; `further` is the listing's second page. `drop` are the selectors learnt from what
    differed inside the document, `settled` says that both fetches read equal with them; `differs` is what differed
    anywhere on the page: (before, after). `taken` says who watches it already. `filed`: it stands in a file that is there.
    """

    url: str
    name: str | None = None
    listing: Attempt | None = None
    listing_again: Attempt | None = None
    further: Attempt | None = None
    document: Attempt | None = None
    document_again: Attempt | None = None
    drop: tuple[str, ...] = ()
    settled: bool = True
    differs: tuple[tuple[str, str], ...] = ()
    taken: str | None = None
    filed: bool = False

    @property
    def first(self) -> Attempt | None:
        """What the watched address itself came to."""
        return self.listing or self.document

    @property
    def readable(self) -> bool:
        """Whether anything could be read at all."""
        return self.first is not None and self.first.good


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check of the gate says: `detail` is what was seen, `advice` what to do about it (empty where all is well)."""

    check: str
    level: Level
    detail: str
    advice: str = ""


def verdicts(trial: Trial) -> tuple[Verdict, ...]:
    """All that the gate says of a trial, in the order of its checks; after a failure to read, no more than that."""
    told: list[Verdict] = []
    for check in _CHECKS:
        told += check(trial)
        if any(each.level == "failure" for each in told) and not trial.readable:
            break
    return tuple(told)


def _robots(trial: Trial) -> Iterator[Verdict]:
    first = trial.first
    if first is not None and first.cause is Cause.ROBOTS:
        yield Verdict(
            "robots",
            "failure",
            first.reason or "robots.txt forbids this address",
            "ask the office for leave, or watch another of its columns; robots.txt is always obeyed",
        )
    elif trial.readable:
        yield Verdict("robots", "good", "robots.txt allows it")


def _reachable(trial: Trial) -> Iterator[Verdict]:
    first = trial.first
    if first is None:
        yield Verdict("reachable", "failure", "nothing was fetched", "check the address in a browser")
    elif first.good:
        yield Verdict("reachable", "good", f"answers at {first.url}")
    elif first.outcome is not Outcome.BAD_ENCODING and first.cause is not Cause.ROBOTS:
        advice = _ADVICE.get(first.outcome, "check the address in a browser; try again later")
        yield Verdict("reachable", "failure", first.reason or str(first.outcome), advice)


_ADVICE = {
    Outcome.BLOCKED: "the site does not let programs in: ask its operator, or find the column on another site of the office",
    Outcome.NOT_FOUND: "open it in a browser and copy the address from there",
    Outcome.NEEDS_JS: "look in the browser's network tools for the address of the list's data, and add that",
    Outcome.EMPTY: "set listing.item for a column, article.container for a page; see: clausewatch extract URL",
    Outcome.SOFT_ERROR: "open it in a browser and copy the address from there",
}


def _encoding(trial: Trial) -> Iterator[Verdict]:
    tried = [each for each in (trial.listing, trial.document) if each is not None]
    broken = next((each for each in tried if each.outcome is Outcome.BAD_ENCODING), None)
    if broken is not None:
        advice = "the page's own bytes are damaged: tell the site's operator, or watch another column"
        level: Level = "failure" if broken is trial.first else "warning"
        yield Verdict("encoding", level, broken.reason or "the text is garbled", advice)
    elif trial.readable:
        names = dict.fromkeys(each.reading.signals.encoding for each in tried if each.reading is not None)
        yield Verdict("encoding", "good", ", ".join(name for name in names if name))


def _items(trial: Trial) -> Iterator[Verdict]:
    listing = trial.listing
    if listing is None or listing.reading is None:
        return
    items = listing.reading.items
    dated = sum(item.date is not None for item in items)
    said = f"{len(items)} entries, {dated} with dates"
    if dated < _DATED * len(items):
        advice = "what is new is told all the same, by its address; set listing.item if the entries shown are wrong"
        yield Verdict("items", "warning", said, advice)
    elif len(items) < _FEWEST:
        advice = "look whether the list really has one entry; set listing.item if not"
        yield Verdict("items", "warning", said, advice)
    else:
        yield Verdict("items", "good", said)


def _pages(trial: Trial) -> Iterator[Verdict]:
    listing, further = trial.listing, trial.further
    if listing is None or listing.reading is None or listing.reading.next_page is None or further is None:
        return
    if further.reading is None or not further.good:
        advice = "only the first page is watched until listing.next leads to the second one"
        yield Verdict(
            "pages", "warning", f"the second page could not be read: {further.reason or further.outcome}", advice
        )
        return
    known = {canonical(item.url) for item in listing.reading.items}
    if all(canonical(item.url) in known for item in further.reading.items):
        advice = "set listing.next to the link that leads to older entries"
        yield Verdict("pages", "warning", f"{further.url} shows the same entries", advice)
    else:
        yield Verdict("pages", "good", f"goes on at {further.url}")


def _text(trial: Trial) -> Iterator[Verdict]:
    document = trial.document
    if document is None:
        if trial.readable:
            advice = "open an entry in a browser; entries on other sites or files are followed in rounds"
            yield Verdict("text", "warning", "no document was read", advice)
        return
    if not document.good or document.reading is None or document.reading.article is None:
        if trial.listing is not None and document.outcome is not Outcome.BAD_ENCODING:
            advice = "set article.container if the page shows its text in a browser"
            detail = f"{document.url} could not be read: {document.reason or document.outcome}"
            yield Verdict("text", "warning", detail, advice)
        return
    article = document.reading.article
    length = len(key(article.text))
    if length < SHORTEST and not article.attachments and not article.tables:
        advice = "compare with the page in a browser; set article.container if most of it is missing"
        yield Verdict("text", "warning", f"“{article.title}” has {length} characters only", advice)
    else:
        yield Verdict("text", "good", f"“{article.title}” has {length} characters")


def _same(trial: Trial) -> Iterator[Verdict]:
    if trial.listing_again is not None and trial.listing is not None:
        yield from _same_items(trial.listing, trial.listing_again)
    again = trial.document_again
    if trial.document is None or not trial.document.good or again is None:
        return
    if not again.good:
        detail = f"the second fetch brought nothing: {again.reason or again.outcome}"
        yield Verdict("same", "warning", detail, "the site is not steady; try again later, or set fetch.delay higher")
    elif not trial.settled:
        shown = "; ".join(f"{before} → {after}" for before, after in trial.differs[:2])
        advice = 'put what is no document into article.drop, as in drop = ["p.hits"]'
        yield Verdict("same", "warning", f"two fetches of one document read differently: {shown}", advice)
    elif trial.drop and trial.filed:
        listed = ", ".join(f'"{selector}"' for selector in trial.drop)
        detail = f"two fetches read equal only without {', '.join(trial.drop)}"
        yield Verdict("same", "warning", detail, f"write into the file: article = {{ drop = [{listed}] }}")
    elif trial.drop:
        yield Verdict(
            "same", "good", f"two fetches read equal without {', '.join(trial.drop)}, which was learnt as noise"
        )
    else:
        yield Verdict("same", "good", "two fetches read equal")


def _same_items(first: Attempt, again: Attempt) -> Iterator[Verdict]:
    if not again.good or first.reading is None or again.reading is None:
        if first.good:
            detail = f"the list's second fetch brought nothing: {again.reason or again.outcome}"
            yield Verdict(
                "same", "warning", detail, "the site is not steady; try again later, or set fetch.delay higher"
            )
        return
    before, after = (
        {(canonical(i.url), key(i.title)) for i in each.reading.items} for each in (first, again) if each.reading
    )
    if before != after:
        advice = "set listing.item so that it selects the column's own entries"
        yield Verdict("same", "warning", f"two fetches show {len(before ^ after)} different entries", advice)


def _unwatched(trial: Trial) -> Iterator[Verdict]:
    if trial.taken is not None:
        advice = "leave it out here, or take it out there: what two files watch is told twice"
        yield Verdict("unwatched", "failure", f"is already watched: {trial.taken}", advice)
    elif trial.readable:
        yield Verdict("unwatched", "good", "nothing else watches it")


_CHECKS: tuple[Callable[[Trial], Iterator[Verdict]], ...] = (
    _robots,
    _reachable,
    _encoding,
    _items,
    _pages,
    _text,
    _same,
    _unwatched,
)
