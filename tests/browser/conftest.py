"""A real browser, and what it reads: the demo's year, and an installation whose every text is hostile."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from clausewatch import contract, settings
from clausewatch.check import one_round
from clausewatch.demo.play import play, write_site_files
from clausewatch.demo.server import HOST, DistrictServer
from clausewatch.reading import Reader
from clausewatch.serve import answers
from clausewatch.service import Service, opened

SHOTS = Path(__file__).parents[2] / "build" / "pages"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_QUIETER = ("--disable-component-update", "--disable-sync")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, the system's own: none is downloaded.

    Not for longer than its tests: as long as it is there its event loop runs, and others cannot.
    """
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium here, so no page was seen by a browser; on Debian: apt-get install chromium")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*_QUIET, *_QUIETER])
        yield started
        started.close()


@contextmanager
def served(service: Service) -> Iterator[str]:
    """The pages of an installation on loopback; gives their address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(answers(service), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory, on_reactor: object) -> Iterator[Service]:
    """The demo's year, watched from the first to the last week."""
    home = tmp_path_factory.mktemp("year")
    (home / "sites").mkdir()
    with DistrictServer() as district:
        write_site_files(home / "sites", district.addresses)
        config = settings.embedded(home, allow_private=frozenset({HOST}))
        with opened(config, now=district.now) as service, closing(Reader()) as reader:

            async def check() -> contract.JsonObject:
                return contract.round_report(await one_round(service, reader, everything=True))

            on_reactor(lambda: play(district, check))
            yield service


@pytest.fixture(scope="session")
def pages(year: Service) -> Iterator[str]:
    """The address of the year's pages."""
    with served(year) as address:
        yield address
