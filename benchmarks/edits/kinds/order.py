"""Clauses that move: among their siblings, to another parent, alone or as a whole section, and edited on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.edits.draft import Draft
from benchmarks.edits.kinds import goals, wording
from benchmarks.edits.kinds.subtrees import named
from benchmarks.edits.model import Clause, references, walk

_KEPT_ON_THE_WAY = 0.7
_MOVABLE = frozenset({"paren", "arabic", "article", "section", "chapter", "han"})


def within(draft: Draft, chance: Random) -> Draft | None:
    """A clause goes past two of its siblings or more, so that it is beyond doubt which of them moved."""
    places = draft.families(lambda below: len(below) > 3 and _alike(below) and not _enumerates(below))
    if not places:
        return None
    parent = chance.choice(places)
    below = list(draft.children(parent))
    since = chance.randrange(len(below))
    until = chance.choice([at for at in range(len(below)) if abs(at - since) > 1])
    gone = below.pop(since)
    if gone.id in draft.touched or _has_equal(draft, gone):
        return None
    below.insert(until, gone)
    return draft.regrouped(parent, tuple(below)).moving(gone.id).touching(gone.id)


def across(draft: Draft, chance: Random) -> Draft | None:
    """A clause without others below it goes to another parent."""
    return _to_other_parent(draft, chance, lambda one: not one.children)


def section(draft: Draft, chance: Random) -> Draft | None:
    """A section goes to another chapter with all that stands in it."""
    return _to_other_parent(draft, chance, lambda one: len(one.children) > 1 and one.form in {"paren", "section"})


def edited(draft: Draft, chance: Random) -> Draft | None:
    """A clause moves and is edited: both is told."""
    made = across(draft, chance)
    if made is None:
        return None
    (moved,) = made.log.moved - draft.log.moved
    # Only this clause is left free for the second edit.
    others = frozenset(one.id for one in walk(made.work.clauses)) - {moved}
    alone = replace(made, touched=others)
    done = chance.choice((goals.value, wording.exchanged, wording.added, wording.units))(alone, chance)
    if done is None or wording.kept(made.clause(moved), done.clause(moved)) < _KEPT_ON_THE_WAY:
        return None
    return replace(done, touched=made.touched)


def _to_other_parent(draft: Draft, chance: Random, fits: Callable[[Clause], bool]) -> Draft | None:
    tied = named(draft)
    places = [
        (parent, one)
        for parent in draft.families(lambda below: len(below) > 2 and _alike(below) and not _enumerates(below))
        for one in draft.children(parent)
        if one.form in _MOVABLE and one.id not in draft.touched and fits(one) and not _has_equal(draft, one)
        # 第2项 means a sibling: who says it, and who is meant, stay where they are understood. An article's number does not.
        if one.form == "article" or not (references(one) or one.id in tied)
    ]
    if not places:
        return None
    since, gone = chance.choice(places)
    inside = {one.id for one in walk((gone,))}
    targets = [
        parent
        for parent in draft.families(
            lambda below: below[0].form == gone.form and _alike(below) and not _enumerates(below)
        )
        if parent != since and parent not in inside and bool(gone.title) == bool(draft.children(parent)[0].title)
    ]
    if not targets:
        return None
    until = chance.choice(targets)
    made = draft.regrouped(since, tuple(one for one in draft.children(since) if one is not gone))
    below = made.children(until)
    at = chance.randint(0, len(below))
    return made.regrouped(until, (*below[:at], gone, *below[at:])).moving(gone.id).touching(gone.id)


def _alike(below: tuple[Clause, ...]) -> bool:
    return all(one.form == below[0].form for one in below) and below[0].form in _MOVABLE


def _enumerates(below: tuple[Clause, ...]) -> bool:
    return bool(below[0].said) and below[0].said[-1].stop == ";"


def _has_equal(draft: Draft, clause: Clause) -> bool:
    """Whether the same words stand elsewhere too, so that it would not be clear which of them moved."""
    return any(
        one.id != clause.id and (one.title, one.said) == (clause.title, clause.said) for one in walk(draft.work.clauses)
    )
