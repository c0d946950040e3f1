"""What a document that is seen for the first time means to whom: one work is told once, however many pages carry it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from clausewatch import announce
from crawler.site import from_json
from monitor import arrival, grading
from monitor.family import Tie
from monitor.interests import Interests
from monitor.observation import Alert, DueTarget, StoredVersion, Telling
from monitor.portrait import Portrait, portrait
from monitor.records import Change, Comparison, Edition, Finding
from storage.archive import Archive
from storage.families import Families

_COPIES = 5
"""Copies that were there before their original, of which something is told."""
_SURE = 0.9
"""How sure it must be that a work ends another one, before that is told."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is recorded of a new document and told: `alert` to `subscriptions`, and `asides` about its kin to theirs."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    alert: Alert
    subscriptions: tuple[int, ...]
    asides: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Looks up what is known beside a new document. Reads only. `levels` are how grave changes are here."""

    archive: Archive
    families: Families
    interests: Interests
    levels: grading.Levels = field(default_factory=dict)

    def of(self, target: DueTarget, edition: Edition, findings: Sequence[Finding], *, at: datetime) -> Arrival:
        """What to record and tell of a document that was just read for the first time. Raises StorageError."""
        assert target.document is not None
        seen = portrait(edition, target.site, from_json(target.rules).region or "")
        ties, portraits = self.families.foresee(target.document, seen)
        told = _Told(self, target, edition, portraits, findings, at=at)
        for tie in ties:
            if (step := _STEPS.get((tie.relation, tie.one == target.document))) is not None:
                step(told, tie)
        told.citations(seen, {end for tie in ties for end in (tie.one, tie.other)})
        return told.arrival()

    def latest(self, document: int) -> StoredVersion:
        """A relative's last version: whoever has a portrait was read."""
        found = self.archive.latest(document)
        assert found is not None
        return found

    def place(self, document: int) -> DueTarget:
        """Where a relative is watched, as far as alerts speak of it."""
        known = self.archive.summary(document)
        column = self.archive.column(document)
        return DueTarget(
            id=0,
            kind="document",
            url=known.url,
            site=known.site,
            rules="",
            rules_digest="",
            column=column,
            document=document,
        )


