"""What would be kept of a page and what dropped, before anything is watched or written: of an address, a file, a site file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clausewatch import clock, contract
from clausewatch.reading import Reader, Want
from clausewatch.repair import file_of, rules_as_json
from clausewatch.reprocess import Reprocessed, tried
from clausewatch.reprocess import as_json as reprocessed_as_json
from clausewatch.service import Service
from clausewatch.visit import fetch, source
from crawler.dissect import Dissection, Source, dissect, rules_of
from crawler.fetch.settings import FetchSettings
from crawler.page import Page
from crawler.rules import ReadingRules
from crawler.site import Site, from_json, load, reading_by, rules_for
from crawler.siteedit import rewrite, with_rules
from monitor.believe import judge
from monitor.errors import UsageError
from monitor.question import Known
from monitor.records import Outcome

NOWHERE = "https://relative.invalid/"
"""Where the links of a saved page start that nobody said the address of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One page as its rules read it. `site` is the site that watches it, `place` the column or page of its file."""

    page: Source
    want: Want
    rules: ReadingRules
    outcome: Outcome
    reason: str | None
    shown: Dissection
    site: Site | None = None
    place: str | None = None


def of_page(
    page: Source,
    *,
    rules: ReadingRules | None = None,
    want: Want = "auto",
    site: Site | None = None,
    place: str | None = None,
) -> Preview:
    """A page that is at hand, taken apart by these rules and judged as a check would judge it."""
    rules = rules or ReadingRules()
    shown = dissect(page, rules, want)
    listing = want == "listing" or (want == "auto" and shown.reading.article is None and bool(shown.reading.items))
    outcome, reason = judge(shown.reading, want_items=listing, known=Known(answered=page.url))
    return Preview(
        page=page, want=want, rules=rules, outcome=outcome, reason=reason, shown=shown, site=site, place=place
    )


def of_file(path: Path, url: str | None = None, service: Service | None = None) -> Preview:
    """A saved page, by the rules of the site that watches `url`. Raises UsageError where it cannot be read."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; name a file that can be read") from error
    return _by_its_site(Source(body=body, url=url or NOWHERE, content_type="text/html"), url, service)


def of_address(url: str, settings: FetchSettings, service: Service | None = None) -> Preview:
    """The page at an address, fetched now, by the rules of the site that watches it. Runs a reactor of its own."""
    page = fetch([url], settings, clock.now)[url]
    return _by_its_site(_arrived(page), url, service)


def of_site(path: Path, settings: FetchSettings) -> list[Preview]:
    """What a site file would read: each column with the first document it leads to, and each page.

    Raises BrokenSiteError. Runs a reactor of its own.
    """
    site = load(path).site
    columns = [each.url for each in site.columns]
    places = columns + [each.url for each in site.pages]
    found: dict[str, Preview] = {}
    first: dict[str, str] = {}

    def further(url: str, page: Page) -> Sequence[str]:
        place = first.get(url, url)
        want: Want = "listing" if url in columns else "article"
        found[url] = of_page(_arrived(page), rules=rules_for(site, place), want=want, site=site, place=place)
        items = found[url].shown.reading.items
        if url not in columns or not items or items[0].url in found:
            return ()
        first[items[0].url] = url
        return (items[0].url,)

    fetch(places, settings, clock.now, further)
    ordered = [url for place in places for url in (place, *(each for each, of in first.items() if of == place))]
    return [found[url] for url in ordered]


def pointed(preview: Preview, *, container: int | None = None, drop: Sequence[int] = ()) -> Preview:
    """The same page with the blocks of these numbers as container and to be dropped. Raises UsageError for others."""
    want: Want = "article" if preview.want == "auto" else preview.want
    chosen, dropped = rules_of(preview.page, preview.rules, preview.want, container=container, drop=drop)
    rules = replace(preview.rules, container=chosen, drop=dropped)
    return of_page(preview.page, rules=rules, want=want, site=preview.site, place=preview.place)


async def effect(service: Service, reader: Reader, preview: Preview) -> Reprocessed:
    """What the preview's rules would do to all stored pages of its site. Raises UsageError, StorageError."""
    return await tried(service, reader, _site(preview))


def save(service: Service, preview: Preview) -> Path:
    """Write the preview's rules into its site's file; comments and order stay. Raises UsageError where there is none."""
    site, place = _site(preview), preview.place
    assert place is not None
    path = file_of(service, site.name)
    rewrite(path, lambda text: with_rules(text, place, preview.rules), load)
    return path


def _site(preview: Preview) -> Site:
    if preview.site is None or preview.place is None:
        raise UsageError(
            "no site watches this page: write the selectors into a site file, or name a page that is watched"
        )
    return reading_by(preview.site, preview.place, preview.rules)


def _by_its_site(page: Source, url: str | None, service: Service | None) -> Preview:
    target = service.targets.by_url(url) if service is not None and url is not None else None
    if target is None:
        return of_page(page)
    site, place = from_json(target.rules), target.column_url or target.url
    want: Want = "listing" if target.kind == "column" else "article"
    return of_page(page, rules=rules_for(site, place), want=want, site=site, place=place)


def _arrived(page: Page) -> Source:
    if page.failure is not None:
        raise UsageError(f"{page.url}: {page.failure.reason}")
    return source(page)


def as_json(found: Preview, stored: Reprocessed | None = None, *, file: Path | None = None) -> contract.JsonObject:
    """The answer of `preview --json` about one page."""
    return {
        "url": found.page.url,
        "site": found.site.name if found.site else None,
        "outcome": str(found.outcome),
        "reason": found.reason,
        "rules": rules_as_json(found.rules),
        "blocks": [
            {
                "number": each.number,
                "depth": each.depth,
                "name": each.name,
                "selector": each.selector,
                "stable": each.stable,
                "length": each.length,
                "kept": each.kept,
                "lines": [{"fate": fate, "text": text} for fate, text in each.lines],
            }
            for each in found.shown.blocks
        ],
        "stored": reprocessed_as_json(stored) if stored else None,
        "saved": str(file) if file else None,
    }
