"""Ranks: order that leaves room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.rank import between, rearranged


def fractions(count: int) -> list[bytes]:
    """Ranks as a first version gets them."""
    return between(b"", None, count)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), max_size=40))
def test_there_is_room_everywhere_for_ever(inserts):
    """However often something is put anywhere, ranks stay different and in order."""
    ranks = fractions(3)
    for place, count in inserts:
        at = place % (len(ranks) + 1)
        low = ranks[at - 1] if at else b""
        high = ranks[at] if at < len(ranks) else None
        ranks[at:at] = between(low, high, count)
    assert ranks == sorted(set(ranks))
    assert all(rank and not rank.endswith(b"\0") for rank in ranks)


@given(st.permutations(range(12)), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_a_new_order_changes_only_what_must_move(order, dropped, new):
    """The new ranks rise, and no larger set of things could have kept theirs."""
    old = fractions(12)
    wanted = [None if place in new else old[place] for place in order if place not in dropped]
    ranks = rearranged(wanted)
    assert ranks == sorted(set(ranks))
    kept = sum(1 for before, after in zip(wanted, ranks, strict=True) if before == after)
    assert kept == longest_rise([rank for rank in wanted if rank is not None])


def longest_rise(ranks: list[bytes]) -> int:
    """The length of a longest rising subsequence, the slow way."""
    best: list[int] = []
    for at, rank in enumerate(ranks):
        best.append(1 + max((best[i] for i in range(at) if ranks[i] < rank), default=0))
    return max(best, default=0)


def test_ranks_of_a_first_version_are_short():
    """A long document's ranks take two bytes each."""
    assert max(map(len, fractions(5000))) == 2
