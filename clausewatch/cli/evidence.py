"""What keeps an archive true: prove it to its bytes, and read those again when reading improved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clausewatch.cli.output import Json, counted, say, show_json, tell

if TYPE_CHECKING:
    from clausewatch.reprocess import Reread

_CHANGES = 5


def verify(
    doc: Annotated[
        str | None, typer.Argument(metavar="[DOC]", help="a document's id or address; all of them by default")
    ] = None,
    as_json: Json = False,
) -> None:
    """Prove that what was told leads back to the bytes that were fetched; exit 1 where a link does not hold."""
    from clausewatch import verify as verifying
    from clausewatch.cli.session import session

    with session() as service:
        found = verifying.verify(service, doc)
    if as_json:
        show_json(verifying.as_json(found))
    else:
        for each in found.broken:
            places = (("document", each.document), ("version", each.version), ("alert", each.alert))
            say(f"{', '.join(f'{name} {at}' for name, at in places if at is not None) or each.link}: {each.detail}")
        looked = [
            counted(found.documents, "document"),
            counted(found.versions, "version"),
            counted(found.alerts, "alert"),
        ]
        say(f"{', '.join(looked)}: {counted(len(found.broken), 'broken link') if found.broken else 'every link holds'}")
        say(f"seal {found.seal}")
    if found.broken:
        raise typer.Exit(1)


def reprocess(
    site: Annotated[list[str] | None, typer.Option("--site", help="only this site, by name; repeatable")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would be read differently")] = False,
    as_json: Json = False,
) -> None:
    """Read stored pages again with today's program and site rules; nobody is alerted of what differs."""
    import asyncio
    from contextlib import closing

    from clausewatch import reprocess as reprocessing
    from clausewatch.cli.session import session
    from clausewatch.reading import Reader

    def show(each: Reread) -> None:
        if as_json or each.became == "same":
            return
        say(f"document {each.target.document}  {each.target.url}  {each.became}" + _why(each))

    with session() as service, closing(Reader()) as reader:
        found = asyncio.run(reprocessing.reprocess(service, reader, site, dry_run=dry_run, on_document=show))
    if as_json:
        show_json(reprocessing.as_json(found))
        return
    became = [each.became for each in found.documents]
    told = ", ".join(f"{became.count(kind)} {kind}" for kind in ("same", "upgraded", "unreadable", "failed"))
    say(f"{counted(len(became), 'document')} read again: {told}; {found.fresh} needed nothing")
    if dry_run:
        tell("nothing was written: leave --dry-run out to record these readings")


def _why(each: Reread) -> str:
    if each.reason:
        return f": {each.reason}"
    shown = [f"{kind} {after or before or ''}".rstrip() for kind, before, after in each.differences[:_CHANGES]]
    more = [f"and {len(each.differences) - _CHANGES} more"] if len(each.differences) > _CHANGES else []
    return f": {', '.join(shown + more) or 'metadata only'}"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (verify, reprocess):
        app.command()(command)
