"""Rounds on a clock that jumps from tick to tick, over an installation of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.soak.server import Hit, SoakServer
from benchmarks.soak.world import BEGIN, Site, day_of
from clausewatch import contract, settings
from clausewatch.check import one_round
from clausewatch.reading import Reader
from clausewatch.service import Service, opened
from crawler.reactor import run

TICK = timedelta(hours=2)
DELAY = 0.1
"""Seconds between two requests to one host: the gap, scaled."""
_TIMEOUT = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One round as the JSON of `check`, and the day of it."""

    day: float
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """All that was reported and asked, and where the sites were."""

    rounds: tuple[Seen, ...]
    hits: tuple[Hit, ...]
    addresses: dict[str, str]


class _Clock:
    """The world's present moment."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def now(self) -> datetime:
        return self.moment

    def day(self) -> float:
        return day_of(self.moment)


def play(sites: Sequence[Site], days: int) -> Played:
    """Watch the sites for so many days."""
    clock = _Clock()
    with SoakServer(sites, clock.day) as server, TemporaryDirectory(prefix="clausewatch-soak-") as home:
        (Path(home) / "sites").mkdir()
        hosts = frozenset(address.split("//")[1].partition(":")[0] for address in server.addresses.values())
        for number, site in enumerate(sites):
            file = Path(home) / "sites" / f"s{number:02}.toml"
            file.write_text(_site_file(site, server.addresses[site.name]), encoding="utf-8")
        config = settings.embedded(Path(home), allow_private=hosts)
        fetch = config.fetch.model_copy(update={"delay": DELAY, "timeout": _TIMEOUT})
        with opened(config.model_copy(update={"fetch": fetch}), now=clock.now) as service:
            rounds = run(lambda: _watch(service, clock, days))
        return Played(rounds, tuple(server.hits), dict(server.addresses))


async def _watch(service: Service, clock: _Clock, days: int) -> tuple[Seen, ...]:
    rounds = []
    with closing(Reader()) as reader:
        while clock.day() < days:
            report = await one_round(service, reader)
            rounds.append(Seen(clock.day(), contract.round_report(report)))
            clock.moment += TICK
    return tuple(rounds)


def _site_file(site: Site, address: str) -> str:
    return f'name = "{site.name}"\nhome = "{address}/"\n\n[[columns]]\nname = "规划计划"\nurl = "{address}/ghjh/"\n'
