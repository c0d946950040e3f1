"""An installation that is driven as people drive it: the real command in its own process, real HTTP on loopback."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SECRET = "whsec_Y2xhdXNld2F0Y2gtdGVzdHMtb25seQ=="


@dataclass
class Web:
    """A small web: path → (status, headers, body), changed between rounds.

    `asked` holds the paths in order, `served` the last status of each. An answer takes `slow` seconds.
    """

    pages: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    served: dict[str, int] = field(default_factory=dict)
    slow: float = 0.0
    port: int = 0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, body: bytes | str, *, content_type: str = "text/html; charset=utf-8", **headers: str):
        """Serve this from now on."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": content_type, **named}, data)


@dataclass
class Hook:
    """A webhook's receiver: what arrived, and what it answers."""

    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    port: int = 0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What arrived, as values."""
        return [json.loads(body) for _, body in self.received]


@dataclass
class Installation:
    """A working directory and the command in it."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, expect: int = 0, file_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run one command; its exit code must be the expected one. `file_bytes` is the most that a file may hold."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSEWATCH_")}
        command = [sys.executable, "-W", "error::UserWarning", "-m", "clausewatch", *arguments]
        done = subprocess.run(
            command,
            cwd=self.home,
            env=environ | self.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            preexec_fn=file_bytes and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))),
        )
        assert done.returncode == expect, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *arguments: str, expect: int = 0) -> Any:
        """The JSON of one command."""
        return json.loads(self.run(*arguments, "--json", expect=expect).stdout)

    def site(self, name: str, text: str) -> None:
        """Write one site file."""
        (self.home / "sites").mkdir(exist_ok=True)
        (self.home / "sites" / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty working directory; only 127.0.0.1 may be fetched and sent to."""
    environ = {
        "CLAUSEWATCH_FETCH__DELAY": "0",
        "CLAUSEWATCH_FETCH__ALLOW_PRIVATE": '["127.0.0.1"]',
        "CLAUSEWATCH_WEBHOOK_SECRET": SECRET,
    }
    return Installation(tmp_path, environ)


@pytest.fixture
def web() -> Iterator[Web]:
    """A small web on loopback, empty."""
    served = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append(self.path)
            time.sleep(served.slow)
            status, headers, body = served.pages.get(self.path, (404, {"Content-Type": "text/html"}, b"404"))
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            served.served[self.path] = status
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with Serving(Handler) as served.port:
        yield served


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook's receiver on loopback."""
    receiver = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with Serving(Handler) as receiver.port:
        yield receiver


class Serving:
    """A threaded server for the length of a `with`; gives its port."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> int:
        self._thread.start()
        return self._server.server_port

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
