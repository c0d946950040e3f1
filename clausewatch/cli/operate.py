"""What operators do: set up, add and check sources, run the service."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausewatch.cli.add import show_verdicts, tried_json
from clausewatch.cli.output import Json, counted, say, show_json, show_table, tell
from clausewatch.report import RoundReport

if TYPE_CHECKING:
    from clausewatch.add import Tried
    from clausewatch.doctor import Result

Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="port of the page")]


def init(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="a new or empty directory")] = Path(),
) -> None:
    """Make a working directory: clausewatch.toml and sites/."""
    from clausewatch.setup import make

    for path in make(directory):
        say(f"made {path}")
    say("next: clausewatch add URL (an office's home page, a list or an article), then: clausewatch check")
    say("or take a real office that is known: clausewatch sites --catalogue")


def doctor(as_json: Json = False) -> None:
    """Check configuration, database, clock, channels and invariants."""
    from clausewatch.doctor import examine

    results = examine(Path())
    if as_json:
        checks = [{"name": r.name, "ok": r.ok, "warning": r.warning, "detail": r.detail} for r in results]
        show_json({"checks": checks})
    else:
        show_table(("verdict", "what", "detail"), [(_verdict(r), r.name, r.detail) for r in results])
    if not all(r.ok for r in results):
        raise typer.Exit(1)


def _verdict(result: Result) -> str:
    if not result.ok:
        return "FAILS"
    return "warning" if result.warning else "ok"


def status(
    traffic: Annotated[
        bool, typer.Option("--traffic", help="what each host was asked for and sent, in the last 7 and 30 days")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show how every site stands, and the incidents that are open."""
    from clausewatch import contract, standing
    from clausewatch.cli.held import held, robots
    from clausewatch.cli.session import session

    with session() as service:
        told = service.incidents.told()
        listed, counted = standing.status(service, told), standing.traffic(service)
    if as_json:
        incidents = [contract.incident(each) for each in told]
        show_json({"sites": listed, "incidents": incidents, "traffic": counted})
        return
    if traffic:
        _show_traffic(counted)
        return
    rows = [
        (s["name"], s["state"], s["last_good_at"] or "never", s["next_due_at"] or "", robots(s["robots"]))
        for s in listed
    ]
    columns = ("site", "state", "last good check", "next check", "robots.txt")
    show_table(columns, rows, empty="no sites yet; add one: clausewatch add URL")
    for line in listed:
        if said := held(line):
            say(f"{line['name']}: {said}")
    for each in map(contract.incident, told):
        say(f"{each['site']}: {each['cause']} since {each['since']}: {each['advice']}")


def _show_traffic(counted: Sequence[dict[str, Any]]) -> None:
    rows = [
        (each["host"], days, sums["requests"], f"{sums['bytes'] / 1e6:.1f}", f"{sums['share_not_modified']:.0%}")
        for each in counted
        for days, sums in ((7, each["days_7"]), (30, each["days_30"]))
    ]
    columns = ("host", "days", "requests", "megabytes received", "not modified (304)")
    show_table(columns, rows, empty="nothing was asked for in the last 30 days")


def validate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[FILE…]", help="site files; all by default")] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="also fetch every column, a document of each, and both again, as add does")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check site files; with --fetch also what they watch, without saving anything."""
    from clausewatch import catalogue, settings

    wanted = paths or catalogue.files(settings.load().sites)
    good, broken = catalogue.read(wanted)
    tried = _tried([path for path, _ in good], quiet=as_json) if fetch else {}
    if as_json:
        errors = [{"file": e.path, "line": e.line, "key": e.key, "advice": e.advice} for f in broken for e in f.errors]
        fetched = {"fetched": [_fetched_json(path, tried[path]) for path, _ in good]} if fetch else {}
        show_json({"valid": [str(path) for path, _ in good], "errors": errors} | fetched)
    else:
        for path, site in good:
            watched = len(site.columns) + len(site.pages)
            say(f"{path}: good: {site.name}, {watched} watched{'' if site.enabled else ', switched off'}")
            for each in tried.get(path, ()):
                show_verdicts(each)
    for error in broken:
        tell(error)
    if broken or any(each.failed for every in tried.values() for each in every):
        raise typer.Exit(1)


