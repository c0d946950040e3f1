"""How fast robots may be sent to: what went out lately is remembered, and whoever would be too fast is told to wait.

A window slides over the moments of sending. A bucket that fills up evenly would let twice the number through within
one window, and some vendors punish that with minutes of silence.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages `within` any time of this length."""

    count: int
    within: timedelta


class Pace:
    """What was sent to each robot lately. One for a process, shared between threads; moments are aware."""

    def __init__(self) -> None:
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._resting: dict[str, datetime] = {}
        self._lock = Lock()

    def take(self, robot: str, limits: Sequence[Limit], at: datetime) -> timedelta:
        """Nothing where a message may go now (it then counts as sent), else how long to wait."""
        with self._lock:
            sent = self._sent[robot]
            longest = max(limit.within for limit in limits)
            while sent and sent[0] + longest <= at:
                sent.popleft()
            while sent and sent[-1] > at + longest:  # the clock was set back
                sent.pop()
            free = [sent[-limit.count] + limit.within for limit in limits if len(sent) >= limit.count]
            wait = max([self._resting.get(robot, at), *free]) - at
            if wait > timedelta(0):
                return wait
            sent.append(at)
            return timedelta(0)

    def rest(self, robot: str, until: datetime) -> None:
        """Send nothing to a robot before this moment: its vendor said so."""
        with self._lock:
            self._resting[robot] = max(until, self._resting.get(robot, until))
