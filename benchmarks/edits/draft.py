"""A work being edited, and the log of what was done to it: frozen, so that an edit is a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeAlias

from benchmarks.edits.maker import Maker
from benchmarks.edits.model import Clause, Work, families, parents, walk, with_children, with_clause

FRONT = -1
"""Stands for the work's opening text (or its notice) where an id is asked for."""

Value: TypeAlias = "str | int | tuple[str, ...] | None"


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was done to the text of one clause: what the comparison must tell, and what it must say of it.

    `cell` is what a table's cell adds to the paths; `optional` things may be told or not.
    """

    type: str
    id: int
    facts: Mapping[str, Value] = field(default_factory=dict)
    cell: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """What was done.

    `moved` are ids; `split` maps a clause to its new second part, `merged` one to what it took in; `same` says which
    new id is really which old one.
    """

    told: tuple[Told, ...] = ()
    moved: frozenset[int] = frozenset()
    split: Mapping[int, int] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)
    same: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unclear:
    """An edit that can be read in several ways: what the log would be in each other way. `what` names the doubt."""

    what: str
    others: tuple[Callable[[Log], Log], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A work, and how it came to differ from `old`.

    `touched` are the clauses that an edit spoke of, `shuffled` the parents whose children came, went or moved; `done`
    names the kinds of edits in order, `by` says which kind touched a clause.
    """

    old: Work
    work: Work
    log: Log = Log()
    touched: frozenset[int] = frozenset()
    shuffled: frozenset[int] = frozenset()
    done: tuple[str, ...] = ()
    by: Mapping[int, str] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    next_id: int = 1_000_000

    def clause(self, wanted: int) -> Clause:
        """The clause with an id, as it is now."""
        return next(one for one in walk(self.work.clauses) if one.id == wanted)

    def maker(self, chance: Random) -> Maker:
        """A maker of new clauses, which speaks of the same district."""
        return Maker(chance, self.work.title[:3], self.next_id)

    def free(self, fits: Callable[[Clause], bool]) -> list[Clause]:
        """The clauses that no edit has touched yet and that fit."""
        return [one for one in walk(self.work.clauses) if one.id not in self.touched and fits(one)]

    def families(self, fits: Callable[[tuple[Clause, ...]], bool]) -> list[int]:
        """The parents whose children no edit has moved about yet, and whose children fit."""
        return [
            parent
            for parent, below in families(self.work).items()
            if parent not in self.shuffled and parent < 1_000_000 and fits(below)
        ]

    def parent_of(self, wanted: int) -> int:
        """The id of a clause's parent."""
        return parents(self.work)[wanted]

    def children(self, parent: int) -> tuple[Clause, ...]:
        """The children of a clause, or of the work."""
        return families(self.work)[parent]

    def edited(self, wanted: int, change: Callable[[Clause], Clause], *told: Told) -> Draft:
        """After one clause's own text was changed."""
        return self.logged(*told).with_work(with_clause(self.work, wanted, change)).touching(wanted)

    def regrouped(self, parent: int, children: tuple[Clause, ...]) -> Draft:
        """After the children of a parent were put in order anew."""
        made = self.with_work(with_children(self.work, parent, lambda _: children))
        return replace(made, shuffled=made.shuffled | {parent})

    def with_work(self, work: Work) -> Draft:
        """With the work as it is now."""
        highest = max((one.id for one in walk(work.clauses)), default=0)
        return replace(self, work=work, next_id=max(self.next_id, highest + 1))

    def touching(self, *ids: int) -> Draft:
        """With these clauses set aside from further edits."""
        return replace(self, touched=self.touched | set(ids))

    def logged(self, *told: Told) -> Draft:
        """With more to tell."""
        return replace(self, log=replace(self.log, told=(*self.log.told, *told)))

    def moving(self, *ids: int) -> Draft:
        """With these clauses moved."""
        return replace(self, log=replace(self.log, moved=self.log.moved | set(ids)))

    def doubted(self, what: str, *others: Callable[[Log], Log]) -> Draft:
        """With other ways to read what was done."""
        return replace(self, unclear=(*self.unclear, Unclear(what, others)))


Edit: TypeAlias = Callable[[Draft, Random], Draft | None]
"""One edit at random; None where the work offers no place for it."""
