"""Documents that stand at another address than before, found out within one round: whether a page that was not known is one.

`monitor.relocation` decides. Where what the old address says decides, it is asked first, and the page waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from clausewatch.attached import Gathering, wanted
from clausewatch.look import Look
from clausewatch.writer import Writer
from crawler.page import FetchOrder, Page
from monitor.attached import page_only
from monitor.flapping import text_key
from monitor.observation import DueTarget, FetchedFile, LedTo, StoredVersion
from monitor.records import Edition, Outcome
from monitor.relocation import (
    OldAddress,
    elsewhere,
    judge,
    known_by,
    old_address,
    resemblance,
    resembles,
    unrelated,
)
from storage.addresses import Candidate
from storage.archive import Archive

LEADS = "it is another address of the document"
LED = "the document's address led there, or it was there before"
BACK = "it is no more where it was"


@dataclass(frozen=True, slots=True)
class Found:
    """That a page is that of a known document's target. `stays`: it only leads there; `gone`: the old address is dead."""

    target: DueTarget
    reason: str
    stays: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A first reading that waits for what the old addresses `of` the documents that it may be say."""

    target: DueTarget
    gathering: Gathering
    page: Edition
    of: tuple[DueTarget, ...]


@dataclass(slots=True)
class Moves:
    """What one round learns of addresses. `orders` orders targets that the round has not ordered yet."""

    archive: Archive
    writer: Writer
    orders: Callable[[Sequence[DueTarget]], Sequence[FetchOrder]]
    now: Callable[[], datetime]
    over: bool = False
    _heard: dict[int, tuple[Outcome, str]] = field(default_factory=dict)
    _busy: set[int] = field(default_factory=set)
    _moved: set[int] = field(default_factory=set)
    _kept: dict[int, DueTarget] = field(default_factory=dict)
    _waiting: dict[int, list[tuple[Waiting, set[int]]]] = field(default_factory=dict)
    _ready: list[Waiting] = field(default_factory=list)

    def begins(self, target: DueTarget) -> bool:
        """A document's page arrived; False where the document was found elsewhere meanwhile, so that it says nothing."""
        if target.id in self._moved:
            return False
        self._busy.add(target.id)
        return True

    def hear(self, target: DueTarget, seen: Look) -> None:
        """A document's page was looked at."""
        self._heard[target.id] = (seen.outcome, seen.fetched.final_url or target.url)

    def ends(self, target: DueTarget) -> None:
        """What came of the page is recorded: whoever waited for that may go on."""
        self._busy.discard(target.id)
        self._release(target.id)

    def wait(self, waiting: Waiting) -> Sequence[FetchOrder]:
        """Hold a first reading back; gives the orders for the addresses that nobody has asked for yet."""
        left = {one.id for one in waiting.of if not self._answered(one)}
        if not left:
            self._ready.append(waiting)
        for id_ in left:
            self._waiting.setdefault(id_, []).append((waiting, left))
        return self.orders(waiting.of)

    def ready(self) -> list[Waiting]:
        """First readings that need not wait any more, each once."""
        found, self._ready = self._ready, []
        return found

    def end(self) -> None:
        """The crawl is over: whoever still waits for an address does so in vain."""
        self.over = True
        self._busy.clear()
        for target_id in list(self._waiting):
            self._release(target_id)

    def _release(self, target_id: int) -> None:
        for waiting, left in self._waiting.pop(target_id, ()):
            left.discard(target_id)
            if not left:
                self._ready.append(waiting)

    def _answered(self, target: DueTarget) -> bool:
        return target.id in self._heard and target.id not in self._busy

    async def sought(self, target: DueTarget, seen: Look, edition: Edition) -> Found | tuple[DueTarget, ...]:
        """The known document that a first reading is of; else the targets whose answers decide, none for another one.

        A document that is found is this one's from then on: nothing else in the round may take it or look at it.
        """
        if target.kind != "document":  # a page that the site's file names is where the file says
            return ()
        while isinstance(found := await self.writer.run(self._sought, target, seen, edition), Found):
            if found.stays or found.target.id not in self._moved | self._busy:
                break
            if found.target.id in self._busy:
                return (found.target,)
        if isinstance(found, Found) and not found.stays:
            self._moved.add(found.target.id)
            self._heard[found.target.id] = (Outcome.OK, target.url)
        return found

    def _sought(self, target: DueTarget, seen: Look, edition: Edition) -> Found | tuple[DueTarget, ...]:
        here, addresses = seen.fetched.final_url or target.url, self.archive.addresses
        known = addresses.leading(here, but=target) or addresses.leading(target.url, but=target)
        if known is not None and (known.current or resembles(resemblance(self._latest(known.target), edition))):
            free = known.target.kind == "document" and known.target.id not in self._moved
            moved = free and not known.current and (known.later or known.target.failures > 0)
            return Found(known.target, LED if moved else LEADS, stays=not moved)
        asked = []
        for candidate in addresses.candidates(target, known_by(edition.article.title), text_key(edition)):
            if candidate.target.id in self._moved:
                continue
            old = self._old(candidate, here)
            verdict = judge(resemblance(self._latest(candidate.target), edition), old, listed=candidate.listed)
            if verdict.moved:
                return Found(candidate.target, str(verdict), gone=old is OldAddress.GONE)
            if verdict.asks:
                asked.append(candidate.target)
        return tuple(asked)

    def _latest(self, target: DueTarget) -> Edition:
        stored = self.archive.latest(target.document or 0)
        assert stored is not None
        return stored.edition

    def _old(self, candidate: Candidate, here: str) -> OldAddress | None:
        target = candidate.target
        if target.id in self._heard:
            outcome, answered = self._heard[target.id]
            return old_address(outcome, answered=answered, here=here)
        if target.withdrawn:
            return OldAddress.GONE
        return OldAddress.UNSURE if self.over else None

    async def relocate(self, target: DueTarget, found: Found) -> DueTarget:
        """The target of the known document that `target` is found to be, at its address from now on."""
        kept = await self.writer.run(
            self.archive.addresses.relocate,
            target,
            found.target,
            reason=found.reason,
            at=self.now(),
            stays=found.stays,
            gone=found.gone,
        )
        self._kept[target.id] = kept
        return kept

    def kept(self, target: DueTarget) -> DueTarget:
        """The target, or the one of the known document that it was found to be."""
        return self._kept.get(target.id, target)

    async def led(
        self, target: DueTarget, seen: Look, page: Page, stored: StoredVersion | None
    ) -> tuple[Look, LedTo | None]:
        """Where a known document's address leads now, where that is new; a failed look where it is to something else."""
        there = page.final_url
        if not elsewhere(target.url, there):
            return seen, None
        known = await self.writer.run(self.archive.addresses.at, there)
        if known is not None and known == target.document:
            return seen, None
        read = seen.output.edition if seen.output else None
        reason = f"its address leads there {'for good' if page.permanent else 'for now'}"
        # An address that always led there is what the listing shows; one that leads there since is the old one.
        led = LedTo(url=there, reason=reason, permanent=page.permanent and target.version is not None)
        if read is None or stored is None:  # the same bytes as before
            return seen, led
        found = resemblance(page_only(stored.edition), page_only(read))
        if unrelated(found):
            reason = f"its address leads to another page, {there}: look at it"
            return Look(Outcome.SOFT_ERROR, reason, replace(seen.fetched, body=None, content_hash=None)), None
        return seen, led if resembles(found) else None

    async def other(self, target: DueTarget) -> str | None:
        """Another address of a document that was not found twice in a row, to be tried; None where none may live."""
        if target.absence is None or target.kind != "document":
            return None
        return await self.writer.run(self.archive.addresses.other, target)

    async def tried(self, order: FetchOrder, seen: Look) -> tuple[DueTarget, Look]:
        """What came of trying another address: the document's target there, else that it was not found."""
        target, read = order.target, seen.output.edition if seen.output else None
        there = seen.outcome is Outcome.NOT_MODIFIED or (
            seen.outcome is Outcome.OK
            and read is not None
            and resembles(resemblance(page_only(await self.writer.run(self._latest, target)), page_only(read)))
        )
        if there:
            moved = self.archive.addresses.move
            return await self.writer.run(moved, target, order.url, reason=BACK, at=self.now()), seen
        if old_address(seen.outcome, answered=order.url, here=target.url) is not OldAddress.UNSURE:
            await self.writer.run(self.archive.addresses.gone, order.url, at=self.now())
        reason = f"the page is not there, and not at {order.url} either: check the address"
        return target, Look(Outcome.NOT_FOUND, reason, replace(seen.fetched, final_url=None, body=None))

    async def elsewhere_too(self, target: DueTarget, stored: StoredVersion) -> str | None:
        """The address of another document of the site with the same title and text, which is there; None where none is."""
        return await self.writer.run(self._elsewhere_too, target, stored)

    def _elsewhere_too(self, target: DueTarget, stored: StoredVersion) -> str | None:
        mine = known_by(stored.edition.article.title), text_key(stored.edition)
        for candidate in self.archive.addresses.candidates(target, *mine):
            found = resemblance(stored.edition, self._latest(candidate.target))
            if candidate.target.failures == 0 and found.title and found.text and found.could_be:
                return candidate.target.url
        return None


def with_files(gathering: Gathering, page: Edition, known: Sequence[FetchedFile]) -> None:
    """Files that did not arrive from a document's new address are as they were known at its old one."""
    for at, before in enumerate(wanted(page.article.attachments, known), 1):
        if at in gathering.looks and gathering.looks[at].trouble is not None:
            gathering.looks[at] = replace(gathering.looks[at], state=before)
