"""What operators order of a site beside its file: leave it alone, take it up again, be slower."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.output import Json, say, show_json

if TYPE_CHECKING:
    from clausewatch.service import Service

Names = Annotated[list[str], typer.Argument(metavar="SITE…", help="sites by name")]


def pause(
    names: Names,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="2026-03-10 (its first moment in Shanghai) or '2026-03-10 08:00'"),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="for whoever wonders later")] = None,
    as_json: Json = False,
) -> None:
    """Leave sites alone, until a date or until they are resumed; their files stay as they are."""
    from clausewatch import brakes
    from clausewatch.cli.session import session

    end = brakes.moment(until) if until else None
    with session() as service:
        brakes.pause(service, names, until=end, why=why)
        _show(service, names, as_json=as_json)


def resume(names: Names, as_json: Json = False) -> None:
    """Look at paused sites again; what came due meanwhile is looked at one by one."""
    from clausewatch import brakes
    from clausewatch.cli.session import session

    with session() as service:
        paused = brakes.resume(service, names)
        if not as_json:
            for name in names:
                say(f"{name}: resumed" if name in paused else f"{name}: was not paused")
        _show(service, names, as_json=as_json)


def slow(
    names: Names,
    delay: Annotated[
        str,
        typer.Option(
            "--delay", metavar="TIME", help="least gap between two requests: 30s, 2m, 1h; 0: what the file says"
        ),
    ],
    as_json: Json = False,
) -> None:
    """Keep a longer gap between requests to sites than their files say."""
    from clausewatch import brakes
    from clausewatch.cli.session import session

    seconds = brakes.seconds(delay)
    with session() as service:
        brakes.slow(service, names, seconds)
        _show(service, names, as_json=as_json)


def _show(service: Service, names: list[str], *, as_json: bool) -> None:
    from clausewatch import standing
    from clausewatch.cli.held import held

    lines = [line for line in standing.sites(service) if line["name"] in names]
    if as_json:
        show_json({"sites": lines})
    else:
        for line in lines:
            say(f"{line['name']}: {held(line) or 'as its file says'}")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (pause, resume, slow):
        app.command()(command)
