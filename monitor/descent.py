"""Where a clause comes from: followed backwards through a document's versions by what each version said it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.observation import VersionSummary
from monitor.records import Change

_ABOVE_ALL = frozenset(
    {"validity_changed", "status_changed", "metadata_changed", "document_withdrawn", "document_restored"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One version in which something of the clause changed: `path` is where it stood from this version on.

    `born` says that it first stood there in this version.
    """

    version: VersionSummary
    path: str
    changes: tuple[Change, ...]
    born: bool = False


def descent(path: str, versions: Sequence[VersionSummary]) -> list[Step]:
    """The clause that stands at `path` in the last of these versions (the first one first), the latest step first.

    The last step is where it was born: the first version, or the one that added it.
    """
    steps: list[Step] = []
    for version in reversed(versions):
        about = [change for change in version.changes if _touches(change, path)]
        born = version is versions[0] or any(_adds(change, path) for change in about)
        if about or born:
            steps.append(Step(version, path, tuple(about), born))
        if born:
            break
        path = _before(path, version.changes)
    return steps


def _touches(change: Change, path: str) -> bool:
    """Whether a change is of this clause, of one of its cells, or of all that it stands in."""
    if change.type in _ABOVE_ALL or change.path_after is None:
        return False
    if change.path_after == path or path in _paths(change) or path in _into(change):
        return True
    if change.type == "table_cell_changed":
        return change.path_after.startswith(f"{path}/")
    return change.type == "clause_moved" and bool(change.path_after) and path.startswith(f"{change.path_after}/")


def _adds(change: Change, path: str) -> bool:
    if change.type == "clause_added":
        return path == change.path_after or path in _paths(change)
    return change.type == "attachment_added" and (path == change.path_after or path.startswith(f"{change.path_after}/"))


def _before(path: str, changes: Sequence[Change]) -> str:
    """Where it stood in the version before: by the change of the clause itself, else of the nearest one above it."""
    where, rest = path, ""
    while where:
        for change in changes:
            if change.path_before is None or change.type == "table_cell_changed":
                continue
            if change.path_after == where or where in _into(change):
                return change.path_before + rest
        where, slash, tail = where.rpartition("/")
        rest = slash + tail + rest
    return path


def _paths(change: Change) -> Sequence[str]:
    return _listed(change.facts.get("paths")) if change.type == "clause_added" else ()


def _into(change: Change) -> Sequence[str]:
    """The parts that a clause was split into."""
    return _listed(change.facts.get("into")) if change.type == "clause_split" else ()


def _listed(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list) else ()
