"""A site that was built anew: its known titles and texts are looked for on its present pages, and give the new rules.

What is proposed was tried on the present pages and on all stored ones; only that is ever written into the site file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeAlias

from clausewatch import catalogue, contract
from clausewatch.reading import Reader
from clausewatch.reprocess import Reprocessed, tried
from clausewatch.reprocess import as_json as reprocessed_as_json
from clausewatch.service import Service
from clausewatch.visit import source, visit
from clausewatch.writer import Writer
from crawler.dissect import Source
from crawler.extract.lines import Text, lines
from crawler.page import Page
from crawler.relocate import Entries, article_rules, listing_rules, moved_to, reads, widened
from crawler.rules import ReadingRules
from crawler.site import Site, from_json, load, reading_by, rules_for
from crawler.siteedit import rewrite, with_rules
from monitor.dates import iso
from monitor.errors import UsageError
from monitor.listing import canonical
from monitor.observation import DueTarget, StoredVersion
from monitor.text import key

State: TypeAlias = Literal["good", "mended", "lost", "unread"]
"""`good`: read as before; `mended`: other rules read it as before; `lost`: none do; `unread`: it could not be fetched."""

_SAMPLE = 4
"""So many documents of a column are fetched to learn from."""
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """One column or page: what its rules came to.

    `linked` of its known documents stand on the present listing, `listed` of them does the reading find by the rules of
    `after` (of `before` where that is None); `texts` documents were fetched, `same` of them read as they are known,
    `retitled` of these under another title.
    `last_good` and `present` show the page as it was known and as it is, some lines of each.
    """

    url: str
    name: str | None
    state: State
    before: ReadingRules
    after: ReadingRules | None = None
    linked: int = 0
    listed: int = 0
    texts: int = 0
    same: int = 0
    retitled: int = 0
    last_good: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What was found out about a site. `stored` is what the new rules do to its stored pages; None without new rules."""

    site: Site
    watched: tuple[Mended, ...]
    proposed: Site
    stored: Reprocessed | None = None

    @property
    def proven(self) -> bool:
        """Whether there are new rules by which no stored page reads otherwise, and no present one under another title."""
        if self.stored is None or any(each.retitled for each in self.watched):
            return False
        return not any(each.differences or each.became == "failed" for each in self.stored.documents)


@dataclass(frozen=True, slots=True)
class _Known:
    """The known documents of one column or page, the newest first."""

    url: str
    name: str | None
    single: bool
    documents: Sequence[tuple[DueTarget, StoredVersion]] = field(default_factory=list)

    @property
    def entries(self) -> Entries:
        return Entries(
            {canonical(each.url): each.listed_title or stored.edition.article.title for each, stored in self.documents}
        )


async def repair(service: Service, reader: Reader, name: str) -> Repair:
    """Look at a site's columns and some of their documents, and find the rules that read them as they are known.

    Nothing is written. Raises UsageError for a site that is not known or paused, StorageError. Runs on the reactor.
    """
    service.known([name])
    with Writer() as writer:
        rules = {each.name: each.rules for each in await writer.run(service.sites.all)}
        site = from_json(rules[name])
        known = await _known(service, writer, site)
        pages = await visit(service, writer, site, [each.url for each in known])
        wanted = {each.url: _sample(each, pages[each.url]) for each in known}
        pages |= await visit(
            service, writer, site, [url for sample in wanted.values() for url, _ in sample if url not in pages]
        )
    mended = tuple(_mended(site, each, pages, wanted[each.url]) for each in known)
    proposed = site
    for each in mended:
        if each.after is not None:
            proposed = reading_by(proposed, each.url, each.after)
    stored = await tried(service, reader, proposed) if proposed != site else None
    return Repair(site, mended, proposed, stored)


def apply(service: Service, found: Repair) -> Path:
    """Write what was proven into the site's file; comments and order stay. Gives the file.

    Raises UsageError where there is nothing proven, or no file of the site that can be written.
    """
    if not found.proven:
        raise UsageError(f"nothing was proven for {found.site.name!r}; see: clausewatch repair {found.site.name}")
    path = file_of(service, found.site.name)

    def change(text: str) -> str:
        for each in found.watched:
            if each.after is not None:
                text = with_rules(text, each.url, each.after)
        return text

    rewrite(path, change, load)
    return path


def file_of(service: Service, name: str) -> Path:
    """The file of a site. Raises UsageError where none that holds has this name."""
    good, _ = catalogue.read(catalogue.files(service.settings.sites))
    path = next((path for path, site in good if site.name == name), None)
    if path is None:
        raise UsageError(f"no site file that holds is called {name!r}; see: clausewatch validate")
    return path


