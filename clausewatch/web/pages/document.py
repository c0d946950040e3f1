"""A document: its text with clauses and anchors, what is known about it, and what it is kin to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from clausewatch import cited, kin
from clausewatch.service import Service
from clausewatch.web import blocks, charts
from clausewatch.web.screen import page
from monitor.course import Point, course
from monitor.dates import SHANGHAI
from monitor.descent import descent
from monitor.errors import UsageError
from monitor.facts.targets import targets_of
from monitor.family import NAMES
from monitor.letter import Words
from monitor.message.words import CONTACT, FINDING
from monitor.observation import DocumentSummary, StoredVersion, VersionSummary
from monitor.records import TargetFact
from storage.families import Link

Id = Annotated[int, Path(ge=1, le=2**53)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
Part = Annotated[int, Query(ge=1, le=10_000)]

_MOST_TARGETS = 80
_COMPARED: Mapping[tuple[str, bool], tuple[str, str, bool]] = {
    ("final_of", True): ("final", "compare_with_draft", False),
    ("final_of", False): ("final", "compare_with_final", True),
    ("repost_of", True): ("repost", "compare_with_original", False),
    ("repost_of", False): ("repost", "compare_with_copy", True),
}
"""Relation, and whether this document is its `one` → the mode, what the link is called, and whether this one is the old."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target, with the course of its values and the chart of them."""

    target: TargetFact
    points: tuple[Point, ...]
    line: charts.Line | None


@dataclass(frozen=True, slots=True)
class Relative:
    """Another page of the same work: how the two are related, why, and how both are compared, if they are."""

    document: DocumentSummary
    link: Link
    relation: Words
    ours: bool
    compared: tuple[str, str, int, int] | None


def router(service: Service) -> APIRouter:
    """`/documents/N` and `/documents/N/versions/N`."""
    routes = APIRouter()

    @routes.get("/documents/{document}")
    def latest(
        request: Request, document: Id, at: Annotated[str, Query(max_length=10)] = "", part: Part = 1
    ) -> Response:
        summary = service.archive.summary(document)
        versions = service.archive.history(document)
        if not at:
            return _shown(service, request, summary, service.version(document), versions, part=part)
        try:
            day = date.fromisoformat(at)
        except ValueError as error:
            raise UsageError(f"{at!r} is no date; write it like 2025-03-10") from error
        stored = service.archive.at(document, datetime.combine(day, time.max, tzinfo=SHANGHAI))
        if stored is None:
            return page(request, "not_yet.html", document=summary, day=day, first=versions[0] if versions else None)
        return _shown(service, request, summary, stored, versions, at=day, part=part)

    @routes.get("/documents/{document}/versions/{number}")
    def version(request: Request, document: Id, number: Number, part: Part = 1) -> Response:
        summary, stored = service.archive.summary(document), service.version(document, number=number)
        return _shown(service, request, summary, stored, service.archive.history(document), part=part, fixed=True)

    return routes


def _shown(
    service: Service,
    request: Request,
    summary: DocumentSummary,
    stored: StoredVersion,
    versions: Sequence[VersionSummary],
    *,
    part: int,
    at: date | None = None,
    fixed: bool = False,
) -> Response:
    past = versions[: stored.number]
    text = blocks.blocks(stored.edition.outline.clauses, _since(service, summary.id, past))
    shares = blocks.parts(text, [block.size for block in text])
    if part > len(shares):
        raise UsageError(f"document {summary.id} has {len(shares)} parts")
    headings = [(block, number) for number, share in enumerate(shares, 1) for block in share if block.kind == "heading"]
    targets = [target for clause in stored.edition.outline.clauses for target in targets_of(clause)]
    return page(
        request,
        "document.html",
        document=summary,
        version=stored,
        article=stored.edition.article,
        versions=versions,
        at=at,
        fixed=fixed,
        blocks=shares[part - 1],
        part=part,
        part_count=len(shares),
        headings=headings[:120],
        targets=[_target(target, past) for target in targets[:_MOST_TARGETS]],
        more_targets=max(0, len(targets) - _MOST_TARGETS),
        files=stored.edition.files,
        unread=_unread(stored),
        relatives=_relatives(service, summary) if part == 1 else [],
        references=cited.references(service, summary, stored.edition) if part == 1 else (),
        citing=service.archive.citing(summary.title) if part == 1 else (),
        addresses=service.archive.addresses.of(summary.id),
        column=service.archive.column(summary.id),
        findings=[(FINDING[each.type], each) for each in stored.findings if each.type in FINDING],
        contacts=[(CONTACT[each.kind], each.value) for each in stored.edition.article.consultation.contacts],
        previous=_previous(past),
    )


def _since(service: Service, document: int, past: Sequence[VersionSummary]) -> dict[str, int]:
    """Path → the version in which the clause changed last, where that is not the first one."""
    if not any(version.changes for version in past[1:]):
        return {}
    since = {}
    for path in service.archive.younger(document, past[-1].number):
        (latest, *_) = descent(path, past) or (None,)
        if latest is not None and latest.version.number > past[0].number:
            since[path] = latest.version.number
    return since


def _target(target: TargetFact, past: Sequence[VersionSummary]) -> Row:
    points = course(target, past) if len(past) > 1 else ()
    return Row(target, points if len(points) > 1 else (), charts.steps(points))


def _unread(stored: StoredVersion) -> list[tuple[str, str]]:
    """Files that the page names and nobody read: (name, address)."""
    read = {file.url for file in stored.edition.files}
    return [(each.name, each.url) for each in stored.edition.article.attachments if each.url not in read]


def _relatives(service: Service, summary: DocumentSummary) -> list[Relative]:
    """The documents that a link leads to from this one, at first hand."""
    found = kin.family(service, str(summary.id))
    relatives = []
    for link in found.links:
        tie = link.tie
        if summary.id not in {tie.one, tie.other}:
            continue
        ours = tie.one == summary.id
        other = found.members[tie.other if ours else tie.one]
        compared = None
        if other.versions and (way := _COMPARED.get((tie.relation, ours))):
            mode, label, old = way
            compared = (mode, label, *((summary.id, other.id) if old else (other.id, summary.id)))
        relatives.append(Relative(other, link, NAMES[tie.relation], ours, compared))
    return relatives


def _previous(past: Sequence[VersionSummary]) -> tuple[int, int] | None:
    """The last two versions between which something changed."""
    for version in reversed(past[1:]):
        if version.changes:
            return version.number - 1, version.number
    return None
