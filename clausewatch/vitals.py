"""What this process counts of itself while it serves: whether it leads, its last sign of life, and Prometheus' counters.

They begin at nothing with the process, as Prometheus expects; what is in the database is read there when it is asked
for (see `metrics`).
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

from clausewatch.deliver import DeliverySummary
from monitor.records import Outcome

_READING = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_ROUND = (1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 900.0, 3600.0)


class Vitals:
    """One process's signs and counters; may be used from several threads. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # twice as many lines, of no use here
        self.registry = CollectorRegistry()
        self.leads = False
        self._clock, self._signed = clock, clock()
        self._checks = Counter(
            "clausewatch_checks", "Looks at targets in rounds of this process.", ["outcome"], registry=self.registry
        )
        self._ends = Counter(
            "clausewatch_delivery_attempts",
            "Ends of deliveries in this process.",
            ["result"],
            registry=self.registry,
        )
        self._received = Counter(
            "clausewatch_received_bytes",
            "Bytes that pages and files had on the wire.",
            registry=self.registry,
        )
        self.reading = Histogram(
            "clausewatch_reading_seconds",
            "Time to read one page or file in a child process.",
            buckets=_READING,
            registry=self.registry,
        )
        self.rounds = Histogram(
            "clausewatch_round_seconds",
            "Time of one round from its turn to its end.",
            buckets=_ROUND,
            registry=self.registry,
        )
        for outcome in Outcome:  # all of them from the beginning, so that rates have a start
            self._checks.labels(outcome)
        for result in DeliverySummary.__slots__:
            self._ends.labels(result)
        ProcessCollector(registry=self.registry)

    def sign(self) -> None:
        """Something went on: a tick, a look, a wait for the lead."""
        self._signed = self._clock()

    @property
    def silence(self) -> float:
        """Seconds since the last sign."""
        return self._clock() - self._signed

    def checked(self, outcome: Outcome) -> None:
        """One look ended."""
        self.sign()
        self._checks.labels(outcome).inc()

    def ended(self, result: str) -> None:
        """One delivery ended: `sent`, `retried`, `failed` or `left`."""
        self._ends.labels(result).inc()

    def received(self, count: int) -> None:
        """So many bytes came over the wire."""
        self._received.inc(count)
