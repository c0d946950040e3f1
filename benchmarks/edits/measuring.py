"""One version after another through the comparison, and what came of each, small enough to leave its process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.edits.kinds import KINDS
from benchmarks.edits.printing import Print, printed
from benchmarks.edits.scoring import Score, score
from benchmarks.edits.truth import Event
from benchmarks.edits.versions import Version, version
from monitor.compare import compare
from monitor.outline import outline
from monitor.records import Change, Edition
from monitor.severity import SEVERITY
from monitor.text import key
from monitor.transcript import article

_FRONT_KINDS = {
    "deadline_moved": "deadline",
    "contact_changed": "contact",
    "status_changed": "stage",
    "metadata_changed": "title",
}
NUMBERS, REFERENCES, NOBODY = "(numbers that follow)", "(references that follow)", "(clauses nobody touched)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one version.

    `hits`, `missed` and `invented` are pairs (kind of edit, type of change); `wrong` tells people about them. `silent`
    says that nothing but silent edits was made, `alarmed` that somebody would have been told of something.
    """

    number: int
    wrong: str = ""
    clauses: int = 0
    hits: tuple[tuple[str, str], ...] = ()
    missed: tuple[tuple[str, str], ...] = ()
    invented: tuple[tuple[str, str], ...] = ()
    resolved: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    silent: bool = False
    alarmed: bool = False
    misread: bool = False
    broken: int = 0
    milliseconds: float = 0.0
    broke_down: bool = False


def measured(seed: int, number: int, kind: str | None, *, plain: bool = False) -> Outcome:
    """Make a version, compare it, and score what was told."""
    made = version(seed, number, kind, plain=plain)
    old, new = edition(made.old), edition(made.new)
    start = time.perf_counter()
    comparison = compare(old, new)
    milliseconds = (time.perf_counter() - start) * 1000
    found = score(made.truth, comparison.changes)
    before, after = printed(made.draft.old), printed(made.draft.work)
    kinds = _Kinds(made, before, after)
    return Outcome(
        number=number,
        clauses=len(before.clauses),
        hits=tuple((kinds.of(event), event.type) for event in found.hits),
        missed=tuple((kinds.of(event), event.type) for event in found.missed),
        invented=tuple((kinds.of(change), change.type) for change in found.invented),
        resolved=tuple(choice.what for choice in found.resolved),
        unresolved=tuple(choice.what for choice in found.unresolved),
        silent=all(KINDS[name].silent for name in made.draft.done),
        alarmed=any(SEVERITY[change.type] != "none" for change in comparison.changes),
        misread=_paths(old) != _printed_paths(before) or _paths(new) != _printed_paths(after),
        broken=sum(_is_broken(change) for change in comparison.changes),
        milliseconds=milliseconds,
        wrong="\n".join(_told(made, found)),
    )


def broken_down(seed: int, number: int, error: BaseException) -> Outcome:
    """What came of a version whose comparison (or whose making) failed."""
    return Outcome(number, f"--seed {seed} --number {number}  broke down: {error!r}", broke_down=True)


def edition(text: str) -> Edition:
    """A plain text, read as `compare` on the command line reads it."""
    read = article(text)
    return Edition(read, outline(read.text, title=read.title))


class _Kinds:
    """Which kind of edit a change or an event belongs to."""

    def __init__(self, made: Version, before: Print, after: Print) -> None:
        self.by: Mapping[int, str] = made.draft.by
        self.before = {one.path: one.id for one in before.clauses}
        self.after = {one.path: one.id for one in after.clauses}
        required = made.truth.required
        self.shifted = {event.path_after for event in required if event.type == "reference_shifted"}

    def of(self, one: Event | Change) -> str:
        if one.type in _FRONT_KINDS:
            return _FRONT_KINDS[one.type]
        if one.type in {"clause_renumbered", "reference_shifted"}:
            return NUMBERS if one.type == "clause_renumbered" else REFERENCES
        id_ = _nearest(one.path_after, self.after) or _nearest(one.path_before, self.before)
        if id_ is not None and id_ in self.by:
            return self.by[id_]
        return REFERENCES if one.path_after in self.shifted else NOBODY


def _nearest(path: str | None, places: Mapping[str, int]) -> int | None:
    """The clause at a path; a table's cell is its table's."""
    while path and path not in places and "表" in path:
        path = path.rpartition("/")[0]
    return places.get(path) if path else None


def _paths(read: Edition) -> set[str]:
    return {clause.path for clause in read.outline.clauses} - {"", "通知", "落款"}


def _printed_paths(work: Print) -> set[str]:
    return {one.path for one in work.clauses}


def _is_broken(change: Change) -> bool:
    """Whether its segments do not give its texts back, or its texts are not told as they must be."""
    before = "".join(text for mark, text in change.segments if mark != "+")
    after = "".join(text for mark, text in change.segments if mark != "-")
    nowhere = (change.path_before is None and change.before) or (change.path_after is None and change.after)
    return before != change.before or after != change.after or bool(nowhere)


def _told(made: Version, found: Score) -> Iterator[str]:
    if not (found.missed or found.invented or found.unresolved):
        return
    yield f"{made.name}  {made.draft.work.title}: {', '.join(made.kinds) or 'nothing but noise'}"
    for event in found.missed:
        yield f"    missed   {event.type} {event.path_before} → {event.path_after} {dict(event.facts)}"
    for change in found.invented:
        yield f"    invented {change.type} {change.path_before} → {change.path_after} {_excerpt(change)}"
    for choice in found.unresolved:
        ways = " or ".join(
            ", ".join(f"{event.type} {event.path_before} → {event.path_after}" for event in way) for way in choice.ways
        )
        yield f"    unclear  {choice.what}: {ways}"
    for change in found.astray:
        yield f"    told     {change.type} {change.path_before} → {change.path_after} {_excerpt(change)}"


def _excerpt(change: Change) -> str:
    told = {
        name: value
        for name, value in change.facts.items()
        if name in {"old", "new", "indicator", "paths", "added", "removed", "from", "into"}
    }
    marked = [f"{mark}{text}" for mark, text in change.segments if mark != "=" and key(text)]
    return f"{str(told)[:160]} {' '.join(marked)[:160]}"