async def _known(service: Service, writer: Writer, site: Site) -> list[_Known]:
    by_place: dict[str, list[tuple[DueTarget, StoredVersion]]] = {}
    for target, _ in await writer.run(service.targets.documents, [site.name]):
        assert target.document is not None
        stored = await writer.run(service.archive.latest, target.document)
        if stored is not None:
            by_place.setdefault(target.column_url or target.url, []).append((target, stored))
    for found in by_place.values():
        found.sort(key=lambda each: iso(each[1].edition.article.published) or "", reverse=True)
    columns = [_Known(each.url, each.name, False, by_place.get(each.url, [])) for each in site.columns]
    return columns + [_Known(each.url, each.name, True, by_place.get(each.url, [])) for each in site.pages]


def _sample(known: _Known, page: Page) -> list[tuple[str, StoredVersion]]:
    """The documents to learn from, each at its present address: those that the page links to first, the newest first.

    Documents that are cut into pages are left out: no page of theirs holds their text.
    """
    moved = moved_to(source(page), known.entries) if page.failure is None and not known.single else {}
    whole = [(target, stored) for target, stored in known.documents if not stored.parts]
    ordered = sorted(whole, key=lambda each: canonical(each[0].url) not in moved)
    return [(moved.get(canonical(target.url), target.url), stored) for target, stored in ordered[:_SAMPLE]]


def _mended(
    site: Site, known: _Known, pages: Mapping[str, Page], sample: Sequence[tuple[str, StoredVersion]]
) -> Mended:
    """What is wrong with one column or page, and the rules that mend it."""
    before, page = rules_for(site, known.url), pages[known.url]
    told = Mended(url=known.url, name=known.name, state="good", before=before)
    if page.failure is not None:
        return replace(told, state="unread", reason=page.failure.reason)
    if not known.documents:
        return replace(told, state="unread", reason="nothing was ever read here: there is nothing to look for")
    titles = [title for title in known.entries.titles.values() if title]
    shown = _lines(source(page))
    told = replace(told, last_good=tuple(titles[:_SHOWN]), present=shown)
    listing = told if known.single else _listing(told, source(page), known.entries)
    read = [(source(pages[url]), stored) for url, stored in sample if pages[url].failure is None]
    return _texts(listing, read)


def _listing(told: Mended, page: Source, known: Entries) -> Mended:
    linked = set(moved_to(page, known))
    listed = known.found(page.read(told.before, "listing"))
    told = replace(told, linked=len(linked), listed=len(listed))
    if not linked and listed:  # an answer of data, which has no links
        return told
    if not linked:
        return replace(
            told,
            state="lost",
            reason="the page links to none of the known documents: look for the column's new address",
        )
    if listed >= linked:
        return told
    after = listing_rules(page, known, told.before)
    if after is None:
        return replace(told, state="lost", reason="no rule finds the known documents among the page's entries")
    return replace(told, state="mended", after=after, listed=len(linked))


def _texts(told: Mended, pages: Sequence[tuple[Source, StoredVersion]]) -> Mended:
    """The same with what becomes of the documents, and the container that reads them."""
    texts = [(page, stored.edition.article.text) for page, stored in pages]
    keyed = [(page, Text.of(text)) for page, text in texts]
    same = reads(keyed, told.before)
    told = replace(told, texts=len(texts), same=same)
    if not texts or same * 2 > len(texts):
        return told
    found = article_rules(texts, told.after or told.before)
    if found is None or reads(keyed, found) <= same:
        reason = told.reason or "the known texts were not found on the documents' pages, or no rule reads them alone"
        return replace(told, state="lost", reason=reason)
    found = widened(found, told.before, [page for page, _ in texts])
    state: State = "lost" if told.state == "lost" else "mended"
    retitled = sum(_retitled(page, found, stored) for page, stored in pages)
    return replace(told, state=state, after=found, same=reads(keyed, found), retitled=retitled)


def _retitled(page: Source, rules: ReadingRules, stored: StoredVersion) -> bool:
    article = page.read(rules, "article").article
    return article is not None and key(article.title) != key(stored.edition.article.title)


def _lines(page: Source) -> tuple[str, ...]:
    tree = page.tree()
    return tuple(line.text for line in lines(tree.body)[:_SHOWN]) if tree is not None else ()


def rules_as_json(rules: ReadingRules) -> contract.JsonObject:
    """Selectors as a site file names them; null where they are found by themselves."""
    return {
        "listing": {"item": rules.item, "next": rules.next},
        "article": {"container": rules.container, "drop": list(rules.drop)},
    }


def as_json(found: Repair, *, file: Path | None = None) -> contract.JsonObject:
    """The answer of `repair --json`; `file` is what was written."""
    return {
        "site": found.site.name,
        "proven": found.proven,
        "applied": str(file) if file else None,
        "watched": [
            {
                "url": each.url,
                "name": each.name,
                "state": each.state,
                "reason": each.reason,
                "before": rules_as_json(each.before),
                "after": rules_as_json(each.after) if each.after else None,
                "linked": each.linked,
                "listed": each.listed,
                "texts": each.texts,
                "same": each.same,
                "retitled": each.retitled,
                "last_good": list(each.last_good),
                "present": list(each.present),
            }
            for each in found.watched
        ],
        "stored": reprocessed_as_json(found.stored) if found.stored else None,
    }
