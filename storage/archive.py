"""What was seen: one transaction an observation, and every version given back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from monitor.dates import iso
from monitor.errors import StorageError
from monitor.observation import (
    Alert,
    CheckSummary,
    DocumentSummary,
    FetchedFile,
    Observation,
    Recorded,
    StoredVersion,
    VersionSummary,
)
from monitor.records import BELIEVED, Edition, ListingItem, Outcome
from monitor.relocation import known_by
from monitor.twins import Listed
from storage import (
    addresses,
    attachments,
    baselines,
    blobs,
    checks,
    clauses,
    documents,
    families,
    listed,
    outbox,
    seals,
    targets,
    versions,
)
from storage.addresses import Addresses
from storage.baselines import Baseline
from storage.blobs import Raw
from storage.database import Database
from storage.scope import Scope
from storage.tables import check, document, target, version

_CITATIONS = 100
"""Of how many told citations it is looked up whose they are."""


class Archive:
    """The documents and their versions. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database, self.addresses = database, Addresses(database)

    def record(self, observation: Observation) -> Recorded:
        """Writes one check and all that follows from it, or nothing.

        That is: the check; a new version where there is an edition (with the bytes of page and files, changes and
        findings) and its links to its kin; documents for the items that nobody knew; deliveries of the alert; the
        target's validators, failures and next due time; the state of its attached files.
        `followups` are the watched targets among the items that are new or due. Raises StorageError also where the
        target is unknown, or another process wrote a version since the target was taken.
        """
        with self._database.write() as connection:
            row = connection.execute(select(target).where(target.c.id == observation.target.id)).first()
            if row is None:
                raise StorageError(f"target {observation.target.url} is not in the database; please report it")
            number = _current(connection, row)
            if observation.edition is not None:
                number = _new_version(connection, row, number, observation, observation.edition)
            _write_check(connection, row, number, observation)
            if observation.edition is not None:
                seals.seal_version(connection, row.document_id, number)
            _write_target(connection, row, observation)
            _write_status(connection, row, observation)
            if observation.files is not None and row.document_id is not None:
                attachments.write(connection, row.document_id, observation.files)
            found = listed.note(connection, row, observation.items, observation.at)
            _lead(connection, row, observation)
            if observation.alert is not None:
                outbox.queue(
                    connection,
                    observation.alert,
                    observation.subscriptions,
                    observation.at,
                    document=row.document_id,
                    version=number,
                    gathers=observation.gathers,
                )
            for aside in observation.asides:
                document_id = aside.document or row.document_id
                outbox.queue(
                    connection,
                    aside.alert,
                    aside.subscriptions,
                    observation.at,
                    document=document_id,
                    version=aside.version or number,
                    gathers=observation.gathers,
                )
            followups = targets.load(connection, found, due=observation.at)
            return Recorded(document=row.document_id, version=number or None, followups=tuple(followups))

    def upgrade(self, observation: Observation) -> None:
        """Writes another reading of a document's last version as a version without changes, and nothing else.

        Raises StorageError also where another process wrote a version since the target was taken.
        """
        assert observation.edition is not None
        with self._database.write() as connection:
            row = connection.execute(select(target).where(target.c.id == observation.target.id)).one()
            number = _new_version(connection, row, _current(connection, row), observation, observation.edition)
            seals.seal_version(connection, row.document_id, number)

    def confirm(self, document_id: int, number: int, extractor: str) -> None:
        """Notes that this extractor reads the same from a version's bytes."""
        with self._database.write() as connection:
            versions.confirm(connection, document_id, number, extractor)

    def latest(self, document_id: int) -> StoredVersion | None:
        """The last version; None where the document was not read yet."""
        with self._database.read() as connection:
            number = connection.execute(select(document.c.versions).where(document.c.id == document_id)).scalar()
            return versions.read(connection, document_id, number) if number else None

    def version(self, document_id: int, number: int) -> StoredVersion | None:
        """A version by its number, counted from 1; None where there is none."""
        with self._database.read() as connection:
            return versions.read(connection, document_id, number)

    def at(self, document_id: int, moment: datetime) -> StoredVersion | None:
        """What the document said at a moment, as far as was observed; None before its first version."""
        query = select(func.max(version.c.number)).where(version.c.document_id == document_id, version.c.at <= moment)
        with self._database.read() as connection:
            number = connection.execute(query).scalar()
            return versions.read(connection, document_id, number) if number else None

    def history(self, document_id: int) -> list[VersionSummary]:
        """Every version of a document in a line each, the first one first."""
        with self._database.read() as connection:
            return versions.history(connection, document_id)

    def younger(self, document_id: int, number: int) -> list[str]:
        """The paths of a version's clauses whose text or place is not that of the first version."""
        with self._database.read() as connection:
            return clauses.younger(connection, document_id, number)

    def citing(self, title: str) -> list[DocumentSummary]:
        """The documents of which it was last told that they cite the work of this title, newest first."""
        with self._database.read() as connection:
            ids = versions.citing(connection, title, _CITATIONS)
            found = {each.id: each for each in documents.by_ids(connection, ids)}
        return [found[id_] for id_ in ids]

    def versions(self, document_id: int, *, after: int, limit: int) -> list[VersionSummary]:
        """As `history`, so many versions with numbers after one."""
        with self._database.read() as connection:
            return versions.page(connection, document_id, after, limit)

    def moments(self, document_id: int) -> list[tuple[int, datetime]]:
        """Every version's number and when it was first seen, the first one first."""
        with self._database.read() as connection:
            return versions.moments(connection, document_id)

    def text_keys(self, document_id: int) -> list[str | None]:
        """What the texts of all versions are known by (`monitor.flapping`), the first one's first."""
        query = select(version.c.text_key).where(version.c.document_id == document_id).order_by(version.c.number)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def looks(self, document_id: int, limit: int) -> Sequence[CheckSummary]:
        """The last looks at a document, the latest first."""
        with self._database.read() as connection:
            return checks.last(connection, document_id, limit)

    def files(self, document_id: int) -> tuple[FetchedFile, ...]:
        """The attachments that the document's page named at its last good check, with their validators."""
        with self._database.read() as connection:
            return attachments.read(connection, document_id)

    def raw(self, content_hash: str) -> Raw:
        """The bytes that a version was read from, by its `content_hash`. Raises StorageError where they are lost."""
        found = self.kept(content_hash)
        if found is None:
            raise StorageError(
                f"the bytes {content_hash or 'without a hash'} are not in the database; restore a backup"
            )
        return found

    def kept(self, content_hash: str) -> Raw | None:
        """As `raw`; None where they are lost or were let go of."""
        with self._database.read() as connection:
            return blobs.read(connection, content_hash)

    def documents(self, site: str | None = None) -> list[DocumentSummary]:
        """The documents that were read at least once, of one site or all, the one that changed last first."""
        return self.within(Scope(sites=None if site is None else (site,)))

    def within(self, scope: Scope) -> list[DocumentSummary]:
        """The documents of a scope that were read at least once, the one that changed last first."""
        with self._database.read() as connection:
            return documents.listed(connection, scope)

    def standing(self, at: datetime | None) -> dict[int, tuple[int, datetime]]:
        """For each document that was known at a moment, or is today, its latest version, and when that was seen."""
        with self._database.read() as connection:
            return documents.standing(connection, at)

    def validities(self, numbers: Mapping[int, int]) -> dict[int, str | None]:
        """What documents say of their own validity (有效, 失效, …) in these versions of them."""
        with self._database.read() as connection:
            return {each: versions.validity(connection, each, number) for each, number in numbers.items()}

    def last_with(self, document_id: int, path: str) -> int | None:
        """The last version of a document that has a clause at a path; None where none had."""
        with self._database.read() as connection:
            return clauses.last_with(connection, document_id, path)

    def page(self, *, after: int, limit: int, site: str | None = None) -> list[DocumentSummary]:
        """So many of the documents that were read at least once, by id, those after one: new ones come at the end."""
        with self._database.read() as connection:
            return documents.page(connection, after, limit, site)

    def summary(self, document_id: int) -> DocumentSummary:
        """One document, also one that was not read yet. Raises UsageError where there is none."""
        with self._database.read() as connection:
            return documents.by_ids(connection, [documents.find(connection, str(document_id))])[0]

    def find(self, ref: str) -> int:
        """The document that a person means by an id or an address. Raises UsageError where there is none."""
        with self._database.read() as connection:
            return documents.find(connection, ref)

    def missing(self, site: str) -> tuple[int, int]:
        """How many documents of a site were not found at their last look, and how many were ever read."""
        with self._database.read() as connection:
            return documents.missing(connection, site)

    def listed(self, target_id: int) -> bool:
        """Whether a document's column showed it when its listing was last read."""
        with self._database.read() as connection:
            return listed.shown(connection, target_id)

    def column(self, document_id: int) -> str | None:
        """The name of the column in which a document was found; None where there is none."""
        with self._database.read() as connection:
            return documents.column(connection, document_id)

    def known(self, addresses: Collection[str]) -> set[str]:
        """Those of the canonical addresses that are targets already."""
        with self._database.read() as connection:
            known = listed.at_addresses(connection, list(addresses))
            return set(known) | set(listed.formerly(connection, [each for each in addresses if each not in known]))

    def entries(self, column: int, titles: Collection[str]) -> list[Listed]:
        """What a column's target listed last under these titles."""
        with self._database.read() as connection:
            return listed.under(connection, column, list(titles))

    def heard(self, column: int, items: Sequence[ListingItem]) -> bool:
        """Whether nothing among the entries of a column's target is news: all are known, with these titles and dates."""
        with self._database.read() as connection:
            return listed.heard(connection, column, items)

    def latest_changes(
        self, limit: int, *, site: str | None = None, document: int | None = None
    ) -> list[tuple[DocumentSummary, VersionSummary]]:
        """The last versions with changes above severity none, newest first; versions of a baseline have none.

        `site` and `document` limit them to one site by its name or one document by its id.
        """
        with self._database.read() as connection:
            told = versions.told(connection, limit, site=site, document=document)
            summaries = {each.id: each for each in documents.by_ids(connection, [id_ for id_, _ in told])}
            return [(summaries[id_], summary) for id_, summary in told]

    def changes_since(self, since: datetime) -> list[tuple[DocumentSummary, VersionSummary]]:
        """As `latest_changes`, all of them since a moment, the oldest first."""
        with self._database.read() as connection:
            told = versions.told_since(connection, since)
            summaries = {each.id: each for each in documents.by_ids(connection, sorted({id_ for id_, _ in told}))}
            return [(summaries[id_], summary) for id_, summary in told]

    def changes_after(self, after: int, limit: int) -> list[tuple[int, DocumentSummary, VersionSummary]]:
        """As `latest_changes`, the first ones recorded after a place, each with its own place, the oldest first."""
        with self._database.read() as connection:
            told = versions.told_after(connection, after, limit)
            summaries = {each.id: each for each in documents.by_ids(connection, sorted({id_ for _, id_, _ in told}))}
            return [(place, summaries[id_], summary) for place, id_, summary in told]

    def open_baselines(self) -> list[Baseline]:
        """Baselines whose first good round is over, one for each site."""
        with self._database.read() as connection:
            return baselines.all_open(connection)

    def close_baseline(
        self, baseline: Baseline, *, at: datetime, alert: Alert | None = None, subscriptions: Sequence[int] = ()
    ) -> None:
        """Ends a baseline and queues its summary, in one transaction."""
        with self._database.write() as connection:
            baselines.close(connection, baseline, at)
            if alert is not None:
                outbox.queue(connection, alert, subscriptions, at)


