"""What watchers do: subscribe, and see their subscriptions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from clausewatch.cli.output import Json, say, show_json, show_table, tell


class Severity(StrEnum):
    """The severities that a subscription can start at."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Mode(StrEnum):
    """When messages are sent; digests come later."""

    AT_ONCE = "at-once"


def subscribe(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="TARGET",
            help="console:, https://… (a webhook), mailto:…, wecom:NAME, dingtalk:NAME or feishu:NAME",
        ),
    ],
    site: Annotated[str | None, typer.Option("--site", help="only this site, by name")] = None,
    document: Annotated[str | None, typer.Option("--document", help="only this document, by id or address")] = None,
    keyword: Annotated[
        str | None, typer.Option("--keyword", help="only where this word stands in what changed")
    ] = None,
    severity: Annotated[Severity, typer.Option("--severity", help="the least severity to tell")] = Severity.MEDIUM,
    mode: Annotated[Mode, typer.Option("--mode", help="when to send")] = Mode.AT_ONCE,
    preview: Annotated[
        bool, typer.Option("--preview", help="only show what would come, told of the latest change; nothing is kept")
    ] = False,
    as_json: Json = False,
) -> None:
    """Subscribe to changes: everything, a site, a document, a keyword."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    del mode  # there is one mode so far
    if preview:
        _preview(to, site, document, as_json=as_json)
        return
    with session() as service:
        made = service.subscribe(to, site=site, document=document, keyword=keyword, severity=severity.value)
        lines = [*filter(None, [service.warning(to)]), *service.overlaps(made)]
    for line in lines:
        tell(line)
    if as_json:
        show_json(contract.subscription(made))
    else:
        say(f"subscription {made.id}: {made.to}")


def _preview(to: str, site: str | None, document: str | None, *, as_json: bool) -> None:
    from clausewatch.cli.session import session
    from clausewatch.sample import sample

    with session() as service:
        shown = sample(service, to, site=site, document=document)
        warning = service.warning(to)
    for line in filter(None, (warning, shown.invented and "nothing changed yet: this is an invented change")):
        tell(line)
    if as_json:
        show_json({"to": to, "invented": shown.invented, "message": shown.text})
    else:
        say(shown.text)


def subscriptions(
    remove: Annotated[int | None, typer.Option("--remove", metavar="ID", help="end this subscription")] = None,
    as_json: Json = False,
) -> None:
    """List the subscriptions, or end one."""
    from clausewatch import contract
    from clausewatch.cli.session import session

    with session() as service:
        if remove is not None:
            service.subscriptions.remove(remove, at=service.now())
        listed = service.subscriptions.all()
    if as_json:
        show_json({"subscriptions": [contract.subscription(s) for s in listed]})
        return
    rows = [(s.id, s.to, s.site or "all", s.document or "all", s.keyword or "", s.severity) for s in listed]
    show_table(
        ("id", "to", "site", "document", "keyword", "from severity"),
        rows,
        empty="no subscriptions yet; make one with: clausewatch subscribe --to console:",
    )


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (subscribe, subscriptions):
        app.command()(command)
