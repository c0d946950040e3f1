"""Adding an office: look around, show what would be watched, ask, save."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clausewatch.cli.output import Json, counted, say, show_json, show_table, tell
from clausewatch.cli.progress import addresses
from monitor.errors import UsageError

if TYPE_CHECKING:
    from clausewatch.add import Proposal, Tried
    from crawler.site import Site
    from monitor.acceptance import Trial
    from monitor.records import Edition

_LINES = 12
_CLAUSES = 12
_CUT = 60


def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="an office's home page, one of its listings, or an article")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="ask nothing: save what can be read, warnings or not")] = False,
    only: Annotated[
        bool, typer.Option("--only", help="only the given list, or the list of the given article: look for no others")
    ] = False,
    name: Annotated[str | None, typer.Option("--name", help="the office; found by itself on most sites")] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="P/C/D", help="province/city/district; may stay empty")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="the new site file; sites/HOST.toml by default")
    ] = None,
    as_json: Json = False,
) -> None:
    """Add an office by one of its addresses: find its columns, show what would be read, write its site file."""
    from clausewatch import add as adding
    from clausewatch.cli.session import session

    with session(sites=True) as service:
        tell(f"looking around at {url}: this takes a minute or two, for offices are asked gently")
        with addresses(quiet=as_json) as on_page:
            proposal = adding.propose(service, url, only=only, on_page=on_page)
        if not as_json:
            _show(proposal)
        if not proposal.sound:
            if as_json:
                show_json(contract(proposal, None, None))
            tell(_nothing(proposal))
            raise typer.Exit(1)
        asks = not yes and not as_json
        named = name or (_ask("name of the office", proposal.name) if asks else proposal.name)
        where = region or (
            _ask("region, province/city/district, may stay empty", proposal.region or "") if asks else proposal.region
        )
        if not named:
            raise UsageError("the pages do not agree on the office's name; say it: --name NAME")
        chosen = _choose(proposal.sound) if asks else proposal.sound
        site = adding.site_of(proposal, name=named.strip(), region=(where or "").strip() or None, columns=chosen)
        text = adding.text_of(service, proposal, site)
        if asks:
            say(f"\n{text}")
            if not _confirmed("write this file?"):
                tell("nothing was saved")
                raise typer.Exit(1)
        path = adding.save(service, site, text, file) if yes or asks else None
    if as_json:
        show_json(contract(proposal, site, path))
    else:
        say(f"wrote {path}")
        say(
            f"next: clausewatch check {_quoted(site.name)}  (its first round is the baseline: nothing is told but a summary)"
        )


def new_page(
    name: Annotated[str, typer.Argument(metavar="NAME", help="what site files will call it, as in linjiang")],
    url: Annotated[
        str, typer.Argument(metavar="URL", help="a page that no rule fits: it becomes the first frozen test")
    ],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="where its package is made")] = Path("pages"),
) -> None:
    """Start a page class for a site that no rule fits: a small package with a frozen page as its test."""
    from clausewatch import settings
    from clausewatch.newpage import start

    for path in start(name, url, output, settings.load().fetching):
        say(f"made {path}")
    root = output / name
    say(f"next: correct {root}/tests/pages/1/expected.json, run pytest in {root}, write the class until it is green")
    say(f'then: pip install -e {root}, and in the site file: article = {{ page = "{name}" }} (docs/page-classes.md)')


def contract(proposal: Proposal, site: Site | None, path: Path | None) -> dict[str, Any]:
    """What was found as the JSON of `add`."""
    from clausewatch import contract as shapes
    from clausewatch.add import document_of, said_by_robots

    sample = document_of(proposal)
    edition = _edition(sample)
    return {
        "url": proposal.url,
        "name": site.name if site else proposal.name,
        "region": site.region if site else proposal.region,
        "home": proposal.home,
        "family": proposal.family,
        "encodings": list(proposal.encodings),
        "robots": said_by_robots(proposal),
        "delay": proposal.delay,
        "columns": [tried_json(each) for each in proposal.columns],
        "passed": [{"name": p.name, "url": p.url, "reason": p.reason} for p in proposal.passed],
        "document": None
        if edition is None or sample is None or sample.document is None
        else {
            "url": sample.document.url,
            "title": edition.article.title,
            "published": shapes.day(edition.article.published),
            "text": edition.article.text,
            "clauses": [{"path": clause.path, "title": clause.title} for clause in edition.outline.clauses],
        },
        "file": str(path) if path else None,
    }


def tried_json(tried: Tried) -> dict[str, Any]:
    """One column with what the gate says of it."""
    from clausewatch import contract as shapes

    trial = tried.trial
    reading = trial.listing.reading if trial.listing else None
    return {
        "name": trial.name,
        "url": trial.url,
        "items": [
            {"title": item.title, "url": item.url, "date": shapes.day(item.date)}
            for item in (reading.items if reading else ())
        ],
        "next_page": reading.next_page if reading else None,
        "drop": list(trial.drop),
        "differs": [list(pair) for pair in trial.differs],
        "checks": [
            {"check": v.check, "level": v.level, "detail": v.detail, "advice": v.advice} for v in tried.verdicts
        ],
    }


def show_verdicts(tried: Tried) -> None:
    """What the gate says of one column or page, a line a check."""
    say(f"\n{tried.trial.name or '(no name)'}  {tried.trial.url}")
    for verdict in tried.verdicts:
        mark = {"good": "  ok     ", "warning": "  warning", "failure": "  FAILS  "}[verdict.level]
        say(f"{mark} {verdict.check}: {verdict.detail}{f' → {verdict.advice}' if verdict.advice else ''}")
    for before, after in tried.trial.differs:
        say(f"          differs at every fetch, and does not count: {before or '(nothing)'} → {after or '(nothing)'}")


def _show(proposal: Proposal) -> None:
    from clausewatch import contract as shapes
    from clausewatch.add import document_of, said_by_robots, shown_entries

    rows = [
        ("name", proposal.name or "(not found)"),
        ("region", proposal.region or "(not found)"),
        ("home", proposal.home),
        ("content system", proposal.family or "none that is known"),
        ("encoding", ", ".join(proposal.encodings)),
        ("robots.txt", said_by_robots(proposal)),
    ]
    show_table(("what", "found"), rows)
    for tried in proposal.columns:
        show_verdicts(tried)
        for item in shown_entries(tried.trial):
            say(f"          {shapes.day(item.date) or '(no date)  '}  {item.title}")
    for passed in proposal.passed:
        tell(f"left out: {passed.name} {passed.url}: {passed.reason}")
    if (edition := _edition(document_of(proposal))) is not None:
        _show_document(edition)


def _show_document(edition: Edition) -> None:
    from clausewatch import contract as shapes

    article, clauses = edition.article, edition.outline.clauses
    say(f"\none document as it would be read: {article.title}")
    say(f"published {shapes.day(article.published) or '(not said)'}, by {article.publisher or '(not said)'}")
    lines = article.text.split("\n")
    for line in lines[:_LINES]:
        say(f"  {line[:_CUT]}{'…' if len(line) > _CUT else ''}")
    if len(lines) > _LINES:
        say(f"  … {counted(len(lines) - _LINES, 'more line')}")
    say(f"{counted(len(clauses), 'clause')}:")
    for clause in clauses[:_CLAUSES]:
        say(f"  {clause.path or '·'}  {(clause.title or clause.text)[:_CUT]}")


def _edition(trial: Trial | None) -> Edition | None:
    return trial.document.edition if trial is not None and trial.document is not None else None


def _nothing(proposal: Proposal) -> str:
    if not proposal.columns:
        return "no list of documents was found; open the site in a browser and add the address of one of its lists"
    failures = [v for tried in proposal.columns for v in tried.verdicts if v.level == "failure"]
    told = dict.fromkeys(f"{failure.detail}; {failure.advice}" for failure in failures)
    return f"nothing is left to watch: {' | '.join(told)}"


def _ask(what: str, default: str | None) -> str:
    try:
        answer: str = typer.prompt(what, default=default, show_default=bool(default))
    except typer.Abort as error:
        raise UsageError("no answer; in a script add --yes") from error
    return answer.strip()


def _choose(sound: Sequence[Tried]) -> Sequence[Tried]:
    """Which columns are watched: by number, all by default."""
    for number, tried in enumerate(sound, 1):
        say(f"{number}  {tried.trial.name or tried.trial.url}")
    while True:
        answer = _ask("columns to watch, by number", ",".join(str(number) for number in range(1, len(sound) + 1)))
        numbers = [part for part in answer.replace("，", ",").replace(" ", ",").split(",") if part]
        if numbers and all(part.isdecimal() and 1 <= int(part) <= len(sound) for part in numbers):
            return [sound[number - 1] for number in dict.fromkeys(map(int, numbers))]
        tell(f"numbers from 1 to {len(sound)}, as in 1,2")


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question, default=True)
    except typer.Abort as error:
        raise UsageError("no answer; in a script add --yes") from error


def _quoted(name: str) -> str:
    return f"'{name}'" if " " in name else name


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(add)
    app.command()(new_page)
