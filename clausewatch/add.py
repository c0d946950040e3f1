"""Adds an office: from one of its addresses to a site file, with everything shown before anything is saved."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from clausewatch import catalogue
from clausewatch.explore import Exploration, Office, Passed
from clausewatch.hosts import remembered
from clausewatch.phases import Ask, Phase, in_phases
from clausewatch.reading import Reader
from clausewatch.service import Service
from clausewatch.trials import Trials
from clausewatch.watchers import Watchers
from clausewatch.writer import Writer
from crawler import permission
from crawler.hosts import HostNotes
from crawler.reactor import run
from crawler.rules import ReadingRules
from crawler.site import ArticleRules, BrokenSiteError, Column, SinglePage, Site, SiteFetch, load, parse, rules_for
from crawler.sitetext import written
from monitor.acceptance import Trial, Verdict, verdicts
from monitor.dates import SHANGHAI
from monitor.errors import ReadError, StorageError, UsageError
from monitor.records import ListingItem
from monitor.robots import RobotsCopy, server_of

OnPage: TypeAlias = Callable[[str], object]
"""Hears the address of every page that came, or did not."""

_ENTRIES = 3
_LONGEST_DELAY = 3600


@dataclass(frozen=True, slots=True)
class Tried:
    """One column or page with what the gate says of it."""

    trial: Trial
    verdicts: tuple[Verdict, ...]

    @property
    def failed(self) -> bool:
        """Whether something stands against watching it."""
        return any(verdict.level == "failure" for verdict in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An office as it was found; nothing is saved yet.

    `name` is None where its pages do not agree on one. `robots` are the servers' copies of robots.txt, `delay` the gap
    in seconds that they ask for where it is longer than the service's own; `passed` what was looked at and left out.
    """

    url: str
    home: str
    name: str | None
    region: str | None
    family: str | None
    columns: tuple[Tried, ...]
    passed: tuple[Passed, ...]
    robots: dict[str, RobotsCopy]
    delay: float | None

    @property
    def sound(self) -> tuple[Tried, ...]:
        """The columns against which nothing stands."""
        return tuple(tried for tried in self.columns if not tried.failed)

    @property
    def encodings(self) -> tuple[str, ...]:
        """The encodings that its pages were read in."""
        read = (tried.trial.listing.reading for tried in self.columns if tried.trial.listing is not None)
        return tuple(dict.fromkeys(reading.signals.encoding for reading in read if reading is not None))


def propose(service: Service, url: str, *, only: bool = False, on_page: OnPage = lambda _: None) -> Proposal:
    """Look around from one address of an office, and try what is found. Runs a reactor of its own, one a process.

    With `only` no other columns are looked for than the given list, or the given article's. An article without a list is
    proposed as a single page. Raises UsageError for what is no address, ReadError where it cannot be read, StorageError.
    """
    _checked(url)
    with closing(Reader()) as reader:
        exploration = Exploration(url, reader, only=only)
        trials = Trials(reader, Watchers(service).of)

        def found() -> Sequence[Ask]:
            for each in exploration.office.columns:
                rules = ReadingRules(site=exploration.office.name)
                trials.of_column(each.attempt.url, each.name, rules, first=each.attempt)
            if not exploration.office.columns and exploration.document is not None:
                trials.of_page(*exploration.document, ReadingRules(site=exploration.office.name))
            return ()

        notes = _crawled(service, (*exploration.phases, found, *trials.phases), on_page)
    if exploration.trouble is not None:
        trouble = exploration.trouble
        raise ReadError(f"{url}: {trouble.reason or trouble.outcome}", outcome=trouble.outcome)
    return _proposal(service, url, exploration.office, trials.results(), notes)


def examine(
    service: Service, paths: Sequence[Path], *, on_page: OnPage = lambda _: None
) -> list[tuple[Path, Site, tuple[Tried, ...]]]:
    """The gate for sites that have files: fetches every column and page, as `propose` does. Saves nothing.

    Raises BrokenSiteError for a file that does not hold, StorageError.
    """
    files = [load(path) for path in paths]
    with closing(Reader()) as reader:
        pending = []
        for file in files:
            trials = Trials(reader, Watchers(service, but=file.site, path=file.path).of, filed=True)
            for column in file.site.columns:
                rules = rules_for(file.site, column.url)
                trials.of_column(column.url, column.name, rules, delay=file.site.fetch.delay)
            for page in file.site.pages:
                trials.of_page(page.url, page.name, rules_for(file.site, page.url), delay=file.site.fetch.delay)
            pending.append((file, trials))
        joined = zip(*(trials.phases for _, trials in pending), strict=True)
        _crawled(service, [_together(same) for same in joined], on_page)
    return [(file.path, file.site, _judged(trials.results())) for file, trials in pending]


def _together(phases: Sequence[Phase]) -> Phase:
    """One phase of several sites at once."""
    return lambda: [ask for phase in phases for ask in phase()]


def site_of(proposal: Proposal, *, name: str, region: str | None, columns: Sequence[Tried]) -> Site:
    """The site that is to be saved."""
    lists = [tried.trial for tried in columns if tried.trial.listing is not None]
    single = [tried.trial for tried in columns if tried.trial.listing is None]
    return Site(
        name=name,
        home=proposal.home,
        region=region,
        columns=tuple(Column(url=t.url, name=t.name, article=ArticleRules(drop=t.drop)) for t in lists),
        pages=tuple(SinglePage(url=t.url, name=t.name, article=ArticleRules(drop=t.drop)) for t in single),
        fetch=SiteFetch(delay=proposal.delay),
    )


