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
from datetime import datetime

from clausewatch import announce
from clausewatch.arrivals import Arrivals
from clausewatch.columns import Columns
from clausewatch.documents import Documents
from clausewatch.look import Look
from clausewatch.moved import Moves
from clausewatch.reading import Reader
from clausewatch.recording import Recording
from clausewatch.report import Check
from clausewatch.treatment import Treatment
from clausewatch.writer import Writer
from crawler.crawl import crawl
from crawler.fetch.settings import FetchSettings
from crawler.hosts import HostNotes
from crawler.page import FetchOrder, Page
from monitor import grading
from monitor.errors import ReadError, StorageError
from monitor.interests import Interests
from monitor.observation import DueTarget, Fetched, HostSums
from monitor.records import Finding, Outcome
from monitor.validators import conditional
from storage.archive import Archive
from storage.families import Families

log = logging.getLogger(__name__)


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
        fetch: FetchSettings,
        now: Callable[[], datetime],
        listing_pages: int,
        hosts: Mapping[str, HostSums],
        delays: Mapping[str, float],
        on_check: Callable[[Check], None],
        levels: grading.Levels,
    ) -> None:
        self.received = 0
        self._archive, self._writer, self._interests = archive, writer, interests
        self._fetch, self._now = fetch, now
        self._ordered: set[int] = set()
        self._whole: set[int] = set()  # targets whose validators were not sent
        self._treatment = Treatment(fetch.delay, delays, hosts)
        self._moves = Moves(archive, writer, self._orders, now)
        self._recording = Recording(
            name,
            archive,
            writer,
            interests,
            self._treatment,
            levels=levels,
            whole=self._whole,
            now=now,
            ended=self._moves.ends,
            on_check=on_check,
        )
        looks = archive, writer, reader, self._treatment.rules, self._recording.record
        self._columns = Columns(*looks, orders=self._orders, pages=listing_pages)
        arrivals = Arrivals(archive, families, interests, levels)
        self._documents = Documents(*looks, arrivals=arrivals, moves=self._moves, now=now)

    async def run(self, due: Sequence[DueTarget], known: HostNotes) -> tuple[Check, ...]:
        """Look at all due targets and at what their listings lead to. Raises StorageError.

        `known` is of hosts; what is learnt of them is put in. Afterwards `received` is how many bytes came over the wire.
        """
        crawled = await crawl(self._orders(due), self._arrived, self._fetch, self._now, known)
        self.received = crawled.bytes
        self._moves.end()
        await self._resumed()
        await self._close_baselines()
        return tuple(self._recording.checks)

    def _orders(self, targets: Sequence[DueTarget]) -> list[FetchOrder]:
        """Orders for the targets that this round has not ordered yet."""
        fresh = [target for target in targets if target.id not in self._ordered]
        self._ordered.update(target.id for target in fresh)
        at = self._now()
        self._whole.update(t.id for t in fresh if not conditional(t.validators, at))
        delay = {t.id: self._treatment.site(t).fetch.delay for t in fresh}
        return [FetchOrder(target=t, url=t.url, delay=delay[t.id], conditional=t.id not in self._whole) for t in fresh]

    async def _arrived(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        step = self._columns.arrived if order.target.kind == "column" else self._documents.arrived
        following = await self._within(order.target, page.status, step(order, page))
        return [*following, *await self._resumed()]

    async def _resumed(self) -> list[FetchOrder]:
        """Documents go on that waited for what other addresses say, and need not any more."""
        following: list[FetchOrder] = []
        for waiting in self._moves.ready():
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
        await self._recording.record(self._moves.kept(target), failed)
        return ()

    async def _close_baselines(self) -> None:
        """One summary for each site whose columns and pages had their first good round."""
        for baseline in await self._writer.run(self._archive.open_baselines):
            at = self._now()
            alert = announce.of_baseline(baseline, self._baseline_findings(), at=at)
            to = self._interests.wanting(alert)
            await self._writer.run(self._archive.close_baseline, baseline, at=at, alert=alert, subscriptions=to)

    def _baseline_findings(self) -> dict[int, tuple[Finding, ...]]:
        """Document → what is odd in its first version."""
        return {check.document: check.findings for check in self._recording.checks if check.new and check.document}
