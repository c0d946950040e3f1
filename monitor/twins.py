"""Documents under ever new addresses: a session, a moment or a counter in each link of a listing, another at every look.

A listing whose entries are known by title and date, at the same addresses but for one parameter (or one session in the
path), lists nothing new. That is said only where it shows: several entries agree on what differs, they are half of
the listing or more, and what is left of their addresses still tells them apart. So a document that was published again
under another number stays news.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

from monitor.listing import canonical
from monitor.records import ListingItem
from monitor.text import key

AGREE = 2
"""So many entries must agree at least."""
_MOST = 20
"""Of what was listed under one title and date, so many are compared: pages that call everything alike take no longer."""
_SESSION = re.compile(r"(?=[A-Za-z-]*[0-9])[A-Za-z0-9-]{16,}")

_Rest: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry that a column showed before, at its canonical address."""

    title: str
    address: str
    date: date | None = None


def settled(
    items: Sequence[ListingItem], known: Collection[str], before: Sequence[Listed]
) -> tuple[list[ListingItem], str | None]:
    """The entries, each under the address by which it is known, and what their new addresses differ in; None for nothing.

    `known` are those canonical addresses of the entries that are targets already, `before` what the column listed under
    the titles of the others.
    """
    here = {canonical(item.url) for item in items}
    named: dict[tuple[str, date | None], list[Listed]] = defaultdict(list)
    for each in before:
        if each.address not in here:
            named[key(each.title), each.date].append(each)
    fresh = [item for item in items if canonical(item.url) not in known]
    pairs: dict[tuple[str, ...], dict[str, tuple[str, _Rest]]] = defaultdict(dict)
    for item in fresh:
        url = canonical(item.url)
        for old in named.get((key(item.title), item.date), [])[:_MOST]:
            if (split := _difference(url, old.address)) is not None:
                pairs[split[0]].setdefault(url, (old.address, split[1]))
    best = max(sorted(pairs), key=lambda names: len(pairs[names]), default=())
    found = pairs.get(best, {})
    if len(found) < AGREE or len(found) * 2 < len(here) or len({rest for _, rest in found.values()}) < len(found):
        return list(items), None
    told = [replace(item, url=found[url][0]) if (url := canonical(item.url)) in found else item for item in items]
    where = " and ".join(f"“{name[1:]}”" if name.startswith("?") else "a part of the path" for name in best)
    return told, f"{len(found)} entries have new addresses that differ in {where} only: taken for the known documents"


def _difference(new: str, old: str) -> tuple[tuple[str, ...], _Rest] | None:
    """In which parts two addresses differ, and what is left; None where they are not of one shape, or differ elsewhere."""
    one, other = _parts(new), _parts(old)
    if one.keys() != other.keys():
        return None
    differing = sorted(name for name in one if one[name] != other[name])
    if not differing or not all(_may_differ(name, one[name], other[name]) for name in differing):
        return None
    return tuple(differing), tuple((name, one[name]) for name in sorted(one) if name not in differing)


def _parts(url: str) -> dict[str, str]:
    """An address in parts: scheme and host, `/0`, `/1`, … of the path, `?name` of the query."""
    split = urlsplit(url)
    path = {f"/{at}": each for at, each in enumerate(split.path.split("/"))}
    query: dict[str, str] = {}
    for name, value in parse_qsl(split.query, keep_blank_values=True):
        query[f"?{name}"] = f"{query[f'?{name}']}&{value}" if f"?{name}" in query else value
    return {"server": f"{split.scheme}://{split.netloc}", "fragment": split.fragment} | path | query


def _may_differ(name: str, *values: str) -> bool:
    return name.startswith("?") or (name.startswith("/") and all(_SESSION.fullmatch(value) for value in values))