def _current(connection: Connection, row: Row[Any]) -> int:
    query = select(document.c.versions).where(document.c.id == row.document_id)
    return connection.execute(query).scalar() or 0


def _new_version(
    connection: Connection, row: Row[Any], current: int, observation: Observation, edition: Edition
) -> int:
    if row.document_id is None or current != (observation.target.version or 0):
        raise StorageError(f"{row.url} was changed by another process meanwhile; run again")
    article = edition.article
    values = {
        "title": article.title or row.listed_title or row.url,
        "kind": article.kind,
        "stage": article.stage,
        "versions": current + 1,
        "known_by": known_by(article.title),
    }
    if article.published is not None:  # else the listing's date stays
        values["published"] = iso(article.published)
    if observation.changes or not current:  # another reading of the same words is no change
        values["changed_at"] = observation.at
    connection.execute(update(document).where(document.c.id == row.document_id).values(values))
    versions.write(connection, row.document_id, current + 1, observation, edition)
    if observation.portrait is not None:
        families.note(connection, row.document_id, observation.portrait, observation.at)
    return current + 1


def _write_check(connection: Connection, row: Row[Any], number: int, observation: Observation) -> None:
    fetched = observation.fetched
    values = {
        "target_id": row.id,
        "round": observation.round,
        "at": observation.at,
        "outcome": str(observation.outcome),
        "reason": observation.reason,
        "evidence": observation.evidence,
        "status": fetched.status,
        "final_url": fetched.final_url if fetched.final_url != row.url else None,
        "version": number or None,
        "baseline": observation.baseline,
        "new": observation.new,
    }
    connection.execute(check.insert(), values)


