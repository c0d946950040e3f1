"""HTTP servers of this machine alone, as many as there are sites, each at an address of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

_POLL = 0.05
"""Seconds between two looks at whether a server is to end."""


class Loopback:
    """Serves from `with` to its end: for each site by name its host (of 127.0.0.0/8) and what handles its requests."""

    def __init__(self, sites: Mapping[str, tuple[str, type[BaseHTTPRequestHandler]]]) -> None:
        self._sites = sites
        self._servers: dict[str, ThreadingHTTPServer] = {}
        self._threads: list[threading.Thread] = []

    @property
    def addresses(self) -> Mapping[str, str]:
        """Site → address without a slash at its end."""
        return {name: "http://{}:{}".format(*server.server_address[:2]) for name, server in self._servers.items()}

    def __enter__(self) -> Self:
        for name, (host, handler) in self._sites.items():
            server = ThreadingHTTPServer((host, 0), handler)
            server.daemon_threads = False  # so that closing waits for answers under way
            thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name=name, daemon=True)
            self._servers[name] = server
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()
        self._servers.clear()
        self._threads.clear()
