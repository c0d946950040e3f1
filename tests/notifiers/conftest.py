"""Receivers to send to: a real web server that answers by script, and a canary that only counts who comes."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from monitor.observation import Delivery
from tests.mailserver import Speaker

NOW = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)


class Receiver(ThreadingHTTPServer):
    """Keeps every request; answers `status` with `headers` and `body`, or lets `speak` write the whole answer."""

    daemon_threads = True
    speak: Callable[[BaseHTTPRequestHandler], None] | None = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests = []
        self.status, self.headers, self.body = 204, {}, b""

    @property
    def url(self):
        """Where it listens, with a path that nobody should ever see."""
        return f"http://127.0.0.1:{self.server_port}/hook/t0ken?key=s3cret"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.requests.append((self.path, dict(self.headers.items()), body))
        if self.server.speak is not None:
            self.server.speak(self)
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args):
        pass


class Canary:
    """Listens on loopback, both families where there are two, and must never be visited."""

    def __init__(self):
        self.visits = 0
        self._listeners = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._listeners[0].getsockname()[1]
        if socket.has_ipv6:
            with contextlib.suppress(OSError):  # a machine without ::1 has no door to guard there
                self._listeners.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for listener in self._listeners:
            threading.Thread(target=self._count, args=(listener,), daemon=True).start()

    def _count(self, listener):
        while True:
            try:
                visitor, _ = listener.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self):
        """Stop listening; may be called twice."""
        while self._listeners:
            listener = self._listeners.pop()
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@pytest.fixture
def speaker():
    """Starts servers that only say their lines."""
    with contextlib.ExitStack() as stack:

        def start(*lines, **given):
            return stack.enter_context(contextlib.closing(Speaker(*lines, **given)))

        yield start


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """Makes a certificate of an authority that this process trusts; gives a server's TLS context for `hooks.test` and `mail.test`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("hooks.test"), x509.DNSName("mail.test"), x509.IPAddress(ip_address("192.0.2.7"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context


@pytest.fixture
def receiver():
    """A web server on loopback."""
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def canary():
    """A listener on loopback that must stay alone."""
    bird = Canary()
    yield bird
    bird.close()


@pytest.fixture
def delivery():
    """Makes a delivery; what is not given is harmless."""

    def make(**given):
        payload = {"type": "document.changed", "message": {"zh": "【目标调整】占比 52%→55%", "en": "52% → 55%"}}
        values = {
            "id": "msg_0001",
            "subscription": 1,
            "document": 7,
            "state": "pending",
            "attempts": 0,
            "at": NOW,
            "error": None,
            "to": "console:",
            "type": "document.changed",
            "payload": payload,
        }
        return Delivery(**values | given)

    return make
