"""Clauses that came, went, moved, got another number, were split or merged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.align import Alignment
from monitor.likeness import bare, same
from monitor.order import steady
from monitor.records import Clause
from monitor.text import key
from monitor.tree import TOP, Tree

_SENTENCE = re.compile(r"[^。;!?]+")


@dataclass(frozen=True, slots=True)
class Structure:
    """What became of the clauses: indices, in order.

    `added` and `removed` map the root of a subtree to all that came (went) with it; `moved` and `renumbered` are old
    indices of matched clauses; `split` and `merged` map the one clause to its parts.
    """

    added: Mapping[int, tuple[int, ...]]
    removed: Mapping[int, tuple[int, ...]]
    moved: frozenset[int]
    renumbered: frozenset[int]
    split: Mapping[int, tuple[int, ...]]
    merged: Mapping[int, tuple[int, ...]]


def structure(alignment: Alignment) -> Structure:
    """Every unmatched clause is in exactly one of added, removed, split and merged."""
    moved = _moved(alignment)
    split = _parted(alignment.old, alignment.new, alignment.forward, alignment.backward)
    merged = _parted(alignment.new, alignment.old, alignment.backward, alignment.forward)
    parts_new = {part for parts in split.values() for part in parts}
    parts_old = {part for parts in merged.values() for part in parts}
    regrouped = split.keys() | {alignment.backward[whole] for whole in merged}
    return Structure(
        added=_roots(alignment.new, alignment.backward.keys() | parts_new),
        removed=_roots(alignment.old, alignment.forward.keys() | parts_old),
        moved=moved - regrouped,
        renumbered=frozenset(
            old
            for old, new in alignment.pairs
            if old not in moved | regrouped and _renumbered(alignment.old.clauses[old], alignment.new.clauses[new])
        ),
        split=split,
        merged=merged,
    )


def text_of(where: Tree, indices: tuple[int, ...]) -> str:
    """The clauses as they stand in the text, one after the other."""
    text = ""
    for index in indices:
        clause = where.clauses[index]
        text += ("\n" if text and not clause.inline else "") + clause.text
    return text


def _roots(where: Tree, known: AbstractSet[int]) -> dict[int, tuple[int, ...]]:
    """The unmatched clauses by the root of the subtree that came or went as one."""
    found: dict[int, list[int]] = {}
    roots: dict[int, int] = {}
    for index, parent in enumerate(where.parents):
        if index not in known:
            roots[index] = roots.get(parent, index)
            found.setdefault(roots[index], []).append(index)
    return {root: tuple(indices) for root, indices in found.items()}


def _moved(alignment: Alignment) -> frozenset[int]:
    """Old indices of clauses that went under another parent, or past siblings that stayed."""
    moved = set()
    families: dict[int, list[tuple[int, int]]] = {}
    for old, new in alignment.pairs:
        above = alignment.old.parents[old]
        if alignment.forward.get(above) == alignment.new.parents[new]:
            families.setdefault(above, []).append((old, new))
        else:
            moved.add(old)
    for family in families.values():
        places = [new for _, new in family]
        if places != sorted(places):
            weights = [_weight(alignment.old.clauses[old], alignment.new.clauses[new]) for old, new in family]
            kept = steady(places, weights)
            moved |= {old for index, (old, _) in enumerate(family) if index not in kept}
    return frozenset(moved)


def _weight(old: Clause, new: Clause) -> int:
    """One clause each, then the longer texts stay, then anything that does not depend on the direction."""
    one, other = sorted((bare(old), bare(new)))
    return (1 << 100) + ((len(one) + len(other)) << 40) + zlib.crc32(f"{one}\n{other}".encode())


def _renumbered(old: Clause, new: Clause) -> bool:
    if old.number != new.number:
        return True
    return bool(old.number) and old.path.rpartition("/")[2] != new.path.rpartition("/")[2]


def _parted(
    wholes: Tree, parts: Tree, forward: Mapping[int, int], backward: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """Clauses whose sentences all stand on in their match and in new siblings right beside it, and nothing else does.

    Run the other way round it finds merged clauses.
    """
    found = {}
    for whole, first in sorted(forward.items()):
        if whole == TOP or same(wholes.clauses[whole], parts.clauses[first]):
            continue
        if wholes.children.get(whole) or parts.children.get(first):
            continue
        said, kept = _said(wholes.clauses[whole]), _said(parts.clauses[first])
        if not kept < said:
            continue
        group = [first]
        for sibling in _unmatched_after(parts, first, backward):
            clause = parts.clauses[sibling]
            sentences = _said(clause)
            if not sentences or not sentences <= said:
                break
            kept |= sentences
            group.append(sibling)
        if len(group) > 1 and said <= kept:
            found[whole] = tuple(group)
    return found


def _unmatched_after(where: Tree, index: int, matched: Mapping[int, int]) -> Iterator[int]:
    siblings = where.children[where.parents[index]]
    for sibling in siblings[siblings.index(index) + 1 :]:
        if sibling in matched or where.children.get(sibling):
            return
        yield sibling


def _said(clause: Clause) -> set[str]:
    """The sentences of a clause; its title, where it has text beside it, may be another one in a part."""
    sentences = set(_SENTENCE.findall(bare(clause)))
    return sentences - {key(clause.title)} or sentences
