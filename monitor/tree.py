"""Clauses as a tree: who stands under whom.

A node is a clause, by its index, or an article: an article's first 款 and its further ones are children of the article
alike, and only what is numbered inside a 款 is a child of that 款. So a new first 款 moves nothing out of its article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.records import Clause
from monitor.text import UNSEEN, key

TOP = -1
"""The parent of all nodes that have none."""

_CHAPTER = re.compile(r"第.+[编章节]$")
_ARTICLE = re.compile(r"第.+条")
_PARAGRAPH = re.compile(r"第[^/]+款(?:#\d+)?$")
_STOPS = {"、", ".", "．"}
_FIRST = "第一款"


@dataclass(frozen=True, slots=True)
class Tree:
    """Clauses in reading order, with the parent of each node and the children of each parent, in order.

    The node of an article is below `TOP`, see `article_of`. `at` finds a clause by its path.
    """

    clauses: tuple[Clause, ...]
    at: Mapping[str, int]
    parents: Mapping[int, int]
    children: Mapping[int, tuple[int, ...]]

    def clause(self, node: int) -> Clause:
        """The node's clause, an article's first one."""
        return self.clauses[place(node)]

    def ordinal(self, node: int) -> str:
        """Which of its siblings the clause says it is, as paths write it: `二`, `(三)`, `第二款`; empty where none is said."""
        clause = self.clause(node)
        if is_article(self.parents.get(node, TOP)):
            tail = _PARAGRAPH.search(clause.path)
            return tail[0] if tail else _FIRST
        return clause.path.rpartition("/")[2] if clause.number else ""


def place(node: int) -> int:
    """Where the node begins: the index of its (first) clause."""
    return node if node >= 0 else TOP - 1 - node


def article_of(index: int) -> int:
    """The node of the article whose first clause has this index.

    >>> place(article_of(7))
    7
    """
    return TOP - 1 - index


def is_article(node: int) -> bool:
    """Whether the node is an article as a whole."""
    return node < TOP


def tree(clauses: Sequence[Clause]) -> Tree:
    """The tree of an outline. An article's path names no chapter, so its parent is the chapter it stands in."""
    at = {clause.path: index for index, clause in enumerate(clauses)}
    parents: dict[int, int] = {}
    children: dict[int, list[int]] = {}

    def put(node: int, parent: int) -> None:
        parents[node] = parent
        children.setdefault(parent, []).append(node)

    chapter = TOP
    for index, clause in enumerate(clauses):
        above = _nearest(clause.path, at)
        above = above if above < index else TOP
        if _ARTICLE.match(clause.number):
            put(article_of(index), above if "/" in clause.path else chapter)
            above = article_of(index)
        elif is_article(article := parents.get(above, TOP)) and _PARAGRAPH.search(clause.path):
            above = article
        put(index, above)
        if _CHAPTER.match(clause.number):
            chapter = index
    return Tree(tuple(clauses), at, parents, {parent: tuple(below) for parent, below in children.items()})


@lru_cache(maxsize=4096)  # asked again for each thing that is read behind the number
def marker_end(clause: Clause) -> int:
    """Where the printed number ends in the clause's text, its 、 or dot included; 0 where none is printed."""
    if not clause.number:
        return 0
    end = len(clause.number)
    if key(clause.text[:end]) != clause.number:
        end = _seen(clause.text, clause.number)
    rest = clause.text[end:].lstrip(UNSEEN)
    return len(clause.text) - len(rest) + 1 if end and rest[:1] in _STOPS else end


def _seen(text: str, number: str) -> int:
    """Where a number ends that has blanks and invisible marks inside; 0 where the text does not begin with it."""
    seen = ""
    for end, char in enumerate(text, 1):
        seen += key(char)
        if seen == number:
            return end
        if not number.startswith(seen):
            return 0
    return 0


def _nearest(path: str, at: dict[str, int]) -> int:
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in at:
            return at[path]
    return TOP
