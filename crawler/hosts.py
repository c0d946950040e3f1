"""What is known of hosts when a crawl begins; the crawl keeps to it, and puts in what it learns."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.robots import RobotsCopy
from monitor.traffic import Traffic


@dataclass(frozen=True, slots=True)
class HostNotes:
    """One crawl's notes.

    `holds`: host name → the moment before which it must not be asked. `robots`: server (`https://host`, with its port
    where it is not the usual one) → what its robots.txt says. `asked`: host name → when it was asked last
    before this crawl. `traffic`: host name and day in Shanghai → what was asked for and received in this crawl.
    """

    holds: MutableMapping[str, datetime] = field(default_factory=dict)
    robots: MutableMapping[str, RobotsCopy] = field(default_factory=dict)
    asked: Mapping[str, datetime] = field(default_factory=dict)
    traffic: MutableMapping[tuple[str, date], Traffic] = field(default_factory=dict)
