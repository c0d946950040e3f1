"""One mail handed to one server: guarded, bounded in time and size, never without TLS but to hosts of one's own."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import httpcore
import httpx

from monitor.errors import SendError, UsageError
from notifiers.guard import GuardedBackend, Resolve, resolve

_PORTS = MappingProxyType({"smtps": 465, "smtp": 587})
_FORM = (
    "write it like smtps://user:password@mail.example.org, or smtp://… for STARTTLS; / ? # % in them as %2F %3F %23 %25"
)
_SESSION_BYTES = 64 * 1024
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
# Refusals of who we are: the operator repairs the settings, and the message waits.
_OURS_TO_REPAIR = frozenset({530, 534, 535, 538})


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server: `secure` speaks TLS from the first byte, others begin it by STARTTLS."""

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(address: str) -> Server:
    """The server that an address names. Raises UsageError, which repeats nothing of it: it holds a password."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
    except ValueError:  # UnicodeError is one
        raise UsageError(f"this is no address of a mail server; {_FORM}") from None
    if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(f"this is no address of a mail server; {_FORM}")
    if not (user + password).isascii() or not (user + password).isprintable():
        raise UsageError("user and password of a mail server can hold ASCII characters only")
    return Server(
        host=host, port=port or _PORTS[parts.scheme], secure=parts.scheme == "smtps", user=user, password=password
    )


def hand_over(
    server: Server,
    sender: str,
    receiver: str,
    mail: bytes,
    *,
    allow: frozenset[str],
    timeout: float,
    resolve: Resolve = resolve,
) -> None:
    """Give one mail to a server; returns when it took it. Raises SendError within about `timeout` seconds.

    Error texts hold codes and words of ours, nothing that the server wrote.
    """
    backend = GuardedBackend(allow, resolve)
    try:
        with backend.within(timeout):
            _converse(server, sender, receiver, mail, backend, plain=server.host.rstrip(".") in allow, timeout=timeout)
    except (smtplib.SMTPServerDisconnected, httpcore.TimeoutException, httpcore.NetworkError, OSError) as error:
        # smtplib's own errors are OSErrors, too; those with an answer were told already.
        reason = f"no answer within {timeout:g} s" if backend.cut_off else f"the connection failed: {error}"
        raise SendError(f"{server.host}: {reason}", shared=True) from error


def _converse(
    server: Server, sender: str, receiver: str, mail: bytes, backend: GuardedBackend, *, plain: bool, timeout: float
) -> None:
    tls = httpx.create_ssl_context()

    def connect(host: str, port: int, timeout: float) -> socket.socket:
        raw: socket.socket = backend.connect_tcp(host, port, timeout).get_extra_info("socket")
        raw.settimeout(timeout)
        return tls.wrap_socket(raw, server_hostname=host) if server.secure else raw

    with _told(server.host, "the greeting"):
        smtp = _Session(connect, server.host, server.port, sender.rpartition("@")[2], timeout)
    with contextlib.closing(smtp):
        with _told(server.host, "EHLO"):
            smtp.ehlo_or_helo_if_needed()
        if not server.secure and (smtp.has_extn("starttls") or not plain):
            with _told(server.host, "STARTTLS"):
                smtp.starttls(context=tls)
                smtp.ehlo_or_helo_if_needed()
        elif not server.secure and server.password:
            raise SendError(f"{server.host}: offers no TLS, and no password is sent without it", shared=True)
        if server.user:
            with _told(server.host, "AUTH"):
                smtp.login(server.user, server.password)
        with _told(server.host, "the mail"):
            smtp.sendmail(sender, [receiver], mail)
        with contextlib.suppress(smtplib.SMTPException, OSError):  # it has the mail, whatever happens now
            smtp.quit()


class _Session(smtplib.SMTP):
    """smtplib's client over a connection of ours, with a bound on all that a server may say."""

    def __init__(
        self, connect: Callable[[str, int, float], socket.socket], host: str, port: int, name: str, timeout: float
    ) -> None:
        self._connect = connect
        super().__init__(host, port, local_hostname=name, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._connect(host, port, timeout)

    def getreply(self) -> tuple[int, bytes]:
        """One reply. Raises SMTPServerDisconnected also where a server never ends to talk."""
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock.makefile("rb"))
        return super().getreply()


class _Bounded:
    """What a server says in one session, up to a bound."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, _SESSION_BYTES
        self.close = stream.close

    def readline(self, size: int) -> bytes:
        """The next line. Raises OSError beyond the bound."""
        line = self._stream.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("the server talks without end")
        return line


@contextlib.contextmanager
def _told(host: str, step: str) -> Iterator[None]:
    """Refusals within one step, as errors in our words."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        (refusal,) = error.recipients.values()
        raise _refused(host, "the receiver", *refusal, ours=False) from error
    except smtplib.SMTPSenderRefused as error:
        raise _refused(host, "the sender", error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPDataError as error:
        raise _refused(host, step, error.smtp_code, error.smtp_error, ours=False) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(host, step, error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPNotSupportedError as error:
        raise SendError(f"{host}: does not offer {step}; it must", shared=True) from error
    except smtplib.SMTPException as error:  # no way of AUTH that both know
        raise SendError(f"{host}: {step} is not possible with what the server offers", shared=True) from error


def _refused(host: str, step: str, code: int, text: Any, *, ours: bool = True) -> SendError:
    """A refusal; permanent where it is about the receiver or the mail; where it is about us (`ours`) all mail waits."""
    found = _ENHANCED.search(text if isinstance(text, bytes) else str(text).encode())
    detail = f" {found[0].decode()}" if found else ""
    permanent = not ours and 500 <= code < 600 and code not in _OURS_TO_REPAIR
    return SendError(f"{host} refused {step}: {code}{detail}", permanent=permanent, shared=ours)
