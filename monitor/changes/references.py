"""References to articles, 款, items and chapters that only followed a renumbering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from monitor.changes.pair import Background, Fact, Pair, head_end
from monitor.facts.provisions import Reference, provisions
from monitor.records import Clause
from monitor.text import key
from monitor.tree import Tree, article_of

_MOST = 100  # references of one clause; more are no provision but a list, and its changes are told as they stand


def references(pair: Pair, background: Background) -> Iterator[Fact]:
    """`reference_shifted` where 第五条 became 第六条 because that article did; so with 款, items and chapters.

    前款 that became 第一款, where that is what it meant, is the same.
    """
    if not pair.edits or not any("第" in phrase or "款" in phrase for phrase in pair.phrases):
        return
    olds, news = list(_cited(pair.old)), list(_cited(pair.new))
    if not 0 < max(len(olds), len(news)) <= _MOST:
        return
    alignment = background.alignment
    before = [_meant(one, pair.old, alignment.old, alignment.forward) for one in olds]
    after = [_meant(one, pair.new, alignment.new, alignment.backward, there=True) for one in news]
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        same = zip(olds[block.a :][: block.size], news[block.b :][: block.size], strict=True)
        end_old = end_new = 0
        for old, new in same:
            facts = {"old": _printed(old, pair.old), "new": _printed(new, pair.new)}
            if key(facts["old"]) != key(facts["new"]):
                # In 第三条至第五条 → 第四条至第六条 what stands between may be marked with a number.
                joined = pair.old.text[end_old : old.start] == pair.new.text[end_new : new.start]
                start_old, start_new = (end_old, end_new) if joined else (old.start, new.start)
                yield Fact("reference_shifted", dict(facts), ((start_old, old.end),), ((start_new, new.end),))
            end_old, end_new = old.end, new.end


def _cited(clause: Clause) -> Iterator[Reference]:
    """The references of the text; the clause's own number is none."""
    begin = head_end(clause)
    return (one for one in provisions(clause.text, clause.path) if one.start >= begin)


def _meant(
    one: Reference, clause: Clause, where: Tree, matched: Mapping[int, int], *, there: bool = False
) -> tuple[int | None, str]:
    """The node of the new text that is meant, and what of the path lies below it; else what it says.

    `matched` leads to the other text; `there`: the clause is one of the new text.
    """
    path, below = one.path or "", ""
    while path and path not in where.at:
        path, _, last = path.rpartition("/")
        below = f"{last}/{below}"
    index = where.at.get(path) if path else None
    if index is None:
        return None, _printed(one, clause)
    # Of an article that another one took in, its first 款 is left.
    node = article_of(index) if one.whole and article_of(index) in matched else index
    became = node if there else matched.get(node)
    return (became, below) if became is not None else (None, _printed(one, clause))


def _printed(one: Reference, clause: Clause) -> str:
    return clause.text[one.start : one.end]
