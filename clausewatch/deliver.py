"""Delivering: claim with a lease → send → mark. At least once, with a stable id; one receiver never waits for another.

What is about one document reaches one subscription in its order. Receivers go side by side, and one in trouble rests
(see `circuit`): what is for it waits without being tried. docs/delivery.md says what all this promises.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Event, Semaphore
from time import sleep
from typing import Protocol

from clausewatch.circuit import SPREAD, Circuit, chance
from monitor.errors import SendError, UsageError
from monitor.observation import Delivery, Rest
from notifiers.channels import Channel, ChannelConfig, open_channel

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""The gaps that the Standard Webhooks recommend, about three days in all; then a delivery has failed, visibly."""
WAIT_AT_MOST = timedelta(days=7)
"""What waits so long for a receiver that rests has failed, visibly."""
RUN = timedelta(minutes=5)
"""A run claims nothing more after this time; the next one does."""
_PATIENCE = timedelta(seconds=2)
_PER_TARGET = 20
"""Most messages of one target at a time: a long queue for one holds up nobody else."""
_TURN = timedelta(seconds=60)
"""After this time a slow target's other messages wait for the next run."""
_LANES = 4
"""Messages at a time by one way, such as the one mail server."""


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


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One delivery's end in this run: taken with an `answer`, refused with an `error`, or with neither not tried.

    `rest` began by this attempt, or was why there was none; `over` are the receivers whose trouble ended.
    """

    delivery: Delivery
    at: datetime
    answer: str | None = None
    error: SendError | None = None
    rest: Rest | None = None
    over: Sequence[str] = ()


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
    if held := outbox.epoch.renew(begin):
        log.warning("the database was restored from a backup: %d deliveries are held back; see docs/delivery.md", held)
    counts: Counter[str] = Counter()
    left: set[str] = set()
    circuit = Circuit(outbox.rests.all())
    while now() < begin + RUN:
        claimed = outbox.claim(now(), limit=limit, lease=LEASE, per_target=_PER_TARGET, without=left)
        if not claimed:
            if _waited(outbox, now, pause):
                continue
            break
        sender = _Sender(config, open_channel, circuit, now)
        with closing(_attempts(claimed, sender)) as attempts:
            for attempt in attempts:
                counts[end := _mark(outbox, attempt)] += 1
                if end == "left":
                    left.add(attempt.delivery.to)
    return DeliverySummary(**counts)


def _waited(outbox: Outbox, now: Callable[[], datetime], pause: Callable[[float], object]) -> bool:
    """Waits for what is due very soon, such as the sixth message in a second; whether there is any."""
    due, before = outbox.next_due(), now()
    if due is None or not timedelta(0) < due - before <= _PATIENCE:
        return False
    pause((due - before).total_seconds())
    return now() > before


def retry_at(delivery: Delivery, at: datetime) -> datetime | None:
    """When an attempt that failed at `at` is repeated; None where it was the last. The same for the same attempt."""
    if delivery.attempts > len(RETRY_AFTER):
        return None
    return at + RETRY_AFTER[delivery.attempts - 1] * (1 + SPREAD * chance(f"{delivery.id} {delivery.attempts}"))


def _mark(outbox: Outbox, attempt: _Attempt) -> str:
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


def _attempts(claimed: Sequence[Delivery], sender: _Sender) -> Generator[_Attempt, None, None]:
    """Each claimed delivery's end, as it comes. The caller marks it; only then does its lane go on."""
    ends: SimpleQueue[tuple[_Attempt, Semaphore]] = SimpleQueue()
    lanes = [(lane, Semaphore(0)) for lane in _lanes(claimed)]
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


def _lanes(claimed: Iterable[Delivery]) -> list[list[Delivery]]:
    """What goes one after another: each target's messages; mail for many goes by a few lanes."""
    by_way: defaultdict[str, defaultdict[str, list[Delivery]]] = defaultdict(lambda: defaultdict(list))
    for delivery in claimed:
        way = delivery.to.partition(":")[0]
        by_way[way if way == "mailto" else delivery.to][delivery.to].append(delivery)
    lanes = []
    for targets in by_way.values():
        queues = list(targets.values())
        lanes += [[each for queue in queues[start::_LANES] for each in queue] for start in range(_LANES)]
    return [lane for lane in lanes if lane]


@dataclass(frozen=True, slots=True)
class _Sender:
    """Sends lanes in their order, until their turn or the lease is over, or `stop`. Never raises."""

    config: ChannelConfig
    open_channel: Callable[[str, ChannelConfig], Channel]
    circuit: Circuit
    now: Callable[[], datetime]
    stop: Event = field(default_factory=Event)

    def send_all(
        self, lane: Iterable[Delivery], end: Callable[[tuple[_Attempt, Semaphore]], None], marked: Semaphore
    ) -> None:
        """Call `end` exactly once for each delivery, and go on when that is marked: a crash repeats one of a lane."""
        until = self.now() + min(_TURN, LEASE - timedelta(seconds=self.config.timeout))
        behind: dict[tuple[int, str], datetime] = {}
        for delivery in lane:
            at = self.now()
            about = (delivery.subscription, delivery.about)
            if self.stop.is_set() or at > until:
                attempt = _Attempt(delivery, at)
            elif (rest := self.circuit.rest(delivery.to, at)) is not None:
                attempt = _Attempt(delivery, at, rest=rest)
            elif about in behind:
                attempt = _Attempt(delivery, at, rest=_waits(delivery, behind[about]))
            else:
                attempt = self._try(delivery)
                if attempt.error is not None and (again := _again(attempt)) is not None:
                    behind[about] = again
            end((attempt, marked))
            marked.acquire()

    def _try(self, delivery: Delivery) -> _Attempt:
        sent = self._send(delivery)
        at = self.now()
        if isinstance(sent, str):
            return _Attempt(delivery, at, answer=sent, over=self.circuit.took(delivery.to))
        rest = None if sent.permanent else self.circuit.refused(delivery.to, sent, at)
        return _Attempt(delivery, at, error=sent, rest=rest)

    def _send(self, delivery: Delivery) -> str | SendError:
        try:
            with closing(self.open_channel(delivery.to, self.config)) as channel:
                return channel.send(delivery, self.now())
        except SendError as error:
            return error
        except UsageError as error:  # the settings changed since the subscription was made
            return SendError(str(error))
        except Exception as error:  # the one border where a channel's bug must not stop the others
            log.exception("delivery %s failed unexpectedly", delivery.id)
            return SendError(f"internal error, please report it: {type(error).__name__}")


def _again(attempt: _Attempt) -> datetime | None:
    """When the refused attempt is repeated, so that what is behind it waits; None where it never is."""
    error = attempt.error
    assert error is not None
    if error.later is not None:
        return attempt.at + error.later
    return None if error.permanent else retry_at(attempt.delivery, attempt.at)


def _waits(delivery: Delivery, until: datetime) -> Rest:
    return Rest(receiver=delivery.to, failures=0, until=until, reason="an earlier message about the same waits")
