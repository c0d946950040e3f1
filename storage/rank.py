"""The order of things that rarely change: ranks that never have to be rewritten to make room.

A rank is a fraction between 0 and 1, its digits to the base 256 as bytes, without trailing zeros. Bytes compare as
their fractions do, in Python and in every database, and between two of them there is always another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

_BASE = 256


def between(low: bytes, high: bytes | None, count: int) -> list[bytes]:
    """`count` ranks in order, evenly between two others; `b""` stands for 0 and None for 1."""
    width = len(low) if high is None else max(len(low), len(high))
    while True:
        start = int.from_bytes(low.ljust(width, b"\0"), "big")
        end = _BASE**width if high is None else int.from_bytes(high.ljust(width, b"\0"), "big")
        if end - start > count:
            step = (end - start, count + 1)
            values = (start + step[0] * place // step[1] for place in range(1, count + 1))
            return [value.to_bytes(width, "big").rstrip(b"\0") for value in values]
        width += 1


def rearranged(ranks: Sequence[bytes | None]) -> list[bytes]:
    """Rising ranks for a new order, as few as possible other than before.

    `ranks` are the ones from before in the new order, None for what is new.
    """
    staying = _longest_rise(ranks)
    result: list[bytes] = []
    for stays, places in groupby(range(len(ranks)), staying.__contains__):
        run = list(places)
        if stays:
            result += [ranks[place] or b"" for place in run]
        else:
            after = ranks[run[-1] + 1] if run[-1] + 1 < len(ranks) else None
            result += between(result[-1] if result else b"", after, len(run))
    return result


def _longest_rise(ranks: Sequence[bytes | None]) -> set[int]:
    """The places of a longest rising subsequence, in n log n."""
    tails: list[bytes] = []  # the least rank that ends a rise of each length
    ends: list[int] = []  # and where it stands
    before: dict[int, int | None] = {}
    for place, rank in enumerate(ranks):
        if rank is None:
            continue
        length = bisect_left(tails, rank)
        tails[length : length + 1] = [rank]
        ends[length : length + 1] = [place]
        before[place] = ends[length - 1] if length else None
    rise = set()
    last = ends[-1] if ends else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise
