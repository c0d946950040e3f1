"""Which clauses are worth comparing with which: two are only compared when they share something rare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator

from monitor.likeness import bare
from monitor.records import Clause
from monitor.text import key
from monitor.tree import Tree

_ALL_PAIRS = 400  # families up to this many pairs are compared in full
_RUN = 4  # how many characters two clauses of a large family must have in a row, twice over, to be compared
RARE = 4
"""What is found in more clauses than this tells nothing about which clause it is."""


def candidates(old: Tree, olds: list[int], new: Tree, news: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs worth a look: all of a small family, else those that share a title, a number or something rare."""
    if len(olds) * len(news) <= _ALL_PAIRS:
        yield from ((one, other) for one in olds for other in news)
        return
    shared: Counter[tuple[int, int]] = Counter()
    for mark, enough in ((title, 2), (_place, 2), (bare, 2)):
        groups_old, groups_new = grouped(old, olds, mark), grouped(new, news, mark)
        for text in groups_old.keys() & groups_new.keys():
            if text and min(len(groups_old[text]), len(groups_new[text])) <= RARE:
                shared.update({(one, other): enough for one in groups_old[text] for other in groups_new[text]})
    holders_old, holders_new = _holders(old, olds), _holders(new, news)
    for rare in holders_old.keys() & holders_new.keys():
        if max(len(holders_old[rare]), len(holders_new[rare])) <= RARE:
            shared.update((one, other) for one in holders_old[rare] for other in holders_new[rare])
    yield from (pair for pair, count in shared.items() if count > 1)


def grouped(where: Tree, indices: Collection[int], mark: Callable[[Clause], str]) -> dict[str, list[int]]:
    """The nodes by what marks their clauses."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        groups[mark(where.clause(index))].append(index)
    return groups


def title(clause: Clause) -> str:
    """The comparison key of a clause's title."""
    return key(clause.title)


def _place(clause: Clause) -> str:
    return clause.path if clause.number else ""


def _holders(where: Tree, indices: Collection[int]) -> dict[str, list[int]]:
    """The clauses that hold each run of four characters."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index in indices:
        text = bare(where.clause(index))
        for run in {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}:
            holders[run].append(index)
    return holders
