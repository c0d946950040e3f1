"""Prometheus' view of the service: what the process counted, and what waits in the database at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import metadata

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from clausewatch.service import Service
from clausewatch.vitals import Vitals
from monitor.errors import StorageError
from storage.backlog import Waiting


class Metrics:
    """All metrics of one serving process, in the text format of Prometheus."""

    def __init__(self, service: Service, vitals: Vitals) -> None:
        self._registry = vitals.registry
        self._registry.register(_Present(service, vitals))

    def text(self) -> bytes:
        """The metrics now. A database that fails is a metric, too: nothing is raised."""
        return generate_latest(self._registry)


class _Present(Collector):
    """What is so at this moment; labels have a few known values, never an address or a name."""

    def __init__(self, service: Service, vitals: Vitals) -> None:
        self._service, self._vitals = service, vitals

    def describe(self) -> list[Metric]:
        """Nothing: registering must not read the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        yield InfoMetricFamily("clausewatch_build", "What runs.", value={"version": metadata.version("clausewatch")})
        yield _gauge("clausewatch_leader", "1 where this process watches and sends, 0 where it waits.", self._leads)
        yield _gauge("clausewatch_silence_seconds", "Time since the last tick or look.", self._vitals.silence)
        now = self._service.now()
        try:
            waiting = self._service.backlog.at(now)
            due = self._service.outbox.next_due()
        except StorageError:  # what is wrong says /healthz, in words
            yield _gauge("clausewatch_database_up", _UP, 0)
            return
        yield _gauge("clausewatch_database_up", _UP, 1)
        yield from _waiting(waiting, due, now)

    @property
    def _leads(self) -> int:
        return int(self._vitals.leads)


_UP = "1 where the database answers."


def _waiting(waiting: Waiting, due: datetime | None, now: datetime) -> Iterator[Metric]:
    yield _gauge("clausewatch_targets_due", "Targets that are due to be looked at.", waiting.targets)
    yield _gauge(
        "clausewatch_targets_lag_seconds", "How long the oldest of them is due.", _age(waiting.targets_since, now)
    )
    yield _by("clausewatch_deliveries", "Messages by state.", "state", waiting.deliveries.items())
    yield _gauge("clausewatch_outbox_lag_seconds", "How long the oldest message to be sent is due.", _age(due, now))
    yield _gauge(
        "clausewatch_outbox_age_seconds",
        "How long ago the oldest message was queued that is not taken yet.",
        _age(waiting.deliveries_since, now),
    )
    yield _by("clausewatch_incidents_open", "Broken sources by cause.", "cause", waiting.incidents.items())


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, label: str, values: Iterable[tuple[str, int]]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for each, value in values:
        family.add_metric([each], value)
    return family
