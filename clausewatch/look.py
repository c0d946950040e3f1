"""One look at one page: from the answer that arrived to an outcome and what was read. Records nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from clausewatch.reading import PageInput, PageOutput, Reader, Want
from crawler.decode import decode
from crawler.fetch.signals import evidence
from crawler.page import Page
from crawler.read import EXTRACTOR
from crawler.rules import ReadingRules
from monitor.believe import judge
from monitor.errors import ReadError
from monitor.observation import DueTarget, Fetched, StoredVersion
from monitor.question import Known
from monitor.records import BELIEVED, Cause, Outcome
from monitor.text import key

KILLS = 3
"""So many times may the same bytes break the process that reads them, before they are left alone."""

_QUARANTINED = f"quarantined: this page broke its reading process {KILLS} times; it is read again when its bytes or the program change"
_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Look:
    """What one look came to; `output` is set where the page can be believed and is not the one already known.

    `evidence` shows what came instead of a page; `poison` names bytes that broke the process which read them,
    `cause` what is wrong with the site as far as fetching told.
    """

    outcome: Outcome
    reason: str | None
    fetched: Fetched
    output: PageOutput | None = None
    evidence: str | None = None
    poison: str | None = None
    cause: Cause | None = None


async def look(target: DueTarget, page: Page, rules: ReadingRules, reader: Reader, *, part: bool = False) -> Look:
    """Judge an answer, reading it only where its bytes are new. `part`: it is a further part of a document."""
    if page.failure is not None:
        failed = _failed(page, page.failure.outcome, page.failure.reason)
        return replace(failed, cause=page.failure.cause)
    if page.status == 304:
        return Look(Outcome.NOT_MODIFIED, None, _unchanged(target, page))
    digest = hashlib.sha256(page.body).hexdigest()
    if page.status == 200 and digest == target.content_hash:
        return Look(Outcome.NOT_MODIFIED, None, _unchanged(target, page))
    poison = f"{EXTRACTOR}/{target.rules_digest[:12]}/{digest}"
    if poison == target.poison and target.kills >= KILLS:
        return _failed(page, Outcome.ERROR, _QUARANTINED)
    want: Want = "listing" if target.kind == "column" else "article"
    try:
        output = await reader.read(PageInput.of(page, rules, want))
    except ReadError as error:
        kills = target.kills + 1 if poison == target.poison else 1
        return _failed(page, error.outcome, f"{error.reason} ({kills} of {KILLS} attempts)", poison=poison)
    cut = part or (output.edition is not None and output.reading.next_page is not None)
    outcome, reason = judge(output.reading, want_items=want == "listing", known=_known(target, page, part=cut))
    if outcome not in BELIEVED:
        failed = _failed(page, outcome, reason)
        rebuilt = outcome is Outcome.EMPTY and output.reading.misfit and target.content_hash is not None
        return replace(failed, cause=Cause.STRUCTURE) if rebuilt else failed
    return Look(outcome, reason, _arrived(page, digest), output)


def _known(target: DueTarget, page: Page, *, part: bool) -> Known:
    return Known(
        title=target.listed_title,
        entries=target.entries,
        failures=target.failures,
        asked=page.url,
        answered=page.final_url,
        part=part,
    )


def doubt(seen: Look, stored: StoredVersion) -> Look | None:
    """The look as a failed one, where what was read cannot be the same document's next version; None where it can."""
    assert seen.output is not None
    article = stored.edition.article
    known = Known(length=len(key(article.text)), title=article.title)
    outcome, reason = judge(seen.output.reading, want_items=False, known=known)
    if outcome in BELIEVED:
        return None
    shown = evidence(seen.fetched.status, {}, seen.output.reading.signals.said or article.text)
    fetched = Fetched(status=seen.fetched.status, final_url=seen.fetched.final_url)
    return Look(outcome, reason, fetched, evidence=shown)


def _failed(page: Page, outcome: Outcome, reason: str | None, *, poison: str | None = None) -> Look:
    """Nothing of a failed answer is kept but what shows why, its validators least of all: the next check asks for all of it."""
    text, _ = decode(page.body[:_SHOWN], page.headers.get("content-type", ""))
    return Look(
        outcome,
        reason,
        Fetched(status=page.status, final_url=page.final_url),
        evidence=evidence(page.status, page.headers, text) if page.status is not None else None,
        poison=poison,
    )


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