def _write_target(connection: Connection, row: Row[Any], observation: Observation) -> None:
    fetched = observation.fetched
    values: dict[str, Any] = {"checked_at": observation.at, "next_due_at": observation.next_due_at}
    if observation.outcome in BELIEVED:
        values |= {"good_at": observation.at, "failures": 0, "cause": None, "poison": None, "kills": None}
        values |= {"absent": None, "absent_since": None, "other_since": observation.other_since}
        if observation.entries is not None:
            values["entries"] = observation.entries
        values |= {"etag": fetched.etag, "last_modified": fetched.last_modified, "content_hash": fetched.content_hash}
        if (worth := observation.validators) is not None:
            values |= {"hits": worth.hits, "whole_at": worth.whole_at, "lies": worth.lies}
        if observation.memory is not None:
            values |= targets.remembered(observation.memory)
        if observation.outcome is Outcome.NOT_MODIFIED:  # an answer that says so need not repeat its validators
            values |= {name: values[name] or getattr(row, name) for name in _VALIDATORS}
    else:
        values |= {"failures": row.failures + 1, "cause": observation.cause and str(observation.cause)}
        if observation.poison is not None:
            again = row.poison == observation.poison
            values |= {"poison": observation.poison, "kills": (row.kills or 0) + 1 if again else 1}
        if observation.absence is not None:
            values |= {"absent": observation.absence.times, "absent_since": observation.absence.since}
    connection.execute(update(target).where(target.c.id == row.id).values(values))


def _write_status(connection: Connection, row: Row[Any], observation: Observation) -> None:
    """A document that was told to be withdrawn, or to be there again, is so."""
    for change in observation.changes:
        if (status := _STATUS.get(change.type)) is not None:
            values = {"status": status, "changed_at": observation.at}
            connection.execute(update(document).where(document.c.id == row.document_id).values(values))


def _lead(connection: Connection, row: Row[Any], observation: Observation) -> None:
    """A document's address led to another one: for good, or for now."""
    led = observation.led_to
    if led is not None and row.document_id is not None:
        step = addresses.follow if row.kind == "document" and led.permanent else addresses.leads
        step(connection, row, led.url, reason=led.reason, at=observation.at)


_STATUS = {"document_withdrawn": "withdrawn", "document_restored": "live"}
_VALIDATORS = ("etag", "last_modified", "content_hash")
