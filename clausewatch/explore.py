"""Finds an office's columns from any of its addresses: a home page, a listing, an article.

    given page → its home → what menus, breadcrumb and boxes name → the pages behind hubs → columns, best first

Each is a phase of one crawl (`clausewatch.phases`); what a page holds is found out by `crawler.survey`, what a name is
worth by `monitor.columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from urllib.parse import urlsplit

from clausewatch.phases import Ask, Phase
from clausewatch.reading import PageInput, Reader
from crawler.extract import fingerprint
from crawler.page import Page
from crawler.rules import ReadingRules
from crawler.survey import Survey
from monitor import columns, headline, nameplate
from monitor.acceptance import Attempt
from monitor.believe import judge
from monitor.errors import ReadError
from monitor.question import Known
from monitor.records import Outcome
from monitor.signpost import Signpost, is_front, one_office, spelling

_CANDIDATES = 12
_HUBS = 3
_COLUMNS = 8
_NAMED_DIRECTLY = 12  # of an article's breadcrumb: worth more than any menu
_FEWEST = 3
_OURS = 0.5
_BOXES = 3
"""A page with so many “more” shows a few entries of many lists, and is none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A column that was found: its name, how much it is worth, and what its first page came to.

    `place` is its place among those that were asked for: answers come in any order.
    """

    name: str | None
    worth: int
    attempt: Attempt
    place: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """An address that was looked at and is no column to watch, with the reason."""

    name: str
    url: str
    reason: str


@dataclass(slots=True)
class Office:
    """What is known of an office so far."""

    home: str = ""
    surveys: list[Survey] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """What the office's pages agree to call it."""
        seen = self.surveys
        return nameplate.office((s.declared for s in seen), (s.window for s in seen), (s.owner for s in seen))

    @property
    def region(self) -> str | None:
        """Where it is, as far as its name and its footer tell."""
        footers = dict.fromkeys(line for survey in self.surveys for line in survey.footers)
        owners = dict.fromkeys(survey.owner for survey in self.surveys if survey.owner)
        return nameplate.region([*filter(None, [self.name]), *owners], footers)

    @property
    def family(self) -> str | None:
        """The content system that its pages show traces of."""
        return fingerprint.family(survey.traces for survey in self.surveys)

    @property
    def columns(self) -> list[Found]:
        """The columns worth watching, the given one first, then by worth; hubs only where there is nothing better."""
        ranked = sorted(self.found, key=lambda found: (-found.worth, found.place))
        best = [found for found in ranked if found.worth >= columns.LEAST] or ranked
        return list(_distinct(best))[:_COLUMNS]


