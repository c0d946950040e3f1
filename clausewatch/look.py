"""One look at one page: from the answer that arrived to an outcome and what was read. Records nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from clausewatch.reading import PageInput, PageOutput, Reader, Want
from crawler.page import Page
from crawler.rules import ReadingRules
from monitor.believe import judge
from monitor.errors import ReadError
from monitor.observation import DueTarget, Fetched, StoredVersion
from monitor.records import BELIEVED, Outcome
from monitor.text import key


@dataclass(frozen=True, slots=True)
class Look:
    """What one look came to; `output` is set where the page can be believed and is not the one already known."""

    outcome: Outcome
    reason: str | None
    fetched: Fetched
    output: PageOutput | None = None


async def look(target: DueTarget, page: Page, rules: ReadingRules, reader: Reader) -> Look:
    """Judge an answer, reading it only where its bytes are new."""
    if page.failure is not None:
        return _failed(page, page.failure.outcome, page.failure.reason)
    if page.status == 304:
        return Look(Outcome.NOT_MODIFIED, None, _unchanged(target, page))
    digest = hashlib.sha256(page.body).hexdigest()
    if page.status == 200 and digest == target.content_hash:
        return Look(Outcome.NOT_MODIFIED, None, _unchanged(target, page))
    want: Want = "listing" if target.kind == "column" else "article"
    question = PageInput(
        body=page.body,
        url=page.final_url,
        status=page.status or 0,
        content_type=page.headers.get("content-type", ""),
        rules=rules,
        want=want,
    )
    try:
        output = await reader.read(question)
    except ReadError as error:
        return _failed(page, error.outcome, error.reason)
    outcome, reason = judge(output.reading, want_items=want == "listing")
    if outcome not in BELIEVED:
        return _failed(page, outcome, reason)
    return Look(outcome, reason, _arrived(page, digest), output)


def doubt(seen: Look, stored: StoredVersion) -> Look | None:
    """The look as a failed one, where what was read cannot be the same document's next version; None where it can."""
    assert seen.output is not None
    known = len(key(stored.edition.article.text))
    outcome, reason = judge(seen.output.reading, want_items=False, known_length=known)
    if outcome in BELIEVED:
        return None
    return Look(outcome, reason, Fetched(status=seen.fetched.status, final_url=seen.fetched.final_url))


def _failed(page: Page, outcome: Outcome, reason: str | None) -> Look:
    """Nothing of a failed answer is kept, its validators least of all: the next check asks for all of it."""
    return Look(outcome, reason, Fetched(status=page.status, final_url=page.final_url))


def _arrived(page: Page, digest: str) -> Fetched:
    return Fetched(
        status=page.status,
        final_url=page.final_url,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        content_type=page.headers.get("content-type"),
        content_hash=digest,
        body=page.body,
    )


def _unchanged(target: DueTarget, page: Page) -> Fetched:
    """The validators that now hold: those of this answer, else those that were sent."""
    return Fetched(
        status=page.status,
        final_url=page.final_url,
        etag=page.headers.get("etag", target.etag),
        last_modified=page.headers.get("last-modified", target.last_modified),
        content_hash=target.content_hash,
    )
