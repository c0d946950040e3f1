"""Two texts side by side or in one column, with every differing word marked; and the same as a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from clausewatch import compared, paper
from clausewatch.compared import Compared
from clausewatch.service import Service
from clausewatch.web import blocks
from clausewatch.web.pages.document import Id
from clausewatch.web.screen import Tongue, page, tongue
from monitor.errors import UsageError
from monitor.letter import Words
from monitor.message.sentences import kind, said
from monitor.message.words import SEVERITY
from monitor.observation import DocumentSummary
from monitor.parallel import Row, folded
from monitor.records import Change, Segment

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KEPT = 16
"""Comparisons that are kept: a version never changes."""
_CONTEXT = 160
"""Characters of unchanged text around a difference, where only changes are shown."""
_TOLD = {
    "clause_moved": "moved",
    "clause_renumbered": "renumbered",
    "clause_added": "added",
    "clause_removed": "removed",
}
_TOLD |= {"clause_split": "split", "clause_merged": "merged"}


class Shown(BaseModel):
    """How a comparison is shown."""

    view: Literal["two", "one"] = "two"
    show: Literal["changes", "all"] = "changes"
    part: int = Field(default=1, ge=1, le=10_000)
    lang: str = Field(default="", max_length=20)


class OfVersions(Shown):
    """Two versions of one document, by number; the last two that differ where none is named."""

    old: int | None = Field(default=None, ge=1, le=1_000_000)
    new: int | None = Field(default=None, ge=1, le=1_000_000)


class OfDocuments(Shown):
    """Two documents of one work."""

    old: int = Field(ge=1, le=2**53)
    new: int = Field(ge=1, le=2**53)
    mode: Literal["final", "repost"] = "final"


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words."""

    label: str
    severity: str
    severity_label: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table as it is shown; a `fold` stands for so many rows without a difference."""

    row: Row | None
    fold: int = 0
    told: tuple[Told, ...] = ()
    marks: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    title: str = ""

    @property
    def size(self) -> int:
        """How many characters it shows."""
        return sum(len(text) for _, text in self.segments) + 20


def router(service: Service) -> APIRouter:
    """`/documents/N/compare`, `/compare`, and both with `.docx`."""
    routes = APIRouter()
    versions = lru_cache(_KEPT)(partial(compared.versions, service))

    def of_versions(document: int, wanted: OfVersions) -> Compared:
        history = service.archive.history(document)
        last = next((each.number for each in reversed(history[1:]) if each.changes), len(history))
        new = wanted.new or (last if wanted.old is None or wanted.old < last else len(history))
        return versions(document, wanted.old or max(new - 1, 1), new)

    @routes.get("/documents/{document}/compare")
    def compare(request: Request, document: Id, wanted: Annotated[OfVersions, Query()]) -> Response:
        summary = service.archive.summary(document)  # as it is now: a comparison that is kept may know an older title
        if summary.versions < 2:
            raise UsageError(f"document {document} has only one version")
        found = of_versions(document, wanted)
        numbers = [each.number for each in service.archive.history(document)]
        here = {"old": found.old.version.number, "new": found.new.version.number}
        return _page(
            request, found, wanted, summary, address=f"/documents/{document}/compare", here=here, numbers=numbers
        )

    @routes.get("/documents/{document}/compare.docx")
    def save(request: Request, document: Id, wanted: Annotated[OfVersions, Query()]) -> Response:
        return _saved(request, of_versions(document, wanted), wanted)

    @routes.get("/compare")
    def beside(request: Request, wanted: Annotated[OfDocuments, Query()]) -> Response:
        found = compared.documents(service, wanted.old, wanted.new, wanted.mode)
        here = {"old": wanted.old, "new": wanted.new, "mode": wanted.mode}
        return _page(request, found, wanted, found.new.document, address="/compare", here=here)

    @routes.get("/compare.docx")
    def save_beside(request: Request, wanted: Annotated[OfDocuments, Query()]) -> Response:
        return _saved(request, compared.documents(service, wanted.old, wanted.new, wanted.mode), wanted)

    return routes


def _page(
    request: Request,
    found: Compared,
    wanted: Shown,
    document: DocumentSummary,
    *,
    address: str,
    here: Mapping[str, object],
    numbers: Sequence[int] = (),
) -> Response:
    speaks = tongue(request)
    lines = _lines(found, wanted.show, speaks)
    shares = blocks.parts(lines, [line.size for line in lines])
    if wanted.part > len(shares):
        raise UsageError(f"this comparison has {len(shares)} parts")
    counts = found.comparison.counts
    return page(
        request,
        "comparison.html",
        found=found,
        document=document,
        lines=shares[wanted.part - 1],
        part=wanted.part,
        part_count=len(shares),
        whole=[_told(change, speaks) for change in found.table.whole if change.severity != "none"],
        counts=[(name, getattr(counts, name)) for name in counts.__slots__],
        address=address,
        here=here,
        numbers=numbers,
        view=wanted.view,
        show=wanted.show,
        sides=_SIDES[found.mode],
    )


_SIDES = {"revision": ("older", "newer"), "final": ("draft", "issued"), "repost": ("original_text", "copied_text")}


def _saved(request: Request, found: Compared, wanted: Shown) -> Response:
    made = paper.docx(found, tongue(request).language, everything=wanted.show == "all")
    name = f"{found.new.document.title[:60] or found.new.document.id}-{found.old.version.number}-{found.new.version.number}"
    headers = {
        "Content-Disposition": f"attachment; filename=\"comparison.docx\"; filename*=UTF-8''{quote(name, safe='')}.docx"
    }
    return Response(made, media_type=DOCX, headers=headers)


def _lines(found: Compared, show: str, speaks: Tongue) -> list[Line]:
    if show == "all":
        return [_line(row, speaks, whole=True) for row in found.table.rows]
    lines = []
    for quiet, rows in folded(found.table.rows):
        lines += [Line(None, fold=len(rows))] if quiet else [_line(row, speaks, whole=False) for row in rows]
    return lines


def _line(row: Row, speaks: Tongue, *, whole: bool) -> Line:
    told = tuple(_told(change, speaks) for change in row.changes)
    named = {_TOLD.get(change.type) for change in row.changes}
    reworded = {"reworded"} if row.changes else set()
    marks = tuple(f"mark_{mark}" for mark in sorted(row.marks - named - reworded))
    segments = row.segments or (("=", row.old.text),) if row.old else row.segments
    texts = [(mark, blocks.cut(text)) for mark, text in segments] if whole else _near(segments)
    clause = row.new or row.old
    title = clause.title if clause is not None and len(clause.title) <= 30 else ""
    return Line(row, told=told, marks=marks, segments=tuple(texts), title=title)


def _near(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with their long unchanged stretches cut down to what stands near a difference."""
    last, found = len(segments) - 1, []
    for index, (mark, text) in enumerate(segments):
        if mark != "=" or len(text) <= 2 * _CONTEXT:
            found.append((mark, blocks.cut(text)))
            continue
        head = text[: _CONTEXT // (1 if index else 2)] if index or last == 0 else text[:24]
        tail = text[-_CONTEXT:] if index < last else ""
        found.append((mark, f"{head}…{tail}"))
    return found


def _told(change: Change, speaks: Tongue) -> Told:
    words: Words = said(change)
    return Told(
        kind(change).of(speaks.language),
        change.severity,
        SEVERITY[change.severity].of(speaks.language),
        words.of(speaks.language),
    )
