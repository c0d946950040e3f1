"""What a document cites among the documents that are known."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.service import Service
from monitor import arrival
from monitor.observation import DocumentSummary
from monitor.portrait import portrait
from monitor.records import Edition


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a text names, where it names it first, and the documents that are known to be it, if any."""

    title: str
    path: str
    documents: tuple[DocumentSummary, ...]


def references(service: Service, document: DocumentSummary, edition: Edition) -> tuple[Reference, ...]:
    """The works that an edition of a document names, each once, in the order of the text. Raises StorageError."""
    named = arrival.cited(edition)
    if not named:
        return ()
    seen = portrait(edition, document.site, service.regions().get(document.site) or "")
    found = []
    for citation in named:
        works = service.families.named(citation.name, seen.place, seen.cited)
        pages = sorted(each for each, work in works.items() if arrival.meant(citation, seen, work))
        known = tuple(service.archive.summary(each) for each in pages if each != document.id)
        found.append(Reference(citation.title, citation.path, known))
    return tuple(found)
