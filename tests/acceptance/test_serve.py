"""`serve`: one process watches, sends and shows, and drains when asked to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.acceptance.test_bad_input import NOTICE, site


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(installation, web, port):
    """Starts services that watch one page; what still runs at the end is killed."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    begun: list[subprocess.Popen[str]] = []

    def run(**environ: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "clausewatch", "serve", "--port", str(port)],
            cwd=installation.home,
            env=os.environ | installation.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def served(start):
    """A running service that watches one page."""
    return start()


class Silent(threading.Thread):
    """A mail server that takes connections and never says a word. `visitors` are those that came."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.settings = mail_through(self._listener.getsockname()[1])
        self.visitors: list[socket.socket] = []
        self.start()

    def run(self) -> None:
        """Let them in."""
        with contextlib.suppress(OSError):  # nobody listens any more
            while True:
                self.visitors.append(self._listener.accept()[0])

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for each in (self._listener, *self.visitors):
            each.close()
        self.join(5)


@pytest.fixture
def silent_mail():
    """A mail server that hangs."""
    with contextlib.closing(Silent()) as server:
        yield server


def mail_through(port: int) -> dict[str, str]:
    """The settings of mail through a server at this port."""
    return {
        "CLAUSEWATCH_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "CLAUSEWATCH_EMAIL__SENDER": "watch@example.org",
    }


def eventually(probe, seconds: float = 60.0):
    """What the probe gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = probe()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"nothing within {seconds} s")


def answer(address: str) -> httpx.Response | None:
    """The answer of the page, None while nobody listens."""
    try:
        return httpx.get(address, trust_env=False)
    except httpx.TransportError:
        return None


def test_it_watches_shows_and_drains(served, installation, web, port):
    """The first round runs at once, the page and the health answer, SIGTERM ends it in order, nothing is lost."""
    assert eventually(lambda: answer(f"http://127.0.0.1:{port}/healthz")).status_code == 200
    assert "clausewatch" in answer(f"http://127.0.0.1:{port}/").text
    eventually(lambda: "/good.html" in web.asked)
    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=40) == 0
    (document,) = installation.json("documents")["documents"]
    assert document["versions"] == 1
    said = served.stderr.read()
    assert "Traceback" not in said
    assert f"check outcome=ok site=云汀区教育局 url={web.address}/good.html document=1 version=1" in said


def test_a_crawl_under_way_ends_before_the_service(start, installation, web):
    """Asked to stop while a page is on its way, it waits for the page, keeps it, and ends well."""
    web.slow = 3.0
    served = start()
    web.slow = 3.0
    eventually(lambda: "/good.html" in web.asked)
    served.send_signal(signal.SIGTERM)
    assert served.wait(timeout=40) == 0
    assert [each["versions"] for each in installation.json("documents")["documents"]] == [1]


def test_a_crawl_that_hangs_is_given_up(start, installation, web):
    """A page that does not come holds nobody up: it ends within half a minute, and the page is due again."""
    web.slow = 50.0
    served = start()
    eventually(lambda: web.asked)
    served.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    assert served.wait(timeout=40) == 0
    assert time.monotonic() - asked < 30
    web.slow = 0.0
    assert [each["outcome"] for each in installation.json("check")["checks"]] == ["ok"]


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(second, start, installation, web, silent_mail):
    """Whoever does not want to wait asks twice; no child is left, and the next run takes everything up."""
    installation.run("subscribe", "--to", "mailto:reader@example.org")
    served = start(**silent_mail.settings)
    eventually(lambda: silent_mail.visitors)
    children = [*_children(served.pid)]
    served.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    assert served.poll() is None
    served.send_signal(second)
    assert served.wait(timeout=5) == -second
    eventually(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 5)


def _children(pid: int) -> Iterator[int]:
    """The processes that a process began, and those that they began."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        yield int(child)
        yield from _children(int(child))


def test_a_mail_server_that_hangs_delays_nobody(  # noqa: PLR0917
    start, installation, web, hook, silent_mail, mail_server
):
    """The webhook hears at once while a letter hangs; asked to stop it drains in time; later the letter comes once."""
    for to in ("mailto:reader@example.org", hook.address):
        installation.run("subscribe", "--to", to)
    served = start(**silent_mail.settings)
    eventually(lambda: silent_mail.visitors)
    eventually(lambda: len(hook.received) == 1, 2)
    served.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    assert served.wait(timeout=40) == 0
    assert time.monotonic() - asked < 30
    states = {each["to"]: (each["state"], each["attempts"]) for each in installation.json("deliveries")["deliveries"]}
    assert states == {hook.address: ("sent", 1), "mailto:reader@example.org": ("pending", 1)}
    server = mail_server()
    start(**mail_through(server.port))
    eventually(lambda: len(server.mailbox.envelopes) == 1)
    assert len(hook.received) == 1


def test_a_taken_port_is_told_in_one_line(installation, web, port):
    """A second service on the same port says so and what to do, instead of failing in pieces."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    with socket.create_server(("127.0.0.1", port)):
        told = installation.run("serve", "--port", str(port), expect=2).stderr
    assert "--port" in told
    assert len(told.strip().splitlines()) == 1
