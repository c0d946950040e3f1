"""How one thing went over the versions: a clause's own history, and the path of a target in a document or its family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch import contract
from clausewatch.service import Service
from monitor.descent import descent
from monitor.errors import UsageError
from monitor.goal import Goal
from monitor.matching import steps
from monitor.observation import DocumentSummary
from monitor.records import Change, TargetFact
from monitor.search import Query
from monitor.text import key
from storage.search import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A version that changed a clause: where it stood from then on, what it said, and what was told of it."""

    version: int
    at: datetime
    path: str
    text: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseCourse:
    """A clause's own history, the first version first. `gone` is the first version without it, None where it stands."""

    document: DocumentSummary
    path: str
    turns: tuple[Turn, ...]
    gone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target as some versions of a document set it; `last` and `until` are None where the latest one does."""

    document: DocumentSummary
    path: str
    fact: TargetFact
    first: int
    last: int | None
    since: datetime
    until: datetime | None


def clause(service: Service, ref: str, path: str) -> ClauseCourse:
    """The history of the clause that stands, or stood last, at a path, under whatever paths before.

    Raises UsageError where no version has such a clause.
    """
    document = service.document(ref)
    wanted = next(reversed(steps(path)), "")
    last = service.archive.last_with(document.id, wanted)
    if last is None:
        raise UsageError(
            f"no version of document {document.id} has a clause {path!r}; see: clausewatch show {document.id}"
        )
    history = [each for each in service.archive.history(document.id) if each.number <= last]
    turns = tuple(
        Turn(
            version=step.version.number,
            at=step.version.at,
            path=step.path,
            text=_text(service, document.id, step.version.number, step.path),
            changes=step.changes,
        )
        for step in reversed(descent(wanted, history))
    )
    gone = last + 1 if last < document.versions else None
    return ClauseCourse(document=document, path=wanted, turns=turns, gone=gone)


def target(service: Service, ref: str, indicator: str, *, family: bool = False) -> tuple[Aim, ...]:
    """What a document, or all of its family, ever set as target under a name (`monitor.goal.named`), by time.

    Raises UsageError where there is no such document, or nothing is named.
    """
    if not key(indicator):
        raise UsageError("name what the target measures: clausewatch target 3 普惠园占比")
    document = service.document(ref)
    ids = service.families.of(document.id).documents if family else [document.id]
    goal = Goal(key(indicator))
    aims = [aim for hit in service.search.texts(Query(goal=goal), [*ids]) for aim in _aims(goal, hit)]
    return tuple(sorted(_joined(aims), key=lambda aim: (aim.since, aim.document.id, aim.first)))


def clause_json(found: ClauseCourse) -> contract.JsonObject:
    """The answer of `clause --json`."""
    return {
        "document": contract.document(found.document),
        "path": found.path,
        "gone": found.gone,
        "history": [
            {
                "version": turn.version,
                "at": contract.moment(turn.at),
                "path": turn.path,
                "text": turn.text,
                "changes": [contract.change(each) for each in turn.changes],
            }
            for turn in found.turns
        ],
    }


def target_json(found: Sequence[Aim]) -> contract.JsonObject:
    """The answer of `target --json`."""
    return {
        "targets": [
            {
                "document": aim.document.id,
                "title": aim.document.title,
                "first": aim.first,
                "last": aim.last,
                "since": contract.moment(aim.since),
                "until": contract.moment(aim.until),
                **contract.target(aim.fact),
                "path": aim.path,
                "shown": aim.fact.shown,
            }
            for aim in found
        ]
    }


def _text(service: Service, document: int, version: int, path: str) -> str:
    """What the clause said, with its number; nothing where that version was read in another way."""
    stored = service.version(document, number=version)
    return next((each.text for each in stored.edition.outline.clauses if each.path == path), "")


def _aims(goal: Goal, hit: Hit) -> list[Aim]:
    return [
        Aim(
            document=hit.document,
            path=hit.path,
            fact=fact,
            first=hit.first,
            last=hit.spans[0].last,
            since=hit.since,
            until=hit.until,
        )
        for fact in goal.found(hit.text)
    ]


def _joined(aims: Sequence[Aim]) -> list[Aim]:
    """The same target in several wordings of its clause is one, as long as one follows the other."""
    joined: dict[tuple[int, str, str, str | None], Aim] = {}
    whole: list[Aim] = []
    for aim in sorted(aims, key=lambda each: (each.document.id, each.first)):
        same = aim.document.id, key(aim.fact.indicator), key(aim.fact.shown), aim.fact.year
        before = joined.get(same)
        if before is not None and before.last is not None and before.last + 1 >= aim.first:
            joined[same] = replace(before, path=aim.path, fact=aim.fact, last=aim.last, until=aim.until)
        else:
            whole += [before] if before is not None else []
            joined[same] = aim
    return [*whole, *joined.values()]
