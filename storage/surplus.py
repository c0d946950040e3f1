"""Bytes that nothing needs: rows that nobody names, and pages of which only another reading of known words came.

Bytes are named by the versions that were read from them, and by the files of versions and documents. A version and its
bytes are written in one transaction, and so is what goes here: what is being written is never taken for surplus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Delete, Update, delete, exists, func, select, tuple_, update

from storage import blobs, face
from storage.blobs import GONE
from storage.database import Database
from storage.tables import alert, attachment, change, document, finding, part, raw, version

_BATCH = 100
"""So many bodies go in one transaction."""
_FACES = 1000

_READ_FROM = select(version.c.raw_id).where(version.c.raw_id.is_not(None))
_LISTED = raw.c.sha256.in_(select(attachment.c.content_hash).where(attachment.c.content_hash.is_not(None)))
_PART = raw.c.id.in_(select(part.c.raw_id))
"""A further page of a document that is cut into pages: it is kept as long as its version, whatever that told."""
_ORPHAN = raw.c.id.not_in(_READ_FROM) & ~_LISTED & ~_PART
_TOLD = select(alert.c.document_id, alert.c.version).where(
    alert.c.document_id.is_not(None), alert.c.version.is_not(None)
)
_TELLS = (
    (version.c.number == 1)
    | exists().where(document.c.id == version.c.document_id, document.c.versions == version.c.number)
    | exists().where(change.c.version_id == version.c.id)
    | exists().where(
        finding.c.document_id == version.c.document_id,
        (finding.c.from_version == version.c.number) | (finding.c.to_version == version.c.number),
    )
    | tuple_(version.c.document_id, version.c.number).in_(_TOLD)
)
"""Whether a version is the first or the last of its document, changed or showed anything, or was told."""


@dataclass(frozen=True, slots=True)
class Body:
    """A row with bytes: `size` is what they take, packed."""

    id: int
    sha256: str
    size: int


class Surplus:
    """The bytes that may go; for one go through them. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files: set[str] = set()  # what the files of all versions up to this one are known by
        self._seen = 0

    def look_through(self) -> Iterator[int]:
        """Learns which bytes are those of versions' files, some versions at a time; gives how many they were."""
        while True:
            with self._database.read() as connection:
                many = self._learn(connection, _FACES)
            if not many:
                return
            yield many

    def orphans(self) -> list[Body]:
        """What no version and no document's file names."""
        return self._some(_ORPHAN)

    def silent(self, before: datetime) -> list[Body]:
        """Pages that were read before a moment only, for versions that told nobody anything."""
        return self._some(_silent(before) & (raw.c.body != GONE))

    def remove(self, bodies: Sequence[Body]) -> Iterator[list[Body]]:
        """Removes orphans; gives after each transaction what went in it."""
        return self._each(bodies, _ORPHAN, delete(raw))

    def let_go(self, bodies: Sequence[Body], before: datetime) -> Iterator[list[Body]]:
        """Lets go of the bytes of silent pages; their rows stay, with their hashes."""
        return self._each(bodies, _silent(before), update(raw).values(body=GONE))

    def _some(self, which: ColumnElement[bool]) -> list[Body]:
        query = select(raw.c.id, raw.c.sha256, func.length(raw.c.body)).where(which).order_by(raw.c.id)
        with self._database.read() as connection:
            found = [Body(*row) for row in connection.execute(query)]
        return [body for body in found if body.sha256 not in self._files]

    def _each(
        self, bodies: Sequence[Body], still: ColumnElement[bool], statement: Delete | Update
    ) -> Iterator[list[Body]]:
        for start in range(0, len(bodies), _BATCH):
            with self._database.write() as connection:
                # Nobody else writes now. What came since the bodies were chosen, and names them, keeps them.
                self._learn(connection)
                some = [body.id for body in bodies[start : start + _BATCH] if body.sha256 not in self._files]
                gone = statement.where(raw.c.id.in_(some), still).returning(raw.c.id)
                went = set(connection.execute(gone).scalars())
            yield [body for body in bodies[start : start + _BATCH] if body.id in went]

    def _learn(self, connection: Connection, limit: int | None = None) -> int:
        newer = select(version.c.id, version.c.face).where(version.c.id > self._seen).order_by(version.c.id)
        rows = connection.execute(newer.limit(limit)).all()
        for row in rows:
            self._seen = row.id
            if row.face is not None:
                self._files |= face.hashes(blobs.unpack(row.face))
        return len(rows)


def may_lack_bytes(connection: Connection, document_id: int, number: int) -> bool:
    """Whether the page of a version may have been let go of: the version told nobody anything."""
    this = (version.c.document_id == document_id) & (version.c.number == number)
    return connection.execute(select(version.c.id).where(this, ~_TELLS)).first() is not None


def _silent(before: datetime) -> ColumnElement[bool]:
    """Bodies that some version was read from, and none that tells anything or is as young."""
    loud = _READ_FROM.where(_TELLS | (version.c.at >= before))
    return raw.c.id.in_(_READ_FROM) & raw.c.id.not_in(loud) & ~_LISTED & ~_PART
