"""A small real HTTP server on loopback with a fault a path, and a canary that must never be touched."""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

import brotli
import zstandard

PAGE = (
    "<html><head><title>青云区教育局</title></head><body>" + "<p>学前教育普及攻坚。</p>" * 400 + "</body></html>"
).encode()


@dataclass(frozen=True)
class Hit:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass
class Connection:
    """The raw socket of one request, with what was asked."""

    raw: socket.socket
    hit: Hit
    count: int

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, the first of each name."""
        return {key: values[0] for key, values in parse_qs(urlsplit(self.hit.path).query).items()}

    def send(self, data: bytes) -> None:
        """Bytes as they are."""
        self.raw.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", length: int | None = None, **headers: str) -> None:
        """A whole answer; `length` may lie."""
        lines = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body) if length is None else length),
        }
        lines |= {key.replace("_", "-"): value for key, value in headers.items()}
        head = f"HTTP/1.1 {status}\r\n" + "".join(f"{key}: {value}\r\n" for key, value in lines.items())
        self.send(head.encode() + b"Connection: close\r\n\r\n" + body)

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Fault = Callable[[Connection], None]


def _redirect(connection: Connection) -> None:
    connection.answer(status=f"{connection.query.get('code', '302')} Found", Location=connection.query["to"])


def _endless(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.send(b"x" * 65536)


def _dripping(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connection.send(b"x")
        time.sleep(0.1)


def _flapping(connection: Connection) -> None:
    """In trouble twice, then well."""
    if connection.count <= 2:
        connection.answer(b"busy", status="503 Service Unavailable")
    else:
        connection.answer(PAGE)


def _conditional(connection: Connection) -> None:
    if connection.hit.headers.get("if-none-match") == '"v1"':
        connection.answer(status="304 Not Modified", ETag='"v1"')
    else:
        connection.answer(PAGE, ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT")


def _reset_in_body(connection: Connection) -> None:
    connection.answer(PAGE[:500], length=len(PAGE))
    connection.reset()


def _cut_gzip(connection: Connection) -> None:
    """Close-delimited, so that nothing but the gzip trailer tells."""
    packed = gzip.compress(PAGE)
    connection.send(b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed[: len(packed) // 2])


def bomb(size: int = 64 * 1024 * 1024) -> dict[str, bytes]:
    """The same many zeros, packed every way we know."""
    zeros = bytes(size)
    raw = zlib.compressobj(wbits=-15)
    return {
        "gzip": gzip.compress(zeros),
        "deflate": zlib.compress(zeros),
        "raw": raw.compress(zeros) + raw.flush(),
        "br": brotli.compress(zeros, quality=5),
        "zstd": zstandard.compress(zeros),
    }


FAULTS: dict[str, Fault] = {
    "/robots.txt": lambda c: c.answer(b"User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain"),
    "/": lambda c: c.answer(PAGE),
    "/page": lambda c: c.answer(PAGE),
    "/secret/plan": lambda c: c.answer(PAGE),
    "/gzip": lambda c: c.answer(gzip.compress(PAGE), Content_Encoding="gzip"),
    "/gzip/cut": _cut_gzip,
    "/gzip/sum": lambda c: c.answer(gzip.compress(PAGE)[:-8] + bytes(8), Content_Encoding="gzip"),
    "/br": lambda c: c.answer(brotli.compress(PAGE), Content_Encoding="br"),
    "/zstd": lambda c: c.answer(zstandard.compress(PAGE), Content_Encoding="zstd"),
    "/odd": lambda c: c.answer(PAGE, Content_Encoding="compress"),
    "/bomb": lambda c: c.answer(gzip.compress(bytes(32 * 1024 * 1024)), Content_Encoding="gzip"),
    "/bomb/404": lambda c: c.answer(gzip.compress(bytes(32 << 20)), status="404 No", Content_Encoding="gzip"),
    "/missing": lambda c: c.answer(b"gone", status="404 Not Found"),
    "/busy": lambda c: c.answer(b"busy", status="503 Service Unavailable"),
    "/later": lambda c: c.answer(b"later", status="429 Too Many", Retry_After=c.query.get("after", "99999")),
    "/flap": _flapping,
    "/etag": _conditional,
    "/always304": lambda c: c.answer(status="304 Not Modified"),
    "/redirect": _redirect,
    "/circle": lambda c: c.answer(status="302 Found", Location="/circle"),
    "/refresh": lambda c: c.answer(f'<meta http-equiv="refresh" content="0;url={c.query["to"]}">'.encode()),
    "/endless": _endless,
    "/huge": lambda c: c.answer(b"x", length=5_000_000_000),
    "/drip": _dripping,
    "/silent": lambda c: time.sleep(5),
    "/reset": lambda c: c.reset(),
    "/reset/body": _reset_in_body,
    "/short": lambda c: c.answer(PAGE[:500], length=len(PAGE)),
    "/garbage": lambda c: c.send(b"\x16\x03\x01 this is not HTTP at all\r\n\r\n"),
    "/closed": lambda c: None,
    "/policy": lambda c: c.answer(PAGE, Referrer_Policy="sys.exit"),
    "/cookie": lambda c: c.answer(PAGE, Set_Cookie="id=1"),
}


@dataclass
class FaultServer:
    """Serves `FAULTS` (and what a test adds) on one address; `hits` tells who came when."""

    host: str = "127.0.0.1"
    faults: dict[str, Fault] = field(default_factory=lambda: dict(FAULTS))
    tls: ssl.SSLContext | None = None
    hits: list[Hit] = field(default_factory=list)

    def __enter__(self) -> Self:
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                owner._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64
            address_family = socket.AF_INET6 if ":" in owner.host else socket.AF_INET

        self._server = Server((self.host, 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str = "/") -> str:
        """The address of a path on this server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [hit.path for hit in self.hits if hit.path != "/robots.txt"]

    def _serve(self, raw: socket.socket) -> None:
        try:
            if self.tls is not None:
                raw = self.tls.wrap_socket(raw, server_side=True)
            with raw:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = raw.recv(65536)
                    if not part:
                        return
                    head += part
                    if not head[:1].isalpha():  # a TLS hello on a plain port
                        raw.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                        return
                first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
                pairs = (line.partition(": ") for line in lines)
                hit = Hit(first.split(" ")[1], {name.lower(): value for name, _, value in pairs}, time.monotonic())
                self.hits.append(hit)
                count = sum(other.path == hit.path for other in self.hits)
                fault = self.faults.get(urlsplit(hit.path).path, FAULTS["/missing"])
                fault(Connection(raw, hit, count))
        except OSError:
            return  # the client left; that is what many of the tests are about


class Canary:
    """Listens on an address that must never be reached, and counts who came."""

    def __init__(self, host: str, port: int = 0) -> None:
        self.host, self.touched, self.received = host, 0, 0
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family)
        self._socket.settimeout(0.02)
        self.port = self._socket.getsockname()[1]
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while not self._done.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.touched += 1
            with connection:
                connection.settimeout(0.2)
                try:
                    self.received += len(connection.recv(4096))
                except TimeoutError:
                    continue
