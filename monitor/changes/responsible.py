"""Who answers for a task."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.changes.pair import Background, Fact, Pair
from monitor.facts.responsible import responsible as units_of
from monitor.facts.responsible import tails


def responsible(pair: Pair, _: Background) -> Iterator[Fact]:
    """`responsible_changed` where a unit came or went or the lead changed; the order of the others is no change.

    Units moved around among the others are explained all the same, by a `typography` of no weight.
    """
    old, new = units_of(pair.old.text), units_of(pair.new.text)
    if old == new:
        return
    before, after = tuple(tails(pair.old.text)), tuple(tails(pair.new.text))
    if set(old) == set(new) and old[:1] == new[:1]:
        yield Fact("typography", {}, before, after)
        return
    yield Fact(
        "responsible_changed",
        {
            "added": [unit for unit in new if unit not in old],
            "removed": [unit for unit in old if unit not in new],
            "lead_old": old[0] if old else None,
            "lead_new": new[0] if new else None,
        },
        before,
        after,
    )
