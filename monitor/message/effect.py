"""From when and for how long a work is in force: said plainly where a clause says it otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from monitor.facts.effect import Term, effects
from monitor.letter import Words
from monitor.message.facts import exchanged
from monitor.records import Change
from monitor.text import compact, key

_TERMS: tuple[tuple[Term, Words], ...] = (
    ("from", Words("施行日期", "in force from ")),
    ("for", Words("有效期", "in force for ")),
)


def moved(change: Change) -> Iterator[tuple[Words, tuple[str, str]]]:
    """施行日期2026年5月1日→2026年7月1日 for each day or period that differs, with what stood there and stands there."""
    olds, news = list(effects(compact(change.before))), list(effects(compact(change.after)))
    for term, name in _TERMS:
        sides = ([one.shown for one in given if one.term == term] for given in (olds, news))
        for old, new in zip_longest(*sides, fillvalue=""):
            if key(old) != key(new):
                yield exchanged(name, old, new), (old, new)
