"""What keeps the memory small."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would go")] = False,
    as_json: Json = False,
) -> None:
    """Roll old checks up into counts, and remove bytes that nothing needs; serve does it every night."""
    from dataclasses import asdict

    from clausewatch.cli.session import session
    from clausewatch.prune import prune as run

    with session() as service:
        done = run(service, dry_run=dry_run)
    if as_json:
        show_json({"dry_run": dry_run} | asdict(done))
        return
    verb = "would become" if dry_run else "became"
    say(f"{counted(done.checks, 'check')} {verb} {counted(done.months, 'monthly count')}")
    verb = "would go" if dry_run else "went"
    say(
        f"{counted(done.orphans, 'answer')} that nothing names and {counted(done.pages, 'page')} without news {verb}: "
        f"{done.bytes / 1024:.0f} KiB"
    )


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(prune)
