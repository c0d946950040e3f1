"""One clause becomes two, or two become one; no sentence is lost."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.edits.draft import Draft
from benchmarks.edits.kinds.subtrees import named
from benchmarks.edits.model import Clause, Prose, references

_FORMS = frozenset({"arabic", "paren", "article"})


def split(draft: Draft, chance: Random) -> Draft | None:
    """The later sentences of a clause become the clause after it, with a title of their own words or without one."""
    places = [
        (parent, one)
        for parent in draft.families(_regroups)
        for one in draft.children(parent)
        if _regroupable(draft, one) and len(one.said) > (3 if one.title else 2)
    ]
    if not places:
        return None
    parent, whole = chance.choice(places)
    cut = chance.randint(1, len(whole.said) - 2)
    rest = whole.said[cut:]
    if not isinstance(rest[0], Prose):
        return None
    first = replace(whole, said=whole.said[:cut], paragraph=0)
    title = _leading(rest[0]) if chance.random() < 0.5 and whole.form != "article" else ""
    part = Clause(draft.next_id, whole.form, title, rest, whole.tail)
    below = draft.children(parent)
    at = below.index(whole)
    made = draft.regrouped(parent, (*below[:at], first, part, *below[at + 1 :])).touching(whole.id, part.id)
    return replace(made, log=replace(made.log, split={**made.log.split, whole.id: part.id}))


def merged(draft: Draft, chance: Random) -> Draft | None:
    """A clause takes in the one after it; the title of that becomes a sentence."""
    places = [
        (parent, at)
        for parent in draft.families(_regroups)
        if len(draft.children(parent)) > 2
        for at, (one, other) in enumerate(zip(draft.children(parent), draft.children(parent)[1:], strict=False))
        if _regroupable(draft, one) and _regroupable(draft, other) and one.tail is None and other.tail is None
    ]
    if not places:
        return None
    parent, at = chance.choice(places)
    below = draft.children(parent)
    one, other = below[at], below[at + 1]
    title = (Prose((other.title,)),) if other.title else ()
    whole = replace(one, said=(*one.said, *title, *other.said), paragraph=0)
    made = draft.regrouped(parent, (*below[:at], whole, *below[at + 2 :])).touching(one.id, other.id)
    return replace(made, log=replace(made.log, merged={**made.log.merged, one.id: other.id}))


def _regroups(below: tuple[Clause, ...]) -> bool:
    return all(one.form == below[0].form for one in below) and below[0].form in _FORMS


def _regroupable(draft: Draft, one: Clause) -> bool:
    return (
        not one.children
        and not one.rows
        and bool(one.said)
        and all(said.stop == "。" for said in one.said)
        and one.id not in draft.touched
        and one.id not in named(draft)
        and not references(one)
    )


def _leading(sentence: Prose) -> str:
    """The first words of a sentence, as its title."""
    return str(sentence.pieces[0]).partition(",")[0][:14]
