"""Reads stored bytes again with today's extractor, outline and site rules: technical upgrades, of which nobody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from clausewatch import contract
from clausewatch.documents import mark
from clausewatch.reading import PageInput, Reader
from clausewatch.rereading import reread
from clausewatch.service import Service
from clausewatch.writer import Writer
from crawler.site import Site, digest, from_json, rules_for, to_json
from monitor.compare import compare
from monitor.errors import ReadError, StorageError
from monitor.flapping import text_key
from monitor.observation import DueTarget, Fetched, Observation, StoredVersion
from monitor.portrait import portrait
from monitor.records import Edition, Outcome

Became: TypeAlias = Literal["same", "upgraded", "unreadable", "failed"]
_UNREADABLE = "today's extractor and rules find no document in its bytes; the old reading stays"
_NOT_OF_READING = frozenset(("attachment_failed", "silent_edit", "earlier_text"))
"""Findings of fetching and comparing, which another reading does not take back."""
_AT_ONCE = 4
"""Documents under way: the reading children have always something to do."""


@dataclass(frozen=True, slots=True)
class Reread:
    """One document: what became of it, and how today's reading differs: type, path before and path after of each change.

    `unreadable`: today's extractor finds no document in the bytes, so the old reading stays; `failed`: `reason` says
    why nothing could be done, and the next run tries again.
    """

    target: DueTarget
    became: Became
    differences: tuple[tuple[str, str | None, str | None], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """All documents whose last version other rules or another extractor read, and how many needed nothing."""

    documents: tuple[Reread, ...]
    fresh: int
    dry_run: bool


async def reprocess(
    service: Service,
    reader: Reader,
    sites: Sequence[str] | None = None,
    *,
    dry_run: bool = False,
    on_document: Callable[[Reread], None] = lambda _: None,
    trial: Site | None = None,
) -> Reprocessed:
    """Read the last version of every document again that today's extractor and rules have not read yet.

    Each document is a transaction of its own: a run that was stopped goes on where it was. With `dry_run` nothing is
    written. `trial` is a site with other rules than are in force, to see what they would do to its stored pages; it
    wants a dry run of that site alone. Raises UsageError for an unknown site, StorageError.
    """
    service.known(sites or ())
    with Writer() as writer:
        targets = await writer.run(service.targets.documents, sites)
        if trial is not None:
            rules, revision = to_json(trial), digest(trial)
            targets = [(replace(each, rules=rules, rules_digest=revision), seen) for each, seen in targets]
        waiting = [target for target, reader_mark in targets if reader_mark != mark(target)]
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(target: DueTarget) -> Reread:
            async with gate:
                found = await _again(service, writer, reader, target, dry_run=dry_run)
            on_document(found)
            return found

        done = await asyncio.gather(*map(one, waiting))
    return Reprocessed(tuple(done), len(targets) - len(waiting), dry_run)


async def tried(service: Service, reader: Reader, trial: Site) -> Reprocessed:
    """What other rules of a site would do to all its stored pages; writes nothing. Raises UsageError, StorageError."""
    return await reprocess(service, reader, [trial.name], dry_run=True, trial=trial)


async def _again(service: Service, writer: Writer, reader: Reader, target: DueTarget, *, dry_run: bool) -> Reread:
    """One document: read again, compared with what is stored, and recorded unless nothing shall be written."""
    archive, document = service.archive, target.document
    assert document is not None
    try:
        stored = await writer.run(archive.latest, document)
        assert stored is not None
        rules = rules_for(from_json(target.rules), target.column_url or target.url)
        page = PageInput(body=b"", url=target.url, status=200, content_type="", rules=rules, want="article")
        edition = await reread(stored, page, lambda key: writer.run(archive.raw, key), reader)
        if edition is None:
            return Reread(target, "unreadable", reason=_UNREADABLE)
        if edition == stored.edition:
            if not dry_run:
                await writer.run(archive.confirm, document, stored.number, mark(target))
            return Reread(target, "same")
        if not dry_run:
            await writer.run(archive.upgrade, _upgrade(target, stored, edition, at=service.now()))
    except (ReadError, StorageError) as error:
        return Reread(target, "failed", reason=str(error))
    changes = compare(stored.edition, edition).changes
    return Reread(target, "upgraded", tuple((each.type, each.path_before, each.path_after) for each in changes))


def _upgrade(target: DueTarget, stored: StoredVersion, edition: Edition, *, at: datetime) -> Observation:
    kept = (each for each in stored.findings if each.type in _NOT_OF_READING)
    return Observation(
        target=replace(target, version=stored.number),
        round="reprocess",
        at=at,
        outcome=Outcome.OK,
        fetched=Fetched(content_hash=stored.content_hash, parts=stored.parts),
        edition=edition,
        portrait=portrait(edition, target.site, from_json(target.rules).region or ""),
        text_key=text_key(edition),
        extractor=mark(target),
        findings=(*edition.article.findings, *edition.outline.findings, *kept),
        next_due_at=at,
    )


def as_json(found: Reprocessed) -> contract.JsonObject:
    """The answer of `reprocess --json`: what became of each document, and how its reading differs."""
    return {
        "dry_run": found.dry_run,
        "fresh": found.fresh,
        "documents": [
            {
                "document": each.target.document,
                "url": each.target.url,
                "site": each.target.site,
                "became": each.became,
                "reason": each.reason,
                "differences": [
                    {"type": type_, "path_before": before, "path_after": after}
                    for type_, before, after in each.differences
                ],
            }
            for each in found.documents
        ],
    }
