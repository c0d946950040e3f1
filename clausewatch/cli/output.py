"""How commands show things: one JSON value, or tables for people. Text from pages is shown, never interpreted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from notifiers.render.harmless import harmless

Json = Annotated[bool, typer.Option("--json", help="print one JSON value and nothing else on stdout")]


def show_json(value: Any) -> None:
    """Print one JSON value, Chinese as it is."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def plain(value: object) -> Text:
    """A value as text without markup; control characters and direction marks of pages cannot reach the terminal."""
    return Text("" if value is None else harmless(str(value)))


def console() -> Console:
    """Where people read results: full width in a pipe, so that nothing is cut."""
    return Console(soft_wrap=not sys.stdout.isatty(), highlight=False)


def say(text: object) -> None:
    """One paragraph for people on stdout."""
    console().print(plain(text), soft_wrap=True)


def tell(text: object) -> None:
    """One diagnostic line on stderr."""
    Console(stderr=True, highlight=False).print(plain(text), soft_wrap=True)


def counted(number: int, thing: str) -> str:
    """So many of a thing: `1 message`, `2 messages`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = "") -> None:
    """A table for people; in a pipe one row a line, cells divided by tabs, under the same header.

    Without rows, `empty` goes to stderr.
    """
    listed = [[plain(cell) for cell in row] for row in rows]
    if not listed:
        if empty:
            tell(empty)
    elif sys.stdout.isatty():
        table = Table(*columns, box=None, header_style="bold")
        for cells in listed:
            table.add_row(*cells)
        console().print(table)
    else:
        for cells in [[plain(column) for column in columns], *listed]:
            print("\t".join(cell.plain.replace("\n", " ") for cell in cells))
