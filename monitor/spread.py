"""What piled up while a site rested comes back one by one: nothing of it storms the site when it is resumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

STEP = timedelta(minutes=1)
"""Between two that waited, at least; more where that is not a tenth of what the site's gap would allow."""
LONGEST = timedelta(hours=24)
"""All of them have been looked at after so long, or as soon as the site's own gap lets them."""
_SHARE = 0.1


def spread(waiting: Sequence[int], now: datetime, *, delay: float = 0.0) -> dict[int, datetime]:
    """Target id → when it is due, from `now` on: in the given order, evenly, over a day at most.

    `delay` is the gap between two requests to the site, in seconds; even a pile that is larger than a day holds keeps it.

    >>> at = datetime(2026, 3, 2)
    >>> [moment.minute for moment in spread([7, 3, 5], at).values()]
    [0, 1, 2]
    """
    gap = timedelta(seconds=delay)
    wanted = max(STEP, gap / _SHARE)
    step = max(min(wanted, LONGEST / max(1, len(waiting))), gap)
    return {each: now + step * turn for turn, each in enumerate(waiting)}
