"""Clauses that came, went, moved, got another number, were split or merged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.align import Alignment
from monitor.likeness import bare
from monitor.order import steady
from monitor.records import Clause
from monitor.text import key
from monitor.tree import TOP, Tree, article_of, is_article, place

_SENTENCE = re.compile(r"[^。;!?]+")


@dataclass(frozen=True, slots=True)
class Structure:
    """What became of the clauses: nodes of the trees, in order.

    `added` and `removed` map the root of a subtree to all clauses that came (went) with it; `moved` and `renumbered`
    are old nodes of matched ones; `split` and `merged` map the one clause or article to its parts.
    """

    added: Mapping[int, tuple[int, ...]]
    removed: Mapping[int, tuple[int, ...]]
    moved: frozenset[int]
    renumbered: frozenset[int]
    split: Mapping[int, tuple[int, ...]]
    merged: Mapping[int, tuple[int, ...]]


def structure(alignment: Alignment) -> Structure:
    """Every unmatched clause is in exactly one of added, removed, split and merged."""
    split = _parted(alignment.old, alignment.new, alignment.edited, alignment.backward)
    merged = _parted(alignment.new, alignment.old, [(new, old) for old, new in alignment.edited], alignment.forward)
    parts_new = {part for parts in split.values() for part in parts}
    parts_old = {part for parts in merged.values() for part in parts}
    regrouped = split.keys() | {alignment.backward[whole] for whole in merged}
    split |= _shared_out(alignment.old, alignment.new, alignment.forward, alignment.backward)
    merged |= _shared_out(alignment.new, alignment.old, alignment.backward, alignment.forward)
    homes = {(whole, part) for whole, parts in split.items() for part in parts}
    homes |= {(part, whole) for whole, parts in merged.items() for part in parts}
    moved = _moved(alignment, homes) - regrouped
    return Structure(
        added=_roots(alignment.new, alignment.backward.keys() | parts_new),
        removed=_roots(alignment.old, alignment.forward.keys() | parts_old),
        moved=moved,
        renumbered=frozenset(
            old
            for old, new in alignment.pairs
            if old not in moved | regrouped
            and not (article_of(old) in moved and alignment.forward[article_of(old)] == article_of(new))
            and _renumbered(alignment, old, new)
        ),
        split=split,
        merged=merged,
    )


def text_of(where: Tree, nodes: tuple[int, ...]) -> str:
    """The clauses as they stand in the text, one after the other; an article with all that stands in it."""
    text = ""
    for index in (index for node in nodes for index in _clauses_of(where, node)):
        clause = where.clauses[index]
        text += ("\n" if text and not clause.inline else "") + clause.text
    return text


def _clauses_of(where: Tree, node: int) -> Iterator[int]:
    """The clause itself, or all clauses of an article in reading order."""
    if not is_article(node):
        yield node
        return
    left = list(reversed(where.children[node]))
    while left:
        index = left.pop()
        yield index
        left += reversed(where.children.get(index, ()))


def _roots(where: Tree, known: AbstractSet[int]) -> dict[int, tuple[int, ...]]:
    """The unmatched clauses by the root of the subtree that came or went as one."""
    found: dict[int, list[int]] = {}
    roots: dict[int, int] = {}
    for index in range(len(where.clauses)):
        if index in known:
            continue
        above = where.parents[index]
        if is_article(above) and known.isdisjoint((above, *where.children[above])):
            roots[above] = roots.get(where.parents[above], roots.get(above, index))
        roots[index] = roots.get(above, index)
        found.setdefault(roots[index], []).append(index)
    return {root: tuple(indices) for root, indices in found.items()}


def _moved(alignment: Alignment, homes: AbstractSet[tuple[int, int]]) -> frozenset[int]:
    """Old nodes that went under another parent, or past siblings that stayed; `homes` are other parents that are none."""
    moved = set()
    families: dict[int, list[tuple[int, int]]] = {}
    for old, new in alignment.nodes:
        above, there = alignment.old.parents[old], alignment.new.parents[new]
        if alignment.forward.get(above) == there:
            families.setdefault(above, []).append((old, new))
        elif (article := _stepped(alignment, above, there)) is not None:
            families.setdefault(article, []).append((old, new))
        elif (above, there) not in homes:
            moved.add(old)
    for family in families.values():
        places = [place(new) for _, new in family]
        if places != sorted(places):
            weights = [_weight(alignment.old.clause(old), alignment.new.clause(new)) for old, new in family]
            kept = steady(places, weights)
            moved |= {old for index, (old, _) in enumerate(family) if index not in kept}
    return frozenset(moved)


def _stepped(alignment: Alignment, above: int, there: int) -> int | None:
    """The article in which an item became a 款, or a 款 an item (a copy loses the numbers); it moved only past others."""
    if is_article(above) == is_article(there):
        return None
    home = above if is_article(above) else alignment.old.parents.get(above, TOP)
    target = there if is_article(there) else alignment.new.parents.get(there, TOP)
    return home if is_article(home) and alignment.forward.get(home) == target else None


def _weight(old: Clause, new: Clause) -> int:
    """One clause each, then the longer texts stay, then anything that does not depend on the direction."""
    one, other = sorted((bare(old), bare(new)))
    return (1 << 100) + ((len(one) + len(other)) << 40) + zlib.crc32(f"{one}\n{other}".encode())


def _renumbered(alignment: Alignment, old: int, new: int) -> bool:
    """Whether the printed number differs, or which 款 of its article the clause is."""
    one, other = alignment.old.clauses[old], alignment.new.clauses[new]
    if one.number != other.number:
        return True
    homes = is_article(alignment.old.parents[old]), is_article(alignment.new.parents[new])
    if one.path == other.path and homes[0] == homes[1]:
        return False
    return alignment.old.ordinal(old) != alignment.new.ordinal(new)


def _shared_out(
    wholes: Tree, parts: Tree, forward: Mapping[int, int], backward: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """Articles some of whose 款 became articles of their own, with the article that each kept and those.

    Run the other way round it finds articles that took others in.
    """
    found: dict[int, list[int]] = {}
    for article in sorted((node for node in parts.parents if is_article(node) and node not in backward), key=place):
        homes = {wholes.parents[backward[child]] for child in parts.children[article] if child in backward}
        whole = homes.pop() if len(homes) == 1 else TOP
        if is_article(whole) and whole in forward:
            found.setdefault(whole, [forward[whole]]).append(article)
    return {whole: tuple(sorted(group, key=place)) for whole, group in found.items()}


def _parted(
    wholes: Tree, parts: Tree, edited: Iterable[tuple[int, int]], backward: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """Clauses whose sentences all stand on in their match and in new siblings right beside it, and nothing else does.

    `edited` are the matched clauses (whole, part) whose texts differ; `backward` knows all matched parts. Run the other
    way round it finds merged clauses.
    """
    found = {}
    for whole, first in sorted(edited):
        beside = list(_unmatched_after(parts, first, backward))
        if not beside or wholes.children.get(whole) or parts.children.get(first):
            continue
        said, title = _said(wholes.clauses[whole])
        kept: set[str] = set()
        group: list[int] = []
        for part in (first, *beside):
            sentences, own_title = _said(parts.clauses[part])
            if not sentences & said or not sentences - {own_title} <= said:
                break
            kept |= sentences
            group.append(part)
        if len(group) > 1 and said - {title} <= kept:
            found[whole] = tuple(group)
    return found


def _unmatched_after(where: Tree, index: int, matched: Mapping[int, int]) -> Iterator[int]:
    """The clauses right after this one that stand beside it, as further 款 or as the next articles."""
    beside = _beside(where, index)
    for following in range(index + 1, len(where.clauses)):
        if following in matched or where.children.get(following) or _beside(where, following) != beside:
            return
        yield following


def _beside(where: Tree, index: int) -> int:
    """The parent of the clause, or of its article."""
    parent = where.parents[index]
    return where.parents[parent] if is_article(parent) else parent


def _said(clause: Clause) -> tuple[set[str], str]:
    """The sentences of a clause, and that of them which is its title: a part may have another one, and then lacks it.

    What an article or a 款 begins with is no title, but a sentence like the others.
    """
    title = "" if clause.kind in {"article", "paragraph"} else key(clause.title)
    return set(_SENTENCE.findall(bare(clause))), title
