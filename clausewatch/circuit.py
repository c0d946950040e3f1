"""Which receivers are in trouble: they rest, and are looked at with one message when the rest is over.

A receiver is a subscription's target. Where a failure is of the way there (the one mail server), all targets of that
scheme are one receiver, which is called `mailto:`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from monitor.errors import SendError
from monitor.observation import Rest

FAILURES_IN_A_ROW = 2
"""So many failures make a receiver rest: one alone may be the message's fault."""
RESTS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800))
"""How long it rests: the first time, the second, and from then on."""
SPREAD = 0.2


class Circuit:
    """What one run knows of its receivers; shared between threads. `rests` is what was known before, by receiver.

    `failures` counts those in a row by receiver; whoever goes on after a run gives them to the next.
    """

    def __init__(self, rests: Mapping[str, Rest], failures: Counter[str] | None = None) -> None:
        self._rests = dict(rests)
        self._failures: Counter[str] = Counter() if failures is None else failures
        self._lock = Lock()

    def rest(self, to: str, at: datetime) -> Rest | None:
        """The rest that a target has at this moment, None where it may be sent to."""
        with self._lock:
            found = (self._rests.get(receiver) for receiver in _receivers(to))
            return next((rest for rest in found if rest is not None and rest.until > at), None)

    def took(self, to: str) -> list[str]:
        """A target took a message. Gives the receivers whose trouble is over by that."""
        with self._lock:
            for receiver in _receivers(to):
                self._failures.pop(receiver, None)
            return [receiver for receiver in _receivers(to) if self._rests.pop(receiver, None) is not None]

    def refused(self, to: str, error: SendError, at: datetime) -> Rest | None:
        """A target did not take a message, and this is not the message's fault. Gives the rest that begins by that."""
        way, target = _receivers(to)
        receiver = way if error.shared else target
        with self._lock:
            before = self._rests.get(receiver)
            if error.later is not None:
                rest = Rest(
                    receiver=receiver,
                    failures=before.failures if before else 0,
                    until=at + error.later,
                    reason=error.reason,
                )
            elif before is not None and before.until > at:
                return None  # it was on its way when another failed
            else:
                self._failures[receiver] += 1
                looks = before.failures + 1 if before else 1
                if looks == 1 and self._failures[receiver] < FAILURES_IN_A_ROW:
                    return None
                pause = RESTS[min(looks, len(RESTS)) - 1] * (1 + SPREAD * chance(f"{receiver} {looks}"))
                rest = Rest(receiver=receiver, failures=looks, until=at + pause, reason=error.reason)
            self._rests[receiver] = rest
            return rest


def chance(name: str) -> float:
    """A number from 0 to 1 that is always the same for a name: many who wait do not come back at one moment."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest()) / 0xFFFF_FFFF


def _receivers(to: str) -> tuple[str, str]:
    """Whom a failure can be of: the way there, and the target."""
    return f"{to.partition(':')[0]}:", to
