"""What is searched for, and where a text says it: words, phrases, what must not be there, targets by their value.

A text is searched by its *grams*: single characters and pairs of neighbours, each one number of 32 bits. They find every
text that could hold a word; words of one or two characters are found by them alone, longer ones are looked for in what
was found (`Query.holds`). Case, width, blanks and kinds of dashes make no difference.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.errors import UsageError
from monitor.goal import Goal, read_goal
from monitor.text import key

_TOKEN = re.compile(r'([-－]?)(?:"([^"]*)"|“([^”]*)”|(\S+))')
_NATIVE = f"utf-16-{sys.byteorder[0]}e"
_AROUND = 30
"""How many characters of context stand on each side of what was found."""
_HEAD = 24
"""How far a clause's heading reaches, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a clause must say: all `words`, none of `without`, and a target that meets `goal`, where there is one.

    Words are as `searchable` gives them.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    goal: Goal | None = None

    @property
    def exact(self) -> bool:
        """Whether the grams alone decide."""
        return self.goal is None and all(_units(word) <= 2 for word in (*self.words, *self.without))

    @property
    def grams(self) -> frozenset[int]:
        """What every text that holds has; never empty."""
        needed = frozenset[int]().union(*map(needs, self.words))
        return needed if self.goal is None else needed.union(*map(needs, self.goal.name))

    @property
    def barred(self) -> tuple[int, ...]:
        """What no text that holds has: of what must not be there only what is one gram."""
        return tuple(sorted(gram for word in self.without if _units(word) <= 2 for gram in needs(word)))

    def holds(self, text: str) -> bool:
        """Whether a text is what is searched for."""
        plain = searchable(text)
        if any(word in plain for word in self.without) or not all(word in plain for word in self.words):
            return False
        return self.goal is None or self.goal.meets(text)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where a text says it, first to last; spans do not overlap."""
        found = list(self.goal.spans(text)) if self.goal else []
        if self.words:
            plain, places = _placed(text)
            found += [(places[at], places[at + len(word) - 1] + 1) for word in self.words for at in _all(word, plain)]
        return _merged(found)

    def score(self, text: str, *, current: bool) -> float:
        """How much a text is about it: how dense it is with it, in the heading more, and what stands today more."""
        plain = searchable(text)
        found = self.words or tuple(searchable(text[begin:end]) for begin, end in self.spans(text))
        covered = sum(plain.count(word) * len(word) for word in found)
        heading = any(word in plain[:_HEAD] for word in found)
        return (covered / (covered + 20 + len(plain) / 10)) * (1.5 if heading else 1.0) * (1.2 if current else 1.0)


def parse(text: str) -> Query:
    """What a person typed: words apart, phrases in quotation marks, `-word` for what must not be there.

    A name, a comparison and a value ask for targets (`普惠园占比 >= 85% by 2025`). Raises UsageError where nothing is asked.

    >>> parse('普惠 "学前 教育" -民办').words, parse("普惠 -民办").without
    (('普惠', '学前教育'), ('民办',))
    """
    goal = read_goal(text)
    if goal is not None:
        return Query(goal=goal)
    words, without = list[str](), list[str]()
    for sign, *forms in _TOKEN.findall(text):
        if word := searchable("".join(forms)):
            (without if sign else words).append(word)
    if not words:
        raise UsageError(
            f"nothing is searched for in {text!r}; name a word that must be there: clausewatch search 普惠"
        )
    return Query(words=tuple(dict.fromkeys(words)), without=tuple(dict.fromkeys(without)))


def searchable(text: str) -> str:
    """A text as it is searched: its comparison key in small letters."""
    return key(text).lower()


def grams(text: str) -> frozenset[int]:
    """All grams of a text as signed numbers of 32 bits, on which every database agrees."""
    units = _utf16(searchable(text))
    return frozenset([*map(_single, set(units)), *map(_pair, set(pairwise(units)))])


def needs(word: str) -> frozenset[int]:
    """The grams that every text with this word has: its pairs, or the one character; none of nothing."""
    units = _utf16(word)
    return frozenset(map(_single, units) if len(units) == 1 else map(_pair, pairwise(units)))


def snippet(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What was found first with its neighbourhood, in one line, and where in it the spans stand that it shows."""
    begin, end = spans[0] if spans else (0, 0)
    start, stop = max(begin - _AROUND, 0), min(end + 2 * _AROUND, len(text))
    lead = "…" if start else ""
    shown = lead + text[start:stop].replace("\n", " ") + ("…" if stop < len(text) else "")
    shift = len(lead) - start
    return shown, tuple((left + shift, min(right, stop) + shift) for left, right in spans if start <= left < stop)


def _units(word: str) -> int:
    return len(_utf16(word))


def _utf16(text: str) -> Sequence[int]:
    return memoryview(text.encode(_NATIVE, "surrogatepass")).cast("H").tolist()


def _single(unit: int) -> int:
    return _pair((unit, 0))  # no text has the character 0


def _pair(units: tuple[int, int]) -> int:
    return ((units[0] ^ 0x8000) - 0x8000) << 16 | units[1]


def _placed(text: str) -> tuple[str, list[int]]:
    """The text as it is searched, and for each of its characters where that stands in the text."""
    parts = [searchable(char) for char in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _all(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return tuple(merged)
