"""Looking at files without a database: extract, outline, compare."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json, tell
from monitor.errors import UsageError


class FileType(StrEnum):
    """What a file holds, where its ending does not say so."""

    TEXT = "text"
    HTML = "html"
    FILE = "file"


class As(StrEnum):
    """What the second file is to the first."""

    REVISION = "revision"
    FINAL = "final"
    REPOST = "repost"


Type = Annotated[FileType | None, typer.Option("--type", help="what the file holds, where its ending does not say so")]
Address = Annotated[str | None, typer.Option("--url", metavar="U", help="the address the page came from")]


def extract(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="a saved page, a text, a file (PDF, DOCX, XLSX, …), or an address")
    ],
    url: Address = None,
    type_: Type = None,
    as_json: Json = False,
) -> None:
    """Show what a page says: title, dates, publisher, text, tables, attachments; or a listing's items."""
    from clausewatch import contract, examine, settings

    if "://" in source and not source.startswith(("http://", "https://")):
        raise UsageError(f"{source}: only http and https addresses are fetched; name one, or a file")
    if source.startswith(("http://", "https://")):
        found = examine.fetch(source, settings.load().fetching)
    else:
        found = examine.extract(Path(source), url=url, kind=type_.value if type_ else None)
    if found.lost:
        tell(f"{counted(found.lost, 'relative link')} left out; say where the page came from: --url https://…")
    if as_json:
        show_json(contract.extract(found.outcome, found.reason, found.article, found.items))
        return
    tell(f"{found.outcome}{': ' + found.reason if found.reason else ''}")
    if found.article:
        article = found.article
        say(f"{article.title}\n{article.publisher or ''}  {contract.day(article.published) or ''}\n")
        say(article.text)
    for item in found.items:
        say(f"{contract.day(item.date) or '          '}  {item.title}  {item.url}")


def outline(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="a saved page, a text or a file")],
    url: Address = None,
    type_: Type = None,
    as_json: Json = False,
) -> None:
    """Show a text's clauses; with --json also its targets, citations and dates."""
    from clausewatch import contract
    from clausewatch.examine import edition

    found = edition(source, url=url, kind=type_.value if type_ else None).outline
    if as_json:
        show_json(contract.outline(found))
        return
    say(found.title)
    for clause in found.clauses:
        say(f"{clause.path or '·'}  {clause.title or clause.text[:40]}")


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="the older page or text")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="the newer page or text")],
    as_: Annotated[As, typer.Option("--as", help="what NEW is to OLD")] = As.REVISION,
    type_: Type = None,
    as_json: Json = False,
) -> None:
    """Say exactly what changed between two pages or texts."""
    from clausewatch import contract
    from clausewatch.examine import compare as run

    comparison, message = run(old, new, mode=as_.value, kind=type_.value if type_ else None)
    if as_json:
        show_json(contract.comparison(comparison, message))
    else:
        say(message.zh)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (extract, outline, compare):
        app.command()(command)
