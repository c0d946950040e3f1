"""Which clause of one text is which clause of another.

Equal texts first, then texts equal but for their number, then headings whose clauses went together, then the most
alike ones inside matched parents, and at last the most alike ones anywhere. Each step looks only at what the steps
before left over, and two clauses are only compared when they share something rare, so the cost is near linear.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from monitor.candidates import RARE, candidates, grouped, title
from monitor.likeness import bare, likeness, same, shared, unreferred
from monitor.records import Clause
from monitor.segments import begin_alike, end_alike
from monitor.text import key
from monitor.tree import TOP, Tree, is_article, place, tree

_FIXED = ("", "通知")
"""Paths that stand for a role, not for a number: whatever their text, they are the same clause."""

_LIKE_IN_FAMILY = 0.45
_LIKE_AT_NUMBER = 0.3
_SHARED_AT_NUMBER = 0.65  # of the shorter text: a clause to which much was added
_LIKE_ANYWHERE = 0.6
_MOST_LEFT = 5000  # of more clauses without an equal one, likeness is not asked: that would take minutes
_TITLE, _SAME = 1.0, 3.0


@dataclass(frozen=True)
class Alignment:
    """Two trees and their matched nodes: `nodes` are (old, new), articles among them, in the order of the old text.

    `coarse`: so many clauses had no equal that likeness was not asked.
    """

    old: Tree
    new: Tree
    nodes: tuple[tuple[int, int], ...]
    coarse: bool = False

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The matched clauses as indices (old, new), in the order of the old text."""
        return tuple((old, new) for old, new in self.nodes if old >= 0)

    @cached_property
    def edited(self) -> tuple[tuple[int, int], ...]:
        """Those of the pairs whose texts differ in their comparison keys."""
        olds, news = self.old.clauses, self.new.clauses
        return tuple((old, new) for old, new in self.pairs if not same(olds[old], news[new]))

    @cached_property
    def forward(self) -> dict[int, int]:
        """Old node → new node; the top of the trees is matched too."""
        return {TOP: TOP, **dict(self.nodes)}

    @cached_property
    def backward(self) -> dict[int, int]:
        """New node → old node; the top of the trees is matched too."""
        return {new: old for old, new in self.forward.items()}


def align(old: Iterable[Clause], new: Iterable[Clause]) -> Alignment:
    """The clauses of both texts, matched one to one; what is in no pair was removed or added."""
    matching = _Matching(tree(tuple(old)), tree(tuple(new)))
    matching.fixed()
    # Most clauses stand where they stood, letter for letter; the others' keys cost more. Elsewhere equal letters prove
    # little: one of two equal clauses may have been typed otherwise. Nor do they where the same stands at another number.
    matching.stayed()
    matching.unique(bare)
    # Of articles made alike (one fine for each zone) none may take another's place because all references moved on.
    matching.unique(unreferred)
    matching.repeated()
    matching.parents_by_children()
    coarse = min(map(len, matching.left())) > _MOST_LEFT
    if not coarse:
        matching.families()
        if matching.anywhere():
            matching.parents_by_children()
            matching.families()
    nodes = sorted(matching.forward.items(), key=lambda pair: (place(pair[0]), pair[0]))
    return Alignment(matching.old, matching.new, tuple(nodes), coarse)


