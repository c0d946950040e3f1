"""The guard where the connection is made: nothing private is ever touched."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from scrapy.resolver import dnscache

from crawler.fetch.guard import GuardedResolver
from tests.faultserver import Canary, FaultServer

DIALS = [
    "http://127.0.0.2:{port}/",
    "http://127.2:{port}/",
    "http://2130706434:{port}/",
    "http://0x7f.2:{port}/",
    "http://0177.0.0.2:{port}/",
    "http://１２７.0.0.2:{port}/",
    "http://127。0。0。2:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.2]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "https://127.0.0.2:{port}/",
]


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A listener on 127.0.0.2, which is not let through."""
    with Canary("127.0.0.2") as listener:
        yield listener


@pytest.mark.parametrize("dial", DIALS)
def test_every_spelling_of_a_private_address_is_refused(pages: Any, canary: Canary, dial: str) -> None:
    """However the address is written, the page says why and the canary sees no connection."""
    (page,) = pages(dial.format(port=canary.port))
    assert page.status is None
    assert "private or special address" in page.failure.reason
    assert not page.failure.transient
    assert canary.touched == 0


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.1",
        "[fd00::1]",
        "169.254.169.254",
        "10.0.0.1",
        "localhost",
    ],
)
def test_special_blocks_are_refused_without_dialling(pages: Any, host: str) -> None:
    """Metadata services, carrier networks, tunnels and names of this machine are refused where they resolve."""
    (page,) = pages(f"http://{host}/", allow_private=frozenset(), timeout=2)
    assert "private or special address" in page.failure.reason


@pytest.mark.parametrize(
    "dial", ["http://user@127.0.0.2:{port}/", "http://127.0.0.2.:{port}/", "http://pub\\@127.0.0.2:{port}/"]
)
def test_odd_spellings_lead_nowhere(pages: Any, canary: Canary, dial: str) -> None:
    """Addresses that parsers may read differently are answered with a failure, and nobody is dialled."""
    (page,) = pages(dial.format(port=canary.port))
    assert page.failure is not None
    assert canary.touched == 0


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_every_redirect_is_checked(pages: Any, faults: FaultServer, canary: Canary, code: int) -> None:
    """A redirect of any kind to a private address ends there."""
    (page,) = pages(faults.url(f"/redirect?code={code}&to=http://127.0.0.2:{canary.port}/"))
    assert "private or special address" in page.failure.reason
    assert canary.touched == 0


@pytest.mark.parametrize("path", ["/redirect?to=//127.0.0.2:{port}/", "/refresh?to=http://127.0.0.2:{port}/"])
def test_other_ways_to_lead_astray_are_checked(pages: Any, faults: FaultServer, canary: Canary, path: str) -> None:
    """Redirects without a scheme and instant refreshes meet the same guard."""
    (page,) = pages(faults.url(path.format(port=canary.port)))
    assert "private or special address" in page.failure.reason
    assert canary.touched == 0


def test_the_third_hop_is_checked(pages: Any, faults: FaultServer, canary: Canary) -> None:
    """A chain of good hops does not make the last one good."""
    last = f"http://127.0.0.2:{canary.port}/"
    (page,) = pages(faults.url(f"/redirect?to=/redirect%3Fto%3D/redirect%253Fto%253D{last}"))
    assert "private or special address" in page.failure.reason
    assert len(faults.paths()) == 3
    assert canary.touched == 0


def test_an_allowed_host_is_reached(pages: Any) -> None:
    """A private host that the operator let through is fetched, on any port."""
    with FaultServer("127.0.0.3") as server:
        (page,) = pages(server.url("/page"), allow_private=frozenset({"127.0.0.3"}))
    assert page.status == 200


def test_a_host_may_be_allowed_by_name(pages: Any, faults: FaultServer) -> None:
    """Letting `localhost` through lets its addresses through under that name only."""
    allow = frozenset({"localhost"})
    named, literal = f"http://localhost:{faults.port}/page", faults.url("/page")
    assert pages(named, allow_private=allow)[0].status == 200
    assert pages(literal, allow_private=allow)[0].failure is not None


def _found(*addresses: str) -> list[tuple[Any, ...]]:
    families = {True: socket.AF_INET6, False: socket.AF_INET}
    return [(families[":" in one], socket.SOCK_STREAM, 6, "", (one, 80)) for one in addresses]


class _Receiver:
    """Collects what the resolver delivers."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.done = asyncio.Event()

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        """Nothing to do."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """Keep it."""
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        """Wake the test."""
        self.done.set()


def _delivered(resolver: GuardedResolver, host: str) -> list[str]:
    async def ask() -> list[str]:
        receiver = _Receiver()
        resolver.resolveHostName(receiver, host, 80)
        await asyncio.wait_for(receiver.done.wait(), 5)
        return receiver.addresses

    return asyncio.run(ask())


def test_a_rebinding_name_is_looked_at_every_time() -> None:
    """A name that was public and is private now delivers nothing: no answer is remembered."""
    answers = iter([_found("93.184.216.34"), _found("127.0.0.1")])
    resolver = GuardedResolver(None, (), look_up=lambda *_, **__: next(answers))
    assert _delivered(resolver, "rebind.example") == ["93.184.216.34"]
    assert _delivered(resolver, "rebind.example") == []
    assert "127.0.0.1" in resolver.why("REBIND.example")[0]


def test_of_a_mixed_answer_only_the_public_part_is_dialled() -> None:
    """Private addresses among public ones are left out, IPv6 as well."""
    mixed = _found("10.0.0.1", "93.184.216.34", "::1", "2606:4700::1111")
    resolver = GuardedResolver(None, (), look_up=lambda *_, **__: mixed)
    assert _delivered(resolver, "mixed.example") == ["93.184.216.34", "2606:4700::1111"]


def test_trouble_of_the_name_server_is_told_from_a_wrong_name() -> None:
    """A name server that does not answer may come back; a name that does not exist will not."""

    def failing(number: int) -> Any:
        def look_up(*_: object, **__: object) -> Any:
            raise socket.gaierror(number, "no")

        return look_up

    for number, passing in ((socket.EAI_AGAIN, True), (socket.EAI_NONAME, False)):
        resolver = GuardedResolver(None, (), look_up=failing(number))
        assert _delivered(resolver, "away.example") == []
        assert resolver.why("away.example")[1] is passing


def test_an_impossible_name_is_answered() -> None:
    """A label that no name can have ends the resolution instead of leaving it open."""
    resolver = GuardedResolver(None, ())
    assert _delivered(resolver, "a" * 70 + ".example") == []
    assert (
        "no host name" in resolver.why("a" * 70 + ".example")[0]
        or "no such host" in resolver.why("a" * 70 + ".example")[0]
    )


def test_scrapys_own_cache_is_not_asked(pages: Any, canary: Canary) -> None:
    """An entry in Scrapy's cache of names leads nowhere: our resolver has none."""
    dnscache["planted.invalid"] = "127.0.0.2"
    try:
        (page,) = pages(f"http://planted.invalid:{canary.port}/")
    finally:
        del dnscache["planted.invalid"]
    assert "no such host" in page.failure.reason
    assert canary.touched == 0