class _Told:
    """What comes together while a new document's kin are gone through."""

    def __init__(
        self,
        known: Arrivals,
        target: DueTarget,
        edition: Edition,
        portraits: Mapping[int, Portrait],
        findings: Sequence[Finding],
        *,
        at: datetime,
    ) -> None:
        self._known, self._target, self._edition, self._portraits, self._at = known, target, edition, portraits, at
        self._findings = list(findings)
        self._beside: list[Change] = []
        self._heard: set[int] = set()  # subscriptions that know the work from another page
        self._about: list[int] = []  # documents whose watchers want to hear of this one
        self._asides: list[Telling] = []
        self._final: tuple[StoredVersion, Comparison] | None = None

    def final(self, tie: Tie) -> None:
        """The final of a draft that is known."""
        draft = self._known.latest(tie.other)
        comparison = arrival.of_final(draft.edition, self._edition)
        if any(change.type == "status_changed" for change in comparison.changes):
            self._final = draft, comparison
        self._about.append(tie.other)

    def copy(self, tie: Tie) -> None:
        """A copy of a work that is known."""
        original = self._known.latest(tie.other)
        comparison = arrival.of_copy(original.edition, self._edition)
        self._beside += comparison.changes
        heard = self._who_heard(tie.other, original)
        self._heard |= heard
        alert = announce.of_copy(self._target, self._edition, comparison, original, number=1, at=self._at)
        self._aside(alert, heard)
        self._numbers(tie.other, original)

    def original(self, tie: Tie) -> None:
        """The original of a copy that was there before."""
        copy = self._known.latest(tie.one)
        heard = self._who_heard(tie.one, copy)
        self._heard |= heard
        if len(self._asides) < _COPIES:
            comparison = arrival.of_copy(self._edition, copy.edition)
            here = replace(copy, edition=self._edition)
            place = self._known.place(tie.one)
            alert = announce.of_copy(place, copy.edition, comparison, here, number=copy.number, at=self._at)
            self._aside(alert, heard, document=tie.one, version=copy.number)
        self._numbers(tie.one, copy)

    def end(self, tie: Tie) -> None:
        """A work that ends another one."""
        if tie.confidence >= _SURE:
            ended = self._known.latest(tie.other)
            change = arrival.of_end(ended.edition, self._edition)
            alert = announce.of_whereabouts(self._known.place(tie.other), ended, change, at=self._at)
            self._aside(alert, None, document=tie.other, version=ended.number)

    def page(self, tie: Tie) -> None:
        """A notice, an attachment, an amendment, an explanation: whoever watches the work wants to hear of it."""
        work = tie.other if tie.one == self._target.document else tie.one
        self._about.append(work)
        if tie.relation in {"notice_of", "attachment_of"}:
            self._numbers(work, self._known.latest(work))

    def citations(self, seen: Portrait, kin: set[int]) -> None:
        """The watched works that the document names, its kin apart; whoever watches one of their pages hears of it."""
        for citation in arrival.cited(self._edition):
            named = self._known.families.named(citation.name, seen.place, seen.cited)
            pages = sorted(each for each, work in named.items() if arrival.meant(citation, seen, work))
            if not pages or self._target.document in pages or kin.intersection(pages):
                continue
            work = next((each for each in pages if not named[each].copy), pages[0])
            changes, weaker = arrival.of_citation(citation, self._edition, self._known.latest(work).edition)
            self._beside += changes
            self._findings += weaker
            self._about += pages

    def arrival(self) -> Arrival:
        """All of it: a final is told as what became of its draft, every other document as new."""
        interests, findings = self._known.interests, tuple(self._findings)
        if self._final is not None:
            draft, comparison = self._final
            findings = tuple(dict.fromkeys((*comparison.findings, *findings)))
            comparison = replace(comparison, changes=(*comparison.changes, *self._beside), findings=findings)
            changes = comparison.changes
            alert = announce.of_final(self._target, self._edition, comparison, draft, at=self._at)
        else:
            changes = (announce.new_document(self._edition), *self._beside)
            alert = announce.of_new(self._target, self._edition, findings, self._beside, at=self._at)
        alert = self._graded(alert)
        wanting = set(interests.wanting(alert))
        for document in dict.fromkeys(self._about):
            wanting |= set(interests.wanting(announce.as_if_of(alert, self._known.place(document))))
        return Arrival(changes, findings, alert, tuple(sorted(wanting - self._heard)), tuple(self._asides))

    def _who_heard(self, document: int, stored: StoredVersion) -> set[int]:
        """The subscriptions for which this other page of the work was the news."""
        alert = self._graded(announce.of_new(self._known.place(document), stored.edition, (), at=self._at))
        return set(self._known.interests.wanting(alert))

    def _numbers(self, other: int, stored: StoredVersion) -> None:
        assert self._target.document is not None
        own, partner = self._portraits[self._target.document], self._portraits[other]
        found = arrival.other_numbers(own, partner, stored.edition.article.title)
        self._findings += [found] if found is not None else []

    def _aside(
        self, alert: Alert, only: set[int] | None, *, document: int | None = None, version: int | None = None
    ) -> None:
        """Tell something else than the document's arrival to those (of `only`) that want it."""
        alert = self._graded(alert)
        wanting = tuple(each for each in self._known.interests.wanting(alert) if only is None or each in only)
        if wanting:
            self._asides.append(Telling(alert, wanting, document, version))

    def _graded(self, alert: Alert) -> Alert:
        return grading.regraded(alert, self._known.levels, "settings")


_Step: TypeAlias = Callable[[_Told, Tie], None]
_STEPS: Mapping[tuple[str, bool], _Step] = MappingProxyType(
    {
        ("final_of", True): _Told.final,
        ("repost_of", True): _Told.copy,
        ("repost_of", False): _Told.original,
        ("repeals", True): _Told.end,
        ("notice_of", True): _Told.page,
        ("notice_of", False): _Told.page,
        ("attachment_of", True): _Told.page,
        ("attachment_of", False): _Told.page,
        ("amends", True): _Told.page,
        ("explains", True): _Told.page,
        ("redraft_of", True): _Told.page,
    }
)
"""Relation, and whether the new document is its `one` → what follows; of other kin nothing more is told."""
