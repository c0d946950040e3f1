"""Edits that are recorded and told to nobody."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.edits.draft import Draft, Told
from benchmarks.edits.model import Prose, Tail

_MARKS = ("、", ";", "")


def punctuation(draft: Draft, chance: Random) -> Draft | None:
    """Another mark between the same words."""
    places = [
        (one, at)
        for one in draft.free(lambda one: bool(one.title))
        for at, said in enumerate(one.said)
        if isinstance(said, Prose) and len(said.pieces) == 1 and "," in str(said.pieces[0])
    ]
    if not places:
        return None
    clause, at = chance.choice(places)
    said = clause.said[at]
    assert isinstance(said, Prose)
    other = replace(said, pieces=(str(said.pieces[0]).replace(",", chance.choice(_MARKS), 1),))
    return draft.edited(
        clause.id,
        lambda one: replace(one, said=(*one.said[:at], other, *one.said[at + 1 :])),
        Told("typography", clause.id),
    )


def units_order(draft: Draft, chance: Random) -> Draft | None:
    """The units after the first stand in another order."""
    places = draft.free(lambda one: one.tail is not None and len(one.tail.units) > 2)
    if not places:
        return None
    clause = chance.choice(places)
    assert clause.tail is not None
    lead, *others = clause.tail.units
    tail = Tail((lead, *others[1:], others[0]), clause.tail.form)
    told = Told("typography", clause.id, optional=True)
    return draft.edited(clause.id, lambda one: replace(one, tail=tail), told)


def numbers_run_on(draft: Draft, chance: Random) -> Draft | None:
    """1. 2. 3. begin anew under every heading where they ran on, or the other way round."""
    del chance
    if draft.work.arabic == "parent" or "numbers run on" in draft.done:
        return None
    return draft.with_work(replace(draft.work, arabic="parent"))
