"""Lanes: what goes one after another. Each target has its own, mail has a few; lanes go side by side.

What is about one document reaches one subscription in its order, and a receiver in trouble rests (see `circuit`): what
is for it is not tried.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Semaphore

from clausewatch.circuit import SPREAD, Circuit, chance
from clausewatch.linked import viewed
from monitor.errors import SendError, UsageError
from monitor.observation import Delivery, Rest
from notifiers.channels import Channel, ChannelConfig

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""The gaps that the Standard Webhooks recommend, about three days in all; then a delivery has failed, visibly."""
_TURN = timedelta(seconds=60)
"""After this time a slow target's other messages wait for their next turn."""
_MAIL_LANES = 4
"""Messages at a time through the one mail server."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery's end in this run: taken with an `answer`, refused with an `error`, or with neither not tried.

    `rest` began by this attempt, or was why there was none; `over` are the receivers whose trouble ended.
    """

    delivery: Delivery
    at: datetime
    answer: str | None = None
    error: SendError | None = None
    rest: Rest | None = None
    over: Sequence[str] = ()


def retry_at(delivery: Delivery, at: datetime) -> datetime | None:
    """When an attempt that failed at `at` is repeated; None where it was the last. The same for the same attempt."""
    if delivery.attempts > len(RETRY_AFTER):
        return None
    return at + RETRY_AFTER[delivery.attempts - 1] * (1 + SPREAD * chance(f"{delivery.id} {delivery.attempts}"))


def lanes_of(claimed: Iterable[Delivery]) -> list[list[Delivery]]:
    """What goes one after another: each target's messages; mail for many goes by a few lanes."""
    by_way: defaultdict[str, defaultdict[str, list[Delivery]]] = defaultdict(lambda: defaultdict(list))
    for delivery in claimed:
        way = delivery.to.partition(":")[0]
        by_way[way if way == "mailto" else delivery.to][delivery.to].append(delivery)
    lanes = []
    for targets in by_way.values():
        queues = list(targets.values())
        lanes += [[each for queue in queues[start::_MAIL_LANES] for each in queue] for start in range(_MAIL_LANES)]
    return [lane for lane in lanes if lane]


@dataclass(frozen=True, slots=True)
class LaneSender:
    """Sends lanes claimed at one moment in their order, until their turn or the lease is over, or `stop`. Never raises."""

    config: ChannelConfig
    open_channel: Callable[[str, ChannelConfig], Channel]
    circuit: Circuit
    now: Callable[[], datetime]
    claimed: datetime
    stop: Event = field(default_factory=Event)

    def send_all(
        self, lane: Iterable[Delivery], end: Callable[[tuple[Attempt, Semaphore]], None], marked: Semaphore
    ) -> None:
        """Call `end` exactly once for each delivery, and go on when that is marked: a crash repeats one of a lane."""
        until = self.claimed + min(_TURN, LEASE - timedelta(seconds=self.config.timeout))
        behind: dict[tuple[int, str], datetime] = {}
        for delivery in lane:
            at = self.now()
            about = (delivery.subscription, delivery.about)
            if self.stop.is_set() or at > until:
                attempt = Attempt(delivery, at)
            elif (rest := self.circuit.rest(delivery.to, at)) is not None:
                attempt = Attempt(delivery, at, rest=rest)
            elif about in behind:
                attempt = Attempt(delivery, at, rest=_waits(delivery, behind[about]))
            else:
                attempt = self._try(delivery)
                if attempt.error is not None and (again := _again(attempt)) is not None:
                    behind[about] = again
            end((attempt, marked))
            marked.acquire()

    def _try(self, delivery: Delivery) -> Attempt:
        sent = self._send(delivery)
        at = self.now()
        if isinstance(sent, str):
            return Attempt(delivery, at, answer=sent, over=self.circuit.took(delivery.to))
        rest = None if sent.permanent else self.circuit.refused(delivery.to, sent, at)
        return Attempt(delivery, at, error=sent, rest=rest)

    def _send(self, delivery: Delivery) -> str | SendError:
        try:
            with closing(self.open_channel(delivery.to, self.config)) as channel:
                return channel.send(viewed(delivery, self.config.public_url), self.now())
        except SendError as error:
            return error
        except UsageError as error:  # the settings changed since the subscription was made
            return SendError(str(error))
        except Exception as error:  # the one border where a channel's bug must not stop the others
            log.exception("delivery %s failed unexpectedly", delivery.id)
            return SendError(f"internal error, please report it: {type(error).__name__}")


def _again(attempt: Attempt) -> datetime | None:
    """When the refused attempt is repeated, so that what is behind it waits; None where it never is."""
    error = attempt.error
    assert error is not None
    if error.later is not None:
        return attempt.at + error.later
    return None if error.permanent else retry_at(attempt.delivery, attempt.at)


def _waits(delivery: Delivery, until: datetime) -> Rest:
    return Rest(receiver=delivery.to, failures=0, until=until, reason="an earlier message about the same waits")
