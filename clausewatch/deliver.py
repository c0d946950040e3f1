"""Delivering: claim with a lease → send → mark. At least once, with a stable id; one receiver never waits for another.

Within one target the order holds, and targets go side by side. A receiver that fails twice in a row is left alone for
the rest of the run; what was claimed for it comes back when the lease is over, as it would after a crash.
"""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
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
        """Deliveries that are due, oldest first; nobody else gets them until the lease is over."""

    def sent(self, delivery_id: str, at: datetime) -> None:
        """The receiver took it."""

    def failed(self, delivery_id: str, error: str, *, retry_at: datetime | None, at: datetime) -> None:
        """The receiver did not take it; None for `retry_at` means it is given up."""


@dataclass(frozen=True, slots=True)
class DeliverySummary:
    """What one run came to: taken, to be tried again, given up, and left for later because their receiver is down."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One delivery's end in this run. No error and not `tried`: left for later."""

    delivery: Delivery
    at: datetime
    tried: bool
    error: SendError | None = None


def deliver(
    outbox: Outbox,
    config: ChannelConfig,
    *,
    now: Callable[[], datetime],
    limit: int = 200,
    chance: Callable[[], float] = random.random,
) -> DeliverySummary:
    """Deliver all that is due, `limit` at a time, and wait for the attempts. `chance` gives 0..1, to spread retries.

    Only the memory can stop it (StorageError): what a channel does wrong is recorded at the delivery.
    """
    counts = dict.fromkeys(DeliverySummary.__slots__, 0)
    while claimed := outbox.claim(now(), limit=limit, lease=LEASE):
        for attempt in _attempts(claimed, config, now):
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
    gap = None if error.permanent or delivery.attempts >= len(RETRY_AFTER) else RETRY_AFTER[delivery.attempts]
    retry_at = None if gap is None else attempt.at + gap * (1 + _SPREAD * chance)
    outbox.failed(delivery.id, error.reason, retry_at=retry_at, at=attempt.at)
    return "failed" if retry_at is None else "retried"


def _attempts(claimed: Sequence[Delivery], config: ChannelConfig, now: Callable[[], datetime]) -> Iterator[_Attempt]:
    """Each claimed delivery's end, as it comes; marking happens here, in the caller's thread."""
    by_target: defaultdict[str, list[Delivery]] = defaultdict(list)
    for delivery in claimed:
        by_target[delivery.to].append(delivery)
    ends: SimpleQueue[_Attempt] = SimpleQueue()
    stop = Event()
    sender = _Sender(config, now, now() + LEASE - timedelta(seconds=config.timeout), stop)
    with ThreadPoolExecutor(min(_SIDE_BY_SIDE, len(by_target)), thread_name_prefix="deliver") as pool:
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
        for delivery in deliveries:
            if failures >= _FAILURES_IN_A_ROW or self.stop.is_set() or self.now() > self.until:
                end(_Attempt(delivery, self.now(), tried=False))
                continue
            error = self._send(to, delivery)
            failures = failures + 1 if error is not None and not error.permanent else 0
            end(_Attempt(delivery, self.now(), tried=True, error=error))

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