def text_of(service: Service, proposal: Proposal, site: Site) -> str:
    """The commented text of the site's file."""
    day = service.now().astimezone(SHANGHAI).date()
    system, encodings = proposal.family or "none that is known", ", ".join(proposal.encodings) or "unknown"
    head = [
        f"{site.name}: found by clausewatch add {proposal.url} on {day}.",
        f"Content system: {system}; encoding: {encodings}; robots.txt: {said_by_robots(proposal)}.",
        "Every key is explained in docs/site-file.md; after editing: clausewatch validate --fetch FILE",
        "",
    ]
    beside = {tried.trial.url: list(_comments(tried)) for tried in proposal.columns}
    return written(site, head, beside)


def save(service: Service, site: Site, text: str, file: Path | None = None) -> Path:
    """Write the site's file, a new one. Raises UsageError where it does not hold or is there already, StorageError."""
    directory = service.settings.sites
    path = file or _free(directory, site.home)
    try:
        if parse(path, text).site != site:
            raise UsageError(f"{path}: the file would say something else than what was shown; please report it")
    except BrokenSiteError as error:
        raise UsageError(str(error)) from error
    for other, known in catalogue.read(catalogue.files(directory))[0]:
        if known.name == site.name:
            pieces = text[text.index("[[columns]]") :] if "[[columns]]" in text else text
            raise UsageError(
                f"{other} already describes {site.name!r}: give another name (--name NAME), or put this into it:\n\n{pieces}"
            )
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; name another: --file sites/NAME.toml") from error
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror}") from error
    return path


def said_by_robots(proposal: Proposal) -> str:
    """What the servers' robots.txt say, in words."""
    told = {
        server: "has rules, which are kept to" if copy.text.strip() else "none, so all is allowed"
        for server, copy in proposal.robots.items()
    }
    if len(told) == 1:
        return next(iter(told.values()))
    return "; ".join(f"{server} {said}" for server, said in told.items()) or "not asked"


def _comments(tried: Tried) -> list[str]:
    """What is worth knowing of a column when its file is edited."""
    trial = tried.trial
    reading = trial.listing.reading if trial.listing is not None else None
    lines = []
    if reading is not None and reading.items:
        lines.append(f"{len(reading.items)} entries, such as: {reading.items[0].title}")
    lines += [f"{each.level}: {each.detail}; {each.advice}" for each in tried.verdicts if each.level != "good"]
    if trial.drop:
        lines.append("dropped below: differed between two fetches of one document")
    return lines


def _proposal(service: Service, url: str, office: Office, trials: Sequence[Trial], notes: HostNotes) -> Proposal:
    servers = {server_of(each) for each in (url, office.home, *(trial.url for trial in trials))}
    robots = {server: copy for server, copy in notes.robots.items() if server in servers}
    agent, usual = service.settings.fetching.user_agent, service.settings.fetching.delay
    asked = max((permission.delay(copy.text, agent) or 0.0 for copy in robots.values()), default=0.0)
    return Proposal(
        url=url,
        home=office.home,
        name=office.name,
        region=office.region,
        family=office.family,
        columns=_judged(trials),
        passed=tuple(office.passed),
        robots=robots,
        delay=min(asked, _LONGEST_DELAY) if asked > usual else None,
    )


def _judged(trials: Sequence[Trial]) -> tuple[Tried, ...]:
    return tuple(Tried(trial, verdicts(trial)) for trial in trials)


def _crawled(service: Service, phases: Sequence[Phase], on_page: OnPage) -> HostNotes:
    """Run the phases; what is learnt of hosts is remembered. Gives the notes back."""

    async def crawled() -> HostNotes:
        with Writer() as writer:
            async with remembered(service, writer) as notes:
                await in_phases(phases, service.settings.fetching, service.now, notes, on_page=on_page)
            return notes

    return run(crawled)


def _checked(url: str) -> None:
    """Raises UsageError for what is no address of a page, with what to write instead."""
    if "://" not in url:
        raise UsageError(
            f"{url}: is no address; write it whole, as in https://{url.lstrip('-/') or 'www.example.gov.cn'}"
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"{url}: only http and https addresses can be watched; write https://host/path")
    if parts.username is not None:
        raise UsageError(f"{parts.hostname}: an address must not hold a user or password; write only https://host/path")


def _free(directory: Path, home: str) -> Path:
    """A file name from the office's host that nothing has yet."""
    parts = urlsplit(home)
    labels = [label for label in (parts.hostname or "").split(".") if label not in {"www", "gov", "edu", "cn", "com"}]
    labels += [str(parts.port)] if parts.port is not None else []
    below = [part for part in parts.path.split("/") if part and "." not in part]
    stem = re.sub(r"[^a-z0-9]+", "-", "-".join([*labels, *below]).lower()).strip("-") or "site"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    return next(path for path in (directory / f"{name}.toml" for name in names) if not path.exists())


def shown_entries(trial: Trial) -> tuple[ListingItem, ...]:
    """The first entries of a column, to be shown."""
    reading = trial.listing.reading if trial.listing is not None else None
    return reading.items[:_ENTRIES] if reading is not None else ()


def document_of(proposal: Proposal) -> Trial | None:
    """The trial whose document shows best how this office's documents are read: the one with most clauses."""
    read = [t.trial for t in proposal.columns if t.trial.document is not None and t.trial.document.edition is not None]

    def clauses(trial: Trial) -> int:
        edition = trial.document.edition if trial.document is not None else None
        return len(edition.outline.clauses) if edition is not None else 0

    return max(read, key=clauses, default=None)
