"""Two texts side by side for readers: two versions of a document, or two documents of one work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clausewatch.service import Service
from monitor import grading
from monitor.compare import compare
from monitor.errors import UsageError
from monitor.observation import DocumentSummary, StoredVersion
from monitor.parallel import Parallel, parallel
from monitor.records import Comparison, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two texts: whose it is, and which version."""

    document: DocumentSummary
    version: StoredVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both sides, what differs, and the table of their clauses."""

    old: Side
    new: Side
    mode: Mode
    comparison: Comparison
    table: Parallel


def versions(service: Service, document: int, old: int, new: int) -> Compared:
    """Two versions of a document, in whichever order. Raises UsageError where there is none or both are the same."""
    summary = service.archive.summary(document)
    if old == new:
        raise UsageError(f"version {old} of document {document} cannot be compared with itself; name two")
    before, after = service.version(document, number=old), service.version(document, number=new)
    return _compared(
        service, Side(document=summary, version=before), Side(document=summary, version=after), mode="revision"
    )


def documents(service: Service, old: int, new: int, mode: Mode) -> Compared:
    """The last versions of two documents: `final`, a draft and what was issued; `repost`, an original and a copy.

    Raises UsageError where one of them is not there, or was not read.
    """
    if old == new:
        raise UsageError(f"document {old} cannot be compared with itself; name two")
    sides = [Side(document=service.archive.summary(each), version=service.version(each)) for each in (old, new)]
    return _compared(service, *sides, mode=mode)


def _compared(service: Service, old: Side, new: Side, *, mode: Mode) -> Compared:
    before, after = old.version.edition, new.version.edition
    comparison = compare(before, after, mode)
    comparison = replace(comparison, changes=grading.graded(comparison.changes, service.settings.severity))
    table = parallel(before, after, comparison.changes, mode)
    return Compared(old=old, new=new, mode=mode, comparison=comparison, table=table)
