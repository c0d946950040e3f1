"""The demo as people see it: a throw-away installation watches the district, and the truth table ends it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from clausewatch import contract, settings
from clausewatch.check import one_round
from clausewatch.demo.calendar import BASELINE, NOISE, year
from clausewatch.demo.documents import documents, sites
from clausewatch.demo.play import play, write_site_files
from clausewatch.demo.report import report
from clausewatch.demo.server import HOST, DistrictServer
from clausewatch.demo.truth import Verdict
from clausewatch.kin import family
from clausewatch.reading import Reader
from clausewatch.serve import listening, serving
from clausewatch.service import Service, opened
from crawler.reactor import run
from monitor.subscription import Filters, Timing

_PIPE_WIDTH = 118
_FIRST_ROUNDS = {
    BASELINE: "the first look: everything is recorded, one summary a site is told",
    NOISE: "only noise, as in every week: counters, neighbours, junk tags, widths; nothing may be told",
}


def show(*, serve_on: int | None, quiet: bool) -> Verdict:
    """Play the year on embedded defaults; with `serve_on`, serve the page at that port until stopped.

    `quiet` prints nothing, so that a caller can print the verdict itself.
    """
    # A pipe has no width of its own; the truth table wants some.
    console = Console(quiet=quiet, highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    with DistrictServer() as district, TemporaryDirectory(prefix="clausewatch-demo-") as home:
        (Path(home) / "sites").mkdir()
        write_site_files(Path(home) / "sites", district.addresses)
        config = settings.embedded(Path(home), allow_private=frozenset({HOST}))
        with opened(config, now=district.now) as service:
            return run(lambda: _watch(service, district, console, serve_on))


async def _watch(service: Service, district: DistrictServer, console: Console, serve_on: int | None) -> Verdict:
    if not console.quiet:
        service.subscribe("console:", Filters(severity="low"), Timing(low="at-once"))

    async def check() -> dict[str, Any]:
        if happens := _happens(district.round):
            console.rule(f"week {district.round}, {district.now():%d %B %Y}: {happens}", align="left")
        seen = contract.round_report(await one_round(service, reader, everything=True))
        return seen | {"links": _links(service, [each["url"] for each in seen["checks"] if each["new"]])}

    with closing(Reader()) as reader:
        verdict = await play(district, check)
    report(verdict, console)
    if serve_on is not None:
        with listening(HOST, serve_on) as listener:
            console.print(f"\nthe pages: http://{HOST}:{serve_on}/  (Ctrl-C ends)")
            await serving(service, listener)
    return verdict


def _links(service: Service, documents: Sequence[str]) -> list[tuple[str, str, str]]:
    """How documents are related to others: address, relation, address."""
    found = {
        (kin.members[link.tie.one].url, link.tie.relation, kin.members[link.tie.other].url)
        for kin in (family(service, url) for url in documents)
        for link in kin.links
    }
    return sorted(found)


def _happens(round_: int) -> str:
    """What the district is up to in that round; nothing where there is only noise again."""
    if round_ in _FIRST_ROUNDS:
        return _FIRST_ROUNDS[round_]
    edits = [each.document for each in year().edits if each.round == round_]
    new = [one.name for site in sites() for one in documents(site) if one.since == round_]
    down = [each.site for each in year().outages if each.first <= round_ <= each.last]
    built = [each.site for each in year().redesigns if each.round == round_]
    flips = [each.document for each in year().flapping if round_ == each.first]
    gone = [each.document for each in year().withdrawals if each.first <= round_ <= each.told]
    happenings = (
        ("edited", edits),
        ("published", new),
        ("not to be read", down),
        ("built anew", built),
        ("begins to flip between two texts", flips),
        ("gone", gone),
    )
    return "; ".join(f"{what}: {', '.join(dict.fromkeys(of))}" for what, of in happenings if of)
