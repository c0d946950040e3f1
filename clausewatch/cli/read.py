"""What archivists do: list documents, see one's history, show a version, compare two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json, show_table
from monitor.errors import UsageError

if TYPE_CHECKING:  # importing storage takes as long as some commands
    from storage.addresses import Address

Doc = Annotated[str, typer.Argument(metavar="DOC", help="a document's id or address")]


def documents(
    site: Annotated[str | None, typer.Option("--site", help="only this site, by name")] = None,
    as_json: Json = False,
) -> None:
    """List the documents that are watched."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        if site is not None:
            service.known([site])
        listed = service.archive.documents(site)
    if as_json:
        show_json({"documents": [contract.document(d) for d in listed]})
        return
    rows = [
        (d.id, d.title, d.stage, d.site, d.published, d.versions, d.status, contract.minute(d.changed_at))
        for d in listed
    ]
    show_table(
        ("id", "title", "stage", "site", "published", "versions", "status", "changed"),
        rows,
        empty="no documents yet; run: clausewatch check",
    )


def history(doc: Doc, as_json: Json = False) -> None:
    """Show a document's versions and what each changed."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        summary = service.document(doc)
        versions = service.archive.history(summary.id)
        addresses = service.archive.addresses.of(summary.id)
    if as_json:
        shown = [contract.version(v) for v in versions]
        stood = contract.addresses(addresses)
        show_json({"document": contract.document(summary), "addresses": stood, "versions": shown})
        return
    say(f"{summary.title}\n{summary.url}")
    _say_addresses(addresses)
    for version in versions:
        say(f"version {version.number}  {contract.moment(version.at)}  {version.severity}")
        for change in version.changes:
            say(f"  {change.type}  {change.path_after or change.path_before or ''}  {change.title}")


def show(
    doc: Doc,
    version: Annotated[int | None, typer.Option("--version", min=1, help="this version instead of the latest")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="DATE", help="as it stood at the end of this day")] = None,
    as_json: Json = False,
) -> None:
    """Show the text of a document: the latest, a numbered version, or as of a day in Shanghai."""
    from clausewatch import contract
    from clausewatch.cli.session import session
    from monitor.outline import text_of

    if version is not None and at is not None:
        raise UsageError("give --version or --at, not both")
    with session() as service:
        summary = service.document(doc)
        found = service.version(summary.id, number=version, at=_end_of(at) if at else None)
    if as_json:
        show_json(contract.stored(found, summary))
        return
    say(f"{found.edition.article.title}\n{summary.url}\nversion {found.number}, seen {contract.moment(found.at)}\n")
    say(found.edition.article.text)
    for file in found.edition.files:
        say(f"\n{file.section}  {file.name}")
        for part in file.parts:
            say(part.name + "\n" + text_of(part.outline) if part.name else text_of(part.outline))


def diff(
    doc: Doc,
    old: Annotated[
        int | None, typer.Argument(metavar="[A]", help="the older version; the last but one by default")
    ] = None,
    new: Annotated[int | None, typer.Argument(metavar="[B]", help="the newer version; the latest by default")] = None,
    as_json: Json = False,
) -> None:
    """Compare two versions of a document, clause by clause."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        comparison, message = service.diff(doc, old, new)
    if as_json:
        show_json(contract.comparison(comparison, message))
    else:
        say(message.zh)


def explain(doc: Doc, as_json: Json = False) -> None:
    """Say why something of a document was or was not told: its last looks, its versions, who was told what."""
    from clausewatch import contract
    from clausewatch import explain as explaining
    from clausewatch.cli.held import robots
    from clausewatch.cli.session import session

    with session() as service:
        found = explaining.explain(service, doc)
    if as_json:
        show_json(explaining.as_json(found))
        return
    say(f"{found.document.title}\n{found.document.url}  {found.document.status}")
    if found.robots is not None:
        word = "allows" if found.robots["allowed"] else "forbids"
        say(f"robots.txt of {found.robots['server']} {word} it: {robots([found.robots])}")
    _say_addresses(found.addresses)
    say("\nlast looks")
    for look in found.looks:
        say(f"  {contract.moment(look.at)}  {look.outcome}" + (f": {look.reason}" if look.reason else ""))
    for month in found.earlier:
        say(f"  {month.month:%Y-%m}  {month.outcome}, {counted(month.count, 'look')}")
    for each in found.versions:
        say(f"\nversion {each.version.number}  {contract.moment(each.version.at)}  {each.version.severity}: {each.why}")
        for one in each.deliveries:
            shown = one.answer or one.error or ""
            say(f"  {one.state} to {one.to} (subscription {one.subscription})" + (f": {shown}" if shown else ""))
        for subscription, why in each.passed_over:
            say(f"  not to {subscription.to} (subscription {subscription.id}): {why}")


def _say_addresses(addresses: Sequence[Address]) -> None:
    """Where a document that moved stood, a line each."""
    from clausewatch import contract

    for each in addresses:
        gone = f"; not there since {contract.minute(each.gone_at)}" if each.gone_at else ""
        say(f"  since {contract.minute(each.since)}  {each.url}: {each.reason or 'known there first'}{gone}")


def _end_of(day: str) -> datetime:
    from monitor.dates import end_of

    try:
        return end_of(date.fromisoformat(day))
    except ValueError as error:
        raise UsageError(f"--at {day!r} is no date; write it like 2025-03-10") from error


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (documents, history, show, diff, explain):
        app.command()(command)
