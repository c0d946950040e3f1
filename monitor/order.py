"""Which of some reordered things stayed where they were."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def steady(places: Sequence[int], weights: Sequence[int]) -> frozenset[int]:
    """The indices of an increasing subsequence of `places` (all different) with the greatest sum of weights (above 0).

    With weights that do not depend on the direction of the comparison, the mirror image keeps the same things in
    place. O(n log n).

    >>> sorted(steady([2, 0, 1], [1, 1, 1]))
    [1, 2]
    """
    ends: list[int] = []  # places where a chain may end, rising; so do the sums of the best chains up to there
    sums: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        at = bisect_left(ends, place)
        total = weight + (sums[at - 1] if at else 0)
        before.append(lasts[at - 1] if at else -1)
        beaten = at
        while beaten < len(ends) and sums[beaten] <= total:
            beaten += 1
        ends[at:beaten], sums[at:beaten], lasts[at:beaten] = [place], [total], [index]
    kept: set[int] = set()
    at = lasts[-1] if lasts else -1
    while at != -1:
        kept.add(at)
        at = before[at]
    return frozenset(kept)
