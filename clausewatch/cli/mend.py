"""Seeing what a page gives, pointing at what should be read of it, and mending the rules of a site that was rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from clausewatch.cli.output import Json, console, counted, plain, say, show_json, tell
from monitor.errors import UsageError

if TYPE_CHECKING:
    from clausewatch.preview import Preview
    from clausewatch.repair import Mended, Repair
    from clausewatch.reprocess import Reprocessed
    from clausewatch.service import Service
    from crawler.rules import ReadingRules

_LINES = 6
_LONGEST = 72
_STYLES = {"kept": ("+", "green"), "read": ("=", "cyan"), "dropped": ("-", "red dim")}


def preview(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="a site file (.toml), a saved page, or an address")],
    url: Annotated[str | None, typer.Option("--url", metavar="U", help="the address a saved page came from")] = None,
    container: Annotated[int | None, typer.Option("--container", metavar="N", help="read block N as the text")] = None,
    drop: Annotated[list[int] | None, typer.Option("--drop", metavar="N", help="leave block N out; repeatable")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="every line, not the first few of each block")] = False,
    save: Annotated[bool, typer.Option("--save", help="write the selectors into the file of the site")] = False,
    as_json: Json = False,
) -> None:
    """Show what is kept of a page (+) and what is dropped (-), block by block, and pick blocks by their numbers."""
    import asyncio
    from contextlib import closing

    from clausewatch import preview as previewing
    from clausewatch.reading import Reader

    picked = container is not None or bool(drop)
    if save and not picked:
        raise UsageError("--save writes what was picked: name a block with --container N or --drop N")
    with _installation() as service:
        pages = _pages(service, source, url, picked=picked)
        stored = file = None
        if picked:
            pages = [previewing.pointed(pages[0], container=container, drop=drop or ())]
            if service is not None and pages[0].site is not None:
                with closing(Reader()) as reader:
                    stored = asyncio.run(previewing.effect(service, reader, pages[0]))
        if not as_json:
            for page in pages:
                _show_page(page, whole=whole)
            if picked:
                _show_rules(pages[0].rules, stored)
        if save:
            if service is None:
                raise UsageError("there is no installation here to save into; change to the directory of one")
            file = previewing.save(service, pages[0])
            tell(f"written: {file}")
    if as_json:
        show_json({"pages": [previewing.as_json(page, stored, file=file) for page in pages]})


@contextmanager
def _installation() -> Iterator[Service | None]:
    """The installation of the current directory; None where there is none: a page can be looked at anywhere."""
    from clausewatch.cli.session import here, session

    try:
        here()
    except UsageError:
        yield None
        return
    with session() as service:
        yield service


def _pages(service: Service | None, source: str, url: str | None, *, picked: bool) -> list[Preview]:
    from clausewatch import preview as previewing
    from clausewatch import settings

    fetching = (service.settings if service else settings.load()).fetching
    if source.endswith(".toml"):
        if picked:
            raise UsageError("a site file has many pages: pick blocks of one, by its address")
        return previewing.of_site(Path(source), fetching)
    if source.startswith(("http://", "https://")):
        return [previewing.of_address(source, fetching, service)]
    return [previewing.of_file(Path(source), url, service)]


def repair(
    site: Annotated[str, typer.Argument(metavar="SITE", help="a site, by name")],
    apply: Annotated[bool, typer.Option("--apply", help="write what was proven into the site's file")] = False,
    as_json: Json = False,
) -> None:
    """Look for a site's known documents on its present pages, and propose rules that read them; exit 1 if none are proven."""
    from contextlib import closing

    from clausewatch import repair as repairing
    from clausewatch.cli.session import session
    from clausewatch.reading import Reader
    from crawler.reactor import run

    with session(sites=True) as service, closing(Reader()) as reader:
        found = run(lambda: repairing.repair(service, reader, site))
        file = repairing.apply(service, found) if apply and found.proven else None
    if as_json:
        show_json(repairing.as_json(found, file=file))
    else:
        for each in found.watched:
            _show_mended(each)
        _show_end(found, file)
    if (found.stored is not None and not found.proven) or any(each.state == "lost" for each in found.watched):
        raise typer.Exit(1)


