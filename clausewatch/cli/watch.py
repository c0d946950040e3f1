"""What watchers do: subscribe, and see their subscriptions."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausewatch.cli.output import Json, say, show_json, show_table, tell

if TYPE_CHECKING:
    from clausewatch.service import Service
    from monitor.subscription import Filters, Timing


class Severity(StrEnum):
    """The severities that a subscription can start at."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Mode(StrEnum):
    """When messages are sent."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


def _limit(name: str, help_: str, metavar: str = "TEXT") -> Any:
    return typer.Option(name, help=help_, metavar=metavar)


def subscribe(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="TARGET",
            help="console:, https://… (a webhook), mailto:…, wecom:NAME, dingtalk:NAME or feishu:NAME",
        ),
    ],
    site: Annotated[list[str] | None, _limit("--site", "only this site, by name")] = None,
    region: Annotated[
        list[str] | None, _limit("--region", "only sites of this region or below: 省/市/区", "REGION")
    ] = None,
    column: Annotated[list[str] | None, _limit("--column", "only what was found in the column of this name")] = None,
    document: Annotated[list[str] | None, _limit("--document", "only this document, by id or address", "DOC")] = None,
    family: Annotated[
        list[str] | None,
        _limit("--family", "only this document and its drafts, finals, notices and copies, by id or address", "DOC"),
    ] = None,
    kind: Annotated[
        list[str] | None, _limit("--kind", "only documents of this kind: 规划, 行动计划, 征求意见, …")
    ] = None,
    stage: Annotated[list[str] | None, _limit("--stage", "only this stage: draft, trial or final", "STAGE")] = None,
    clause: Annotated[
        list[str] | None, _limit("--clause", "only this clause or section and what is below it: 二/(一)", "PATH")
    ] = None,
    keyword: Annotated[
        list[str] | None, _limit("--keyword", "only where this word stands in the title or in a clause that changed")
    ] = None,
    keyword_anywhere: Annotated[
        list[str] | None, _limit("--keyword-anywhere", "only where this word stands anywhere in the document")
    ] = None,
    indicator: Annotated[
        list[str] | None, _limit("--indicator", "only changes of targets for this indicator: 公办园占比")
    ] = None,
    unit: Annotated[
        list[str] | None, _limit("--unit", "only clauses for which this unit answers (责任单位): 区财政局")
    ] = None,
    change_type: Annotated[
        list[str] | None, _limit("--type", "only changes of this type: target_changed, deadline_moved, …", "TYPE")
    ] = None,
    severity: Annotated[Severity, typer.Option("--severity", help="the least severity to tell")] = Severity.MEDIUM,
    severity_of: Annotated[
        list[str] | None,
        _limit(
            "--severity-of", "this type of change is so grave to this subscription: clause_moved=high", "TYPE=LEVEL"
        ),
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Option(
            "--mode",
            help="all at once, or in a digest; without it what is low comes in a daily digest, all else at once",
        ),
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="the hour of the digest")] = "08:00",
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="the day of the weekly digest")] = "monday",
    quiet: Annotated[
        str | None,
        typer.Option("--quiet", metavar="HH:MM-HH:MM", help="hours in which nothing comes"),
    ] = None,
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE", help="the time zone of these times")] = "Asia/Shanghai",
    remind: Annotated[
        str | None,
        typer.Option(
            "--remind",
            metavar="DAYS",
            help="so many days before a consultation's deadline: 3,1 if nothing is said, or none",
        ),
    ] = None,
    remind_expiry: Annotated[
        str | None,
        typer.Option(
            "--remind-expiry",
            metavar="DAYS",
            help="so many days before a document's validity ends: 30 if nothing is said",
        ),
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="PERSON", help="whose subscription it is")] = None,
    preview: Annotated[
        bool,
        typer.Option(
            "--preview",
            help="only show what a message looks like, told of the latest change; nothing is kept",
        ),
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            help="only list what would have come since this day; nothing is kept",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Subscribe to changes: everything, or what the options leave of it.

    An option given several times names alternatives; different options must all fit.
    """
    from clausewatch import asking, contract, wishes
    from clausewatch.cli.session import session

    when = wishes.timing(
        mode=mode and mode.value, at=at, on=on, quiet=quiet, zone=zone, remind=remind, remind_expiry=remind_expiry
    )
    with session() as service:
        wanted = wishes.filters(
            service,
            sites=site or (),
            regions=region or (),
            columns=column or (),
            documents=document or (),
            families=family or (),
            kinds=kind or (),
            stages=stage or (),
            anywhere=keyword_anywhere or (),
            clauses=clause or (),
            keywords=keyword or (),
            indicators=indicator or (),
            units=unit or (),
            types=change_type or (),
            levels=severity_of or (),
            severity=severity.value,
        )
        for line in wishes.nowhere(service, wanted):
            tell(line)
        if since is not None:
            _foretell(service, to, wanted, when, since, as_json=as_json)
            return
        if preview:
            _preview(service, to, wanted, as_json=as_json)
            return
        made = service.subscribe(to, wanted, when, (owner or "").strip() or None)
        lines = [*filter(None, [service.warning(to), asking.ask(service, made)]), *service.overlaps(made)]
    for line in lines:
        tell(line)
    if as_json:
        show_json(contract.subscription(made))
    else:
        say(f"subscription {made.id}: {made.to}")


