"""What stayed in place."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from monitor.order import steady

ORDERS = st.integers(0, 7).flatmap(lambda size: st.permutations(range(size)))


@given(ORDERS)
def test_as_many_as_possible_stay(places):
    """The kept ones rise, and no larger set does."""
    kept = sorted(steady(places, [1] * len(places)))
    assert [places[index] for index in kept] == sorted(places[index] for index in kept)
    longest = max(
        size
        for size in range(len(places) + 1)
        if any(list(chosen) == sorted(chosen) for chosen in combinations(places, size))
    )
    assert len(kept) == longest


@given(ORDERS)
def test_the_mirror_image_keeps_the_same(places):
    """Compared the other way round, the same things stay, where their weights tell ties apart."""
    weights = [(1 << 20) + (1 << index) for index in range(len(places))]
    back = [places.index(place) for place in range(len(places))]
    mirrored = steady(back, [weights[index] for index in back])
    assert steady(places, weights) == frozenset(back[place] for place in mirrored)
