"""TLS is verified, always: an authority we know, a host name that fits, a date that holds."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from monitor.records import Outcome
from tests.crawler.conftest import Fetch
from tests.faultserver import PAGE, FaultServer


def _certificate(directory: Path, *names: x509.GeneralName, days: int = 1) -> tuple[Path, Path]:
    """A self-signed certificate and its key, both as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "青云区")])
    begins = datetime.now(UTC) - timedelta(days=30)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(datetime.now(UTC) + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = directory / "cert.pem", directory / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file


@contextmanager
def _serving(certificate: Path, key: Path) -> Iterator[FaultServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with FaultServer(tls=context) as server:
        yield server


LOOPBACK = x509.IPAddress(ip_address("127.0.0.1"))


def test_a_certificate_of_an_unknown_authority_is_refused(pages: Fetch, tmp_path: Path) -> None:
    """A self-signed certificate gives no page; the reason names the certificate."""
    with _serving(*_certificate(tmp_path, LOOPBACK)) as server:
        (page,) = pages(server.url("/page"))
    assert page.failure is not None
    assert page.failure.outcome is Outcome.ERROR
    assert "certificate of 127.0.0.1 cannot be verified" in page.failure.reason
    assert server.hits == []


def test_a_known_authority_is_enough(pages: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of an authority that the machine trusts, for the right host, lets the page through."""
    certificate, key = _certificate(tmp_path, LOOPBACK)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with _serving(certificate, key) as server:
        (page,) = pages(server.url("/page"))
    assert page.failure is None
    assert page.body == PAGE


@pytest.mark.parametrize(
    "wrong",
    [(x509.DNSName("other.example"), 1, "another host"), (LOOPBACK, -1, "cannot be verified")],
)
def test_a_wrong_name_or_date_is_refused(
    pages: Fetch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: tuple[x509.GeneralName, int, str],
) -> None:
    """A trusted authority does not help a certificate for another host or of last year."""
    name, days, words = wrong
    certificate, key = _certificate(tmp_path, name, days=days)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with _serving(certificate, key) as server:
        (page,) = pages(server.url("/page"))
    assert page.failure is not None
    assert words in page.failure.reason
    assert server.hits == []


def test_plain_http_on_a_tls_port_is_told(pages: Fetch, faults: FaultServer) -> None:
    """An https address whose server speaks plain HTTP gives a reason, not a page."""
    (page,) = pages(f"https://127.0.0.1:{faults.port}/page")
    assert page.failure is not None
    assert "no secure connection" in page.failure.reason
