"""Which documents there are: of some sites, kinds, years and validities, today or at the end of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clausewatch import contract
from clausewatch.search import Wanted, scope
from clausewatch.service import Service
from monitor.observation import DocumentSummary
from monitor.search import searchable


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A document, the version that counts, and when that was seen."""

    document: DocumentSummary
    version: int
    at: datetime


def shelf(
    service: Service, wanted: Wanted | None = None, *, title: str | None = None, validity: str | None = None
) -> tuple[Shelved, ...]:
    """The documents that are wanted, the one that changed last first; with `wanted.at` as they stood then.

    `title` are words of it, `validity` is what the document says of itself (有效, 失效, 废止) in that version. Raises
    UsageError for a site that there is none of.
    """
    wanted = wanted or Wanted()
    found = service.archive.within(scope(service, wanted))
    if title is not None:
        found = [each for each in found if searchable(title) in searchable(each.title)]
    then = service.archive.standing(wanted.at)
    shelved = [
        Shelved(document=each, version=then[each.id][0], at=then[each.id][1]) for each in found if each.id in then
    ]
    if validity is not None:
        said = service.archive.validities({each.document.id: each.version for each in shelved})
        shelved = [each for each in shelved if said[each.document.id] == validity]
    return tuple(shelved)


def as_json(shelved: tuple[Shelved, ...]) -> contract.JsonObject:
    """The answer of `documents --json`."""
    return {
        "documents": [
            contract.document(each.document) | {"version": each.version, "at": contract.moment(each.at)}
            for each in shelved
        ]
    }
