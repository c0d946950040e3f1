"""What machines ask of a serving process: /healthz and /metrics."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from clausewatch import health, settings
from clausewatch.serve import answers
from clausewatch.service import Service
from clausewatch.vitals import Vitals
from monitor.errors import StorageError
from monitor.observation import Alert, SiteRevision, WatchedUrl
from monitor.records import Cause, Outcome
from storage.database import connect
from storage.outbox import queue
from storage.sites import Sites
from storage.subscriptions import Subscriptions

START = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
SITE = "澄湖区教育局"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")


class Clock:
    """A time and an uptime that the test sets."""

    def __init__(self):
        self.time, self.seconds = START, 0.0

    def now(self):
        """The time."""
        return self.time

    def uptime(self):
        """Seconds since the beginning."""
        return self.seconds


class Desk:
    """An installation with one page to look at, and its vitals."""

    def __init__(self, home):
        self.clock = Clock()
        self.database = connect(str(home / "memory.db"))
        self.service = Service(settings.embedded(home, allow_private=frozenset()), self.database, self.clock.now)
        self.vitals = Vitals(self.clock.uptime)
        self.vitals.leads = True
        revision = SiteRevision(name=SITE, digest="0" * 64, rules="{}", enabled=True)
        page = WatchedUrl(kind="page", url="http://e.example/", name=None)
        Sites(self.database).register(revision, [page], at=START)

    def get(self, path):
        """One answer."""

        async def ask():
            transport = httpx.ASGITransport(answers(self.service, self.vitals))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.get(path)

        return asyncio.run(ask())

    def values(self):
        """Every sample of /metrics: (name, labels) → value."""
        found = {}
        for family in text_string_to_metric_families(self.get("/metrics").text):
            for sample in family.samples:
                found[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
        return found

    def tell(self, to):
        """Queue one message."""
        added = Subscriptions(self.database).add(to=to, at=self.clock.time)
        alert = Alert(type="baseline", site=SITE, url="http://e.example/", severity="none", payload={})
        with self.database.write() as connection:
            queue(connection, alert, [added.id], self.clock.time)


@pytest.fixture
def desk(tmp_path):
    """The desk of an installation of its own."""
    opened = Desk(tmp_path)
    yield opened
    opened.database.close()


def test_a_process_that_is_well_says_so(desk):
    """200, whether it leads, and what was looked at."""
    answer = desk.get("/healthz")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["leader"], body["problems"]) == ("ok", True, [])
    assert set(body["checks"]) == {"database", "clock", "outbox", "disk"}
    assert all(each["ok"] and each["detail"] for each in body["checks"].values())


def test_a_process_that_hangs_is_not_well(desk):
    """A quarter of an hour without a tick or a look: 503, with words."""
    desk.clock.seconds = health.SILENT.total_seconds()
    assert desk.get("/healthz").status_code == 200
    desk.clock.seconds += 60
    answer = desk.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["clock: no tick and no look for 16 minutes; restart the service"]
    desk.vitals.checked(Outcome.OK)
    assert desk.get("/healthz").status_code == 200


def test_an_outbox_that_is_stuck_is_not_well(desk):
    """A message that is due and lies is the leader's fault, and not that of a process that waits for the lead."""
    desk.tell("console:")
    desk.clock.time += health.STUCK
    assert desk.get("/healthz").status_code == 200
    desk.clock.time += timedelta(minutes=1)
    answer = desk.get("/healthz")
    assert answer.status_code == 503
    assert "outbox: a message is due for 6 minutes" in answer.json()["problems"][0]
    desk.vitals.leads = False
    assert desk.get("/healthz").status_code == 200


def test_a_database_that_fails_is_told_without_its_address(desk, monkeypatch):
    """503 and a hint; /metrics still answers, with the one number that says it."""

    def broken(*_):
        raise StorageError("database /secret/path: locked")

    monkeypatch.setattr(desk.service.outbox, "next_due", broken)
    monkeypatch.setattr(desk.service.backlog, "at", broken)
    answer = desk.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["problems"][0].startswith("database: it does not answer")
    assert "secret" not in answer.text
    assert desk.values()["clausewatch_database_up", ()] == 0


def test_a_disk_that_takes_nothing_is_told(desk, tmp_path, monkeypatch):
    """A directory that is gone, or a disk that is full soon."""
    monkeypatch.setattr(health, "ROOM", 2**62)
    assert "only" in desk.get("/healthz").json()["problems"][0]
    monkeypatch.setattr(type(desk.service), "home", tmp_path / "gone")
    assert "cannot be written" in desk.get("/healthz").json()["problems"][0]


def test_what_waits_is_counted(desk):
    """Due targets and their lag, messages by state and their age, open incidents."""
    desk.tell("console:")
    desk.clock.time += timedelta(minutes=3)
    values = desk.values()
    assert values["clausewatch_targets_due", ()] == 1
    assert values["clausewatch_targets_lag_seconds", ()] == 180
    assert values["clausewatch_deliveries", (("state", "pending"),)] == 1
    assert values["clausewatch_deliveries", (("state", "sent"),)] == 0
    assert values["clausewatch_outbox_lag_seconds", ()] == 180
    assert values["clausewatch_outbox_age_seconds", ()] == 180
    assert {values["clausewatch_incidents_open", (("cause", cause),)] for cause in Cause} == {0}
    assert values["clausewatch_leader", ()] == 1
    assert values["clausewatch_database_up", ()] == 1


def test_what_the_process_did_is_counted(desk):
    """Looks by outcome, ends of deliveries, bytes, reading and rounds, each from nothing."""
    assert desk.values()["clausewatch_checks_total", (("outcome", "blocked"),)] == 0
    desk.vitals.checked(Outcome.BLOCKED)
    desk.vitals.ended("sent")
    desk.vitals.received(1234)
    desk.vitals.reading.observe(0.2)
    desk.vitals.rounds.observe(7)
    values = desk.values()
    assert values["clausewatch_checks_total", (("outcome", "blocked"),)] == 1
    assert values["clausewatch_delivery_attempts_total", (("result", "sent"),)] == 1
    assert values["clausewatch_received_bytes_total", ()] == 1234
    assert values["clausewatch_reading_seconds_bucket", (("le", "0.25"),)] == 1
    assert values["clausewatch_reading_seconds_bucket", (("le", "0.1"),)] == 0
    assert values["clausewatch_round_seconds_sum", ()] == 7


def test_labels_have_few_values_and_no_addresses(desk):
    """A thousand sites make no more lines than one."""
    desk.vitals.checked(Outcome.OK)
    before = len(desk.values())
    desk.tell("https://e.example/hook")
    assert len(desk.values()) == before < 150
    assert "example" not in desk.get("/metrics").text


def test_every_metric_is_documented(desk):
    """The table of docs/running.md names exactly the metrics that are there, with their labels."""
    written = dict(re.findall(r"^\| `(clausewatch_\w+)`(?: by `(\w+)`)? \|", DOCUMENT, re.MULTILINE))
    real = {}
    for name, labels in desk.values():
        if name.startswith("clausewatch_"):
            family = re.sub(r"_(bucket|count|sum)$", "", name)
            real[family] = "".join(label for label, _ in labels if label not in {"le", "version"})
    assert written == real
