"""Comparing what was told with what is true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.edits.draft import Value
from benchmarks.edits.truth import Choice, Event, Truth
from monitor.records import Change, FactValue
from monitor.text import key

_SETS = frozenset({"added", "removed"})


@dataclass(frozen=True)
class Score:
    """What came of one comparison.

    `hits` are required events that were told, `missed` those that were not, `invented` what nobody did. `unclear`
    and `resolved` count the doubtful edits and those of them told in one of the ways that are true; what was told of
    the others is `astray`, and counts as neither.
    """

    hits: tuple[Event, ...]
    missed: tuple[Event, ...]
    invented: tuple[Change, ...]
    resolved: tuple[Choice, ...] = ()
    unresolved: tuple[Choice, ...] = ()
    astray: tuple[Change, ...] = ()


def score(truth: Truth, changes: Iterable[Change]) -> Score:
    """Every change is used up by one event at most; the required ones come first."""
    left = list(changes)
    hits, missed = _taken(truth.required, left)
    resolved, unresolved = [], []
    for choice in truth.choices:
        way = next((way for way in choice.ways if not _taken(way, list(left))[1]), None)
        if way is None:
            unresolved.append(choice)
        else:
            _taken(way, left)
            resolved.append(choice)
    _taken(truth.optional, left)
    paths = {path for choice in unresolved for way in choice.ways for event in way for path in _paths(event)}
    astray = [change for change in left if {change.path_before, change.path_after} & paths]
    invented = [change for change in left if change not in astray]
    return Score(tuple(hits), tuple(missed), tuple(invented), tuple(resolved), tuple(unresolved), tuple(astray))


def tells(change: Change, event: Event) -> bool:
    """Whether the change is the event: its type, its paths, and the facts that decide."""
    if (change.type, change.path_before, change.path_after) != (event.type, event.path_before, event.path_after):
        return False
    return all(_agrees(name, change, value) for name, value in event.facts.items())


def _agrees(name: str, change: Change, wanted: Value) -> bool:
    told = (
        change.title
        if name == "title" and change.type in {"clause_added", "clause_removed"}
        else change.facts.get(name)
    )
    if name in {"old", "new"} and change.type in {"target_added", "target_removed"} and isinstance(wanted, str):
        # Told with what it measures: 新建学校6所.
        return isinstance(told, str) and key(wanted) in key(told)
    if name in _SETS:
        return isinstance(told, list) and sorted(map(str, told)) == sorted(wanted if isinstance(wanted, tuple) else ())
    return _plain(told) == _plain(wanted)


def _plain(value: FactValue | Value) -> object:
    if isinstance(value, str):
        return key(value)
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return value


def _taken(events: Iterable[Event], left: list[Change]) -> tuple[list[Event], list[Event]]:
    """The events that some change in the list tells, which is taken out of it, and those that none tells."""
    hits, missed = [], []
    for event in events:
        found = next((at for at, change in enumerate(left) if tells(change, event)), None)
        if found is None:
            missed.append(event)
        else:
            del left[found]
            hits.append(event)
    return hits, missed


def _paths(event: Event) -> set[str | None]:
    return {event.path_before, event.path_after} - {None}


def ratio(part: int, whole: int) -> float:
    """A share; 1 of nothing."""
    return part / whole if whole else 1.0
