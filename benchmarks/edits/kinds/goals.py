"""Targets that are set, changed, put off, dropped or made vague."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.edits import sentences, words
from benchmarks.edits.draft import Draft, Told, Value
from benchmarks.edits.model import Clause, Goal, Measure

Fits = Callable[[Clause, Goal], bool]


def value(draft: Draft, chance: Random) -> Draft | None:
    """One value changes."""
    found = _with_goal(draft, chance, lambda _, __: True)
    if found is None:
        return None
    clause, at, goal = found
    nth = chance.randrange(len(goal.measures))
    old = goal.measures[nth]
    new = sentences.resized(old, chance)
    first = goal.each[2:] if goal.each.startswith("分别不") and nth == 0 else ""
    facts = {"old": first + old.shown, "new": first + new.shown, "year": goal.year}
    return _edited(draft, clause, at, _exchanged(goal, nth, new), Told("target_changed", clause.id, facts))


def added(draft: Draft, chance: Random) -> Draft | None:
    """A sentence that sets targets sets one more."""
    found = _with_goal(draft, chance, lambda _, goal: not goal.each and goal.joint == ",")
    if found is None:
        return None
    clause, at, goal = found
    taken = {one.name for said in clause.said if isinstance(said, Goal) for one in said.measures}
    new = sentences.measure(chance)
    if new.name in taken:
        return None
    facts = {"old": None, "new": new.shown, "year": goal.year}
    other = replace(goal, measures=(*goal.measures, new))
    return _edited(draft, clause, at, other, Told("target_added", clause.id, facts))


def removed(draft: Draft, chance: Random) -> Draft | None:
    """One of several targets is dropped."""
    found = _with_goal(draft, chance, lambda _, goal: len(goal.measures) > 1 and goal.joint == "," and not goal.each)
    if found is None:
        return None
    clause, at, goal = found
    nth = chance.randrange(len(goal.measures))
    facts = {"old": goal.measures[nth].shown, "new": None, "year": goal.year}
    rest = replace(goal, measures=goal.measures[:nth] + goal.measures[nth + 1 :])
    return _edited(draft, clause, at, rest, Told("target_removed", clause.id, facts))


def sentence_added(draft: Draft, chance: Random) -> Draft | None:
    """A sentence that sets one target comes."""
    places = draft.free(lambda one: bool(one.title) and bool(one.said) and not one.children and not _goals(one))
    if not places:
        return None
    clause = chance.choice(places)
    new = Goal((sentences.measure(chance),), "到{}年,", str(chance.randint(2026, 2035)))
    facts = {"old": None, "new": new.measures[0].shown, "year": new.year}
    told = Told("target_added", clause.id, facts)
    return draft.edited(clause.id, lambda one: replace(one, said=(*one.said, new)), told)


def sentence_removed(draft: Draft, chance: Random) -> Draft | None:
    """A sentence that set one target goes."""
    found = _with_goal(
        draft, chance, lambda one, goal: len(goal.measures) == 1 and len(one.said) > 2 and bool(one.title)
    )
    if found is None:
        return None
    clause, at, goal = found
    facts = {"old": goal.measures[0].shown, "new": None, "year": goal.year}
    if clause.paragraph:
        return None
    return draft.edited(
        clause.id,
        lambda one: replace(one, said=one.said[:at] + one.said[at + 1 :]),
        Told("target_removed", clause.id, facts),
    )


def year(draft: Draft, chance: Random) -> Draft | None:
    """The year moves: every target of the sentence is put off, or brought forward."""
    found = _with_goal(draft, chance, lambda one, goal: goal.year is not None and len(_goals(one)) == 1)
    if found is None:
        return None
    clause, at, goal = found
    assert goal.year is not None
    new = str(int(goal.year) + chance.choice((-1, 1, 2, 3)))
    told = [
        Told(
            "target_changed",
            clause.id,
            {"old": one.shown, "new": one.shown, "year_old": goal.year, "year_new": new},
        )
        for one in goal.measures
    ]
    return _edited(draft, clause, at, replace(goal, year=new), *told)


def vague(draft: Draft, chance: Random) -> Draft | None:
    """A number gives way to 一批 or 若干."""
    found = _with_goal(
        draft,
        chance,
        lambda _, goal: not goal.each and goal.joint == "," and any(not _is_rate(one) for one in goal.measures),
    )
    if found is None:
        return None
    clause, at, goal = found
    nth = chance.choice([n for n, one in enumerate(goal.measures) if not _is_rate(one)])
    old = goal.measures[nth]
    facts: dict[str, Value] = {"old": old.shown, "new": None, "year": goal.year}
    new = Measure(old.name, "", chance.choice(words.VAGUE), old.noun)
    return _edited(draft, clause, at, _exchanged(goal, nth, new), Told("target_removed", clause.id, facts))


def _is_rate(one: Measure) -> bool:
    return "%" in one.shown


def _goals(clause: Clause) -> list[Goal]:
    return [one for one in clause.said if isinstance(one, Goal)]


def _with_goal(draft: Draft, chance: Random, fits: Fits) -> tuple[Clause, int, Goal] | None:
    places = [
        (one, at, said)
        for one in draft.free(lambda one: bool(one.said))
        for at, said in enumerate(one.said)
        if isinstance(said, Goal) and fits(one, said)
    ]
    return chance.choice(places) if places else None


def _exchanged(goal: Goal, nth: int, new: Measure) -> Goal:
    return replace(goal, measures=(*goal.measures[:nth], new, *goal.measures[nth + 1 :]))


def _edited(draft: Draft, clause: Clause, at: int, goal: Goal, *told: Told) -> Draft:
    return draft.edited(clause.id, lambda one: replace(one, said=(*one.said[:at], goal, *one.said[at + 1 :])), *told)
