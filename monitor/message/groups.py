"""Clause by clause: where, what changed in words, and the document's own words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from monitor.letter import Group, Mark, Passage, Words
from monitor.message.excerpt import excerpt, whole
from monitor.message.graphemes import shortened
from monitor.message.places import place, place_added
from monitor.message.sentences import kind, said
from monitor.message.structure import kept_targets
from monitor.message.tables import gathered, is_number
from monitor.message.words import CALL, STRUCTURE
from monitor.records import Change, Segment

_SIDES: Mapping[str, Mark] = {"clause_added": "+", "clause_removed": "-", "repost_missing_clause": "-"}
_FIGURES = frozenset({"target_changed", "table_cell_changed"})
_SAID_AT_MOST = 12
_LONGEST_LINE = 400
_LONGEST_TITLE = 60
_HAN = re.compile("[一二三四五六七八九十百千零〇]+")


def clauses(changes: Sequence[Change]) -> list[list[Change]]:
    """The changes by the clause that they are of, in order; a table's cells stand with their table."""
    return [list(group) for _, group in groupby(changes, key=clause)]


def group(changes: Sequence[Change]) -> Group:
    """One clause's changes."""
    return Group(place=_where(changes[0]), said=tuple(_lines(changes)), passages=_passages(changes))


def line(change: Change, beside: Sequence[Change] = ()) -> Words:
    """A change in one line: what it is called, and its sentence."""
    return _named(change, said(change, beside))


def _named(change: Change, told: Words) -> Words:
    name = kind(change)
    return Words(shortened(f"{name.zh}:{told.zh}", _LONGEST_LINE), shortened(f"{name.en}: {told.en}", _LONGEST_LINE))


def _lines(changes: Sequence[Change]) -> Iterator[Words]:
    figures = sum(change.type in _FIGURES and is_number(change) for change in changes)
    if figures > 1:
        yield Words(f"{figures}个数字变化", f"{figures} numbers changed")
    told = list(gathered(changes))
    for together, some in told[:_SAID_AT_MOST]:
        yield _named(some[0], together or said(some[0], [other for other in changes if other is not some[0]]))
    if (more := sum(len(some) for _, some in told[_SAID_AT_MOST:])) > 0:
        yield Words(f"本条另有{more}处变化未逐一列出", f"{more} more changes of this clause are not listed")
    if {change.type for change in changes} == {"responsible_changed"} and (kept := kept_targets(changes[0])):
        yield kept
    yield from _left_out(changes)


def _left_out(changes: Sequence[Change]) -> Iterator[Words]:
    """What the passages do not show."""
    for change in changes:
        if (side := _side(change)) is not None:
            text = change.after if side == "+" else change.before
            if not whole(text, side)[1]:
                yield Words(f"全文{len(text)}字,以下为节选", f"{len(text)} characters in all; an excerpt follows")
    if left := max((excerpt(segments)[1] for segments in _segments(changes)), default=0):
        yield Words(f"另有{left}处文字差异未在摘录中显示", f"{left} more differences are not in the excerpt")


def _passages(changes: Sequence[Change]) -> tuple[Passage, ...]:
    """The clause itself, once: whole where it came or went, else its differing words and what stands around them."""
    shown: list[Passage] = []
    for change in changes:
        if (side := _side(change)) is not None:
            shown += whole(change.after if side == "+" else change.before, side)[0]
    return (*shown, *dict.fromkeys(excerpt(segments)[0] for segments in _segments(changes)))


def _segments(changes: Sequence[Change]) -> Iterable[tuple[Segment, ...]]:
    """The marked texts, each once: the changes of one clause share theirs."""
    return {id(change.segments): change.segments for change in changes if _marked(change)}.values()


def _side(change: Change) -> Mark | None:
    """The mark of a clause that stands on one side only."""
    if change.type == "repost_diff" and change.path_before is None:
        return "+"
    return _SIDES.get(change.type)


def _marked(change: Change) -> bool:
    """Whether a change is shown by its segments. Regrouped clauses are not: their words all stand on."""
    regrouped = change.type in STRUCTURE or "from" in change.facts
    return _side(change) is None and not regrouped and any(mark != "=" for mark, _ in change.segments)


def clause(change: Change) -> tuple[str | None, ...]:
    """What changes of one clause share."""
    if {"row", "column"} <= change.facts.keys():
        depth = 2 if change.facts["column"] else 1
        return tuple(path and "/".join(path.split("/")[:-depth]) for path in (change.path_before, change.path_after))
    return change.path_before, change.path_after


def _where(change: Change) -> Words:
    """The clause's place and title; a new one is said to be new."""
    before, after = clause(change)
    path = before if after is None else after
    spot = place_added(path) if change.type == "clause_added" else place(path)
    title = shortened(change.title, _LONGEST_TITLE) if path else ""
    if not title:
        call = change.type in CALL and not path
        return Words("征求意见", "The call for comments") if call else spot
    if path and _HAN.fullmatch(path) and change.type != "clause_added":
        return Words(f"{path}、“{title}”", f"{spot.en} “{title}”")
    return Words(f"{spot.zh}“{title}”", f"{spot.en} “{title}”")