def _tried(paths: Sequence[Path], *, quiet: bool) -> dict[Path, tuple[Tried, ...]]:
    """What the gate says of everything that the files watch."""
    from clausewatch.add import examine
    from clausewatch.cli.progress import addresses
    from clausewatch.cli.session import here
    from clausewatch.service import opened

    with opened(here()) as service, addresses(quiet=quiet) as on_page:
        return {path: tried for path, _, tried in examine(service, paths, on_page=on_page)}


def _fetched_json(path: Path, tried: Sequence[Tried]) -> dict[str, Any]:
    return {"file": str(path), "columns": [tried_json(each) for each in tried]}


def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SITE…]", help="only these sites, by name")] = None,
    everything: Annotated[bool, typer.Option("--all", help="also what is not due yet")] = False,
    as_json: Json = False,
) -> None:
    """Look now at everything that is due, and deliver what there is to tell."""
    from clausewatch import contract
    from clausewatch.check import check as run
    from clausewatch.cli.progress import progress
    from clausewatch.cli.session import here
    from clausewatch.service import opened

    # With --json nothing but the value may stand on stdout, so messages for the console go beside it.
    with opened(here(sites=True), sys.stderr if as_json else None) as service, progress(quiet=as_json) as on_check:
        report = run(service, names or None, everything=everything, on_check=on_check)
        due = service.next_due(names or None)
    for error in report.broken:
        tell(error)
    if as_json:
        show_json(contract.round_report(report))
    else:
        _show_round(report, due)
    if report.failed:
        raise typer.Exit(3)


def serve(
    host: Annotated[
        str, typer.Option("--host", help="address of the page; one that others can reach needs an access token")
    ] = "127.0.0.1",
    port: Port = 8710,
) -> None:
    """Watch for ever: clock, crawler, sender and the pages in one process."""
    from clausewatch.cli.session import here
    from clausewatch.serve import serve as run
    from clausewatch.service import opened

    with opened(here(sites=True)) as service:
        run(service, host=host, port=port)


def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="end after the year instead of serving the page")
    ] = False,
    port: Port = 8710,
    as_json: Json = False,
) -> None:
    """Play a fictional district's sites on loopback, watch them for a year of theirs, and compare with the truth."""
    from clausewatch.demo.show import show

    verdict = show(serve_on=None if no_serve or as_json else port, quiet=as_json)
    if as_json:
        show_json(verdict.to_json())
    if not verdict.right:
        raise typer.Exit(1)


def _show_round(report: RoundReport, due: datetime | None) -> None:
    from clausewatch import contract

    failed = [check for check in report.checks if check.failed]
    new = [check for check in report.checks if check.new]
    changed = [check for check in report.checks if check.changes and not check.new]
    show_table(
        ("outcome", "address", "why"),
        [(check.outcome, check.url, check.reason or "") for check in failed],
    )
    if report.checks:
        say(
            f"round {report.round}: {len(report.checks)} looked at, {counted(len(new), 'new document')}, "
            f"{len(changed)} changed, {len(failed)} failed"
        )
    elif due:
        say(f"nothing is due before {contract.minute(due)}; --all looks anyway")
    else:
        say("nothing is watched: clausewatch add URL, or switch a site on (enabled = true)")
    if waiting := report.sending.retried + report.sending.left:
        tell(f"{counted(waiting, 'message')} to be sent again; see: clausewatch deliveries")
    if report.sending.failed:
        tell(f"{counted(report.sending.failed, 'message')} could not be sent; see: clausewatch deliveries")


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (demo, init, doctor, status, validate, check, serve):
        app.command()(command)
