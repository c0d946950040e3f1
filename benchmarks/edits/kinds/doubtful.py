"""Edits that can be read in several ways; the truth names them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.edits import sentences
from benchmarks.edits.draft import Draft, Log, Told
from benchmarks.edits.kinds.subtrees import named
from benchmarks.edits.model import Clause, Prose, references


def swapped(draft: Draft, chance: Random) -> Draft | None:
    """Two neighbours change places: either moved."""
    places = draft.families(lambda below: len(below) > 1 and all(one.form == below[0].form for one in below))
    if not places:
        return None
    parent = chance.choice(places)
    below = list(draft.children(parent))
    at = chance.randrange(len(below) - 1)
    one, other = below[at : at + 2]
    stops = [said[-1].stop for said in (one.said, other.said) if said]
    if {one.id, other.id} & draft.touched or len(set(stops)) > 1 or one.form in {"para", "table"}:
        return None
    if (one.title, one.said) == (other.title, other.said):
        return None
    below[at : at + 2] = [other, one]
    made = draft.regrouped(parent, tuple(below)).touching(one.id, other.id).moving(one.id)

    def otherwise(log: Log) -> Log:
        return replace(log, moved=(log.moved - {one.id}) | {other.id})

    return made.doubted("either of two neighbours moved", otherwise)


def rewritten(draft: Draft, chance: Random) -> Draft | None:
    """A clause keeps its title and hardly any of its text: reworded, or one gone and one come."""
    place = _leaf(draft, chance, _plain)
    if place is None:
        return None
    parent, old = place
    new = replace(old, said=tuple(sentences.prose(chance) for _ in old.said), paragraph=0)
    return _twice(draft, parent, old, new)


def replaced(draft: Draft, chance: Random) -> Draft | None:
    """Another clause stands in a clause's place: one gone and one come, or reworded."""
    place = _leaf(draft, chance, _plain)
    if place is None:
        return None
    parent, old = place
    said = tuple(sentences.prose(chance) for _ in range(chance.randint(2, 4)))
    new = replace(old, title=sentences.title(chance), said=said, paragraph=0)
    return _twice(draft, parent, old, new)


def duplicate_deleted(draft: Draft, chance: Random) -> Draft | None:
    """A clause is put after itself in the old work, then one of the two goes: it cannot be said which.

    Works that say the same twice running are rare, so the old work is made to.
    """
    place = _leaf(draft, chance, lambda one: bool(one.said))
    if place is None or draft.done or draft.log.told:
        return None
    parent, one = place
    twin = replace(one, id=draft.next_id)
    below = draft.children(parent)
    at = below.index(one)
    doubled = draft.regrouped(parent, (*below[: at + 1], twin, *below[at + 1 :]))
    made = replace(doubled.regrouped(parent, below), old=doubled.work).touching(one.id)

    def otherwise(log: Log) -> Log:
        return replace(log, same={**log.same, one.id: twin.id})

    return made.doubted("either of two equal neighbours went", otherwise)


def row(draft: Draft, chance: Random) -> Draft | None:
    """A row of a table goes: every cell of it, or the table was reworded; the design has no word for it."""
    places = draft.free(lambda one: len(one.rows) > 4)
    if not places:
        return None
    table = chance.choice(places)
    at = chance.randrange(1, len(table.rows))
    rows = table.rows[:at] + table.rows[at + 1 :]
    name, head = table.rows[at][0].removesuffix("(%)"), table.rows[0]
    cells = tuple(
        Told(
            "table_cell_changed",
            table.id,
            {"row": name, "column": head[column], "old": table.rows[at][column], "new": None},
            cell=f"{name}/{head[column]}",
        )
        for column in range(1, len(head))
    )
    reworded = Told("clause_reworded", table.id)
    made = draft.edited(table.id, lambda one: replace(one, rows=rows), *cells)

    def otherwise(log: Log) -> Log:
        return replace(log, told=(*(one for one in log.told if one not in cells), reworded))

    return made.doubted("a row went", otherwise)


def _plain(one: Clause) -> bool:
    """Whether it has a title and sentences enough, and no targets, which would be told beside its other words."""
    return bool(one.title) and len(one.said) > 1 and all(isinstance(said, Prose) for said in one.said)


def _leaf(draft: Draft, chance: Random, fits: Callable[[Clause], bool]) -> tuple[int, Clause] | None:
    needed = named(draft) | draft.touched
    places = [
        (parent, one)
        for parent in draft.families(lambda below: len(below) > 1 and all(one.form == below[0].form for one in below))
        for one in draft.children(parent)
        if one.form in {"arabic", "paren"}
        and not one.children
        and not references(one)
        and one.id not in needed
        and all(said.stop == "。" for said in one.said)
        and fits(one)
    ]
    return chance.choice(places) if places else None


def _twice(draft: Draft, parent: int, old: Clause, new: Clause) -> Draft:
    """The clause exchanged for another: gone and come; or the other way to read it, the same one in other words."""
    new = replace(new, id=draft.next_id)
    below = draft.children(parent)
    at = below.index(old)
    made = draft.regrouped(parent, (*below[:at], new, *below[at + 1 :])).touching(old.id, new.id)

    def otherwise(log: Log) -> Log:
        return replace(log, same={**log.same, new.id: old.id}, told=(*log.told, Told("clause_reworded", old.id)))

    return made.doubted("reworded, or gone and come", otherwise)
