"""What one look came to becomes one observation, recorded in one transaction and reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from clausewatch.attached import Gathering
from clausewatch.clock import memory_after
from clausewatch.documents import mark
from clausewatch.look import Look
from clausewatch.report import Check
from clausewatch.treatment import Treatment
from clausewatch.writer import Writer
from monitor import grading
from monitor.flapping import text_key
from monitor.incident import cause_of
from monitor.interests import Interests
from monitor.observation import Alert, DueTarget, Observation, Recorded, Telling
from monitor.portrait import portrait
from monitor.records import BELIEVED, Cause, Change, Edition, Finding, ListingItem
from monitor.validators import LIAR, Validators, learnt, repeats
from monitor.withdrawal import Absence
from storage.archive import Archive


class Recording:
    """Records the observations of the round of this name, and makes its report.

    `levels` are how grave changes are here; `whole` holds the targets that were asked for without validators; `ended` is
    called with each target that is recorded.
    """

    def __init__(
        self,
        round_: str,
        archive: Archive,
        writer: Writer,
        interests: Interests,
        treatment: Treatment,
        *,
        levels: grading.Levels,
        whole: set[int],
        now: Callable[[], datetime],
        ended: Callable[[DueTarget], None],
        on_check: Callable[[Check], None],
    ) -> None:
        self.checks: list[Check] = []
        self._round, self._archive, self._writer, self._interests = round_, archive, writer, interests
        self._treatment, self._levels, self._whole, self._now = treatment, levels, whole, now
        self._ended, self._on_check = ended, on_check

    async def record(
        self,
        target: DueTarget,
        seen: Look,
        gathering: Gathering | None = None,
        *,
        edition: Edition | None = None,
        changes: tuple[Change, ...] = (),
        findings: tuple[Finding, ...] = (),
        new: bool = False,
        items: Sequence[ListingItem] = (),
        absence: Absence | None = None,
        other_since: datetime | None = None,
        alert: Alert | None = None,
        subscriptions: tuple[int, ...] | None = None,
        asides: tuple[Telling, ...] = (),
    ) -> Recorded:
        """Record one observation, and add it to the report; changes are as grave as the settings say.

        An alert goes to all who want it, unless `subscriptions` says to whom. Raises StorageError.
        """
        changes = grading.graded(changes, self._levels)
        alert = grading.regraded(alert, self._levels, "settings") if alert else None
        if alert is not None and subscriptions is None:
            subscriptions = self._interests.wanting(alert)
        at = self._now()
        read = seen.output.edition if seen.output else None
        believed = seen.outcome in BELIEVED
        listed = await self._news(target, items)
        changed = bool(changes) or listed
        memory = memory_after(target, read.article if read else None, changed=changed, at=at) if believed else None
        said = listed or (edition is not None and bool(changes))
        worth = self._worth(target, seen, news=said, at=at) if believed else None
        found_out = worth is not None and worth.lying and not target.validators.lying
        region = self._treatment.site(target).region or ""
        observation = Observation(
            target=target,
            round=self._round,
            at=at,
            outcome=seen.outcome,
            reason=LIAR if found_out else seen.reason or (gathering.reason if gathering else None),
            cause=_cause(target, seen),
            evidence=seen.evidence,
            poison=seen.poison,
            absence=absence,
            text_key=text_key(edition) if edition else None,
            other_since=other_since,
            entries=len(seen.output.reading.items) if seen.output and target.kind == "column" else None,
            fetched=seen.fetched,
            led_to=gathering.led_to if gathering else None,
            edition=edition,
            portrait=portrait(edition, target.site, region) if edition else None,
            extractor=mark(target),
            changes=changes,
            findings=findings,
            baseline=target.baseline and (new or target.kind == "column"),
            new=new,
            items=tuple(items),
            files=gathering.files if gathering else None,
            next_due_at=self._treatment.due_after(target, memory, at),
            memory=memory,
            validators=worth,
            alert=alert,
            subscriptions=subscriptions or (),
            asides=asides,
            gathers=True,
        )
        recorded = await self._writer.run(self._archive.record, observation)
        self._ended(target)
        self._report(observation, recorded)
        return recorded

    def _worth(self, target: DueTarget, seen: Look, *, news: bool, at: datetime) -> Validators:
        """What the target's validators are worth after this look; news of its files say nothing of the page's."""
        known, came = (target.etag, target.last_modified), (seen.fetched.etag, seen.fetched.last_modified)
        return learnt(
            target.validators,
            at=at,
            sent=any(known) and target.id not in self._whole,
            not_modified=seen.fetched.status == 304,
            news=news and seen.output is not None,
            repeated=repeats(known, came),
        )

    async def _news(self, target: DueTarget, items: Sequence[ListingItem]) -> bool:
        """Whether a listing shows what it did not show before."""
        return bool(items) and not await self._writer.run(self._archive.heard, target.id, items)

    def _report(self, observation: Observation, recorded: Recorded) -> None:
        target = observation.target
        check = Check(
            url=target.url,
            site=target.site,
            column=target.column,
            document=recorded.document,
            outcome=observation.outcome,
            reason=observation.reason,
            cause=observation.cause,
            at=observation.at,
            version=recorded.version,
            new=observation.new,
            baseline=observation.baseline,
            changes=observation.changes,
            findings=observation.findings,
            next_due_at=observation.next_due_at,
        )
        self.checks.append(check)
        self._on_check(check)


def _cause(target: DueTarget, seen: Look) -> Cause | None:
    """What is wrong with the site; None where nothing is, or where only this document is gone."""
    if seen.outcome in BELIEVED:
        return None
    return seen.cause or cause_of(seen.outcome, target.kind, was_good=target.content_hash is not None)
