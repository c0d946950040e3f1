"""Which addresses may be talked to."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.address import refused

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "[::1]",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2400:3200::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_refused(address: str) -> None:
    """Every special-purpose block is refused, and the reason says how to let one's own through."""
    assert "fetch.allow_private" in (refused(address) or "")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    """Ordinary addresses of both kinds may be connected to."""
    assert refused(address, "www.example.org") is None


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f.1", "2130706433", "１２７.0.0.1", "1.2.3.4.5", ":::"])
def test_what_is_no_address_is_refused(text: str) -> None:
    """Names and odd spellings are for a resolver; here they are refused."""
    assert "no network address" in (refused(text) or "")


def test_the_operator_may_let_hosts_through() -> None:
    """By address in any spelling, or by name in any case; nothing else comes with it."""
    assert refused("127.0.0.1", "localhost", {"127.0.0.1"}) is None
    assert refused("127.0.0.1", "LOCALHOST.", {"localhost"}) is None
    assert refused("127.0.0.1", "demo.example", {"Demo.Example"}) is None
    assert refused("::1", "", {"0:0:0:0:0:0:0:1"}) is None
    assert refused("::1", "", {"[::1]"}) is None
    assert refused("127.0.0.2", "localhost", {"127.0.0.1"}) is not None
    assert refused("127.0.0.1", "other", {"localhost"}) is not None
    assert refused("::ffff:127.0.0.1", "", {"127.0.0.1"}) is not None


def test_the_reason_names_host_and_address() -> None:
    """A name that leads to a private address is told with that address."""
    assert (refused("10.0.0.1", "oa.example") or "").startswith("oa.example (10.0.0.1) is a private")


@given(st.ip_addresses())
def test_nothing_passes_that_python_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """Our table only ever adds to what the standard library refuses."""
    if refused(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast
