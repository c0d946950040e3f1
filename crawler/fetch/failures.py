"""What went wrong, in words: from the errors of Scrapy, Twisted and OpenSSL to a FetchError."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from service_identity import VerificationError
from twisted.internet import error as twisted_errors
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

from monitor.errors import FetchError
from monitor.records import Cause, Outcome

log = logging.getLogger(__name__)


class Dropped(Exception):  # noqa: N818 - no error: a request that was never sent
    """The crawl was stopped before this request's turn came."""


Why = Callable[[str], tuple[str, bool] | None]
"""Asks the guard why a host came to nothing: the reason in words and whether it may pass."""

TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504, 522, 524})

_TABLE: tuple[tuple[type[BaseException], Outcome, bool, str], ...] = (
    (
        scrapy_errors.DownloadConnectionRefusedError,
        Outcome.ERROR,
        True,
        "{host} refuses the connection; the site is down or the port is wrong",
    ),
    (
        scrapy_errors.DownloadTimeoutError,
        Outcome.ERROR,
        True,
        "{host} did not answer in time; the site is slow or shuts us out (fetch.timeout)",
    ),
    (
        scrapy_errors.ResponseDataLossError,
        Outcome.TRUNCATED,
        True,
        "the connection broke before the page was complete; nothing of it is used",
    ),
    (
        scrapy_errors.DownloadCancelledError,
        Outcome.TOO_LARGE,
        False,
        "it is larger than fetch.page_bytes (an attachment: than fetch.file_bytes); raise that if it is honest",
    ),
    (
        scrapy_errors.NotSupported,
        Outcome.ERROR,
        False,
        "only http and https addresses are fetched; write such an address",
    ),
    (
        scrapy_errors.IgnoreRequest,
        Outcome.ERROR,
        False,
        "redirects in a circle, or more than 10 times; look at the address in a browser",
    ),
    (ParseError, Outcome.ERROR, False, "{host} does not speak HTTP; check address and port"),
    (twisted_errors.ConnectError, Outcome.ERROR, True, "{host} cannot be reached; check the network and the address"),
    (
        twisted_errors.ConnectionClosed,
        Outcome.ERROR,
        True,
        "{host} closed the connection without an answer",
    ),
    (
        scrapy_errors.DownloadFailedError,
        Outcome.ERROR,
        True,
        "{host} broke off the answer",
    ),
)

EXPECTED: tuple[type[Exception], ...] = (
    FetchError,
    ValueError,
    scrapy_errors.CannotResolveHostError,
    SSL.Error,
    VerificationError,
    ResponseFailed,
    *(kind for kind, *_ in _TABLE if issubclass(kind, Exception)),
)
"""What a request may raise because of its server; `explain` says it in words."""


def explain(error: BaseException, url: str, why: Why) -> FetchError:
    """The error in words. One that we never met costs its own page only, and is logged with its traceback."""
    if isinstance(error, FetchError):
        return FetchError(url, error.reason, outcome=error.outcome, transient=error.transient, cause=error.cause)
    host = _host(url)
    if isinstance(error, ValueError):  # from Twisted's and Python's readers of addresses, which have no type for it
        reason = f"the address, or the one it redirects to, cannot be read ({_line(error)}); write https://host/path"
        return FetchError(url, reason)
    if isinstance(error, scrapy_errors.CannotResolveHostError):
        reason, transient = why(host) or (f"{host} could not be looked up; check the address", True)
        return FetchError(url, reason, transient=transient)
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, SSL.Error):
            return _tls(cause, url, host)
        if isinstance(cause, VerificationError):
            said = "the certificate is for another host; check the address"
            return FetchError(url, said, cause=Cause.CERTIFICATE)
    for kind, outcome, transient, reason in _TABLE:
        if any(isinstance(cause, kind) for cause in causes):
            return FetchError(url, reason.format(host=host), outcome=outcome, transient=transient)
    log.error("unexpected error for %s", url, exc_info=error)
    return FetchError(url, f"unexpected {type(error).__name__} while fetching; please report it with the log")


def bad_status(status: int, url: str) -> FetchError | None:
    """The failure that a status alone means: passing trouble of the server. Other statuses are answers to be judged.

    Among them is 521, with which one firewall sends its challenge.
    """
    if status == 429:
        return FetchError(url, "the server asks for fewer requests (429); raise fetch.delay", transient=True)
    if status in TRANSIENT_STATUS:
        return FetchError(url, f"the server answers with an error ({status}); it is tried again later", transient=True)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that stands behind it; Twisted keeps several behind one."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, ResponseFailed):
            waiting += [
                reason.value for reason in cause.reasons if isinstance(reason, Failure) and reason.value is not None
            ]
        waiting += [behind for behind in (cause.__cause__, cause.__context__) if behind is not None]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _line(error: BaseException) -> str:
    return ascii(str(error))[1:-1][:120]


def _tls(error: SSL.Error, url: str, host: str) -> FetchError:
    said = "; ".join(str(part[-1]) for part in error.args[0]) if error.args and error.args[0] else str(error)
    if "certificate verify failed" in said:
        reason = f"the certificate of {host} cannot be verified (expired, self-signed or incomplete); it must mend it"
    else:
        reason = f"no secure connection to {host} ({said or 'broken off'}); its TLS may be too old"
    return FetchError(url, reason, cause=Cause.CERTIFICATE)
