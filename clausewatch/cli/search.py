"""Searching on the command line: words and targets in every version of every document."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from clausewatch.cli.output import Json, console, counted, plain, say, show_json, tell
from monitor.errors import UsageError

if TYPE_CHECKING:  # importing storage takes as long as some commands
    from clausewatch.search import Wanted
    from monitor.search import Query
    from storage.search import Hit


class By(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"
    DATE = "date"


Site = Annotated[list[str] | None, typer.Option("--site", help="only this site, by name; may be repeated")]
Region = Annotated[
    list[str] | None, typer.Option("--region", help="only sites in this region: 汐州省/临汐市; may be repeated")
]
Kind = Annotated[list[str] | None, typer.Option("--kind", help="only documents of this kind: 规划, 行动计划, …")]
Stage = Annotated[list[str] | None, typer.Option("--stage", help="only documents of this stage: draft, trial, final")]
Year = Annotated[list[int] | None, typer.Option("--year", min=1900, max=2999, help="only documents published in it")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="only documents published since this day")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="only documents published until this day")]
At = Annotated[str | None, typer.Option("--at", metavar="DATE", help="as it stood at the end of this day in Shanghai")]


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY…", help="words that one clause says; '\"a phrase\"'; -word; '普惠园占比 >= 85% by 2025'"
        ),
    ],
    site: Site = None,
    region: Region = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="only this document")] = None,
    kind: Kind = None,
    stage: Stage = None,
    year: Year = None,
    since: Since = None,
    until: Until = None,
    at: At = None,
    current: Annotated[
        bool, typer.Option("--current/--ever", help="only what stands today, or all that ever did")
    ] = False,
    by: Annotated[By, typer.Option("--by", help="what comes first")] = By.RELEVANCE,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="at most so many hits; all by default")] = None,
    as_json: Json = False,
) -> None:
    """Search every version of every document: words, phrases, targets by value."""
    from clausewatch import search as searching
    from clausewatch.cli.session import session

    if current and at is not None:
        raise UsageError("give --current or --at, not both")
    for word in query:
        if word.startswith("--"):  # what a word may begin with is not taken for an option, see `register`
            raise UsageError(f"there is no option {word}; see: clausewatch search --help")
    with session() as service:
        limits = wanted(site, region, kind, stage, year, since, until, document=document, current=current, at=at)
        answer = searching.find(service, " ".join(query), limits, order=by.value, limit=limit)
    if as_json:
        show_json(searching.as_json(answer))
        return
    for hit in answer.found.hits:
        _say_hit(answer.query, hit)
    shown = len(answer.found.hits)
    tell(counted(answer.found.total, "hit") + (f", {shown} shown" if shown < answer.found.total else ""))


def wanted(
    site: list[str] | None,
    region: list[str] | None,
    kind: list[str] | None,
    stage: list[str] | None,
    year: list[int] | None,
    since: str | None,
    until: str | None,
    *,
    document: list[str] | None = None,
    current: bool = False,
    at: str | None = None,
) -> Wanted:
    """The filters as they were typed. Raises UsageError for what is no date."""
    from clausewatch.search import Wanted

    return Wanted(
        sites=tuple(site or ()),
        regions=tuple(region or ()),
        documents=tuple(document or ()),
        kinds=tuple(kind or ()),
        stages=tuple(stage or ()),
        years=tuple(year or ()),
        since=day(since, "--since") if since else None,
        until=day(until, "--until") if until else None,
        current=current,
        at=end_of(at) if at else None,
    )


def end_of(written: str, option: str = "--at") -> datetime:
    """The end of a day in Shanghai. Raises UsageError for what is no date."""
    from monitor import dates

    return dates.end_of(day(written, option))


def day(written: str, option: str) -> date:
    """A day as people type it. Raises UsageError for what is none."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UsageError(f"{option} {written!r} is no date; write it like 2025-03-10") from error


def _say_hit(query: Query, hit: Hit) -> None:
    """Document, place, time and the clause around what was found: bold in a terminal, between 【】 elsewhere."""
    from clausewatch import contract
    from monitor.search import snippet

    until = "" if hit.until is None else f" until {contract.minute(hit.until)}"
    say(f"{hit.document.id}  {hit.document.title}  {hit.document.site}")
    say(f"  {hit.path or '·'}  version {hit.version}, since {contract.minute(hit.since)}{until}")
    shown, marks = snippet(hit.text, query.spans(hit.text))
    line, at = Text("  "), 0
    bold = console().is_terminal
    for begin, end in marks:
        line.append_text(plain(shown[at:begin]))
        said = plain(shown[begin:end] if bold else f"【{shown[begin:end]}】")
        said.stylize("bold")
        line.append_text(said)
        at = end
    line.append_text(plain(shown[at:]))
    console().print(line, soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command(context_settings={"ignore_unknown_options": True})(search)  # -word
