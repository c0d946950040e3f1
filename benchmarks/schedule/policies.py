"""Two ways to decide when to look: at a fixed interval, and as the service does.

Each is a `Policy` of `benchmarks.schedule.play`, whose methods say what they do.
"""

# ruff: noqa: D102

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.schedule.worlds import START, Subject
from monitor import office
from monitor.observation import HostSums, Memory
from monitor.schedule import RECENT, Load, load_of, next_due, remember

_GOLDEN = 0.6180339887498949
_RECENT = RECENT.total_seconds() / 86400


class Fixed:
    """Every target after the same gap."""

    heeds_hints = False

    def __init__(self, gap: float) -> None:
        self.gap = gap

    def first(self, number: int) -> float:
        return START + self.gap * (number * _GOLDEN % 1)

    def after(self, number: int, at: float, *, changed: bool) -> float:
        del number, changed
        return at + self.gap

    def hinted(self, number: int, at: float) -> None:
        """Hints are not heeded."""


class Ours:
    """What the service does: it knows what it saw and what pages and listings say."""

    heeds_hints = True

    def __init__(self, subjects: Sequence[Subject], delay: float = 2.0) -> None:
        self._subjects, self._delay = subjects, delay
        self._memories = [Memory() for _ in subjects]
        self._hosts: dict[int, _Host] = defaultdict(_Host)

    def first(self, number: int) -> float:
        del number
        return START

    def after(self, number: int, at: float, *, changed: bool) -> float:
        subject, memory, host = self._subjects[number], self._memories[number], self._hosts[self._subjects[number].host]
        now = office.moment(at)
        shown = bisect_right(subject.deadlines, at, key=lambda each: each[0])
        after = remember(
            memory,
            now=now,
            kind=subject.kind,
            changed=changed and memory.looked_at is not None,
            published=subject.published,
            deadline=subject.deadlines[shown - 1][1] if shown else None,
        )
        self._memories[number] = after
        load = host.load(at, self._delay)
        host.add(number, at, memory, after)
        jitter = number * _GOLDEN % 1
        return office.days(next_due("adaptive", now=now, kind=subject.kind, memory=after, load=load, jitter=jitter))

    def hinted(self, number: int, at: float) -> None:
        self._memories[number] = replace(self._memories[number], news_at=office.moment(at))


class _Host:
    """The sums over a host's targets that the database gives the service; its load is reckoned anew every hour."""

    def __init__(self) -> None:
        self._pace = self._expected = 0.0
        self._changed = 0
        self._recent: deque[tuple[float, int, Memory]] = deque()
        self._last: dict[int, float] = {}
        self._hour, self._load = -1, Load()

    def add(self, number: int, at: float, before: Memory, after: Memory) -> None:
        self._drop(at)
        self._pace += after.pace - before.pace
        if number in self._last:
            self._expected -= before.expected
            self._changed -= before.changed
        self._expected += after.expected
        self._changed += after.changed
        self._last[number] = at
        self._recent.append((at, number, after))

    def load(self, at: float, delay: float) -> Load:
        if int(at * 24) != self._hour:
            self._drop(at)
            self._hour = int(at * 24)
            sums = HostSums(pace=self._pace, expected=max(0.0, self._expected), changed=self._changed)
            self._load = load_of(sums, delay=delay)
        return self._load

    def _drop(self, at: float) -> None:
        """Forget looks that are not recent; of each target only the last one counts."""
        while self._recent and self._recent[0][0] < at - _RECENT:
            then, number, memory = self._recent.popleft()
            if self._last.get(number) == then:
                del self._last[number]
                self._expected -= memory.expected
                self._changed -= memory.changed