def _preview(service: Service, to: str, wanted: Filters, *, as_json: bool) -> None:
    from clausewatch.sample import sample

    shown = sample(service, to, wanted)
    warning = service.warning(to)
    for line in filter(None, (warning, shown.invented and "nothing such changed yet: this is an invented change")):
        tell(line)
    if as_json:
        show_json({"to": to, "invented": shown.invented, "message": shown.text})
    else:
        say(shown.text)


def _foretell(service: Service, to: str, wanted: Filters, when: Timing, since: str, *, as_json: bool) -> None:
    from clausewatch import contract
    from clausewatch.cli.output import counted
    from clausewatch.foretold import as_json as as_json_of
    from clausewatch.foretold import foretold, messages
    from monitor.dates import SHANGHAI
    from monitor.errors import UsageError

    try:
        first = datetime.combine(date.fromisoformat(since), time(), tzinfo=SHANGHAI)
    except ValueError as error:
        raise UsageError(f"--since {since!r} is no date; write it like 2025-03-10") from error
    service.warning(to)
    told = foretold(service, to, wanted, when, since=first)
    if as_json:
        received = [as_json_of(each) for each in told]
        show_json({"to": to, "since": since, "messages": messages(told), "received": received})
        return
    rows = [
        (
            contract.minute(each.due.at),
            each.version.severity,
            each.heading.zh,
            f"{each.document.id}/{each.version.number}",
            each.document.title,
            each.document.site,
        )
        for each in told
    ]
    show_table(
        ("at", "severity", "what", "document/version", "title", "site"),
        rows,
        empty=f"nothing would have come since {since}",
    )
    if told:
        tell(f"{counted(len(told), 'change')} in {counted(messages(told), 'message')}; nothing was sent or kept")


def subscriptions(
    owner: Annotated[str | None, typer.Option("--owner", metavar="PERSON", help="only those of this person")] = None,
    pause: Annotated[
        int | None, typer.Option("--pause", metavar="ID", help="tell this subscription nothing for now")
    ] = None,
    resume: Annotated[
        int | None, typer.Option("--resume", metavar="ID", help="tell it again what happens from now on")
    ] = None,
    remove: Annotated[int | None, typer.Option("--remove", metavar="ID", help="end this subscription")] = None,
    feed: Annotated[
        int | None, typer.Option("--feed", metavar="ID", help="print where its own feeds and calendar are")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the subscriptions; pause, resume or end one."""
    from clausewatch import contract, wishes
    from clausewatch.cli.session import session

    with session() as service:
        if pause is not None:
            service.subscriptions.pause(pause, at=service.now())
        if resume is not None:
            service.subscriptions.resume(resume)
        if remove is not None:
            service.subscriptions.remove(remove, at=service.now())
        if feed is not None:
            _show_feeds(service, feed, as_json=as_json)
            return
        listed = service.subscriptions.all(owner=owner)
    if as_json:
        show_json({"subscriptions": [contract.subscription(s) for s in listed]})
        return
    rows = [(s.id, s.to, s.owner or "", wishes.limits(s.filters), s.filters.severity, wishes.when(s)) for s in listed]
    show_table(
        ("id", "to", "owner", "what", "from severity", "when"),
        rows,
        empty="no subscriptions yet; make one with: clausewatch subscribe --to console:",
    )


def _show_feeds(service: Service, subscription: int, *, as_json: bool) -> None:
    from clausewatch.web import feeds

    found = feeds.addresses(service, subscription)
    if as_json:
        show_json({"addresses": found})
    else:
        say("\n".join(found))


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (subscribe, subscriptions):
        app.command()(command)
