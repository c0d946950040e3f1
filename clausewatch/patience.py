"""A round waits for no slow host: what its gap would make last too long stays due for the next round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from monitor.observation import DueTarget

PATIENCE = 300.0
"""Seconds of one host's gaps in one round of a service that runs for ever."""


def in_time(due: Sequence[DueTarget], gap: Callable[[DueTarget], float]) -> list[DueTarget]:
    """The targets that can be looked at within the patience, in their order; of every host at least one.

    `gap` gives the seconds between two requests that a target's site wants.
    """
    spent: dict[str, float] = defaultdict(float)
    kept = []
    for target in due:
        if spent[target.host] < PATIENCE:
            kept.append(target)
        spent[target.host] += gap(target)
    return kept