class _Matching:
    """The pairs found so far; every step adds to them and undoes none."""

    def __init__(self, old: Tree, new: Tree) -> None:
        self.old, self.new = old, new
        self.forward: dict[int, int] = {}
        self.backward: dict[int, int] = {}

    def add(self, old: int, new: int) -> None:
        self.forward[old], self.backward[new] = new, old

    def left(self) -> tuple[list[int], list[int]]:
        return (
            [index for index in range(len(self.old.clauses)) if index not in self.forward],
            [index for index in range(len(self.new.clauses)) if index not in self.backward],
        )

    def fixed(self) -> None:
        places = {clause.path: index for index, clause in enumerate(self.new.clauses) if clause.path in _FIXED}
        for index, clause in enumerate(self.old.clauses):
            if clause.path in places:
                self.add(index, places[clause.path])

    def stayed(self) -> None:
        """Matches the clauses that kept their path, number and every letter, and whose words stand once on each side."""
        often_old, often_new = (
            Counter([_unnumbered(clause) for clause in side.clauses]) for side in (self.old, self.new)
        )
        for old, clause in enumerate(self.old.clauses):
            new = self.new.at.get(clause.path)
            if new is None or clause.text != self.new.clauses[new].text or old in self.forward or new in self.backward:
                continue
            if (words := _unnumbered(clause)) and often_old[words] == often_new[words] == 1:
                self.add(old, new)

    def unique(self, mark: Callable[[Clause], str]) -> None:
        """Matches the clauses whose mark stands once on each side."""
        left_old, left_new = self.left()
        if not left_old or not left_new:
            return
        olds, news = grouped(self.old, left_old, mark), grouped(self.new, left_new, mark)
        for text, found in olds.items():
            others = news.get(text, ())
            if not text or not len(found) == len(others) == 1:
                continue
            self.add(found[0], others[0])

    def repeated(self) -> None:
        """Matches what stands too often to be told apart by its words, in order behind the same matched clause."""
        left_old, left_new = self.left()
        olds, news = grouped(self.old, left_old, bare), grouped(self.new, left_new, bare)
        often = [text for text, found in olds.items() if text and min(len(found), len(news.get(text, ()))) > RARE]
        if not often:
            return
        before, there = _behind(self.old, self.forward), _behind(self.new, self.backward)
        for text in often:
            places: defaultdict[int, deque[int]] = defaultdict(deque)
            for new in news[text]:
                places[there[new]].append(new)
            for old in olds[text]:
                if found := places[self.forward.get(before[old], TOP)]:
                    self.add(old, found.popleft())

    def parents_by_children(self) -> None:
        """Matches headings and articles most of whose clauses are matched to each other, from the deepest up."""
        found = True
        while found:
            votes = Counter(
                (above_old, above_new)
                for old, new in self.forward.items()
                if (above_old := self.old.parents[old]) not in self.forward
                and (above_new := self.new.parents[new]) not in self.backward
                and above_old != TOP != above_new
                and is_article(above_old) == is_article(above_new)
            )
            found = False
            for (above_old, above_new), count in sorted(votes.items(), key=self._by_votes):
                if (
                    above_old not in self.forward
                    and above_new not in self.backward
                    and self._related(above_old, above_new, count)
                ):
                    self.add(above_old, above_new)
                    found = True

    def _by_votes(self, vote: tuple[tuple[int, int], int]) -> tuple[int, bool, int]:
        """Most votes first; among articles those that begin alike."""
        (old, new), count = vote
        return -count, self.forward.get(place(old)) != place(new), place(old) + place(new)

    def _related(self, old: int, new: int, count: int) -> bool:
        """Whether `count` clauses in common make two parents one: an article may have grown, a heading must keep most."""
        sizes = len(self.old.children[old]), len(self.new.children[new])
        if is_article(old):
            return 2 * count >= min(sizes)
        one, other = self.old.clause(old), self.new.clause(new)
        related = count > 1 or one.number == other.number or likeness(one, other) >= _LIKE_AT_NUMBER
        return 2 * count > max(sizes) and related

    def families(self) -> None:
        """Matches the most alike children of matched parents, from the top down."""
        olds, news = _families(self.old, self.forward), _families(self.new, self.backward)
        known = [(TOP, TOP), *((old, new) for old, new in self.forward.items() if old in olds and new in news)]
        for above_old, above_new in known:
            if above_old in olds and above_new in news:
                known += self.titled(olds[above_old], news[above_new])
                left_old = [old for old in olds[above_old] if old not in self.forward]
                left_new = [new for new in news[above_new] if new not in self.backward]
                known += self.assign(left_old, left_new, self._family_score)

    def titled(self, olds: list[int], news: list[int]) -> list[tuple[int, int]]:
        """Matches the children of a family whose title stands once on each side, and most of whose words stayed.

        Only the same words would go before that in their score, so how alike they are need not be asked, which costs.
        """
        if {bare(self.old.clause(old)) for old in olds} & {bare(self.new.clause(new)) for new in news}:
            return []
        titles = grouped(self.new, news, title)
        found = [
            (group[0], titles[said][0])
            for said, group in grouped(self.old, olds, title).items()
            if said and len(group) == len(titles.get(said, ())) == 1
        ]
        found = [(old, new) for old, new in found if self._hardly_changed(old, new)]
        for old, new in found:
            self.add(old, new)
        return found

    def _hardly_changed(self, old: int, new: int) -> bool:
        """Whether half of the longer text is what both begin and end with."""
        one, other = self.old.clause(old), self.new.clause(new)
        if is_article(old) != is_article(new) or "table" in {one.kind, other.kind}:
            return False
        before, after = bare(one), bare(other)
        head = begin_alike(before, after)
        return 2 * (head + end_alike(before[head:], after[head:])) >= max(len(before), len(after))

    def anywhere(self) -> bool:
        """Matches what is very much alike, wherever it went; says whether there was anything."""
        left_old, left_new = self.left()
        return bool(left_old and left_new and self.assign(left_old, left_new, self._stranger_score))

    def assign(self, olds: list[int], news: list[int], score: Callable[[int, int], float]) -> list[tuple[int, int]]:
        """Adds the pairs of a best-first assignment and returns them; ties go to the nearer, then the earlier pair."""
        scored = []
        for old, new in candidates(self.old, olds, self.new, news):
            if (value := score(old, new)) > 0:
                at, there = place(old), place(new)
                scored.append((-value, abs(at - there), at + there, old, new))
        found: list[tuple[int, int]] = []
        for _, _, _, old, new in sorted(scored):
            if old not in self.forward and new not in self.backward:
                self.add(old, new)
                found.append((old, new))
        return found

    def _family_score(self, old: int, new: int) -> float:
        """How much two children of the same parent are one clause; 0 where they are not."""
        one, other = self.old.clause(old), self.new.clause(new)
        if is_article(old) != is_article(new):
            return 0.0
        if one.kind == "table" or other.kind == "table":
            return float(one.kind == other.kind) * (1.0 + likeness(one, other))
        ordinal = self.old.ordinal(old)
        in_place = bool(ordinal) and ordinal == self.new.ordinal(new)
        if bare(one) == bare(other):
            return _SAME + in_place
        like = likeness(one, other)
        if _same_title(one, other):
            return _TITLE + like
        if in_place and (like >= _LIKE_AT_NUMBER or shared(one, other) >= _SHARED_AT_NUMBER):
            return like + 0.1
        return like if like >= _LIKE_IN_FAMILY else 0.0

    def _stranger_score(self, old: int, new: int) -> float:
        """How much two clauses under different parents are one that moved; 0 where they are not."""
        one, other = self.old.clauses[old], self.new.clauses[new]
        if one.kind != other.kind and "table" in {one.kind, other.kind}:
            return 0.0
        if bare(one) == bare(other):
            return _SAME
        like = likeness(one, other)
        least = _LIKE_IN_FAMILY if _same_title(one, other) else _LIKE_ANYWHERE
        return like if like >= least else 0.0


def _same_title(old: Clause, new: Clause) -> bool:
    return bool(old.title) and (old.title == new.title or key(old.title) == key(new.title))


def _unnumbered(clause: Clause) -> str:
    """The text as published without its number, cheaply: what a number has beside it may stay."""
    return clause.text[len(clause.number) :]


def _behind(where: Tree, matched: Collection[int]) -> list[int]:
    """For each clause the nearest matched one before it; `TOP` where there is none."""
    nearest, found = TOP, []
    for index in range(len(where.clauses)):
        found.append(nearest)
        nearest = index if index in matched else nearest
    return found


def _families(where: Tree, matched: Collection[int]) -> dict[int, list[int]]:
    """The children not yet matched of every node that has some."""
    left = ((above, [node for node in below if node not in matched]) for above, below in where.children.items())
    return {above: nodes for above, nodes in left if nodes}
