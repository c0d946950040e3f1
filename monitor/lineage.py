"""One clause through the versions: where it stood before, what changed it, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.records import Change


@dataclass(frozen=True, slots=True)
class Step:
    """A version that brought, moved or changed a clause: its path from then on, and what was told of it."""

    version: int
    path: str
    changes: tuple[Change, ...]


def lineage(path: str, last: int, changes: Mapping[int, Sequence[Change]]) -> tuple[Step, ...]:
    """The steps of the clause that stands at `path` in version `last`, the first one first.

    `changes` are those of every version up to `last`. What moves or is renumbered takes along what stands below it.
    """
    return tuple(reversed(list(_back(path, last, changes))))


def _back(path: str, last: int, changes: Mapping[int, Sequence[Change]]) -> Iterator[Step]:
    for version in range(last, 1, -1):
        own = tuple(change for change in changes.get(version, ()) if _is_of(change, path))
        before = _before(changes.get(version, ()), path)
        if own or before != path:
            yield Step(version, path, own)
        if before is None:
            return
        path = before
    yield Step(1, path, ())


def _is_of(change: Change, path: str) -> bool:
    """Whether a change is of this clause: its own, or that of what it came with."""
    paths = change.facts.get("paths")
    return path == change.path_after or (isinstance(paths, list) and path in paths)


def _before(changes: Sequence[Change], path: str) -> str | None:
    """The clause's path in the version before; None where it came."""
    came = [change for change in changes if change.type == "clause_added"]
    if any(_is_of(change, path) for change in came):
        return None
    moved = [
        (change.path_after, change.path_before)
        for change in changes
        if change.path_after is not None and change.path_before is not None and _within(path, change.path_after)
    ]
    # The nearest says it best: a clause may be renumbered inside a chapter that moved.
    after, before = max(moved, key=lambda each: len(each[0]), default=(path, path))
    return before + path[len(after) :]


def _within(path: str, above: str) -> bool:
    return path == above or (above != "" and path.startswith(f"{above}/"))
