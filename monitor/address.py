"""Which network addresses may be talked to: a table of our own, because `ipaddress`' flags are no guard.

`is_global` calls NAT64, 6to4, multicast and others global, and some of them lead to this machine or its metadata
service. So every special-purpose block of the IANA registries stands here, and addresses that carry another inside
(v4-mapped, 6to4, Teredo, NAT64) are refused whole.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

_REFUSED = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; holds a cloud metadata service
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "::/8",  # unspecified, loopback, v4-compatible, v4-mapped, NAT64 (64:ff9b::/96 is below)
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/8",
        "2001::/23",  # Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


def refused(address: str, host: str = "", allow: Collection[str] = ()) -> str | None:
    """Why `address` (an IP literal, to which `host` resolved) must not be connected to; None where it may be.

    `allow` holds addresses or host names that the operator let through (`ALLOW_PRIVATE`). What is no IP address
    is refused.
    """
    literal = address.partition("%")[0].strip("[]")
    try:
        ip = ipaddress.ip_address(literal)
    except ValueError:
        return f"{address!r} is no network address"
    allowed = {_folded(name) for name in allow}
    if _folded(literal) in allowed or (host and _folded(host) in allowed):
        return None
    if not ip.is_global or any(ip.version == block.version and ip in block for block in _REFUSED):
        named = f"{host} ({ip})" if host and host != literal else str(ip)
        return f"{named} is a private or special address; add it to fetch.allow_private if it is yours"
    return None


def _folded(host: str) -> str:
    """One spelling for an address or a name."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name