class Exploration:
    """One look around, from one address; used once. `phases` are to be run in order, `office` is what came out.

    With `only` no other columns are looked for than the list that was given, or that of the article that was.
    """

    def __init__(self, url: str, reader: Reader, *, only: bool = False) -> None:
        self.office = Office()
        self.trouble: Attempt | None = None
        """Why the given address could not be read; None where it could."""
        self.document: tuple[str, str] | None = None
        """Address and title of the given page where it is a document; None where it is none."""
        self._url, self._reader, self._only = url, reader, only
        self._asked: set[str] = set()
        self._front: tuple[Page, Survey] | None = None
        self._first: Survey | None = None
        self._places = count(1)
        self._further: dict[str, tuple[Signpost, int]] = {}

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The given page, its home, what they name, and what the pages behind that name."""
        return (self._given, self._home, self._named, self._behind, self._end)

    def _given(self) -> list[Ask]:
        return [Ask(self._url, self._arrived_given, "page")]

    async def _arrived_given(self, page: Page) -> None:
        survey = await self._seen(page)
        if isinstance(survey, Attempt):
            self.trouble = survey
            return
        self._first, here = survey, page.final_url
        self._asked |= {spelling(self._url), spelling(here)}
        article = survey.reading.article is not None and not survey.reading.items
        front = is_front(here) or (survey.home is not None and spelling(survey.home) == spelling(here))
        if front:
            self._front, self.office.home = (page, survey), here
        else:
            root = f"{urlsplit(here).scheme}://{urlsplit(here).netloc}/"
            self.office.home = survey.home if survey.home and one_office(survey.home, here) else root
        if survey.reading.article is not None and article and not front:
            self.document = here, survey.reading.article.title
            self._wish(survey.crumbs[-1:], _NAMED_DIRECTLY)
        elif not front:
            self._column(page, survey, self._name_here(survey, here), _NAMED_DIRECTLY)
        self._wishes(survey)

    def _home(self) -> list[Ask]:
        if self._first is None or not self.office.home or spelling(self.office.home) in self._asked:
            return []
        self._asked.add(spelling(self.office.home))
        return [Ask(self.office.home, self._arrived_home, "page")]

    async def _arrived_home(self, page: Page) -> None:
        survey = await self._seen(page)
        if isinstance(survey, Attempt):
            self.office.passed.append(Passed("首页", page.url, survey.reason or str(survey.outcome)))
            return
        if is_front(page.final_url) or (survey.home and spelling(survey.home) == spelling(page.final_url)):
            self._front = (page, survey)
        elif spelling(page.final_url) not in self._asked:  # a home that is a column itself, or leads to one at once
            self._asked.add(spelling(page.final_url))
            name = self._name_here(survey, page.final_url)
            self._column(page, survey, name, max(columns.LEAST, columns.worth(name or "")))
        self._wishes(survey)

    def _named(self) -> list[Ask]:
        return self._asks(_CANDIDATES, _HUBS)

    def _behind(self) -> list[Ask]:
        return self._asks(_CANDIDATES, 0)

    def _end(self) -> list[Ask]:
        """Where nothing was found, the front page may be the list itself."""
        if not self.office.found and self._front is not None:
            page, survey = self._front
            self._column(page, survey, self._name_here(survey, page.final_url), columns.LEAST)
        return []

    def _asks(self, most: int, hubs: int) -> list[Ask]:
        ranked = sorted(self._further.values(), key=lambda wish: -wish[1])
        self._further = {}
        worthy = [wish for wish in ranked if wish[1] >= columns.LEAST][:most]
        onward = [wish for wish in ranked if wish[1] < columns.LEAST][:hubs]
        chosen = [*worthy, *onward]
        self._asked |= {spelling(signpost.url) for (signpost, _) in chosen}
        return [
            Ask(signpost.url, partial(self._arrived, signpost, worth, next(self._places))) for signpost, worth in chosen
        ]

    async def _arrived(self, signpost: Signpost, worth: int, place: int, page: Page) -> None:
        survey = await self._seen(page)
        if isinstance(survey, Attempt):
            self.office.passed.append(Passed(signpost.name, signpost.url, survey.reason or str(survey.outcome)))
            return
        self._asked.add(spelling(page.final_url))
        if not self._column(page, survey, signpost.name, worth, place) and worth >= columns.LEAST:
            self.office.passed.append(Passed(signpost.name, signpost.url, "is no list of documents"))
        self._wishes(survey)

    async def _seen(self, page: Page) -> Survey | Attempt:
        """What the page is; an Attempt where it cannot be believed."""
        if page.failure is not None:
            failure = page.failure
            return Attempt(url=page.url, outcome=failure.outcome, reason=failure.reason, cause=failure.cause)
        try:
            survey = await self._reader.survey(PageInput.of(page, ReadingRules(), "auto"))
        except ReadError as error:
            return Attempt(url=page.url, outcome=error.outcome, reason=error.reason)
        known = Known(asked=page.url, answered=page.final_url)
        outcome, reason = judge(survey.reading, want_items=False, known=known)
        if outcome not in _THERE and not (survey.signposts and outcome in _ONLY_LINKS):
            return Attempt(url=page.final_url, outcome=outcome, reason=reason)
        self.office.surveys.append(survey)
        return survey

    def _column(self, page: Page, survey: Survey, name: str | None, worth: int, place: int = 0) -> bool:
        """Keep the page as a column, where it is one."""
        outcome, reason = judge(survey.listing, want_items=True, known=Known(asked=page.url, answered=page.final_url))
        if outcome is not Outcome.LISTING or not self._lists(survey):
            return False
        attempt = Attempt(url=page.final_url, outcome=outcome, reason=reason, reading=survey.listing)
        self.office.found.append(Found(name, worth, attempt, place))
        return True

    def _lists(self, survey: Survey) -> bool:
        """Whether the entries are documents and no menu: dated, or at least not what menus lead to."""
        items = survey.listing.items
        if survey.boxes >= _BOXES and survey.listing.next_page is None:
            return False
        if any(item.date is not None for item in items):
            return True
        menus = {spelling(signpost.url) for signpost in survey.signposts}
        return len(items) >= _FEWEST and sum(spelling(item.url) in menus for item in items) <= _OURS * len(items)

    def _name_here(self, survey: Survey, url: str) -> str | None:
        """What a page calls itself: by its breadcrumb, by a menu that leads to it, by its window's title."""
        menu = (each.name for each in survey.signposts if spelling(each.url) == spelling(url))
        window = headline.segments(survey.window)
        return survey.column or next(menu, None) or (window[0] if window else None)

    def _wishes(self, survey: Survey) -> None:
        """Note the names on a page that are worth a look."""
        if self._only:
            return
        documents = {item.url for item in survey.listing.items if item.date is not None}
        here = [each for each in (*survey.crumbs, *survey.signposts) if each.url not in documents]
        for signpost in here:
            worth = columns.worth(signpost.name)
            if worth or columns.leads_on(signpost.name) or "/gkmlpt/" in urlsplit(signpost.url).path:
                self._wish([signpost], worth)

    def _wish(self, signposts: Iterable[Signpost], worth: int) -> None:
        for signpost in signposts:
            where = spelling(signpost.url)
            if where in self._asked or not any(
                one_office(signpost.url, known) for known in (self._url, self.office.home)
            ):
                continue
            known = self._further.get(where)
            if known is None or known[1] < worth:
                # An article's breadcrumb counts more than the name of the column in it, but the best name stays.
                self._further[where] = (signpost, worth)


_THERE = frozenset({Outcome.OK, Outcome.LISTING})
_ONLY_LINKS = frozenset({Outcome.EMPTY, Outcome.NEEDS_JS})


def _distinct(found: Iterable[Found]) -> Iterator[Found]:
    """Each column once: one address, or the same entries under two."""
    addresses: set[str] = set()
    entries: list[frozenset[str]] = []
    for each in found:
        items = each.attempt.reading.items if each.attempt.reading else ()
        listed = frozenset(item.url for item in items)
        if spelling(each.attempt.url) in addresses or listed in entries:
            continue
        addresses.add(spelling(each.attempt.url))
        entries.append(listed)
        yield each
