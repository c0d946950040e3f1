"""The demo as people see it: a throw-away installation watches the district, and the truth table ends it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from clausewatch import contract, settings
from clausewatch.check import one_round
from clausewatch.demo.documents import Round
from clausewatch.demo.play import play, write_site_files
from clausewatch.demo.report import report
from clausewatch.demo.server import HOST, DistrictServer
from clausewatch.demo.truth import Verdict
from clausewatch.reading import Reader
from clausewatch.serve import listening, serving
from clausewatch.service import Service, opened
from crawler.reactor import run

_PIPE_WIDTH = 118
_WHAT = {
    Round.BASELINE: "the first look: everything is recorded, one summary a site is told",
    Round.NOISE: "only noise: counters, neighbours, junk tags, widths; nothing may be told",
    Round.EDITS: "real edits: exactly these may be told",
}


def show(*, serve_on: int | None, quiet: bool) -> Verdict:
    """Play the demo on embedded defaults; with `serve_on`, serve the page at that port until stopped.

    `quiet` prints nothing, so that a caller can print the verdict itself.
    """
    # A pipe has no width of its own; the truth table wants some.
    console = Console(quiet=quiet, highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    with DistrictServer() as district, TemporaryDirectory(prefix="clausewatch-demo-") as home:
        (Path(home) / "sites").mkdir()
        write_site_files(Path(home) / "sites", district.addresses)
        config = settings.embedded(Path(home), allow_private=frozenset({HOST}))
        with opened(config) as service:
            return run(lambda: _watch(service, district, console, serve_on))


async def _watch(service: Service, district: DistrictServer, console: Console, serve_on: int | None) -> Verdict:
    if not console.quiet:
        service.subscribe("console:", severity="low")

    async def check() -> Mapping[str, Any]:
        console.rule(f"round {int(district.round)}: {_WHAT[district.round]}", align="left")
        return contract.round_report(await one_round(service, reader, everything=True))

    with closing(Reader()) as reader:
        verdict = await play(district, check)
    report(verdict, console)
    if serve_on is not None:
        with listening(HOST, serve_on) as listener:
            console.print(f"\nthe latest changes: http://{HOST}:{serve_on}/  (Ctrl-C ends)")
            await serving(service, listener)
    return verdict
