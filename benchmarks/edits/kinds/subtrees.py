"""Clauses that come or go, alone or with all that stands under them; the rest is numbered anew by itself."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.edits import sentences
from benchmarks.edits.draft import Draft
from benchmarks.edits.maker import Maker, article
from benchmarks.edits.model import Clause, Prose, Reference, references, walk

_LEAVES = frozenset({"paren", "arabic", "article", "round", "circled", "first", "one", "para"})


def inserted(draft: Draft, chance: Random) -> Draft | None:
    """One clause more."""
    places = draft.families(lambda below: below[0].form in _LEAVES and len({one.form for one in below}) == 1)
    if not places:
        return None
    parent = chance.choice(places)
    below = draft.children(parent)
    new = _leaf(draft.maker(chance), below[0])
    # An enumeration's last member ends it; a new one comes before it.
    at = chance.randint(0, len(below) - _enumerates(below))
    return draft.regrouped(parent, (*below[:at], new, *below[at:])).touching(*(one.id for one in walk((new,))))


def deleted(draft: Draft, chance: Random) -> Draft | None:
    """One clause less."""
    return _without(draft, chance, lambda one: one.form in _LEAVES and not one.children)


def tree_inserted(draft: Draft, chance: Random) -> Draft | None:
    """A section or a chapter more, with all that stands in it."""
    places = draft.families(lambda below: below[-1].form in _TREES and bool(below[-1].children))
    if not places:
        return None
    parent = chance.choice(places)
    below = draft.children(parent)
    model = chance.choice([one for one in below if one.children] or [None])
    if model is None or any(one.form != model.form for one in below):
        return None
    new = _tree(draft.maker(chance), model)
    if new is None:
        return None
    at = chance.randint(0, len(below))
    made = draft.regrouped(parent, (*below[:at], new, *below[at:]))
    return made.touching(*(one.id for one in walk((new,))))


def tree_deleted(draft: Draft, chance: Random) -> Draft | None:
    """A section or a chapter less."""
    return _without(draft, chance, lambda one: one.form in _TREES and bool(one.children))


_TREES = frozenset({"han", "paren", "chapter", "section"})


def named(draft: Draft) -> set[int]:
    """The clauses that some reference names; they stay, so that no reference hangs in the air."""
    return {target for one in walk(draft.work.clauses) for each in references(one) for target in each.targets}


def _without(draft: Draft, chance: Random, fits: Callable[[Clause], bool]) -> Draft | None:
    needed = named(draft) | draft.touched | draft.shuffled
    places = [
        (parent, one)
        for parent in draft.families(lambda below: len(below) > 2)
        for one in _deletable(draft.children(parent))
        if fits(one) and not any(each.id in needed for each in walk((one,)))
    ]
    if not places:
        return None
    parent, gone = chance.choice(places)
    made = draft.regrouped(parent, tuple(one for one in draft.children(parent) if one is not gone))
    return made.touching(*(one.id for one in walk((gone,))))


def _deletable(below: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """All but the last of an enumeration (it ends with a full stop), and but what has an equal beside it."""
    some = below[:-1] if _enumerates(below) else below
    return tuple(one for one in some if not any(other is not one and _same(one, other) for other in below))


def _same(one: Clause, other: Clause) -> bool:
    return (one.title, one.said, one.tail) == (other.title, other.said, other.tail)


def _enumerates(below: tuple[Clause, ...]) -> bool:
    return bool(below[0].said) and below[0].said[-1].stop == ";"


def _leaf(maker: Maker, like: Clause) -> Clause:
    """A new clause of the form and the kind of another."""
    chance = maker.chance
    if like.form == "article":
        return article(maker)
    if like.form in {"paren", "arabic"} and like.title:
        return maker.item(like.form)
    if like.form == "para":
        return Clause(maker.next_id(), "para", "", (sentences.prose(chance),))
    stop = like.said[-1].stop if like.said else "。"
    long = any(
        isinstance(piece, Reference) or len(str(piece)) > 25
        for one in like.said
        if isinstance(one, Prose)
        for piece in one.pieces
    )
    said = sentences.prose(chance, stop) if long else sentences.short(chance, stop)
    return Clause(maker.next_id(), like.form, "", (said,))


def _tree(maker: Maker, like: Clause) -> Clause | None:
    below = like.children
    form = below[0].form
    if any(one.form != form for one in below):
        return None
    count = maker.chance.randint(2, 6)
    if below[0].children and form in _TREES:
        inner = [_tree(maker, below[0]) for _ in range(min(count, 3))]
        children = tuple(one for one in inner if one is not None)
    elif form == "article":
        children = tuple(article(maker) for _ in range(count))
    elif below[0].title:
        children = tuple(maker.item(form) for _ in range(count))
    else:
        return None
    if not children:
        return None
    return maker.heading(like.form, children)
