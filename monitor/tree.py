"""Clauses as a tree: who stands under whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.records import Clause
from monitor.text import key

TOP = -1
"""The parent of all clauses that have none."""

_CHAPTER = re.compile(r"第.+[编章节]$")
_ARTICLE = re.compile(r"第.+条")


@dataclass(frozen=True, slots=True)
class Tree:
    """Clauses in reading order, with the index of each one's parent and of each parent's children, in order."""

    clauses: tuple[Clause, ...]
    parents: tuple[int, ...]
    children: dict[int, tuple[int, ...]]


def tree(clauses: Sequence[Clause]) -> Tree:
    """The tree of an outline. An article's path names no chapter, so its parent is the chapter it stands in."""
    at = {clause.path: index for index, clause in enumerate(clauses)}
    parents: list[int] = []
    children: dict[int, list[int]] = {}
    chapter = TOP
    for index, clause in enumerate(clauses):
        parent = chapter if "/" not in clause.path and _ARTICLE.match(clause.number) else _nearest(clause.path, at)
        if _CHAPTER.match(clause.number):
            chapter = index
        parents.append(parent if parent < index else TOP)
        children.setdefault(parents[-1], []).append(index)
    return Tree(tuple(clauses), tuple(parents), {parent: tuple(below) for parent, below in children.items()})


def marker_end(clause: Clause) -> int:
    """Where the printed number ends in the clause's text, its 、 or dot included; 0 where none is printed."""
    if not clause.number:
        return 0
    seen = ""
    for end, char in enumerate(clause.text, 1):
        seen += key(char)
        if seen == clause.number:
            return end + (clause.text[end : end + 1] in {"、", ".", "．"} and end < len(clause.text))
        if not clause.number.startswith(seen):
            return 0
    return 0


def _nearest(path: str, at: dict[str, int]) -> int:
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in at:
            return at[path]
    return TOP
