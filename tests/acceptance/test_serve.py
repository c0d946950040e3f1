"""`serve`: one process watches, sends and shows, and drains when asked to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
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
def served(installation, web, port):
    """A running service that watches one page."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    process = subprocess.Popen(
        [sys.executable, "-m", "clausewatch", "serve", "--port", str(port)],
        cwd=installation.home,
        env=os.environ | installation.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def eventually(probe, seconds: float = 30.0):
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
    assert served.wait(timeout=40) in {0, 143}
    (document,) = installation.json("documents")["documents"]
    assert document["versions"] == 1
    said = served.stderr.read()
    assert "Traceback" not in said
    assert f"check outcome=ok site=云汀区教育局 url={web.address}/good.html document=1 version=1" in said


def test_a_taken_port_is_told_in_one_line(installation, web, port):
    """A second service on the same port says so and what to do, instead of failing in pieces."""
    web.put("/good.html", NOTICE)
    installation.site("yunting", site(web, "/good.html"))
    with socket.create_server(("127.0.0.1", port)):
        told = installation.run("serve", "--port", str(port), expect=2).stderr
    assert "--port" in told
    assert len(told.strip().splitlines()) == 1
