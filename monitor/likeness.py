"""How much two clauses are alike, from 0 to 1."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add

from monitor.records import Clause
from monitor.text import key
from monitor.tree import marker_end

# Nearly every task names the same few offices at its end; they do not tell clauses apart.
_OFFICES = re.compile(
    r"\([^()]{0,6}(?:责任|牵头|配合)[^()]{0,200}\)。?$|(?<=。)(?:责任|牵头)(?:单位|部门|领导|人):[^。]{0,200}。?$"
)
_DUTIES = ("责任", "牵头", "配合")
_PROVISION = re.compile(
    r"第\(?[一二三四五六七八九十百千零〇\d]{1,8}\)?[编章节条款项](?:之[一二三四五六七八九十]{1,3})?"
)
_AMOUNT = re.compile(r"\d[\d,.]*[万亿千百]*|[一二三四五六七八九两十百千万亿]{2,}")


@lru_cache(maxsize=4096)
def bare(clause: Clause) -> str:
    """The comparison key of the clause's text without its number."""
    return key(clause.text[marker_end(clause) :])


@lru_cache(maxsize=4096)
def unreferred(clause: Clause) -> str:
    """The comparison key without the clause's number and without the numbers of the provisions that it refers to."""
    return _PROVISION.sub("第", bare(clause))


def same(old: Clause, new: Clause) -> bool:
    """Whether the comparison keys of both are equal, their numbers left out."""
    return (old.text == new.text and old.number == new.number) or bare(old) == bare(new)


@lru_cache(maxsize=4096)
def grams(clause: Clause) -> frozenset[str]:
    """All pairs of neighbouring characters of the clause, its number and its responsible units left out.

    A number is one sign whatever it says: 5000万元 and 0.5亿元 tell two clauses apart no more than other figures do.
    """
    text = bare(clause)
    if any(word in text for word in _DUTIES):  # far cheaper to look for than the offices
        text = _OFFICES.sub("", text)
    text = _AMOUNT.sub("#", text)
    return frozenset(map(add, text, text[1:])) if len(text) > 1 else frozenset({text})


def likeness(old: Clause, new: Clause) -> float:
    """The share of character pairs that both have (Dice's coefficient)."""
    return overlap(grams(old), grams(new))


def shared(old: Clause, new: Clause) -> float:
    """The share of the shorter one's character pairs that the longer one has too."""
    one, other = grams(old), grams(new)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def overlap(old: frozenset[str], new: frozenset[str]) -> float:
    """Dice's coefficient of two sets; 0 where both are empty."""
    return 2 * len(old & new) / (len(old) + len(new)) if old or new else 0.0
