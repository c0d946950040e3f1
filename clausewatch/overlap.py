"""Subscriptions of one target that take in the same changes: what both want would be told twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from monitor.matching import covers
from monitor.observation import Subscription


def warnings(made: Subscription, others: Sequence[Subscription], site_of: Callable[[int], str]) -> list[str]:
    """One line for each other subscription to the same target that takes in this one, or that this one takes in.

    `site_of` gives a document's site.
    """
    told = []
    for other in others:
        if other.id == made.id or other.to != made.to:
            continue
        advice = f"what both want is told twice; end one with: clausewatch subscriptions --remove {other.id}"
        if _takes_in(other, made, site_of):
            told.append(f"subscription {other.id} sends all of this to {made.to} already: {advice}")
        elif _takes_in(made, other, site_of):
            told.append(f"subscription {other.id} sends a part of this to {made.to} already: {advice}")
    return told


def _takes_in(wide: Subscription, narrow: Subscription, site_of: Callable[[int], str]) -> bool:
    filters = narrow.filters
    if filters.documents and not filters.sites:
        filters = replace(filters, sites=tuple(dict.fromkeys(map(site_of, filters.documents))))
    return covers(wide.filters, filters)
