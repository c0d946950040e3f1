"""The sender of a running service: claims what is due every moment, and never waits for a receiver.

    claim (all targets but those in hand) → lanes, side by side in threads → mark, in the sender's own thread

A target in hand is not claimed again before its lane has ended, so that its messages keep their order; everybody
else's go out meanwhile. What all this promises is the same as of `deliver`, and says docs/delivery.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event, Semaphore
from time import monotonic
from typing import TypeVar

from clausewatch.circuit import Circuit
from clausewatch.deliver import PER_TARGET, Outbox, mark, renew
from clausewatch.lanes import LEASE, Attempt, LaneSender, lanes_of
from notifiers.channels import Channel, ChannelConfig, open_channel

T = TypeVar("T")

TICK = 2.0
"""Seconds between two looks at what is due; a wake comes between them."""
ATTEMPT = 20.0
"""The longest time in seconds for one delivery, so that a service that is asked to stop ends soon."""
_WIDTH = 32
"""The most receivers at a time: so many may hang, and the others are still served."""
_LIMIT = 200
_MAIL = "mailto:"


class Sender:
    """Sends until it is asked to stop; used once. `wake` and `stop` may be called from any thread.

    `ended` hears of each delivery what `DeliverySummary` calls its end.
    """

    def __init__(
        self,
        outbox: Outbox,
        config: Callable[[], ChannelConfig],
        now: Callable[[], datetime],
        open_channel: Callable[[str, ChannelConfig], Channel] = open_channel,
        ended: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._outbox, self._config, self._now, self._open = outbox, config, now, open_channel
        self._ended = ended
        self._ends: SimpleQueue[tuple[Attempt, Semaphore] | None] = SimpleQueue()
        self._stopping = Event()
        self._failures: Counter[str] = Counter()
        self._in_hand: Counter[str] = Counter()  # target → how many of its messages have not ended
        self._lanes: Counter[Semaphore] = Counter()  # lane → the same
        self._look_at = 0.0

    def wake(self) -> None:
        """Something may be due now."""
        self._ends.put(None)

    def stop(self) -> None:
        """Claim nothing more; what is on its way ends, the rest of its lane is given back."""
        self._stopping.set()
        self.wake()

    def run(self) -> None:
        """Send until stopped, in the caller's thread. Raises StorageError: what cannot be marked must not go out."""
        renewed = False
        with ThreadPoolExecutor(_WIDTH, thread_name_prefix="deliver") as pool:
            try:
                while self._in_hand or not self._stopping.is_set():
                    if self._is_time() and self._due():
                        if not renewed:
                            renew(self._outbox, self._now())
                            renewed = True
                        self._claim(pool)
                    self._end()
            finally:  # also where the memory failed: nothing more may go out unmarked
                self._stopping.set()
                for marked, length in self._lanes.items():
                    marked.release(length)

    def _is_time(self) -> bool:
        if self._stopping.is_set() or monotonic() < self._look_at:
            return False
        self._look_at = monotonic() + TICK
        return True

    def _due(self) -> bool:
        """Whether to claim: reading costs nothing, and claiming holds the database's one writer."""
        due = self._outbox.next_due()
        return due is not None and due <= self._now()

    def _claim(self, pool: ThreadPoolExecutor) -> None:
        at = self._now()
        busy = {_MAIL if to.startswith(_MAIL) else to for to in self._in_hand}
        claimed = self._outbox.claim(at, limit=_LIMIT, lease=LEASE, per_target=PER_TARGET, without=busy)
        if not claimed:
            return
        config = replace(self._config(), timeout=ATTEMPT)
        circuit = Circuit(self._outbox.rests.all(), self._failures)
        sender = LaneSender(config, self._open, circuit, self._now, at, self._stopping)
        self._in_hand.update(delivery.to for delivery in claimed)
        for lane in lanes_of(claimed):
            marked = Semaphore(0)
            self._lanes[marked] = len(lane)
            pool.submit(sender.send_all, lane, self._ends.put, marked)

    def _end(self) -> None:
        """Mark the next that ends, until it is time to look; a wake and a target that is free make it time."""
        try:
            end = self._ends.get(timeout=max(0.0, self._look_at - monotonic()))
        except Empty:
            return
        if end is None:
            self._look_at = 0.0
            return
        attempt, marked = end
        self._ended(mark(self._outbox, attempt))
        marked.release()
        _one_less(self._lanes, marked)
        if _one_less(self._in_hand, attempt.delivery.to):
            self._look_at = 0.0


def _one_less(counted: Counter[T], key: T) -> bool:
    """Count one down; whether none is left."""
    counted[key] -= 1
    if not counted[key]:
        del counted[key]
    return key not in counted
