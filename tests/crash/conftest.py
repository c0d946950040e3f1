"""A place to crash in: a database with a subscription for every channel, receivers, and processes that die."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clausewatch.deliver import deliver
from clausewatch.lanes import LEASE
from monitor.observation import SiteRevision
from storage.database import connect
from storage.outbox import Outbox
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from tests.crash import child
from tests.crash.receivers import Receivers
from tests.storage.conftest import postgres, sqlite_path, sqlite_template, url

__all__ = ["postgres", "sqlite_path", "sqlite_template", "url"]

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CHANNELS = ["console", "webhook", "mail", "wecom", "dingtalk", "feishu"]


class Scene:
    """One database, its receivers, and the processes that work on it."""

    def __init__(self, url, receivers, processes, log):
        self.url, self.receivers, self.log, self._processes = url, receivers, log, processes
        self.database, self.now = connect(url), START
        self.outbox = Outbox(self.database)
        Sites(self.database).register(
            SiteRevision(name=child.SITE, digest="0" * 64, rules="{}", enabled=True), [], at=START
        )

    def subscribe(self, *channels):
        """The subscriptions' numbers."""
        add = Subscriptions(self.database).add
        return [add(to=self.receivers.target(channel), at=START).id for channel in channels]

    def tell(self, numbers, subscriptions):
        """Queue messages."""
        with self.database.write() as connection:
            for number in numbers:
                child.told(connection, number, subscriptions, START)

    def case(self, do, **given):
        """What a process is asked to do."""
        case = {"do": do, "url": self.url, "at": self.now.isoformat(), "port": self.receivers.port, **given}
        return case | {"mail_port": self.receivers.mail_port, "console": str(self.receivers.console)}

    def start(self, do, **given):
        """Start a process; gives its number."""
        self._processes.stdin.write(json.dumps(self.case(do, **given)) + "\n")
        self._processes.stdin.flush()
        return int(self._processes.stdout.readline())

    def end(self):
        """How the started process ended; the next one starts when its leases are over."""
        code = int(self._processes.stdout.readline())
        self.receivers.settle()
        self.now += LEASE + timedelta(minutes=1)
        return code

    def finish(self):
        """Deliver all that is left, in this process."""
        case = self.case("run")
        with child.console(case) as stream:
            config = child.config(case, stream)
            while (due := self.outbox.next_due()) is not None:
                self.now = max(self.now, due)
                deliver(self.outbox, config, now=lambda: self.now)


@pytest.fixture(scope="session")
def processes():
    """The program that forks for each case: quicker than starting Python a hundred times."""
    home = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.child"],
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as started:
        yield started
        started.stdin.close()
        assert started.wait(20) == 0


@pytest.fixture
def scene(url, processes, tmp_path):
    """A scene of its own, on each kind of database."""
    with Receivers(tmp_path / "console.txt") as receivers:
        made = Scene(url, receivers, processes, tmp_path / "committed.txt")
        yield made
        made.database.close()
