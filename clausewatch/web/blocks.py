"""A document's text as blocks for reading: headings in order, paragraphs, tables; each clause with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from monitor.records import Clause
from monitor.tree import marker_end

T = TypeVar("T")

ROOM = 32_000
"""How many characters of text one page holds at most; longer texts go on in further parts."""
_LONGEST_LINE = 12_000
_TOP = 3
"""The first heading of a text: the page's own are above it."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause within a block: its number and title, which are set off, and the rest of its line."""

    path: str
    lead: str
    rest: str
    first: bool
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in one piece: a heading of a level from 3 to 6, a paragraph, or a table's rows."""

    kind: Literal["heading", "paragraph", "table"]
    pieces: tuple[Piece, ...]
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def path(self) -> str:
        """Where it begins."""
        return self.pieces[0].path

    @property
    def size(self) -> int:
        """How many characters it has."""
        return sum(len(piece.lead) + len(piece.rest) for piece in self.pieces) + sum(
            len(cell) for row in self.rows for cell in row
        )


def blocks(clauses: Sequence[Clause], since: Mapping[str, int]) -> list[Block]:
    """The clauses in blocks; `since` says of which version a clause's text is, where it is not the first."""
    found: list[Block] = []
    headings: list[str] = []
    for clause in clauses:
        while headings and not clause.path.startswith(f"{headings[-1]}/"):
            headings.pop()
        if clause.inline and found and found[-1].kind == "paragraph":
            (piece, *more) = _lines(clause, since)
            last = found.pop()
            found.append(Block("paragraph", (*last.pieces, piece)))
            found += [Block("paragraph", (each,)) for each in more]
        elif clause.kind == "table":
            rows = tuple(tuple(line.split("\t")) for line in clause.text.split("\n"))
            found.append(Block("table", (Piece(clause.path, "", "", True, since.get(clause.path)),), rows=_even(rows)))
        elif clause.kind == "heading":
            (piece, *more) = _lines(clause, since)
            level = min(_TOP + len(headings), _DEEPEST)
            found.append(Block("heading", (piece,), level=level))
            found += [Block("paragraph", (each,)) for each in more]
            headings.append(clause.path)
        else:
            found += [Block("paragraph", (each,)) for each in _lines(clause, since)]
    return found


def parts(items: Iterable[T], sizes: Iterable[int], room: int = ROOM) -> list[list[T]]:
    """The items in parts that hold no more than `room` each; one that is larger has a part of its own.

    >>> parts("abc", [3, 3, 3], room=6)
    [['a', 'b'], ['c']]
    """
    found: list[list[T]] = [[]]
    held = 0
    for item, size in zip(items, sizes, strict=True):
        if found[-1] and held + size > room:
            found.append([])
            held = 0
        found[-1].append(item)
        held += size
    return found


def cut(text: str, longest: int = _LONGEST_LINE) -> str:
    """A text of at most that many characters; how long it was stands at its end."""
    return text if len(text) <= longest else f"{text[:longest]}…({len(text)})"


def _lines(clause: Clause, since: Mapping[str, int]) -> Iterator[Piece]:
    """A clause's lines; the first one begins with its number and title."""
    first, *more = clause.text.split("\n")
    end = marker_end(clause) if clause.number else 0
    if clause.title and clause.kind != "article":
        at = first.find(clause.title, end, end + len(clause.title) + 2)
        end = at + len(clause.title) if at >= 0 else end
    end = min(end, len(first))
    if end < len(first) and end and first[end] in "。.:：":
        end += 1
    yield Piece(clause.path, first[:end], cut(first[end:]), True, since.get(clause.path))
    for line in more:
        yield Piece(clause.path, "", cut(line), False)


def _even(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length, so that columns stay columns."""
    width = max(len(row) for row in rows)
    return tuple((*row, *("" for _ in range(width - len(row)))) for row in rows)
