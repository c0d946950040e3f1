"""The guard where the connection is made: no name and no literal leads to a private address.

Twisted asks this resolver for every host it is about to connect to, numbers included, on every redirect hop, and
connects to the very addresses that it gives back. So what was checked is what is dialled. There is no cache: a
connection is kept open for a host anyway, and a remembered answer could not be trusted longer.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Collection, Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from twisted.internet._resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from monitor.address import refused

LookUp = Callable[..., Sequence[tuple[Any, ...]]]

_ADDRESSES: dict[int, type[IPv4Address | IPv6Address]] = {
    socket.AF_INET: IPv4Address,
    socket.AF_INET6: IPv6Address,
}
_LATER = frozenset({socket.EAI_AGAIN, socket.EAI_SYSTEM, socket.EAI_MEMORY})


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves host names, IPv4 and IPv6, and leaves out every address that must not be connected to.

    `why(host)` says in words why a host came to nothing, and whether trying again soon may help.
    """

    def __init__(self, reactor: Any, allow: Collection[str], look_up: LookUp = socket.getaddrinfo) -> None:
        self._reactor, self._allow, self._look_up = reactor, frozenset(allow), look_up
        self._reasons: dict[str, tuple[str, bool]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """The resolver as `TWISTED_DNS_RESOLVER` is built, with the crawl's allowed private hosts."""
        return cls(reactor, crawler.settings.getlist("CLAUSEWATCH_ALLOW_PRIVATE"))

    def install_on_reactor(self) -> None:
        """Ask this resolver from now on, whatever was asked before."""
        self._reactor.installNameResolver(self)

    def why(self, host: str) -> tuple[str, bool] | None:
        """Reason and passing-or-not of the host's last failed resolution, None where it had none."""
        return self._reasons.get(host.strip("[]").lower())

    def resolveHostName(  # noqa: N802 - the name belongs to Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[object]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> HostResolution:
        """Deliver the addresses of a host that may be connected to; none where all are refused."""
        del addressTypes, transportSemantics  # Scrapy connects by TCP to whatever there is
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        loop = asyncio.get_running_loop()
        answer = loop.run_in_executor(None, self._permitted, hostName, portNumber)
        answer.add_done_callback(lambda done: _deliver(done.result(), resolutionReceiver))
        return resolution

    def _permitted(self, host: str, port: int) -> list[IPv4Address | IPv6Address]:
        name = host.lower()
        try:
            found = self._look_up(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            later = error.errno in _LATER
            advice = "the name server did not answer" if later else "there is no such host; check the address"
            self._reasons[name] = (f"{host} could not be looked up: {advice}", later)
            return []
        except (UnicodeError, ValueError):  # labels that are empty or too long
            self._reasons[name] = (f"{host} is no host name; check the address", False)
            return []
        refusals: list[str] = []
        permitted: list[IPv4Address | IPv6Address] = []
        for family, _, _, _, sockaddr in found:
            refusal = refused(sockaddr[0], host, self._allow)
            if refusal:
                refusals.append(refusal)
            elif family in _ADDRESSES:
                permitted.append(_ADDRESSES[family]("TCP", sockaddr[0], port))
        if permitted:
            self._reasons.pop(name, None)
        else:
            self._reasons[name] = (refusals[0] if refusals else f"{host} has no address", False)
        return permitted


def _deliver(addresses: list[IPv4Address | IPv6Address], receiver: Any) -> None:
    for address in addresses:
        receiver.addressResolved(address)
    receiver.resolutionComplete()
