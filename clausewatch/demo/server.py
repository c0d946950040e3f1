"""The district's sites on loopback: one real HTTP server a site, each at a port of its own."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from clausewatch.demo.calendar import BASELINE, moment
from clausewatch.demo.district import SITES, Request, Response, Site, answer
from clausewatch.demo.loopback import Loopback

HOST = "127.0.0.1"


class DistrictServer(Loopback):
    """Plays all sites from `with` to its end. `round` may be set at any time; the next answers are of that round.

    `seen` counts answers by site, path and status.
    """

    def __init__(self) -> None:
        super().__init__({name: (HOST, _handler(self, site)) for name, site in SITES.items()})
        self.round = BASELINE
        self.seen: Counter[tuple[str, str, int]] = Counter()
        self._hits: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The district's present moment, in UTC: that of the round."""
        return moment(self.round)

    def respond(self, site: Site, path: str, etag: str | None) -> Response:
        """One answer of one site, counted."""
        with self._lock:
            self._hits[site.name, path] += 1
            request = Request(path, hits=self._hits[site.name, path], etag=etag)
        response = answer(site, request, self.round)
        with self._lock:
            self.seen[site.name, path, int(response.status)] += 1
        return response


def _handler(district: DistrictServer, site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "district"
        sys_version = ""
        timeout = 5  # seconds that a client may stay silent; closing the server waits no longer than that

        def do_GET(self) -> None:
            response = district.respond(site, urlsplit(self.path).path, self.headers["If-None-Match"])
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
            """Stay silent: the terminal belongs to the demo's report."""

    return Handler
