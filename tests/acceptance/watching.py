"""A small web watched in this process, on a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from clausewatch import contract, settings
from clausewatch.check import one_round
from clausewatch.reading import Reader
from clausewatch.service import Service, opened
from crawler.reactor import run


@dataclass
class Watch:
    """An installation whose time is `now`. `said` is what the console was told."""

    service: Service
    reader: Reader
    now: datetime
    said: StringIO = field(default_factory=StringIO)

    def check(self, after: timedelta = timedelta(), *, everything: bool = True) -> dict[str, Any]:
        """One round, so long after the last: the JSON of `check`."""
        self.now += after
        report = run(lambda: one_round(self.service, self.reader, everything=everything))
        return contract.round_report(report)

    def changes(self, after: timedelta = timedelta()) -> list[tuple[str, str]]:
        """One round: (the address's end, the type) of every change."""
        found = self.check(after)["checks"]
        return [(each["url"].rpartition("/")[2], change["type"]) for each in found for change in each["changes"]]


@contextmanager
def watching(home: Path, site: str, **given: Any) -> Iterator[Watch]:
    """Watches the site of this site file from a spring morning on; needs the session's reactor.

    What is `given` are settings.
    """
    (home / "sites").mkdir()
    (home / "sites" / "yunting.toml").write_text(site, encoding="utf-8")
    config = settings.embedded(home, allow_private=frozenset({"127.0.0.1"})).model_copy(update=given)
    said = StringIO()
    watch: list[Watch] = []
    with (
        opened(config, said, now=lambda: watch[0].now) as service,
        closing(Reader()) as reader,
    ):
        watch.append(Watch(service, reader, datetime(2026, 3, 2, 1, tzinfo=UTC), said))
        yield watch[0]
