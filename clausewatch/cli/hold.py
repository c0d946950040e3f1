"""What operators order of a site beside its file: leave it alone, take it up again, be slower."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.output import Json, say, show_json
from monitor.dates import SHANGHAI
from monitor.errors import UsageError

if TYPE_CHECKING:
    from clausewatch.service import Service

Names = Annotated[list[str], typer.Argument(metavar="SITE…", help="sites by name")]
_DELAY = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smh]?)", re.IGNORECASE | re.ASCII)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_LONGEST = 3600


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

    end = _moment(until) if until else None
    with session() as service:
        if end is not None and end <= service.now():
            raise UsageError(f"--until {until!r} is over already; write a date to come, or leave it out")
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

    seconds = _seconds(delay)
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


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--until {text!r} is no date; write it like 2026-03-10 or '2026-03-10 08:00'") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _seconds(text: str) -> float:
    match = _DELAY.fullmatch(text.strip())
    seconds = float(match[1]) * _SECONDS[match[2].lower()] if match else -1.0
    if not 0 <= seconds <= _LONGEST:
        raise UsageError(f"--delay {text!r} is no time from 0 to an hour; write it like 30s, 2m or 1h")
    return seconds


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (pause, resume, slow):
        app.command()(command)
