"""One round: fetch what is due, read, judge, compare, record, queue what there is to tell.

    due targets → crawl → arrived(page) ─ look ─┬─ column:   items → record → its documents, in the same crawl
                                                └─ document: its files, in the same crawl → bind
                                                             → compare with the last version → record → alert
    end of the crawl → one summary for each site whose baseline is done

It calls things in order and decides nothing: `monitor` decides. What goes wrong with one target is recorded there and
the rest goes on; a storage error ends the round.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from clausewatch import announce
from clausewatch.arrivals import Arrivals
from clausewatch.attached import Gathering
from clausewatch.clock import due_after, memory_after
from clausewatch.documents import Documents, mark
from clausewatch.entries import followed
from clausewatch.look import Look, look
from clausewatch.reading import Reader
from clausewatch.report import Check
from clausewatch.writer import Writer
from crawler.crawl import crawl
from crawler.fetch.settings import FetchSettings
from crawler.hosts import HostNotes
from crawler.page import FetchOrder, Page
from crawler.rules import ReadingRules
from crawler.site import Site, from_json, hours_of, rules_for, schedule_for, slowed, zone_of
from monitor import grading
from monitor.errors import ReadError, StorageError
from monitor.flapping import text_key
from monitor.incident import cause_of
from monitor.interests import Interests
from monitor.listing import canonical
from monitor.observation import (
    Alert,
    DueTarget,
    Fetched,
    HostSums,
    Memory,
    Observation,
    Recorded,
    Telling,
)
from monitor.portrait import portrait
from monitor.records import BELIEVED, Cause, Change, Edition, Finding, ListingItem, Outcome
from monitor.schedule import load_of
from monitor.trap import trap
from monitor.validators import LIAR, Validators, conditional, learnt, repeats
from monitor.withdrawal import Absence
from storage.archive import Archive
from storage.families import Families

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Column:
    """A listing whose further pages are still being followed."""

    first: Look
    items: list[ListingItem] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    odd: list[str] = field(default_factory=list)  # why not all of it is followed


class Round:
    """One round over the targets it is given; used once."""

    def __init__(
        self,
        name: str,
        archive: Archive,
        writer: Writer,
        reader: Reader,
        interests: Interests,
        *,
        families: Families,
        now: Callable[[], datetime],
        listing_pages: int,
        hosts: Mapping[str, HostSums],
        delays: Mapping[str, float],
        on_check: Callable[[Check], None],
        levels: grading.Levels,
    ) -> None:
        self.name = name
        self._archive, self._writer, self._reader, self._interests = archive, writer, reader, interests
        self._now, self._listing_pages, self._on_check, self._levels = now, listing_pages, on_check, levels
        self._checks: list[Check] = []
        self._columns: dict[int, _Column] = {}
        self._hosts, self._delay, self._delays = hosts, 0.0, delays
        self._sites: dict[str, Site] = {}
        self._documents = Documents(
            archive,
            writer,
            reader,
            self._rules,
            self._record,
            arrivals=Arrivals(archive, families, interests, levels),
            orders=self._orders,
            now=now,
        )
        self._ordered: set[int] = set()
        self._whole: set[int] = set()  # targets whose validators were not sent
        self.received = 0

    async def run(self, due: Sequence[DueTarget], fetch: FetchSettings, known: HostNotes) -> tuple[Check, ...]:
        """Look at all due targets and at what their listings lead to. Raises StorageError.

        `known` is of hosts; what is learnt of them is put in. Afterwards `received` is how many bytes came over the wire.
        """
        self._delay = fetch.delay
        crawled = await crawl(self._orders(due), self._arrived, fetch, self._now, known)
        self.received = crawled.bytes
        self._documents.moves.end()
        await self._resumed()
        await self._close_baselines()
        return tuple(self._checks)

    def _orders(self, targets: Sequence[DueTarget]) -> list[FetchOrder]:
        """Orders for the targets that this round has not ordered yet."""
        fresh = [target for target in targets if target.id not in self._ordered]
        self._ordered.update(target.id for target in fresh)
        at = self._now()
        self._whole.update(t.id for t in fresh if not conditional(t.validators, at))
        return [
            FetchOrder(target=t, url=t.url, delay=self._site(t).fetch.delay, conditional=t.id not in self._whole)
            for t in fresh
        ]

    async def _arrived(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        step = self._listing if order.target.kind == "column" else self._documents.arrived
        following = await self._within(order.target, page.status, step(order, page))
        return [*following, *await self._resumed()]

    async def _resumed(self) -> list[FetchOrder]:
        """Documents go on that waited for what other addresses say, and need not any more."""
        following: list[FetchOrder] = []
        for waiting in self._documents.moves.ready():
            status = waiting.gathering.seen.fetched.status
            following += await self._within(waiting.target, status, self._documents.resume(waiting))
        return following

    async def _within(
        self, target: DueTarget, status: int | None, step: Awaitable[Sequence[FetchOrder]]
    ) -> Sequence[FetchOrder]:
        """One step of a target's check; what goes wrong with it is recorded there."""
        try:
            return await step
        except StorageError:
            raise
        except ReadError as error:
            failed = Look(error.outcome, error.reason, Fetched(status=status))
        except Exception as error:  # a border: one page's trouble must not end the round
            log.exception("could not handle %s", target.url)
            reason = f"internal error, please report it: {type(error).__name__}: {error}"
            failed = Look(Outcome.ERROR, reason, Fetched(status=status))
        self._documents.forget(target)
        await self._record(self._documents.moves.kept(target), failed)
        return ()

    async def _listing(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        target = order.target
        known = target if order.page_number == 1 else replace(target, content_hash=None, entries=None)
        seen = await look(known, page, self._rules(target), self._reader)
        if order.page_number == 1 and seen.output is None:
            await self._record(target, seen)
            return ()
        column = self._columns.setdefault(target.id, _Column(first=seen))
        if seen.output is None:  # a further page failed: keep what there is, and look at all of it next time
            reason = f"page {order.page_number} of the listing: {seen.reason or seen.outcome}"
            first = replace(column.first, reason=reason, fetched=Fetched(status=column.first.fetched.status))
            return await self._record_column(target, replace(column, first=first))
        reading = seen.output.reading
        items, odd = await followed(target.id, reading.items, self._archive, self._writer)
        column.odd += odd
        further = await self._further(order, column, items, reading.next_page)
        column.items.extend(items)
        return [further] if further else await self._record_column(target, column)

    async def _further(
        self, order: FetchOrder, column: _Column, items: Sequence[ListingItem], url: str | None
    ) -> FetchOrder | None:
        """The order for the listing's next page, while pages bring entries that are not known yet."""
        column.pages.add(order.url)
        if url is None or url in column.pages:
            return None
        addresses = {canonical(item.url) for item in items}
        seen = {canonical(item.url) for item in column.items}
        if not order.target.baseline:
            seen |= await self._writer.run(self._archive.known, addresses)
        if addresses <= seen:
            return None
        endless = order.page_number >= self._listing_pages
        why = trap(url) or (f"it goes on after page {order.page_number} (fetch.listing_pages)" if endless else None)
        if why is not None:
            column.odd.append(f"the listing's next page is not followed: {why}")
            return None
        return replace(order, url=url, page_number=order.page_number + 1, conditional=False)

    async def _record_column(self, target: DueTarget, column: _Column) -> Sequence[FetchOrder]:
        del self._columns[target.id]
        reasons = dict.fromkeys(why for why in (column.first.reason, *column.odd) if why)
        first = replace(column.first, reason="; ".join(reasons) or None)
        recorded = await self._record(target, first, items=column.items)
        return self._orders(recorded.followups)

    async def _record(
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
        """Record one observation in one transaction, and add it to the report; changes are as grave as the settings say.

        An alert goes to all who want it, unless `subscriptions` says to whom.
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
        observation = Observation(
            target=target,
            round=self.name,
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
            portrait=portrait(edition, target.site, self._site(target).region or "") if edition else None,
            extractor=mark(target),
            changes=changes,
            findings=findings,
            baseline=target.baseline and (new or target.kind == "column"),
            new=new,
            items=tuple(items),
            files=gathering.files if gathering else None,
            next_due_at=self._due_after(target, memory, at),
            memory=memory,
            validators=worth,
            alert=alert,
            subscriptions=subscriptions or (),
            asides=asides,
            gathers=True,
        )
        recorded = await self._writer.run(self._archive.record, observation)
        self._documents.moves.ends(target)
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

    def _due_after(self, target: DueTarget, memory: Memory | None, at: datetime) -> datetime:
        site = self._site(target)
        hours, delay = hours_of(site), site.fetch.delay
        return due_after(
            target,
            schedule_for(site, target.column_url or target.url),
            memory or target.memory,
            failed=memory is None,
            at=at,
            load=load_of(
                self._hosts.get(target.host, HostSums()), delay=self._delay if delay is None else delay, hours=hours
            ),
            hours=hours,
            zone=zone_of(site),
        )

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
        self._checks.append(check)
        self._on_check(check)

    async def _close_baselines(self) -> None:
        """One summary for each site whose columns and pages had their first good round."""
        for baseline in await self._writer.run(self._archive.open_baselines):
            at = self._now()
            alert = announce.of_baseline(baseline, self._baseline_findings(), at=at)
            to = self._interests.wanting(alert)
            await self._writer.run(self._archive.close_baseline, baseline, at=at, alert=alert, subscriptions=to)

    def _baseline_findings(self) -> dict[int, tuple[Finding, ...]]:
        """Document → what is odd in its first version."""
        return {check.document: check.findings for check in self._checks if check.new and check.document}

    def _site(self, target: DueTarget) -> Site:
        if target.rules_digest not in self._sites:
            site = from_json(target.rules)
            self._sites[target.rules_digest] = slowed(site, self._delays.get(target.site), usual=self._delay)
        return self._sites[target.rules_digest]

    def _rules(self, target: DueTarget) -> ReadingRules:
        return rules_for(self._site(target), target.column_url or target.url)


def _cause(target: DueTarget, seen: Look) -> Cause | None:
    """What is wrong with the site; None where nothing is, or where only this document is gone."""
    if seen.outcome in BELIEVED:
        return None
    return seen.cause or cause_of(seen.outcome, target.kind, was_good=target.content_hash is not None)
