"""Who watches an address already: another site's file in any spelling, or a site whose documents its list leads to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from clausewatch import catalogue
from clausewatch.service import Service
from crawler.site import Site
from monitor.listing import canonical
from monitor.records import ListingItem
from monitor.signpost import spelling

_MOSTLY = 0.8
_FEWEST = 3


class Watchers:
    """The watched addresses of an installation, but for those of one site (`but`, with its file)."""

    def __init__(self, service: Service, *, but: Site | None = None, path: Path | None = None) -> None:
        self._service, self._but = service, but.name if but else None
        self._taken: dict[str, str] = {}
        for file, site in catalogue.read(catalogue.files(service.settings.sites))[0]:
            if site.name != self._but and (path is None or file.resolve() != path.resolve()):
                self._taken |= {
                    spelling(one.url): f"{one.url} in {file} ({site.name})" for one in catalogue.watched(site)
                }

    def of(self, url: str, items: Sequence[ListingItem]) -> str | None:
        """In words; None where nobody does."""
        return self._taken.get(spelling(url)) or self._documents([canonical(item.url) for item in items])

    def _documents(self, addresses: Collection[str]) -> str | None:
        known = sorted(self._service.archive.known(addresses))
        if len(known) < max(_FEWEST, _MOSTLY * len(addresses)):
            return None
        site = self._service.archive.summary(self._service.archive.find(known[0])).site
        return None if site == self._but else f"{len(known)} of its {len(addresses)} documents, as those of {site}"
