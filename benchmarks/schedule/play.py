"""Plays a world with a policy: who is looked at when, which changes are seen how late. Only events cost time."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from statistics import median
from typing import Protocol

from benchmarks.schedule.worlds import START, Subject


class Policy(Protocol):
    """Decides when to look again. Targets are known by their numbers; moments are days."""

    heeds_hints: bool

    def first(self, number: int) -> float:
        """When a target that is known from the start is looked at first."""

    def after(self, number: int, at: float, *, changed: bool) -> float:
        """When to look again after a look."""

    def hinted(self, number: int, at: float) -> None:
        """The listing shows something new of a target, which is therefore looked at now."""


@dataclass(slots=True)
class Played:
    """What came of it. Delays are in days, by class; `together` counts changes that another one hid."""

    requests: int = 0
    together: int = 0
    delays: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    longest_gap: float = 0.0

    def delay(self, share: float) -> float:
        """The delay that this share of all changes does not exceed."""
        delays = sorted(delay for of_class in self.delays.values() for delay in of_class)
        return delays[int(share * len(delays))]

    @property
    def hidden(self) -> float:
        """The share of changes that were never seen apart from a later one."""
        return self.together / sum(map(len, self.delays.values()))

    @property
    def worst(self) -> tuple[str, float]:
        """The class with the longest median delay."""
        return max(((label, median(delays)) for label, delays in self.delays.items()), key=lambda pair: pair[1])


def play(subjects: Sequence[Subject], policy: Policy, days: float) -> Played:
    """A world's days from the first to the last; what is not seen by then is seen at the next look, which is free."""
    return _Play(subjects, policy, START + days).run()


class _Play:
    def __init__(self, subjects: Sequence[Subject], policy: Policy, end: float) -> None:
        self._subjects, self._policy, self._end, self._played = subjects, policy, end, Played()
        self._listed: dict[int, list[int]] = defaultdict(list)
        for number, one in enumerate(subjects):
            if one.column is not None:
                self._listed[one.column].append(number)
        self._known = [one.column is None or one.born <= START for one in subjects]
        self._due = [policy.first(number) if known else end for number, known in enumerate(self._known)]
        self._queue = [(due, number) for number, due in enumerate(self._due) if self._known[number]]
        self._looked: list[float | None] = [None] * len(subjects)
        self._seen = [0] * len(subjects)

    def run(self) -> Played:
        heapify(self._queue)
        while self._queue:
            at, number = heappop(self._queue)
            if at == self._due[number]:  # else a hint brought it forward
                self._look(number, at)
        self._played.delays.pop("columns", None)
        return self._played

    def _look(self, number: int, at: float) -> None:
        one, before = self._subjects[number], self._looked[number]
        changed = self._list(number, at) if one.kind == "column" else self._read(number, at)
        self._looked[number] = at
        if at >= self._end:
            return
        self._played.requests += 1
        if before is not None:
            self._played.longest_gap = max(self._played.longest_gap, at - before)
        self._put(number, self._policy.after(number, at, changed=changed))

    def _read(self, number: int, at: float) -> bool:
        """Whether a document or page changed since it was read last."""
        one, seen = self._subjects[number], self._seen[number]
        until = bisect_right(one.changes, at)
        self._played.delays[one.label].extend(at - one.changes[n] for n in range(seen, until))
        self._played.together += max(0, until - seen - 1)
        self._seen[number] = until
        return until > seen

    def _list(self, number: int, at: float) -> bool:
        """Whether a column shows documents for the first time, or with another title or date; those are due now."""
        before, news = self._looked[number], False
        for each in self._listed[number]:
            if not self._known[each]:
                fresh = self._known[each] = self._subjects[each].born <= at
            else:
                fresh = before is not None and _between(self._subjects[each].hints, before, at)
                if not self._policy.heeds_hints:
                    continue
                if fresh:
                    self._policy.hinted(each, at)
            if fresh:
                self._put(each, at)
                news = True
        return news

    def _put(self, number: int, at: float) -> None:
        self._due[number] = at
        heappush(self._queue, (at, number))


def _between(hints: Sequence[float], begin: float, end: float) -> bool:
    return bool(hints) and bisect_right(hints, begin) < bisect_right(hints, end)
