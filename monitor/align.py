"""Which clause of one text is which clause of another.

Equal texts first, then texts equal but for their number, then headings whose clauses went together, then the most
alike ones inside matched parents, and at last the most alike ones anywhere. Each step looks only at what the steps
before left over, and two clauses are only compared when they share something rare, so the cost is near linear.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from monitor.likeness import bare, likeness
from monitor.records import Clause
from monitor.text import key
from monitor.tree import TOP, Tree, tree

_FIXED = ("", "通知")
"""Paths that stand for a role, not for a number: whatever their text, they are the same clause."""

_ALL_PAIRS = 400  # families up to this many pairs are compared in full
_RUN = 4  # how many characters two clauses of a large family must have in a row, twice over, to be compared
_RARE = 4  # a run found in more clauses than this tells nothing about which clause it is
_LIKE_IN_FAMILY = 0.45
_LIKE_AT_NUMBER = 0.3
_LIKE_ANYWHERE = 0.6
_TITLE, _SAME = 1.0, 3.0


@dataclass(frozen=True)
class Alignment:
    """Two trees and their matched clauses: `pairs` are indices (old, new), in the order of the old text."""

    old: Tree
    new: Tree
    pairs: tuple[tuple[int, int], ...]

    @cached_property
    def forward(self) -> dict[int, int]:
        """Old index → new index; the top of the trees is matched too."""
        return {TOP: TOP, **dict(self.pairs)}

    @cached_property
    def backward(self) -> dict[int, int]:
        """New index → old index; the top of the trees is matched too."""
        return {new: old for old, new in self.forward.items()}


def align(old: Iterable[Clause], new: Iterable[Clause]) -> Alignment:
    """The clauses of both texts, matched one to one; what is in no pair was removed or added."""
    matching = _Matching(tree(tuple(old)), tree(tuple(new)))
    matching.fixed()
    matching.unique(lambda clause: clause.text)
    matching.unique(bare)
    matching.parents_by_children()
    matching.families()
    if matching.anywhere():
        matching.parents_by_children()
        matching.families()
    return Alignment(matching.old, matching.new, tuple(sorted(matching.forward.items())))


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

    def unique(self, mark: Callable[[Clause], str]) -> None:
        """Matches the clauses whose mark stands once on each side."""
        left_old, left_new = self.left()
        if not left_old or not left_new:
            return
        olds, news = _grouped(self.old, left_old, mark), _grouped(self.new, left_new, mark)
        for text, found in olds.items():
            others = news.get(text, ())
            if len(found) == len(others) == 1 and text:
                self.add(found[0], others[0])

    def parents_by_children(self) -> None:
        """Matches headings most of whose clauses are matched to each other, from the deepest up."""
        found = True
        while found:
            votes = Counter(
                (above_old, above_new)
                for old, new in self.forward.items()
                if (above_old := self.old.parents[old]) not in self.forward
                and (above_new := self.new.parents[new]) not in self.backward
                and above_old != TOP != above_new
            )
            found = False
            for (above_old, above_new), count in sorted(votes.items(), key=lambda vote: (-vote[1], sum(vote[0]))):
                most = max(len(self.old.children[above_old]), len(self.new.children[above_new]))
                one, other = self.old.clauses[above_old], self.new.clauses[above_new]
                related = count > 1 or one.number == other.number or likeness(one, other) >= _LIKE_AT_NUMBER
                if 2 * count > most and related and above_old not in self.forward and above_new not in self.backward:
                    self.add(above_old, above_new)
                    found = True

    def families(self) -> None:
        """Matches the most alike children of matched parents, from the top down."""
        left_old, left_new = self.left()
        olds, news = _by_parent(self.old, left_old), _by_parent(self.new, left_new)
        known = [(TOP, TOP), *((old, new) for old, new in self.forward.items() if old in olds and new in news)]
        for above_old, above_new in known:
            if above_old in olds and above_new in news:
                known += self.assign(olds[above_old], news[above_new], _family_score)

    def anywhere(self) -> bool:
        """Matches what is very much alike, wherever it went; says whether there was anything."""
        left_old, left_new = self.left()
        return bool(left_old and left_new and self.assign(left_old, left_new, _stranger_score))

    def assign(
        self, olds: list[int], news: list[int], score: Callable[[Clause, Clause], float]
    ) -> list[tuple[int, int]]:
        """Adds the pairs of a best-first assignment and returns them; ties go to the nearer, then the earlier pair."""
        scored = []
        for old, new in _candidates(self.old, olds, self.new, news):
            if (value := score(self.old.clauses[old], self.new.clauses[new])) > 0:
                scored.append((-value, abs(old - new), old + new, old, new))
        found: list[tuple[int, int]] = []
        for _, _, _, old, new in sorted(scored):
            if old not in self.forward and new not in self.backward:
                self.add(old, new)
                found.append((old, new))
        return found


def _family_score(old: Clause, new: Clause) -> float:
    """How much two children of the same parent are one clause; 0 where they are not."""
    if old.kind == "table" or new.kind == "table":
        return float(old.kind == new.kind) * (1.0 + likeness(old, new))
    at_number = bool(old.number) and old.number == new.number
    if bare(old) == bare(new):
        return _SAME + at_number
    like = likeness(old, new)
    if _same_title(old, new):
        return _TITLE + like
    least = _LIKE_AT_NUMBER if at_number else _LIKE_IN_FAMILY
    return like + 0.1 * at_number if like >= least else 0.0


def _stranger_score(old: Clause, new: Clause) -> float:
    """How much two clauses under different parents are one that moved; 0 where they are not."""
    if old.kind != new.kind and "table" in {old.kind, new.kind}:
        return 0.0
    if bare(old) == bare(new):
        return _SAME
    like = likeness(old, new)
    least = _LIKE_IN_FAMILY if _same_title(old, new) else _LIKE_ANYWHERE
    return like if like >= least else 0.0


def _same_title(old: Clause, new: Clause) -> bool:
    return bool(old.title) and (old.title == new.title or key(old.title) == key(new.title))


def _candidates(old: Tree, olds: list[int], new: Tree, news: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs worth a look: all of a small family, else those that share a title, a number or something rare."""
    if len(olds) * len(news) <= _ALL_PAIRS:
        yield from ((one, other) for one in olds for other in news)
        return
    shared: Counter[tuple[int, int]] = Counter()
    for mark, enough in ((_title, 2), (_place, 2), (bare, 2)):
        groups_old, groups_new = _grouped(old, olds, mark), _grouped(new, news, mark)
        for text in groups_old.keys() & groups_new.keys():
            if text and min(len(groups_old[text]), len(groups_new[text])) <= _RARE:
                shared.update({(one, other): enough for one in groups_old[text] for other in groups_new[text]})
    holders_old, holders_new = _holders(old, olds), _holders(new, news)
    for rare in holders_old.keys() & holders_new.keys():
        if max(len(holders_old[rare]), len(holders_new[rare])) <= _RARE:
            shared.update((one, other) for one in holders_old[rare] for other in holders_new[rare])
    yield from (pair for pair, count in shared.items() if count > 1)


def _title(clause: Clause) -> str:
    return key(clause.title)


def _place(clause: Clause) -> str:
    return clause.path if clause.number else ""


def _by_parent(where: Tree, indices: Iterable[int]) -> dict[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in indices:
        groups[where.parents[index]].append(index)
    return dict(groups)


def _grouped(where: Tree, indices: Collection[int], mark: Callable[[Clause], str]) -> dict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        groups[mark(where.clauses[index])].append(index)
    return groups


def _holders(where: Tree, indices: Collection[int]) -> dict[str, list[int]]:
    """The clauses that hold each run of four characters."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        text = bare(where.clauses[index])
        for run in {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}:
            holders[run].append(index)
    return holders
