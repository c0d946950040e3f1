"""Connections that lead only where they may: the guard sits where the connection is made.

A name is resolved once, every address it has is checked, and the connection goes to a checked address, so a second,
different answer of the resolver is never asked for. TLS is still verified against the name.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

import httpcore

from monitor.address import refused
from monitor.errors import SendError

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) → its addresses as literals. Raises OSError where there are none."""

_LONGEST_CONNECT = 10.0


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host in the system's order, each once; literals of every spelling are hosts too."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in answers))


class GuardedBackend(httpcore.NetworkBackend):
    """Opens TCP connections, and no others, for one exchange; `cut` ends them all, from any thread."""

    def __init__(self, allow: frozenset[str], resolve: Resolve = resolve) -> None:
        self.cut_off = False
        self._allow, self._resolve = allow, resolve
        self._sockets = httpcore.SyncBackend()
        self._handles: list[socket.socket] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers. Raises SendError for a host that may not be talked to."""
        failure: Exception = httpcore.ConnectTimeout("the time was over before a connection was made")
        longest = min(timeout or _LONGEST_CONNECT, _LONGEST_CONNECT)
        for address in self._checked(host, port):
            if self.cut_off:
                break
            try:
                stream = self._sockets.connect_tcp(address, port, longest, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                self._hold(stream)
                return stream
        raise failure

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End every connection when the time is over: limits of single reads alone let an answer drip."""
        clock = threading.Timer(seconds, self.cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()
            self.close()

    def cut(self) -> None:
        """End every connection now; whoever waits on one gets an error."""
        self.cut_off = True
        for handle in self._handles:
            with contextlib.suppress(OSError):  # the other side was faster
                handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the handles back."""
        while self._handles:
            self._handles.pop().close()

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise SendError(f"{host}: the name cannot be resolved: {error}") from error
        for address in addresses:
            if (reason := refused(address, host, self._allow)) is not None:
                raise SendError(reason)
        return addresses

    def _hold(self, stream: httpcore.NetworkStream) -> None:
        # A duplicate, because TLS takes the first handle away; shutting either down ends the connection.
        self._handles.append(stream.get_extra_info("socket").dup())
        if self.cut_off:
            self.cut()
