"""Addresses that lead crawlers in circles, and what is said of them where the operator looks.

The bounds are Heritrix's where it has one: a path that repeats itself more than twice, or is deeper than twenty levels, is
no document's. Numbers may repeat (`/2026/1/1/1/`), names may not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from monitor.records import ListingItem

LENGTH = 2083
"""More characters has no address that browsers of old could follow."""
DEPTH = 20
IN_A_ROW = 2
"""So often may a path say the same names one after the other,"""
IN_ALL = 4
"""and so often one name anywhere."""
GIVEN = 3
"""So often may a query give one parameter; those of lists (`id[]`) as often as they like."""
ENTRIES = 6000
"""More entries of one look at a column are not followed."""


def trap(url: str) -> str | None:
    """Why an address is not followed, in words; None where it is like a document's.

    >>> trap("http://www.example.cn/zwgk/list/zwgk/list/zwgk/list/1.html")
    'its path repeats “zwgk/list” 3 times'
    """
    if len(url) > LENGTH:
        return f"it is {len(url)} characters long"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None  # it is told when it is fetched
    segments = tuple(each for each in parts.path.split("/") if each)
    names = tuple(each.partition("=")[0] for each in parts.query.split("&") if "=" in each)
    return next((said for rule in _RULES if (said := rule(segments, names)) is not None), None)


def followed(items: Sequence[ListingItem]) -> tuple[list[ListingItem], str | None]:
    """The entries of a listing that are followed, and why others are not; None where all are."""
    told = [(item, trap(item.url)) for item in items]
    good = [item for item, why in told if why is None]
    refused = [f"{item.url[:200]}: {why}" for item, why in told if why is not None]
    reasons = [f"{len(refused)} of its entries are not followed: {refused[0]}"] if refused else []
    if len(good) > ENTRIES:
        reasons.append(f"it lists {len(good)} entries; only the first {ENTRIES} are followed")
    return good[:ENTRIES], "; ".join(reasons) or None


def _deep(segments: Sequence[str], _: Sequence[str]) -> str | None:
    return f"its path is {len(segments)} levels deep" if len(segments) > DEPTH else None


def _circling(segments: Sequence[str], _: Sequence[str]) -> str | None:
    """A run of names that stands more than twice in a row."""
    for length in range(1, len(segments) // (IN_A_ROW + 1) + 1):
        same = 0  # places in a row that equal the one a run before
        for at in range(length, len(segments)):
            same = same + 1 if segments[at] == segments[at - length] else 0
            run = segments[at - length + 1 : at + 1]
            if same >= length * IN_A_ROW and any(not each.isdecimal() for each in run):
                return f"its path repeats “{'/'.join(segments[at - same - length + 1 : at - same + 1])}” {IN_A_ROW + 1} times"
    return None


def _common(segments: Sequence[str], _: Sequence[str]) -> str | None:
    return _too_often([each for each in segments if not each.isdecimal()], IN_ALL, "its path names “{}” {} times")


def _given(_: Sequence[str], names: Sequence[str]) -> str | None:
    single = [each for each in names if not each.lower().endswith(("[]", "%5b%5d"))]
    return _too_often(single, GIVEN, "its query gives “{}” {} times")


def _too_often(names: Sequence[str], most: int, said: str) -> str | None:
    for name, times in Counter(names).most_common(1):
        if times > most:
            return said.format(name, times)
    return None


_RULES: tuple[Callable[[Sequence[str], Sequence[str]], str | None], ...] = (_deep, _circling, _common, _given)
