"""The command line: parses, calls a use case, shows. Exit 0 done, 1 could not, 2 wrong usage, 3 some targets failed."""

from __future__ import annotations

import errno
import logging
import os
import sys
from importlib import metadata
from typing import Annotated

import typer

from clausewatch.cli import (
    add,
    evidence,
    examine,
    hold,
    kin,
    ledger,
    mend,
    operate,
    prune,
    read,
    safekeeping,
    search,
    sites,
    token,
    watch,
)
from clausewatch.cli.people import ByPeople
from monitor.errors import ClausewatchError, UsageError

app = typer.Typer(
    name="clausewatch",
    help="Watches Chinese government education pages and says which clause changed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    cls=ByPeople,
)


def _show_version(asked: bool) -> None:
    if asked:
        print(metadata.version("clausewatch"))
        raise typer.Exit


@app.callback()
def about(
    _: Annotated[
        bool, typer.Option("--version", help="show the version and end", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Watches Chinese government education pages and says which clause changed."""


rooms = (
    operate,
    sites,
    add,
    mend,
    hold,
    read,
    search,
    watch,
    ledger,
    evidence,
    safekeeping,
    prune,
    examine,
    kin,
    token,
)
for room in rooms:
    room.register(app)


def main() -> None:
    """Run a command. Expected failures become one line on stderr; anything else is a bug and shows its traceback."""
    logging.getLogger("clausewatch").setLevel(logging.INFO)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except UsageError as error:
        _fail(str(error), 2)
    except ClausewatchError as error:
        _fail(str(error), 1)
    except OSError as error:
        if error.errno not in {errno.EPIPE, errno.ENOSPC}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten stays so
        if error.errno == errno.ENOSPC:
            _fail("cannot write the output: no space left on the device; free some and try again", 1)


def _fail(text: str, code: int) -> None:
    print(f"clausewatch: {text}", file=sys.stderr)
    raise SystemExit(code)
