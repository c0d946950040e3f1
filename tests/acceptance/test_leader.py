"""Several services over one database: one leads, the others wait and show pages."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.database import connect
from storage.turn import Turn
from tests.acceptance.test_bad_input import NOTICE, site
from tests.acceptance.test_serve import answer, eventually
from tests.storage.conftest import postgres

__all__ = ["postgres"]

TAKEOVER = 15.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, installation):
    """The address of the installation's database, of each kind in turn."""
    url = str(installation.home / "shared.db") if request.param == "sqlite" else request.getfixturevalue("postgres")()
    installation.environ["CLAUSEWATCH_DATABASE"] = url
    return url


class Served:
    """A running service and its page."""

    def __init__(self, installation) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = installation.home / f"log-{self.port}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "clausewatch", "serve", "--port", str(self.port)],
                cwd=installation.home,
                env=os.environ | installation.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
                stderr=log,
            )

    @property
    def leads(self) -> bool | None:
        """What it says of itself; None while it cannot be asked."""
        found = answer(f"http://127.0.0.1:{self.port}/healthz")
        return None if found is None else json.loads(found.text)["leader"]


@pytest.fixture
def start(installation, web, database):
    """Starts services; what still runs at the end is killed."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    begun: list[Served] = []

    def run() -> Served:
        begun.append(Served(installation))
        return begun[-1]

    yield run
    for each in begun:
        each.process.kill()
        each.process.wait()


def led(start) -> tuple[Served, Served]:
    """A leader and one that follows."""
    first = start()
    eventually(lambda: first.leads)
    second = start()
    eventually(lambda: second.leads is False)
    return first, second


def test_a_killed_leader_is_followed_at_once(start, web):
    """The other shows pages and waits; when the leader is killed it takes over within fifteen seconds."""
    first, second = led(start)
    eventually(lambda: "/good.html" in web.asked)
    assert answer(f"http://127.0.0.1:{second.port}/").status_code == 200
    assert web.asked.count("/good.html") == 1
    first.process.kill()
    killed = time.monotonic()
    eventually(lambda: second.leads, TAKEOVER)
    print(f"takeover from a killed leader: {time.monotonic() - killed:.1f} s")
    second.process.send_signal(signal.SIGTERM)
    assert second.process.wait(40) == 0


def test_a_leader_that_was_stopped_notices(start, web):
    """It hangs, another takes over within fifteen seconds; it wakes up, finds out, and waits like others."""
    first, second = led(start)
    eventually(lambda: "/good.html" in web.asked)
    first.process.send_signal(signal.SIGSTOP)
    stopped = time.monotonic()
    eventually(lambda: second.leads, TAKEOVER)
    print(f"takeover from a leader that hangs: {time.monotonic() - stopped:.1f} s")
    first.process.send_signal(signal.SIGCONT)
    eventually(lambda: first.leads is False, 5)
    assert second.leads
    assert "Traceback" not in first.log.read_text(encoding="utf-8")
    for each in (first, second):
        each.process.send_signal(signal.SIGTERM)
        assert each.process.wait(40) == 0


def test_a_leader_that_ends_hands_over(start):
    """Asked to stop it gives the lead back, and the other has it within a few seconds."""
    first, second = led(start)
    first.process.send_signal(signal.SIGTERM)
    assert first.process.wait(40) == 0
    eventually(lambda: second.leads, 5)


def test_check_works_beside_a_leader(start, installation, web):
    """A round by hand does not wait for the leader to end."""
    first = start()
    eventually(lambda: first.leads)
    assert len(installation.json("check", "--all")["checks"]) == 1


def test_a_round_that_another_process_took_over_writes_nothing(installation, web, database):
    """A check whose turn was taken while it fetched ends with exit 1 and words, and leaves its target due."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    web.slow = 4.0
    opened, uptime = connect(database), [0.0]
    with Turn(opened, clock=lambda: uptime[0]) as thief:
        thief.look()
        check = subprocess.Popen(
            [sys.executable, "-m", "clausewatch", "check"],
            cwd=installation.home,
            env=os.environ | installation.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            stderr=subprocess.PIPE,
            text=True,
        )
        eventually(lambda: web.asked)
        check.send_signal(signal.SIGSTOP)
        thief.look()
        uptime[0] = 60.0
        assert thief.take()
        check.send_signal(signal.SIGCONT)
        _, said = check.communicate(timeout=60)
    opened.close()
    assert check.returncode == 1
    assert "took over" in said
    assert "Traceback" not in said
    assert installation.json("documents")["documents"] == []
