"""Families on the command line: which documents are of one work, and what an operator says of a link."""

from __future__ import annotations

from typing import Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json

Doc = Annotated[str, typer.Argument(metavar="DOC", help="a document's id or address")]
One = Annotated[str, typer.Argument(metavar="DOC", help="one document's id or address")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="the other's")]

link = typer.Typer(name="link", help="Say that a link between two documents is right or wrong.", no_args_is_help=True)


def family(doc: Doc, as_json: Json = False) -> None:
    """Show a document's family: drafts, finals, notices, explanations and reposts, with the reason for every link."""
    from clausewatch import kin
    from clausewatch.cli.session import session
    from monitor.family import NAMES

    with session() as service:
        found = kin.family(service, doc)
    if as_json:
        show_json(kin.as_json(found))
        return
    say(f"{found.document.title}\n{found.document.url}")
    if not found.links:
        say("no kin found")
    for title, links in (("", found.links), ("cut, and never made again", found.cut)):
        if title and links:
            say(f"\n{title}")
        for each in links:
            one, other = found.members[each.tie.one], found.members[each.tie.other]
            say(
                f"\n{one.id} {one.title} ({one.site})\n  {NAMES[each.tie.relation].en}: {other.id} {other.title} ({other.site})"
            )
            say(f"  {each.state}, {each.tie.confidence:.0%}: {each.tie.reason.zh}")


@link.command()
def confirm(one: One, other: Other, as_json: Json = False) -> None:
    """Say that the link between two documents is right: no later reading takes it away."""
    from clausewatch import kin
    from clausewatch.cli.session import session

    with session() as service:
        settled = kin.confirm(service, one, other)
    if as_json:
        show_json(kin.link_json(settled))
    else:
        say(f"confirmed: {settled.tie.one} {settled.tie.relation} {settled.tie.other}")


@link.command()
def cut(one: One, other: Other, as_json: Json = False) -> None:
    """Say that the link between two documents is wrong: it is cut, and never made again."""
    from clausewatch import kin
    from clausewatch.cli.session import session

    with session() as service:
        settled = kin.cut(service, one, other)
    if as_json:
        show_json(kin.link_json(settled))
    else:
        say(f"cut: {settled.tie.one} {settled.tie.relation} {settled.tie.other}")


@link.command()
def find(as_json: Json = False) -> None:
    """Look for kin of all documents again, such as those that were read before there were families."""
    from clausewatch import kin
    from clausewatch.cli.session import session

    with session() as service:
        looked_at = kin.find(service)
    if as_json:
        show_json({"documents": looked_at})
    else:
        say(f"looked for kin of {counted(looked_at, 'document')}")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(family)
    app.add_typer(link)
