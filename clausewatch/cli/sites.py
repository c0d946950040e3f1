"""The sites of an installation: how they stand, what the catalogue offers, confirming them, taking in lists."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausewatch.cli.output import Json, counted, say, show_json, show_table, tell
from monitor.errors import UsageError

if TYPE_CHECKING:
    from clausewatch.confirm import Confirmed
    from storage.sites import SiteSummary


def sites(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE…]", help="which to confirm, by name; what --catalogue must name"),
    ] = None,
    confirm: Annotated[
        bool,
        typer.Option("--confirm", help="look at sites that are switched off, and switch on those whose columns answer"),
    ] = False,
    offered: Annotated[
        bool, typer.Option("--catalogue", help="list the real offices that the program brings, with all these words")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="make site files of an OPML, a CSV, or a list of addresses"),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the sites and how they stand; take more from the catalogue or a list, and switch them on."""
    if confirm + offered + (source is not None) > 1:
        raise UsageError("--confirm, --catalogue and --import do not go together; give one of them")
    if words and not (confirm or offered):
        raise UsageError("sites are named only with --confirm or --catalogue; leave the names out to list all")
    if offered:
        _catalogue(words or [], as_json=as_json)
    elif confirm:
        _confirm(words or [], as_json=as_json)
    elif source is not None:
        _import(source, as_json=as_json)
    else:
        _list(as_json=as_json)


def _catalogue(words: Sequence[str], *, as_json: bool) -> None:
    """The offices that the program brings."""
    from clausewatch import catalogue

    found = catalogue.offered(words)
    if as_json:
        shown = [
            {
                "name": site.name,
                "region": site.region,
                "file": path.name,
                "columns": [{"name": column.name, "url": column.url} for column in site.columns],
            }
            for path, site in found
        ]
        show_json({"offices": shown})
        return
    rows = [(site.name, site.region, ", ".join(one.name or one.url for one in site.columns)) for _, site in found]
    show_table(("office", "region", "columns"), rows, empty=f"the catalogue has no office of: {' '.join(words)}")
    if found:
        say("to take one: clausewatch sites --confirm OFFICE")


def _confirm(names: Sequence[str], *, as_json: bool) -> None:
    """Look at sites that are switched off, and switch on what may be watched; exit 1 where something may not."""
    from clausewatch.cli.session import session
    from clausewatch.confirm import confirm

    with session(sites=True) as service:
        results = confirm(service, names)
    if as_json:
        show_json({"sites": [_as_json(result) for result in results]})
    else:
        rows = [
            (result.name, one.column or one.url, one.items, one.trouble or "good")
            for result in results
            for one in result.tried
        ]
        show_table(("site", "column", "entries", "verdict"), rows, empty="no site is switched off")
        for result in results:
            say(_said(result))
    if not all(result.good and result.enabled for result in results):
        raise typer.Exit(1)


def _said(result: Confirmed) -> str:
    if result.unwritten:
        return f"{result.name}: may be watched, but {result.unwritten}"
    if result.good:
        return f"{result.name}: switched on in {result.path}; next: clausewatch check {result.name}"
    troubled = next(one.url for one in result.tried if one.trouble)
    return (
        f"{result.name}: stays switched {'on' if result.enabled else 'off'}. To see what came: clausewatch extract '{troubled}'; "
        f"put it right or drop it in {result.path}, then confirm again"
    )


def _as_json(result: Confirmed) -> dict[str, Any]:
    tried = [
        {
            "url": one.url,
            "column": one.column,
            "outcome": str(one.outcome),
            "items": one.items,
            "dated": one.dated,
            "trouble": one.trouble,
        }
        for one in result.tried
    ]
    return {
        "name": result.name,
        "file": str(result.path),
        "enabled": result.enabled,
        "unwritten": result.unwritten,
        "tried": tried,
    }


def _import(source: Path, *, as_json: bool) -> None:
    """Make site files of a list, all switched off; exit 1 where a line was not taken."""
    from clausewatch.cli.session import here
    from clausewatch.imports import take_in

    result = take_in(here(sites=True).sites, source)
    if as_json:
        files = [{"file": str(path), "name": site.name, "columns": len(site.columns)} for path, site in result.written]
        show_json({"written": files, "bad": [{"line": bad.line, "advice": bad.advice} for bad in result.bad]})
    else:
        for path, site in result.written:
            say(f"made {path}: {site.name}, {counted(len(site.columns), 'column')}, switched off")
    for bad in result.bad:
        tell(f"{source}:{bad.line}: {bad.advice}")
    if result.written and not as_json:
        say("next: clausewatch sites --confirm")
    if result.bad:
        raise typer.Exit(1)


def _list(*, as_json: bool) -> None:
    """The sites and how they stand."""
    from clausewatch import contract, standing
    from clausewatch.cli.held import held, minute
    from clausewatch.cli.session import session

    with session(sites=True) as service:
        lines, listed = standing.sites(service), service.sites.all()
    if as_json:
        show_json({"sites": lines})
        return
    rows = [
        (
            s.name,
            "; ".join(filter(None, (_standing(s), held(line)))),
            s.targets,
            contract.minute(s.last_good_at) or "never",
            minute(line["next_due_at"]),
        )
        for s, line in zip(listed, lines, strict=True)
    ]
    columns = ("site", "stands", "targets", "last good check", "next look")
    show_table(columns, rows, empty="no sites yet; add one: clausewatch add URL")


def _standing(site: SiteSummary) -> str:
    from clausewatch import contract

    if not site.enabled:
        return "switched off"
    if site.failing:
        which = "all fail" if site.failing == site.targets else f"{site.failing} of {site.targets} fail"
        return f"{which} since {contract.minute(site.failing_since)}"
    return "good" if site.last_good_at else "not looked at yet"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(sites)
