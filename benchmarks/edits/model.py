"""A work as its author thinks of it: clauses that keep their identity whatever happens to their number.

Nothing here knows how the comparison reads a text. A clause has an `id` for life, references point at ids, and
numbers exist only in print (`printing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

Form: TypeAlias = Literal[
    "han",
    "paren",
    "arabic",
    "round",
    "circled",
    "first",
    "one",
    "part",
    "chapter",
    "section",
    "article",
    "para",
    "table",
]
Scope: TypeAlias = Literal["parent", "part", "work"]

TOP = 0
"""The id of the work itself: parent of the clauses that have none."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause named by its number; `form` is what is printed, with the targets' numbers filled in."""

    targets: tuple[int, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A sentence without its full stop; `stop` ends it."""

    pieces: tuple[str | Reference, ...]
    stop: str = "。"


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity: `name verb` before it, `noun` behind it; `shown` is comparison, value and unit as printed."""

    name: str
    verb: str
    shown: str
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A sentence of targets; `lead` has `{}` where its `year` stands. `each`: names first, 分别, then the values."""

    measures: tuple[Measure, ...]
    lead: str = ""
    year: str | None = None
    joint: str = ","
    each: str = ""
    stop: str = "。"


Sentence: TypeAlias = Prose | Goal


@dataclass(frozen=True, slots=True)
class Tail:
    """Who answers for a clause; `form` is a key of `printing.TAILS`. The first unit leads."""

    units: tuple[str, ...]
    form: str = "responsible"


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered unit. Its own text: number, title, `said` (from `paragraph` on in a paragraph of its own), `tail`."""

    id: int
    form: Form
    title: str = ""
    said: tuple[Sentence, ...] = ()
    tail: Tail | None = None
    children: tuple[Clause, ...] = ()
    paragraph: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it has clauses below it."""
        return bool(self.children)


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands before a plan: why it is published, how to answer, until when, who signs.

    `apart` notices have a title of their own and a signature; the others stand in the work's own opening text.
    """

    apart: bool
    said: str
    contacts: tuple[tuple[str, str], ...] = ()
    deadline: date | None = None
    deadline_form: str = "意见反馈截止日期为{}。"
    title: str = "关于公开征求《{}》意见的公告"
    signed: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Work:
    """A whole work. `arabic` says how far its 1. 2. 3. run on; `contents`: a printed list of its headings."""

    title: str
    clauses: tuple[Clause, ...]
    stage: str | None = None
    notice: Notice | None = None
    preamble: str = ""
    contents: bool = False
    arabic: Scope = "parent"
    signed: tuple[str, str] | None = None


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Every clause in reading order."""
    for clause in clauses:
        yield clause
        yield from walk(clause.children)


def families(work: Work) -> dict[int, tuple[Clause, ...]]:
    """The children of every clause that has some, and of the work."""
    return {TOP: work.clauses} | {one.id: one.children for one in walk(work.clauses) if one.children}


def parents(work: Work) -> dict[int, int]:
    """The id of every clause's parent."""
    return {child.id: parent for parent, below in families(work).items() for child in below}


def with_children(work: Work, parent: int, change: Callable[[tuple[Clause, ...]], tuple[Clause, ...]]) -> Work:
    """The work with other children of one parent."""
    if parent == TOP:
        return replace(work, clauses=change(work.clauses))
    return with_clause(work, parent, lambda one: replace(one, children=change(one.children)))


def with_clause(work: Work, wanted: int, change: Callable[[Clause], Clause]) -> Work:
    """The work with one clause changed."""
    return replace(work, clauses=_changed(work.clauses, wanted, change))


def references(clause: Clause) -> list[Reference]:
    """The references in a clause's own text, in order."""
    return [
        piece
        for sentence in clause.said
        if isinstance(sentence, Prose)
        for piece in sentence.pieces
        if isinstance(piece, Reference)
    ]


def _changed(clauses: tuple[Clause, ...], wanted: int, change: Callable[[Clause], Clause]) -> tuple[Clause, ...]:
    return tuple(
        change(one)
        if one.id == wanted
        else replace(one, children=_changed(one.children, wanted, change))
        if one.children
        else one
        for one in clauses
    )
