"""Delivering: claim with a lease → send → mark. At least once, with a stable id; one receiver never waits for another.

What is about one document reaches one subscription in its order. Receivers go side by side, and one in trouble rests
(see `circuit`): what is for it waits without being tried. docs/delivery.md says what all this promises.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Semaphore
from time import sleep
from typing import Protocol

from clausewatch.circuit import Circuit
from clausewatch.lanes import LEASE, Attempt, LaneSender, lanes_of, retry_at
from monitor.observation import Delivery, Rest
from notifiers.channels import Channel, ChannelConfig, open_channel

log = logging.getLogger(__name__)

WAIT_AT_MOST = timedelta(days=7)
"""What waits so long for a receiver that rests has failed, visibly."""
RUN = timedelta(minutes=5)
"""A run claims nothing more after this time; the next one does."""
_PATIENCE = timedelta(seconds=2)
PER_TARGET = 20
"""Most messages of one target at a time: a long queue for one holds up nobody else."""


class Rests(Protocol):
    """What delivering needs of the memory of receivers in trouble."""

    def all(self) -> Mapping[str, Rest]:
        """Who was in trouble and took nothing since, by receiver."""

    def put(self, value: Rest, at: datetime, *, given_up_before: datetime | None) -> None:
        """A receiver rests; what waits for it since before that moment, if any, has failed."""

    def end(self, receiver: str, at: datetime) -> None:
        """A receiver takes messages again."""


class Epoch(Protocol):
    """What delivering needs of the memory's mark of the copy that sends."""

    def renew(self, at: datetime) -> int:
        """Make this copy the one that sends; gives how many deliveries were held back because it was restored."""


class Outbox(Protocol):
    """What delivering needs of the memory. Times are aware. Marks give False where the lease was lost."""

    @property
    def rests(self) -> Rests:
        """The receivers in trouble."""

    @property
    def epoch(self) -> Epoch:
        """Which copy sends."""

    def next_due(self) -> datetime | None:
        """When something is to be sent next."""

    def claim(
        self, now: datetime, *, limit: int, lease: timedelta, per_target: int, without: Collection[str]
    ) -> Sequence[Delivery]:
        """Deliveries that are due, oldest first, their attempts counting this one; nobody else gets them during the lease."""

    def sent(self, claimed: Delivery, at: datetime, *, answer: str | None = None) -> bool:
        """The receiver took it."""

    def failed(self, claimed: Delivery, error: str, *, retry_at: datetime | None, at: datetime) -> bool:
        """The receiver did not take it; None for `retry_at` means it is given up."""

    def postponed(self, claimed: Delivery, reason: str | None, *, until: datetime, at: datetime) -> bool:
        """It was not tried, and is due at `until`; this attempt does not count."""


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """What one run came to: taken, to be tried again, given up, and left to the next run."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    left: int = 0


def deliver(
    outbox: Outbox,
    config: ChannelConfig,
    *,
    now: Callable[[], datetime],
    limit: int = 200,
    open_channel: Callable[[str, ChannelConfig], Channel] = open_channel,
    pause: Callable[[float], object] = sleep,
) -> DeliverySummary:
    """Deliver all that is due, `limit` at a time, and wait for the attempts; `pause` for what is due in a moment.

    Only the memory can stop it (StorageError): what a channel does wrong is recorded at the delivery.
    """
    begin = now()
    due = outbox.next_due()
    if due is None or due > begin:
        return DeliverySummary()
    renew(outbox, begin)
    counts: Counter[str] = Counter()
    left: set[str] = set()
    circuit = Circuit(outbox.rests.all())
    while (at := now()) < begin + RUN:
        claimed = outbox.claim(at, limit=limit, lease=LEASE, per_target=PER_TARGET, without=left)
        if not claimed:
            if _waited(outbox, now, pause):
                continue
            break
        sender = LaneSender(config, open_channel, circuit, now, at)
        with closing(_attempts(claimed, sender)) as attempts:
            for attempt in attempts:
                counts[end := mark(outbox, attempt)] += 1
                if end == "left":
                    left.add(attempt.delivery.to)
    return DeliverySummary(**counts)


def renew(outbox: Outbox, at: datetime) -> None:
    """Make this copy of the database the one that sends, before anything is claimed; a restored one holds back."""
    if held := outbox.epoch.renew(at):
        log.warning("the database was restored from a backup: %d deliveries are held back; see docs/delivery.md", held)


def _waited(outbox: Outbox, now: Callable[[], datetime], pause: Callable[[float], object]) -> bool:
    """Waits for what is due very soon, such as the sixth message in a second; whether there is any."""
    due, before = outbox.next_due(), now()
    if due is None or not timedelta(0) < due - before <= _PATIENCE:
        return False
    pause((due - before).total_seconds())
    return now() > before


def mark(outbox: Outbox, attempt: Attempt) -> str:
    """Record one end; gives the summary's word for it."""
    delivery, error, rest, at = attempt.delivery, attempt.error, attempt.rest, attempt.at
    if attempt.answer is not None:
        outbox.sent(delivery, at, answer=attempt.answer)
        for receiver in attempt.over:
            outbox.rests.end(receiver, at)
        return "sent"
    if error is None:
        reason = f"put off: {rest.reason}" if rest else None
        outbox.postponed(delivery, reason, until=rest.until if rest else at, at=at)
        return "retried" if rest else "left"
    again = None if error.permanent else retry_at(delivery, at)
    if error.later is not None:
        outbox.postponed(delivery, error.reason, until=at + error.later, at=at)
    else:
        outbox.failed(delivery, error.reason, retry_at=again, at=at)
    if rest is not None:
        outbox.rests.put(rest, at, given_up_before=None if error.later else at - WAIT_AT_MOST)
    return "failed" if again is None and error.later is None else "retried"


def _attempts(claimed: Sequence[Delivery], sender: LaneSender) -> Generator[Attempt, None, None]:
    """Each claimed delivery's end, as it comes. The caller marks it; only then does its lane go on."""
    ends: SimpleQueue[tuple[Attempt, Semaphore]] = SimpleQueue()
    lanes = [(lane, Semaphore(0)) for lane in lanes_of(claimed)]
    with ThreadPoolExecutor(len(lanes), thread_name_prefix="deliver") as pool:
        try:
            for lane, marked in lanes:
                pool.submit(sender.send_all, lane, ends.put, marked)
            for _ in claimed:
                attempt, marked = ends.get()
                yield attempt
                marked.release()
        finally:
            sender.stop.set()  # a memory that failed must not let more go out unmarked
            for lane, marked in lanes:
                marked.release(len(lane))
