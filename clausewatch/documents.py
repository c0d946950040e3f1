"""Documents in a round: the page, then its files, then both compared with what is known, recorded and told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch import announce
from clausewatch.arrivals import Arrivals
from clausewatch.attached import Gathering, look_at, wanted
from clausewatch.look import Look, doubt
from clausewatch.moved import Found, Moves, Waiting, with_files
from clausewatch.parts import Joining
from clausewatch.reading import PageInput, Reader
from clausewatch.rereading import reread
from clausewatch.writer import Writer
from crawler.page import FetchOrder, Page
from crawler.read import EXTRACTOR
from crawler.rules import ReadingRules
from monitor import flapping, withdrawal
from monitor.attached import first_read
from monitor.compare import compare
from monitor.observation import DueTarget, Fetched, FetchedFile, Recorded, StoredVersion
from monitor.records import BELIEVED, AttachedFile, Edition, Finding, Outcome
from storage.archive import Archive
from storage.blobs import Raw


def mark(target: DueTarget) -> str:
    """Who reads a target: the extractor's version and the revision of the site's rules."""
    return f"{EXTRACTOR}/{target.rules_digest[:12]}"


class Documents:
    """The documents of one round.

    `record` records one observation in one transaction; `moves` knows what this round learns of addresses.
    """

    def __init__(
        self,
        archive: Archive,
        writer: Writer,
        reader: Reader,
        rules: Callable[[DueTarget], ReadingRules],
        record: Callable[..., Awaitable[Recorded]],
        *,
        arrivals: Arrivals,
        moves: Moves,
        now: Callable[[], datetime],
    ) -> None:
        self._archive, self._writer, self._reader = archive, writer, reader
        self._arrivals = arrivals
        self._rules, self._record, self._now = rules, record, now
        self._gatherings: dict[int, Gathering] = {}
        self._joining = Joining(reader, self._parts_known)
        self._moves = moves

    def forget(self, target: DueTarget) -> None:
        """The document's check failed: files that still arrive are nobody's."""
        self._gatherings.pop(target.id, None)
        self._joining.forget(target)

    async def arrived(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        """One answer: a document's page, which may lead to further parts and to its files, or one of those."""
        if order.file is not None:
            return await self._file(order, order.file, page)
        return await self._page(order, page) if self._moves.begins(order.target) else ()

    async def resume(self, waiting: Waiting) -> Sequence[FetchOrder]:
        """A first reading goes on that waited for what other addresses say."""
        return await self._first(waiting.target, waiting.gathering, waiting.page)

    async def _page(self, order: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        whole = await self._joining.arrived(order, page, self._rules(order.target))
        if isinstance(whole, FetchOrder):
            return [whole]
        order, page, seen = whole.order, whole.page, whole.look
        target = order.target
        if order.url != target.url:
            target, seen = await self._moves.tried(order, seen)
        self._moves.hear(target, seen)
        read = seen.output.edition if seen.output else None
        if seen.outcome is Outcome.NOT_FOUND and target.version is not None:
            return await self._missing(order, seen)
        if seen.outcome not in BELIEVED or (read is None and seen.outcome is not Outcome.NOT_MODIFIED):
            await self._record(target, seen)
            return ()
        stored, known = await self._writer.run(self._known, target, whole=read is not None)
        if stored is not None and (doubted := doubt(seen, stored)) is not None:
            await self._record(target, doubted)
            return ()
        seen, led_to = await self._moves.led(target, seen, page, stored)
        if seen.outcome not in BELIEVED:
            self._moves.hear(target, seen)
            await self._record(target, seen)
            return ()
        files = known if read is None else wanted(read.article.attachments, known)
        self._gatherings[target.id] = Gathering(seen, read, files, stored, led_to)
        return [
            FetchOrder(
                target=target, url=f.url, delay=order.delay, file=f, page_number=at, conditional=order.conditional
            )
            for at, f in enumerate(files, 1)
        ] or await self._gathered(target)

    async def _parts_known(self, target: DueTarget) -> int:
        """How many parts the document's last version was read from."""
        stored, _ = await self._writer.run(self._known, target, whole=True)
        return 1 + len(stored.parts) if stored else 0

    async def _flipped(self, target: DueTarget, seen: Look) -> None:
        """The other one of two texts between which the document is known to flip: recorded as seen, and told to nobody.

        Its bytes are not kept as those of the last look, so that the next one reads the page again.
        """
        fetched = Fetched(status=seen.fetched.status, final_url=seen.fetched.final_url)
        reason = "the page flips between two texts that are known; this is the other one"
        since = target.other_since or self._now()
        await self._record(target, replace(seen, fetched=fetched, reason=reason), other_since=since)

    async def _missing(self, order: FetchOrder, seen: Look) -> Sequence[FetchOrder]:
        """A document that was there is not found: looked for at its other addresses, told as withdrawn once that is sure."""
        target, at = order.target, self._now()
        absent = withdrawal.absence(target.absence, seen.outcome, at)
        missing, documents = await self._writer.run(self._archive.missing, target.site)
        listed = await self._writer.run(self._archive.listed, target.id)
        missing += target.absence is None  # this one is not counted yet
        sure = absent is not None and withdrawal.confirmed(
            absent, at, listed=listed, missing=missing, documents=documents
        )
        if order.url == target.url and (other := await self._moves.other(target)) is not None:
            return [replace(order, url=other)]
        if target.withdrawn or not sure or absent is None or target.document is None:
            await self._record(target, seen, absence=absent)
            return ()
        stored = await self._writer.run(self._archive.latest, target.document)
        assert stored is not None
        if (there := await self._moves.elsewhere_too(target, stored)) is not None:
            await self._record(
                target, replace(seen, reason=f"{seen.reason}; its text stands at {there}"), absence=absent
            )
            return ()
        change = withdrawal.withdrawn(stored.edition.article.title, absent, target.memory.looked_at)
        alert = announce.of_whereabouts(target, stored, change, at=at)
        await self._record(target, seen, absence=absent, changes=(change,), alert=alert)
        return ()

    def _known(self, target: DueTarget, *, whole: bool) -> tuple[StoredVersion | None, Sequence[FetchedFile]]:
        """The files that a document's page named last, and with `whole` the document's last version."""
        if target.document is None:
            return None, ()
        stored = self._archive.latest(target.document) if whole else None
        return stored, self._archive.files(target.document)

    async def _file(self, order: FetchOrder, file: FetchedFile, page: Page) -> Sequence[FetchOrder]:
        """One file of a document arrived, or failed to; with the last one the document is complete."""
        gathering = self._gatherings.get(order.target.id)
        if gathering is None:  # the document's check failed meanwhile
            return ()
        gathering.looks[order.page_number] = await look_at(file, page, self._reader)
        return await self._gathered(order.target) if gathering.complete else ()

    async def _gathered(self, target: DueTarget) -> Sequence[FetchOrder]:
        """A document's page and all its files were looked at."""
        gathering = self._gatherings.pop(target.id)
        if gathering.page is None and not gathering.news and not target.withdrawn:
            await self._record(target, gathering.seen, gathering)
        elif target.version is None and gathering.page is not None:
            return await self._first(target, gathering, gathering.page)
        else:
            await self._next(target, gathering)
        return ()

    async def _first(self, target: DueTarget, gathering: Gathering, page: Edition) -> Sequence[FetchOrder]:
        """A first good reading: a known document at another address, else part of a baseline, or news."""
        edition = await self._bound(gathering, page, ())
        found = await self._moves.sought(target, gathering.seen, edition)
        if isinstance(found, Found):
            await self._moved(target, gathering, page, found)
            return ()
        if found:
            return self._moves.wait(Waiting(target, gathering, page, found))
        findings = edition.article.findings + edition.outline.findings + gathering.troubles(edition)
        if target.baseline:
            await self._record(target, gathering.seen, gathering, edition=edition, findings=findings, new=True)
            return ()
        told = await self._writer.run(self._arrivals.of, target, edition, findings, at=self._now())
        await self._record(
            target,
            gathering.seen,
            gathering,
            edition=edition,
            changes=told.changes,
            findings=told.findings,
            new=True,
            alert=told.alert,
            subscriptions=told.subscriptions,
            asides=told.asides,
        )
        return ()

    async def _moved(self, target: DueTarget, gathering: Gathering, page: Edition, found: Found) -> None:
        """A first reading at this address is one of a known document, whose history goes on."""
        moved = await self._moves.relocate(target, found)
        seen = replace(gathering.seen, reason=found.reason)
        if found.stays:  # its own look compares it; nothing is kept that would keep that from reading it
            fetched = Fetched(status=seen.fetched.status, final_url=seen.fetched.final_url)
            await self._record(moved, replace(seen, fetched=fetched))
            return
        with_files(gathering, page, await self._writer.run(self._archive.files, moved.document or 0))
        await self._next(moved, replace(gathering, seen=seen, stored=None), moved=True)

    async def _next(self, target: DueTarget, gathering: Gathering, *, moved: bool = False) -> None:
        """Another reading: the same, changed, or read by other rules than the last.

        The stored bytes of one that `moved` are of a page of its old site, to which the rules of now say nothing.
        """
        stored = gathering.stored or await self._writer.run(self._archive.latest, target.document or 0)
        assert stored is not None
        output = gathering.seen.output
        longer = output is not None and bool(output.later) and not stored.parts
        upgraded = (stored.extractor != mark(target) or longer) and not moved
        again = await self._reread(target, stored, gathering) if upgraded else None
        known = again or stored.edition
        edition = await self._bound(gathering, gathering.page or known, known.files)
        before = first_read(known, edition)
        comparison = compare(before, edition)
        comparison = replace(comparison, findings=comparison.findings + gathering.troubles(edition))
        seen = replace(gathering.seen, outcome=Outcome.OK)  # a page that is the same may have another file
        back = (withdrawal.restored(edition.article.title, target.memory.looked_at),) if target.withdrawn else ()
        if comparison.same:
            technical = edition != stored.edition and (upgraded or before is not known)
            technical |= moved and upgraded  # else the old page would be read by the new rules next time
            await self._record(
                target,
                seen if technical else gathering.seen,
                gathering,
                edition=edition if technical else None,
                changes=back,
                findings=comparison.findings,
                alert=announce.of_whereabouts(target, stored, back[0], at=self._now()) if back else None,
            )
            return
        known_texts, now = await self._writer.run(self._archive.text_keys, stored.document), flapping.text_key(edition)
        if not back and flapping.learnt(known_texts, now) and not flapping.settled(target.other_since, self._now()):
            await self._flipped(target, seen)
            return
        if now != known_texts[-1] and (same := flapping.earlier(known_texts, now)) is not None:
            returned = Finding("earlier_text", f"与第{same}版文字相同")
            comparison = replace(comparison, findings=(*comparison.findings, returned))
        comparison = replace(comparison, changes=(*back, *comparison.changes))
        alert = announce.of_changes(target, edition, announce.unheard(comparison, stored), stored, at=self._now())
        await self._record(
            target,
            seen,
            gathering,
            edition=edition,
            changes=comparison.changes,
            findings=comparison.findings,
            alert=alert,
        )

    async def _bound(self, gathering: Gathering, page: Edition, known: Sequence[AttachedFile]) -> Edition:
        """The page with its files, those that did not arrive anew as they were `known`."""
        files = gathering.read_files(page, known)
        return await self._reader.bind(page, files) if files or page.files else page

    async def _reread(self, target: DueTarget, stored: StoredVersion, gathering: Gathering) -> Edition | None:
        """The stored version as it is read today; parts that nobody read so far, as they are now."""
        output = gathering.seen.output
        again = self._page_again(target)
        return await reread(stored, again, self._raw, self._reader, later=output.later if output else ())

    def _page_again(self, target: DueTarget) -> PageInput:
        """How a stored page of the target is read, its bytes apart."""
        return PageInput(
            body=b"", url=target.url, status=200, content_type="", rules=self._rules(target), want="article"
        )

    async def _raw(self, content_hash: str) -> Raw:
        return await self._writer.run(self._archive.raw, content_hash)
