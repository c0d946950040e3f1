"""Sites that are switched off are looked at once, and switched on where every column answers with dated entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from clausewatch import brakes, catalogue
from clausewatch.hosts import remembered
from clausewatch.look import Look, look
from clausewatch.reading import Reader
from clausewatch.service import Service
from clausewatch.turns import beating, taken
from clausewatch.writer import Writer
from crawler.crawl import crawl
from crawler.page import FetchOrder, Page
from crawler.reactor import run
from crawler.site import Site, rules_for, slowed
from crawler.switch import switch_on
from monitor.errors import StorageError, UsageError
from monitor.observation import DueTarget, TargetKind
from monitor.records import Outcome

_DATED = 0.5
"""So many of a column's entries must have a date: the watch tells by it what is news."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one address of a site came to. `trouble` says what is wrong, None where it may be watched."""

    url: str
    column: str | None
    outcome: Outcome
    items: int
    dated: int
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a site came to. `enabled` is what its file says now; `unwritten` is why that could not be changed."""

    name: str
    path: Path
    enabled: bool
    tried: tuple[Tried, ...]
    unwritten: str | None = None

    @property
    def good(self) -> bool:
        """Whether every address may be watched."""
        return all(one.trouble is None for one in self.tried)


def confirm(service: Service, names: Sequence[str] = (), *, offices: Path | None = None) -> list[Confirmed]:
    """Look at these sites, or at all that are switched off, and switch on in their files what may be watched.

    A site that is not here is taken from the catalogue, the one that came with the program or `offices`: its file is
    copied first, and stays switched off where something is wrong. Runs a reactor of its own, one a process. Raises
    UsageError, StorageError.
    """
    sites = _wanted(service, names, offices)
    at_rest = brakes.paused(service) & {site.name for _, site in sites}
    if at_rest:
        raise UsageError(f"{', '.join(sorted(at_rest))}: paused; take it up again first: clausewatch resume SITE")
    seen: dict[tuple[str, str], Tried] = {}
    if sites:
        with closing(Reader()) as reader:
            run(lambda: _look(service, reader, [site for _, site in sites], seen))
    confirmed = []
    for path, site in sites:
        result = Confirmed(site.name, path, site.enabled, tuple(seen[site.name, url] for url, _ in _addresses(site)))
        confirmed.append(_switched(result) if result.good and not site.enabled else result)
    return confirmed


def _switched(result: Confirmed) -> Confirmed:
    """Switch a good site on; a file that cannot be written does not take the others' verdicts away."""
    try:
        switch_on(result.path)
    except (UsageError, StorageError) as error:
        return replace(result, unwritten=str(error))
    return replace(result, enabled=True)


def _wanted(service: Service, names: Sequence[str], offices: Path | None) -> list[tuple[Path, Site]]:
    """The sites to look at, each with its file here; what is only in the catalogue is copied."""
    directory = service.settings.sites
    good, broken = catalogue.read(catalogue.files(directory))
    if not names:
        return [(path, site) for path, site in good if not site.enabled and path.name != catalogue.EXAMPLE]
    here = {site.name: (path, site) for path, site in good}
    offered = {site.name: (path, site) for path, site in catalogue.offered(of=offices)}
    for name in names:
        file = next((error for error in broken if error.name == name), None)
        if file is not None:
            raise UsageError(f"the file of {name!r} does not hold: {file}")
        if name not in here and name not in offered:
            raise UsageError(f"no site is called {name!r}, here or in the catalogue: clausewatch sites --catalogue")
    taken_from = {url: path for path, site in good for url, _ in _addresses(site)}
    for name in dict.fromkeys(names):
        if name not in here:
            here[name] = _copied(directory, *offered[name], taken_from)
    return [here[name] for name in dict.fromkeys(names)]


def _copied(directory: Path, source: Path, site: Site, watched: Mapping[str, Path]) -> tuple[Path, Site]:
    """A catalogue's file, copied into the installation."""
    for url, _ in _addresses(site):
        if url in watched:
            raise UsageError(f"{url} of {site.name} is watched already, by {watched[url]}")
    path = directory / source.name
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write(source.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise UsageError(f"{path} is another site's file; rename it, then confirm {site.name} again") from error
    except OSError as error:
        raise StorageError(f"{path}: cannot be written: {error.strerror}") from error
    return path, site


def _addresses(site: Site) -> list[tuple[str, str | None]]:
    return [(column.url, column.name) for column in site.columns] + [(page.url, page.name) for page in site.pages]


async def _look(service: Service, reader: Reader, sites: Sequence[Site], seen: dict[tuple[str, str], Tried]) -> None:
    """Fetch every address once, as a round does: in its turn, by robots.txt, and with the gaps that hosts want."""

    async def arrived(order: FetchOrder, page: Page) -> list[FetchOrder]:
        site = named[order.target.site]
        found = await look(order.target, page, rules_for(site, order.target.url), reader)
        column = dict(_addresses(site))[order.target.url]
        seen[site.name, order.target.url] = _tried(order.target, column, found)
        return []

    named = {site.name: site for site in sites}
    with Writer() as writer, service.turn:
        await taken(service.turn, writer)
        slow = await writer.run(brakes.delays, service)
        orders = [
            order
            for site in sites
            for order in _orders(slowed(site, slow.get(site.name), usual=service.settings.fetching.delay))
        ]
        async with beating(service.turn, writer), remembered(service.in_turn(), writer) as notes:
            await crawl(orders, arrived, service.settings.fetching, service.now, notes)


def _orders(site: Site) -> list[FetchOrder]:
    kinds: dict[str, TargetKind] = {column.url: "column" for column in site.columns}
    kinds |= {page.url: "page" for page in site.pages}
    return [
        FetchOrder(
            target=DueTarget(id=0, kind=kind, url=url, site=site.name, rules="", rules_digest=""),
            url=url,
            delay=site.fetch.delay,
        )
        for url, kind in kinds.items()
    ]


def _tried(target: DueTarget, column: str | None, found: Look) -> Tried:
    reading = found.output.reading if found.output else None
    items = reading.items if reading and target.kind == "column" else ()
    dated = sum(item.date is not None for item in items)
    trouble = None
    if reading is None:
        trouble = found.reason or str(found.outcome)
    elif target.kind == "column" and not items:
        trouble = "no entries were found"
    elif dated < _DATED * len(items):
        trouble = f"only {dated} of {len(items)} entries have a date"
    return Tried(target.url, column, found.outcome, len(items), dated, trouble)
