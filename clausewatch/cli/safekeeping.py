"""What keeps an archive from being lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json

if TYPE_CHECKING:
    from clausewatch.safekeeping import Kept


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a new file")],
    as_json: Json = False,
) -> None:
    """Write the whole database into one file while everything goes on, and prove it; exit 1 where a link does not hold."""
    from clausewatch.cli.session import session
    from clausewatch.safekeeping import back_up

    with session() as service:
        _show(back_up(service, file), as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="one that backup made, also an older program's")],
    anyway: Annotated[bool, typer.Option("--anyway", help="also where a link of it does not hold")] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup into the database of the settings, which must be empty; what may have been sent is held back."""
    from clausewatch import settings
    from clausewatch.safekeeping import restore as run

    _show(run(settings.load(), file, anyway=anyway), as_json=as_json)


def move(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="an empty database: a file's path or a URL")],
    as_json: Json = False,
) -> None:
    """Bring everything into another database, from SQLite to PostgreSQL or back; this one sends no more."""
    from clausewatch.cli.session import session
    from clausewatch.safekeeping import move as run

    with session() as service:
        kept = run(service, to)
    _show(kept, as_json=as_json)
    if not as_json:
        say("now name it in clausewatch.toml: database = …")


def _show(kept: Kept, *, as_json: bool) -> None:
    from clausewatch.safekeeping import as_json as value

    found = kept.found
    if as_json:
        show_json(value(kept))
    else:
        looked = [
            counted(found.documents, "document"),
            counted(found.versions, "version"),
            counted(found.alerts, "alert"),
        ]
        holds = counted(len(found.broken), "broken link") if found.broken else "every link holds"
        say(f"{kept.place}: {', '.join(looked)}: {holds}")
        say(f"seal {found.seal}")
    if found.broken:
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (backup, restore, move):
        app.command()(command)
