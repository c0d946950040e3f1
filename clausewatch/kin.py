"""What operators and archivists do with families: see one, confirm or cut a link, look for kin of older documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clausewatch import contract
from clausewatch.service import Service
from crawler.site import from_json
from monitor.observation import DocumentSummary
from monitor.portrait import portrait
from storage.families import Link


@dataclass(frozen=True, slots=True)
class Kin:
    """A document, all of its family (itself among them, by id), the links between them, and those that were cut."""

    document: DocumentSummary
    members: Mapping[int, DocumentSummary]
    links: tuple[Link, ...]
    cut: tuple[Link, ...]


def family(service: Service, ref: str) -> Kin:
    """The family of a document by id or address. Raises UsageError where there is no such document, StorageError."""
    document = service.document(ref)
    found = service.families.of(document.id)
    ends = {end for link in found.cut for end in (link.tie.one, link.tie.other)}
    members = {each: service.archive.summary(each) for each in sorted({*found.documents, *ends})}
    return Kin(document, members, found.links, found.cut)


def confirm(service: Service, one: str, other: str) -> Link:
    """A link is right for good. Raises UsageError where there is no such document or link."""
    return service.families.confirm(service.archive.find(one), service.archive.find(other), service.now())


def cut(service: Service, one: str, other: str) -> Link:
    """A link is wrong, and is never made again. Raises UsageError where there is no such document or link."""
    return service.families.cut(service.archive.find(one), service.archive.find(other), service.now())


def find(service: Service) -> int:
    """Look for kin of every document as its latest version has it; gives how many documents were looked at.

    New versions do this by themselves: it is for documents that were read before there were families.
    """
    regions = {site.name: from_json(site.rules).region or "" for site in service.sites.all()}
    looked_at = 0
    for summary in sorted(service.archive.documents(), key=lambda each: each.id):
        stored = service.archive.latest(summary.id)
        if stored is not None:
            seen = portrait(stored.edition, summary.site, regions.get(summary.site, ""))
            service.families.note(summary.id, seen, service.now())
            looked_at += 1
    return looked_at


def as_json(found: Kin) -> contract.JsonObject:
    """The answer of `family --json`."""
    within = {found.document.id} | {end for link in found.links for end in (link.tie.one, link.tie.other)}
    return {
        "document": contract.document(found.document),
        "members": [contract.document(each) for id_, each in found.members.items() if id_ in within],
        "links": [link_json(link) for link in found.links],
        "cut": [link_json(link) for link in found.cut],
    }


def link_json(link: Link) -> contract.JsonObject:
    """One link as JSON: `from` is the copy, the final or the explanation, `to` what it is so of."""
    return {
        "from": link.tie.one,
        "to": link.tie.other,
        "relation": link.tie.relation,
        "reason": {"zh": link.tie.reason.zh, "en": link.tie.reason.en},
        "confidence": link.tie.confidence,
        "state": link.state,
        "at": contract.moment(link.at),
    }
