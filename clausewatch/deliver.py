"""Delivering: claim with a lease → send → mark. At least once, with a stable id; one receiver never waits for another.

Within one target the order holds, and targets go side by side. A receiver that fails twice in a row is left alone for
the rest of the batch: what else is for it is put off as if it had been tried.
"""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Event
from typing import Protocol

from monitor.errors import SendError, UsageError
from monitor.observation import Delivery
from notifiers.channels import ChannelConfig, open_channel

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""The gaps that the Standard Webhooks recommend, about three days in all; then a delivery has failed, visibly."""
_SPREAD = 0.2
_FAILURES_IN_A_ROW = 2
_SIDE_BY_SIDE = 8


class Outbox(Protocol):
    """What delivering needs of the memory. Times are aware."""

    def claim(self, now: datetime, *, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Deliveries that are due, oldest first, their attempts counting this one; nobody else gets them during the lease."""

    def sent(self, delivery_id: str, at: datetime) -> bool:
        """The receiver took it."""

    def failed(
        self, delivery_id: str, error: str, *, retry_at: datetime | None, at: datetime, attempt: int | None = None
    ) -> bool:
        """The receiver did not take the attempt of this number; None for `retry_at` means it is given up."""

    def postponed(self, delivery_id: str, reason: str, *, until: datetime, at: datetime, attempt: int) -> bool:
        """The receiver takes no more for now: it is tried at `until`, and this attempt does not count."""


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """What one run came to: taken, to be tried again, given up, and left to the end of the lease."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One delivery's end in this run: taken, or not, or (not `tried`) left, because the lease or the run ended."""

    delivery: Delivery
    at: datetime
    error: SendError | None = None
    tried: bool = True


def deliver(
    outbox: Outbox,
    config: ChannelConfig,
    *,
    now: Callable[[], datetime],
    limit: int = 200,
    chance: Callable[[], float] = random.random,
) -> DeliverySummary:
    """Deliver all that is due, `limit` at a time, and wait for the attempts. `chance` gives 0..1, to spread retries.

    What becomes due while the last batch is on its way waits for the next run, so a run ends.
    Only the memory can stop it (StorageError): what a channel does wrong is recorded at the delivery.
    """
    counts = dict.fromkeys(DeliverySummary.__slots__, 0)
    full = True
    while full:
        claimed = outbox.claim(now(), limit=limit, lease=LEASE)
        full = len(claimed) == limit
        with closing(_attempts(claimed, config, now)) as attempts:
            for attempt in attempts:
                counts[_mark(outbox, attempt, chance())] += 1
    return DeliverySummary(**counts)


def _mark(outbox: Outbox, attempt: _Attempt, chance: float) -> str:
    """Record one end; gives the summary's word for it."""
    delivery, error = attempt.delivery, attempt.error
    if not attempt.tried:
        return "left"
    if error is None:
        outbox.sent(delivery.id, attempt.at)
        return "sent"
    if error.later is not None:
        outbox.postponed(
            delivery.id, error.reason, until=attempt.at + error.later, at=attempt.at, attempt=delivery.attempts
        )
        return "retried"
    given_up = error.permanent or delivery.attempts > len(RETRY_AFTER)
    retry_at = None if given_up else attempt.at + RETRY_AFTER[delivery.attempts - 1] * (1 + _SPREAD * chance)
    outbox.failed(delivery.id, error.reason, retry_at=retry_at, at=attempt.at, attempt=delivery.attempts)
    return "failed" if retry_at is None else "retried"


def _attempts(
    claimed: Sequence[Delivery], config: ChannelConfig, now: Callable[[], datetime]
) -> Generator[_Attempt, None, None]:
    """Each claimed delivery's end, as it comes; marking happens here, in the caller's thread."""
    by_target: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        by_target[delivery.to].append(delivery)
    ends: SimpleQueue[_Attempt] = SimpleQueue()
    stop = Event()
    sender = _Sender(config, now, now() + LEASE - timedelta(seconds=config.timeout), stop)
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="deliver") as pool:
        try:
            for to, deliveries in by_target.items():
                pool.submit(sender.send_all, to, deliveries, ends.put)
            for _ in claimed:
                yield ends.get()
        finally:
            stop.set()  # a memory that failed must not let more go out unmarked


@dataclass(frozen=True, slots=True)
class _Sender:
    """Sends one target's deliveries in order, until `until` (the lease is over) or `stop`. Never raises."""

    config: ChannelConfig
    now: Callable[[], datetime]
    until: datetime
    stop: Event

    def send_all(self, to: str, deliveries: Iterable[Delivery], end: Callable[[_Attempt], None]) -> None:
        """Call `end` exactly once for each delivery."""
        failures = 0
        error: SendError | None = None
        for delivery in deliveries:
            if self.stop.is_set() or self.now() > self.until:
                end(_Attempt(delivery, self.now(), tried=False))
            elif error is not None and error.later is not None:
                end(_Attempt(delivery, self.now(), error))  # nor would the receiver take this one
            elif failures < _FAILURES_IN_A_ROW:
                error = self._send(to, delivery)
                failures = 0 if error is None or error.permanent else failures + 1
                end(_Attempt(delivery, self.now(), error))
            else:
                end(_Attempt(delivery, self.now(), SendError(f"put off: the one before was not taken: {error}")))

    def _send(self, to: str, delivery: Delivery) -> SendError | None:
        try:
            with closing(open_channel(to, self.config)) as channel:
                channel.send(delivery, self.now())
        except SendError as error:
            return error
        except UsageError as error:  # the settings changed since the subscription was made
            return SendError(str(error))
        except Exception as error:  # the one border where a channel's bug must not stop the others
            log.exception("delivery %s failed unexpectedly", delivery.id)
            return SendError(f"internal error, please report it: {type(error).__name__}")
        return None
