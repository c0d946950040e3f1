"""A progress line for people at a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from clausewatch.report import Check


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[Check], None]]:
    """Yields what to call with each check; it shows them on stderr where that is a terminal."""
    with addresses(quiet=quiet) as on_address:
        yield lambda check: on_address(check.url)


@contextmanager
def addresses(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yields what to call with each address that was looked at; it shows them on stderr where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} looked at"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda url: bar.update(task, advance=1, description=escape(url))
