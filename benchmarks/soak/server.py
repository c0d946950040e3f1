"""The sites on loopback, each at an address of its own, with a log of every request."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from benchmarks.soak.troubles import Answer, Asked, answer
from benchmarks.soak.world import Site
from clausewatch.demo.loopback import Loopback


@dataclass(frozen=True, slots=True)
class Hit:
    """One request as it was answered: on which day of the world, and from when to when on the machine's clock."""

    site: str
    path: str
    day: float
    begun: float
    ended: float


class SoakServer(Loopback):
    """Serves all sites from `with` to its end; `day` tells which day it is."""

    def __init__(self, sites: Sequence[Site], day: Callable[[], float]) -> None:
        super().__init__({site.name: (f"127.0.1.{at}", _handler(self, site)) for at, site in enumerate(sites, 1)})
        self.hits: list[Hit] = []
        self._day = day
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def respond(self, site: Site, path: str) -> Answer:
        """One answer, counted."""
        with self._lock:
            self._counts[site.name, path] += 1
            asked = Asked(path, self._counts[site.name, path], self._day())
        return answer(site, asked)

    def log(self, site: Site, path: str, begun: float) -> None:
        """Keep what was asked."""
        with self._lock:
            self.hits.append(Hit(site.name, path, self._day(), begun, time.monotonic()))


def _handler(world: SoakServer, site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            begun = time.monotonic()
            given = world.respond(site, self.path)
            try:
                self._send(given)
            except OSError:
                pass  # whoever asked did not wait; the log says so by its times
            finally:
                world.log(site, self.path, begun)

        def _send(self, given: Answer) -> None:
            self.close_connection = True
            if given.hung_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            time.sleep(given.silent)
            self.send_response(given.status)
            for name, value in given.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body) if given.length is None else given.length))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
            """The hits say more."""

    return Handler
