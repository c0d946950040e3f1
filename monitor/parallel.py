"""Two editions side by side, clause by clause: 新旧条文对照. Which clause is which is what `align` says.

It decides what stands beside what, and in which order; how that looks is of the form it is shown in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeAlias

from monitor.align import Alignment, align
from monitor.attached import page_only
from monitor.changes.attachments import FilePair, below, pairs
from monitor.changes.modes import plan_only, without_titles
from monitor.changes.pair import shown
from monitor.changes.structure import Structure, structure
from monitor.likeness import same
from monitor.records import AttachedFile, Change, Clause, Edition, Mode, Segment
from monitor.text import key
from monitor.tree import TOP, place

Mark: TypeAlias = Literal["reworded", "added", "removed", "moved", "renumbered", "split", "merged"]


_ADDED: frozenset[Mark] = frozenset({"added"})
_REMOVED: frozenset[Mark] = frozenset({"removed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: a clause before and after, `None` on the side where it is not.

    A clause that moved stands beside itself where it is now; where it stood, a row with the old clause alone has
    `went_to`, the path it has now. `segments` mark what differs, numbers included; where
    nothing does, they are the new text. `changes` are what is told of it.
    """

    old: Clause | None
    new: Clause | None
    marks: frozenset[Mark] = frozenset()
    segments: tuple[Segment, ...] = ()
    went_to: str | None = None
    changes: tuple[Change, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to see in it: the clause is the same on both sides."""
        return not self.marks and not self.changes and self.went_to is None

    @property
    def path(self) -> str:
        """Where the clause is, or was where it is gone."""
        clause = self.new or self.old
        assert clause is not None
        return clause.path


@dataclass(frozen=True, slots=True)
class Parallel:
    """The rows in the order of the new text, and the changes that are of the work as a whole or of one of its files."""

    rows: tuple[Row, ...]
    whole: tuple[Change, ...]


def parallel(old: Edition, new: Edition, changes: Sequence[Change], mode: Mode = "revision") -> Parallel:
    """Both editions in rows; `changes` are those of `compare` in the same mode.

    Every clause of the new text stands in exactly one row, every one of the old in one, or in two where it moved; an
    opening that only repeats the title may be in none, as in `compare`. A file's clauses stand beside those of the same
    file.
    """
    if mode == "final":
        return _told(_rows(plan_only(old), plan_only(new)), changes)
    if mode == "repost":
        return _told(_rows(*without_titles(old, new)), changes)
    rows = _rows(*without_titles(page_only(old), page_only(new)))
    for files in pairs(old, new):
        rows += map(partial(_under, files), _rows(_alone(files.old), _alone(files.new)))
    return _told(rows, changes)


def side(segments: Sequence[Segment], marks: str) -> list[Segment]:
    """The segments with these marks; removed and inserted words that differ in width or blanks alone are unmarked.

    >>> side([("=", "教师"), ("-", "，"), ("+", ","), ("-", "全面"), ("+", "稳步")], "=-")
    [('=', '教师'), ('=', '，'), ('-', '全面')]
    """
    found: list[Segment] = []
    at = 0
    while at < len(segments):
        mark, text = segments[at]
        after, inserted = segments[at + 1] if at + 1 < len(segments) else ("=", "")
        if (mark, after) == ("-", "+") and key(text) == key(inserted):
            found.append(("=", inserted if "+" in marks else text))
            at += 2
            continue
        if mark in marks:
            found.append((mark, text))
        at += 1
    return found


def folded(rows: Sequence[Row], around: int = 0) -> Iterator[tuple[bool, tuple[Row, ...]]]:
    """The rows in stretches, each quiet or not; a quiet stretch leaves `around` rows to the ones beside it.

    >>> list(folded(()))
    []
    """
    loud = [index for index, row in enumerate(rows) if not row.quiet]
    near = {there for index in loud for there in range(index - around, index + around + 1)}
    stretch: list[Row] = []
    hidden = False
    for index, row in enumerate(rows):
        if stretch and (index not in near) != hidden:
            yield hidden, tuple(stretch)
            stretch = []
        hidden = index not in near
        stretch.append(row)
    if stretch:
        yield hidden, tuple(stretch)


def _alone(file: AttachedFile | None) -> tuple[Clause, ...]:
    """A file's clauses as if it stood alone, as they are compared."""
    if file is None:
        return ()
    return tuple(clause._replace(path=clause.path[len(file.section) + 1 :]) for clause in file.clauses)


def _under(files: FilePair, row: Row) -> Row:
    """A row of a file's clauses with the paths that they have in their documents."""
    old, new = (file.section if file else "" for file in (files.old, files.new))
    return replace(
        row,
        old=row.old and row.old._replace(path=below(old, row.old.path)),
        new=row.new and row.new._replace(path=below(new, row.new.path)),
        went_to=row.went_to and below(new, row.went_to),
    )


def _rows(old: Sequence[Clause], new: Sequence[Clause]) -> list[Row]:
    alignment = align(old, new)
    shape = structure(alignment)
    marks = _marks(alignment, shape)
    placed: list[tuple[int, int, int, Row]] = []
    after, before = alignment.backward, alignment.forward
    for at, clause in enumerate(alignment.new.clauses):
        if (there := after.get(at)) is None:
            added = _ADDED | marks.get((None, at), frozenset())
            placed.append((at, 0, 0, Row(old=None, new=clause, marks=added, segments=(("+", clause.text),))))
        else:
            placed.append(
                (at, 0, 0, _beside(alignment.old.clauses[there], clause, marks.get((there, None), frozenset())))
            )
    anchor = _anchors(alignment, shape)
    for at, clause in enumerate(alignment.old.clauses):
        if at not in before:
            gone = _REMOVED | marks.get((at, None), frozenset())
            row = Row(old=clause, new=None, marks=gone, segments=(("-", clause.text),))
            placed.append((anchor(at), 1, at, row))
    for node in shape.moved:
        clause, went = alignment.old.clause(node), alignment.new.clause(before[node])
        placed.append((anchor(place(node)), 1, place(node), Row(old=clause, new=None, went_to=went.path)))
    return [row for *_, row in sorted(placed, key=lambda each: each[:3])]


def _beside(old: Clause, new: Clause, marks: frozenset[Mark]) -> Row:
    if old.text == new.text:
        return Row(old=old, new=new, marks=marks, segments=(("=", new.text),))
    if not same(old, new):
        marks |= {"reworded"}
    if not marks:  # other widths, blanks or brackets are no difference
        return Row(old=old, new=new, segments=(("=", new.text),))
    return Row(old=old, new=new, marks=marks, segments=shown(old, new))


def _marks(alignment: Alignment, shape: Structure) -> Mapping[tuple[int | None, int | None], frozenset[Mark]]:
    """What became of clauses by their index: (old, None) where they are matched or gone, (None, new) where they came."""
    found: dict[tuple[int | None, int | None], frozenset[Mark]] = {}

    def note(key: tuple[int | None, int | None], mark: Mark) -> None:
        found[key] = found.get(key, frozenset()) | {mark}

    for node in shape.moved:
        note((place(node), None), "moved")
    for node in shape.renumbered:
        note((place(node), None), "renumbered")
    for whole, parts in shape.split.items():
        note((place(whole), None), "split")
        for part in parts:
            if place(part) not in alignment.backward:
                note((None, place(part)), "split")
    for parts in shape.merged.values():
        for part in parts:
            note((place(part), None), "merged")
    return found


def _anchors(alignment: Alignment, shape: Structure) -> Callable[[int], int]:
    """Behind which new clause an old one without a match belongs: the last one before it that went the same way."""
    went: dict[int, int] = {}  # old clause → the moved node that it went with, `TOP` for none

    def with_whom(node: int) -> int:
        steps = []
        while node != TOP and node not in went and node not in shape.moved:
            steps.append(node)
            node = alignment.old.parents.get(node, TOP)
        home = node if node == TOP or node in shape.moved else went[node]
        for step in steps:
            went[step] = home
        return home

    matched = {old for old, _ in alignment.pairs}
    moved = {place(node): node for node in shape.moved}

    def anchor(index: int) -> int:
        home = with_whom(alignment.old.parents.get(moved[index], TOP) if index in moved else index)
        for earlier in range(index - 1, -1, -1):
            if earlier in matched and (with_whom(earlier) == home or moved.get(earlier, TOP - 1) == home):
                return alignment.forward[earlier]
        return place(alignment.forward[home]) if home != TOP else -1

    return anchor


def _told(rows: Iterable[Row], changes: Sequence[Change]) -> Parallel:
    """Each change at the row of its clause, or, where it is of none, apart."""
    rows = list(rows)
    by_new = {row.new.path: at for at, row in enumerate(rows) if row.new is not None}
    by_old = {row.old.path: at for at, row in enumerate(rows) if row.old is not None and row.went_to is None}
    told: dict[int, list[Change]] = {}
    whole = []
    for change in changes:
        path, where = (change.path_after, by_new) if change.path_after is not None else (change.path_before, by_old)
        at = None if change.type in _OF_WORK else _nearest(path, where)
        if at is None:
            whole.append(change)
        else:
            told.setdefault(at, []).append(change)
    return Parallel(
        tuple(replace(row, changes=tuple(told[at])) if at in told else row for at, row in enumerate(rows)),
        tuple(whole),
    )


_OF_WORK = frozenset(
    {
        "validity_changed",
        "status_changed",
        "metadata_changed",
        "document_withdrawn",
        "document_restored",
        "document_cited",
        "repost_linked",
        "attachment_added",
        "attachment_removed",
        "attachment_replaced",
        "new_document",
    }
)


def _nearest(path: str | None, where: Mapping[str, int]) -> int | None:
    """The row of a path, or of the nearest clause above it: a table's cell is shown at its table."""
    while path is not None:
        if path in where:
            return where[path]
        if not path:
            return None
        path = path.rpartition("/")[0]
    return None