def set_values(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SITE…]", help="sites, by name")] = None,
    inside: Annotated[str | None, typer.Option("--in", metavar="REGION", help="all sites of a region, too")] = None,
    enable: Annotated[bool | None, typer.Option("--enable/--disable", help="look at them, or not")] = None,
    region: Annotated[str | None, typer.Option("--region", help="province/city/district")] = None,
    schedule: Annotated[
        str | None, typer.Option("--schedule", help="for what says no other: adaptive, every 6h, …")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change the files of many sites: switch on or off, give a region or a schedule; exit 1 if a file is broken."""
    from clausewatch import bulk
    from clausewatch.cli.session import here

    given = {"enabled": enable, "region": region, "schedule": schedule}
    values = {name: value for name, value in given.items() if value is not None}
    found = bulk.change(here(sites=True).sites, values, names=names or (), region=inside)
    if as_json:
        errors = [{"file": e.path, "line": e.line, "key": e.key, "advice": e.advice} for e in found.errors]
        show_json({"changed": list(map(str, found.changed)), "same": list(map(str, found.same)), "errors": errors})
    else:
        for path in found.changed:
            say(f"{path}: written")
        say(f"{counted(len(found.changed), 'file')} changed, {len(found.same)} said so already")
    for error in found.errors:
        tell(error)
    if found.errors:
        raise typer.Exit(1)


def _show_page(page: Preview, *, whole: bool) -> None:
    say(f"{page.page.url}\n{page.outcome}{': ' + page.reason if page.reason else ''}")
    if page.shown.reading.article:
        say(f"{page.shown.reading.article.title}")
    for block in page.shown.blocks:
        indent = "  " * block.depth
        share = f"{block.kept} of {block.length} kept" if block.kept else f"{block.length} dropped"
        head = Text.assemble(indent, (f"[{block.number}] ", "bold"), plain(block.name), (f"  {share}", "dim"))
        console().print(head, soft_wrap=True)
        lines = block.lines if whole else block.lines[:_LINES]
        for fate, text in lines:
            mark, style = _STYLES[fate]
            shown = text if whole or len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            console().print(Text.assemble(f"{indent}    ", (f"{mark} {plain(shown).plain}", style)), soft_wrap=True)
        if len(block.lines) > len(lines):
            say(f"{indent}    … {counted(len(block.lines) - len(lines), 'more line')}")


def _show_rules(rules: ReadingRules, stored: Reprocessed | None) -> None:
    from crawler.siteedit import shown

    say("in the site file:")
    for line in shown(rules):
        say(f"  {line}")
    if stored is not None:
        _show_stored(stored)


def _show_stored(stored: Reprocessed) -> None:
    became = [each.became for each in stored.documents]
    told = ", ".join(f"{became.count(kind)} {kind}" for kind in ("same", "upgraded", "unreadable", "failed"))
    say(f"stored pages by these rules: {told}")
    for each in stored.documents:
        if each.became != "same":
            types = ", ".join(dict.fromkeys(kind for kind, _, _ in each.differences))
            say(
                f"  document {each.target.document}  {each.target.url}  {each.became}: {each.reason or types or 'metadata only'}"
            )


def _show_mended(each: Mended) -> None:
    from crawler.siteedit import shown

    say(f"{each.name or ''} {each.url}: {each.state}{': ' + each.reason if each.reason else ''}")
    say(
        f"  entries found {each.listed} of {each.linked} known ones on the page; {each.same} of {each.texts} texts read as known"
    )
    if each.state == "good":
        return
    for head, lines in (("last good:", each.last_good), ("present page:", each.present)):
        say(f"  {head}")
        for line in lines:
            say(f"    {line[:_LONGEST]}")
    if each.after is not None:
        say("  proposed:")
        for line in shown(each.after):
            say(f"    {line}")


def _show_end(found: Repair, file: Path | None) -> None:
    if found.stored is None:
        say("no new rules")
        return
    _show_stored(found.stored)
    if file is not None:
        say(f"written: {file}")
    elif found.proven:
        tell(f"to write these rules into the site's file: clausewatch repair {found.site.name} --apply")
    else:
        tell("nothing is written: stored pages would read otherwise; choose blocks with clausewatch preview")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (preview, repair):
        app.command()(command)
    app.command("set")(set_values)
