"""The changes of structure as they are told: one for the root of every subtree that came, went or moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from monitor.align import Alignment
from monitor.changes.pair import shown
from monitor.changes.placed import FRONT, Placed, change
from monitor.changes.structure import Structure, text_of
from monitor.facts.responsible import responsible
from monitor.facts.targets import targets_of
from monitor.records import Facts
from monitor.tree import Tree, place


def regrouping(alignment: Alignment, shape: Structure) -> Iterator[Placed]:
    """`clause_added`, `clause_removed`, `clause_moved`, `clause_renumbered`, `clause_split`, `clause_merged`."""
    yield from _came_and_went(alignment, shape)
    olds, news = alignment.old, alignment.new
    for kind, nodes in (("clause_moved", shape.moved), ("clause_renumbered", shape.renumbered)):
        for node in nodes:
            to = alignment.forward[node]
            old, new = olds.clause(node), news.clause(to)
            texts, marked = (old.text, new.text), shown(old, new)
            told = change(kind, (old.path, new.path), new.title or old.title, texts, marked=marked)
            yield Placed(place(to), told)
    for whole, parts in shape.split.items():
        old, into = olds.clause(whole), [news.clause(part).path for part in parts]
        texts = text_of(olds, (whole,)), text_of(news, parts)
        facts: Facts = {"from": old.path, "into": into}
        yield Placed(place(parts[0]), change("clause_split", (old.path, into[0]), old.title, texts, facts=facts))
    for whole, parts in shape.merged.items():
        new, sources = news.clause(whole), [olds.clause(part).path for part in parts]
        texts = text_of(olds, parts), text_of(news, (whole,))
        facts = {"from": sources, "into": new.path}
        yield Placed(place(whole), change("clause_merged", (sources[0], new.path), new.title, texts, facts=facts))


def _came_and_went(alignment: Alignment, shape: Structure) -> Iterator[Placed]:
    for root, group in shape.added.items():
        clause, text = alignment.new.clauses[root], text_of(alignment.new, group)
        facts = _whole(alignment.new, group)
        yield Placed(root, change("clause_added", (None, clause.path), clause.title, ("", text), facts=facts))
    matched = [old for old, _ in alignment.pairs]
    for root, group in shape.removed.items():
        clause, text = alignment.old.clauses[root], text_of(alignment.old, group)
        before = bisect_right(matched, root)
        at = alignment.pairs[before - 1][1] + 0.5 if before else FRONT + 0.5
        facts = _whole(alignment.old, group)
        yield Placed(at, change("clause_removed", (clause.path, None), clause.title, (text, ""), facts=facts))


def _whole(where: Tree, indices: tuple[int, ...]) -> Facts:
    """What rides along with a subtree that came or went."""
    return {
        "paths": [where.clauses[index].path for index in indices],
        "title": where.clauses[indices[0]].title,
        "targets": [target.text for index in indices for target in targets_of(where.clauses[index])],
        "responsible": list(
            dict.fromkeys(unit for index in indices for unit in responsible(where.clauses[index].text))
        ),
    }
