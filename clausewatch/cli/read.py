"""What archivists do: list documents, see the history of one, a clause or a target, show a version, compare two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.examine import As
from clausewatch.cli.output import Json, counted, say, show_json, show_table
from clausewatch.cli.search import At, Kind, Region, Since, Site, Stage, Until, Year, end_of, wanted
from monitor.errors import UsageError

if TYPE_CHECKING:  # importing storage takes as long as some commands
    from storage.addresses import Address

Doc = Annotated[str, typer.Argument(metavar="DOC", help="a document's id or address")]


def documents(
    site: Site = None,
    region: Region = None,
    kind: Kind = None,
    stage: Stage = None,
    year: Year = None,
    since: Since = None,
    until: Until = None,
    title: Annotated[str | None, typer.Option("--title", help="only documents with these words in their title")] = None,
    validity: Annotated[
        str | None, typer.Option("--validity", help="only documents that say this of themselves: 有效, 失效, 废止")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """List the documents that are watched, today or as they stood at the end of a day."""
    from clausewatch import contract, shelf
    from clausewatch.cli.session import session

    with session() as service:
        limits = wanted(site, region, kind, stage, year, since, until, at=at)
        listed = shelf.shelf(service, limits, title=title, validity=validity)
    if as_json:
        show_json(shelf.as_json(listed))
        return
    rows = [
        (
            d.id,
            d.title,
            d.stage,
            d.site,
            d.published,
            each.version,
            d.status,
            contract.minute(each.at if at else d.changed_at),
        )
        for each in listed
        for d in (each.document,)
    ]
    show_table(
        ("id", "title", "stage", "site", "published", "version" if at else "versions", "status", "changed"),
        rows,
        empty="no such documents; if there should be some, run: clausewatch check",
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
        found = service.version(summary.id, number=version, at=end_of(at) if at else None)
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
    other: Annotated[
        str | None, typer.Option("--with", metavar="OTHER", help="B is a version of this document, id or address")
    ] = None,
    as_: Annotated[As, typer.Option("--as", help="what B is to A")] = As.REVISION,
    as_json: Json = False,
) -> None:
    """Compare two versions of a document, or of two documents, clause by clause."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        comparison, message = service.diff(doc, old, new, other=other, mode=as_.value)
    if as_json:
        show_json(contract.comparison(comparison, message))
    else:
        say(message.zh)


def clause(
    doc: Doc,
    path: Annotated[str, typer.Argument(metavar="PATH", help="where it stands, or stood last: '二/(一)/3'")],
    as_json: Json = False,
) -> None:
    """Show a clause's own history: when it came, moved and changed, under whatever numbers."""
    from clausewatch import contract, course
    from clausewatch.cli.session import session

    with session() as service:
        found = course.clause(service, doc, path)
    if as_json:
        show_json(course.clause_json(found))
        return
    say(f"{found.document.title}\n{found.document.url}")
    for turn in found.turns:
        types = ", ".join(dict.fromkeys(each.type for each in turn.changes))
        say(f"\nversion {turn.version}  {contract.moment(turn.at)}  {turn.path or '·'}  {types}\n{turn.text}")
    if found.gone is not None:
        say(f"\nnot in version {found.gone}")


def target(
    doc: Doc,
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="what is measured, or short for it: 普惠园占比")
    ],
    family: Annotated[bool, typer.Option("--family", help="in all documents of its family")] = False,
    as_json: Json = False,
) -> None:
    """Show a target's path: which values it had in which versions of a document, or of its family."""
    from clausewatch import contract, course
    from clausewatch.cli.session import session

    with session() as service:
        found = course.target(service, doc, indicator, family=family)
    if as_json:
        show_json(course.target_json(found))
        return
    rows = [
        (
            aim.document.id,
            f"{aim.first}-{aim.last or ''}",
            contract.minute(aim.since),
            contract.minute(aim.until),
            aim.path,
            aim.fact.indicator,
            aim.fact.shown or aim.fact.text,
            aim.fact.year,
        )
        for aim in found
    ]
    show_table(
        ("document", "versions", "since", "until", "path", "indicator", "value", "year"),
        rows,
        empty=f"no version sets a target called {indicator}",
    )


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


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (documents, history, show, diff, clause, target, explain):
        app.command()(command)
