"""Recomputes what the archive says of itself, offline: bytes by their hashes, clauses by theirs, the rest by seals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, case, func, select
from zstandard import ZstdDecompressor, ZstdError

from monitor.dates import iso
from storage import blobs, changes, seals, versions
from storage.database import Database
from storage.surplus import may_lack_bytes
from storage.tables import alert, check, clause_span, clause_text, document, finding, part, raw, target, version

Link: TypeAlias = Literal["bytes", "clause", "version", "document", "alert", "row"]


_LET_GO = "the bytes that it was read from were removed, though it is the first or last version or tells something"


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that does not hold: of which document, version and alert (where it is about one), and what is wrong."""

    link: Link
    detail: str
    document: int | None = None
    version: int | None = None
    alert: int | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """A document that was gone through: how much there was, the seal of its last version, and what does not hold.

    `broken` is in the order of the chain, so its first is the first link that does not hold.
    """

    document: int
    versions: int
    alerts: int
    seal: bytes
    broken: tuple[Broken, ...]


class Proof:
    """Goes through an archive. Bytes and clause texts that several documents share are looked at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._texts_seen: set[int] = set()
        self._bytes: set[str] = set()

    def documents(self) -> list[int]:
        """All that were read at least once or have a version, by id. Raises StorageError."""
        with self._database.read() as connection:
            read = select(document.c.id).where(document.c.versions > 0)
            return sorted(set(connection.execute(read.union(select(version.c.document_id))).scalars()))

    def of_document(self, document_id: int) -> Proved:
        """Everything that is known of a document, in one view of the database. Raises StorageError."""
        with self._database.read() as connection:
            of_it = select(version.c.number).where(version.c.document_id == document_id).order_by(version.c.number)
            numbers = connection.execute(of_it).scalars().all()
            broken = [each for number in numbers for each in self._version(connection, document_id, number)]
            broken = [*self._clauses(connection, document_id), *broken, *_counted(connection, document_id, numbers)]
            if numbers and not broken:
                broken += _described(connection, document_id, numbers[-1])
            told = connection.execute(select(alert.c.id).where(alert.c.document_id == document_id)).scalars().all()
            broken += [each for id_ in sorted(told) for each in _alert(connection, id_)]
            seal = seals.stored(connection, document_id, numbers[-1]) if numbers else b""
        return Proved(document_id, len(numbers), len(told), seal, tuple(broken))

    def told(self, document_id: int) -> list[tuple[int, int, dict[str, Any]]]:
        """What was told of a document's versions: alert, version, body. Only where everything holds. Raises StorageError."""
        query = select(alert.c.id, alert.c.version, alert.c.payload).where(
            alert.c.document_id == document_id, alert.c.version.is_not(None)
        )
        with self._database.read() as connection:
            return [
                (row.id, row.version, blobs.unpack(row.payload, changes.retold(connection, document_id, row.version)))
                for row in connection.execute(query.order_by(alert.c.id))
            ]

    def of_the_rest(self) -> tuple[int, tuple[Broken, ...]]:
        """What belongs to no document: how many alerts are about sites, and what does not hold. Raises StorageError."""
        with self._database.read() as connection:
            told = connection.execute(select(alert.c.id).where(alert.c.document_id.is_(None))).scalars().all()
            broken = [each for id_ in told for each in _alert(connection, id_)]
            broken += _dangling(connection)
        return len(told), tuple(broken)

    def _clauses(self, connection: Connection, document_id: int) -> Iterator[Broken]:
        """Its clauses' texts, each by its hash."""
        query = (
            select(clause_span.c.from_version, clause_span.c.path, clause_span.c.clause_text_id, clause_text)
            .join(clause_text, clause_text.c.id == clause_span.c.clause_text_id, isouter=True)
            .where(clause_span.c.document_id == document_id)
            .order_by(clause_span.c.from_version, clause_span.c.rank)
        )
        for row in connection.execute(query):
            if row.clause_text_id in self._texts_seen:
                continue
            self._texts_seen.add(row.clause_text_id)
            if row.text is None or row.hash != blobs.digest(row.text):
                detail = f"the text of clause {row.path or 'at the root'} is not the one that was stored"
                yield Broken("clause", detail, document_id, row.from_version)

    def _version(self, connection: Connection, document_id: int, number: int) -> Iterator[Broken]:
        """The bytes of its pages and files, then its seal. What the seal does not hold for is not unpacked."""
        sound = seals.of_version(connection, document_id, number) == seals.stored(connection, document_id, number)
        this = (version.c.document_id == document_id) & (version.c.number == number)
        page = connection.execute(select(raw.c.sha256).join(version, version.c.raw_id == raw.c.id).where(this)).scalar()
        parts = connection.execute(
            select(raw.c.sha256)
            .join(part, part.c.raw_id == raw.c.id)
            .join(version, version.c.id == part.c.version_id)
            .where(this)
        ).scalars()
        files = versions.file_hashes(connection, document_id, number) if sound else ()
        for key in filter(None, (page, *parts, *files)):
            if key not in self._bytes:
                wrong = _wrong_bytes(connection, key)
                if wrong is not None and not (wrong == _LET_GO and may_lack_bytes(connection, document_id, number)):
                    yield Broken("bytes", wrong, document_id, number)
                self._bytes.add(key)
        if not sound:
            detail = "its bytes, rules, clauses, changes, findings or check are not those that were recorded"
            yield Broken("version", detail, document_id, number)


def _counted(connection: Connection, document_id: int, numbers: Sequence[int]) -> Iterator[Broken]:
    """Its versions are all there, and as many as its row, checks, alerts, clauses and findings know."""
    known = connection.execute(select(document.c.versions).where(document.c.id == document_id)).scalar()
    seen = select(func.max(check.c.version)).join(target, target.c.id == check.c.target_id)
    told = select(func.max(alert.c.version)).where(alert.c.document_id == document_id)
    most = max(
        known or 0,
        connection.execute(seen.where(target.c.document_id == document_id)).scalar() or 0,
        connection.execute(told).scalar() or 0,
    )
    for spans in (clause_span.c, finding.c):
        ends = select(
            func.max(case((spans.to_version > spans.from_version, spans.to_version), else_=spans.from_version))
        )
        most = max(most, connection.execute(ends.where(spans.document_id == document_id)).scalar() or 0)
    if list(numbers) != list(range(1, most + 1)) or known != most:
        detail = f"it should have the versions 1 to {most}, and has {', '.join(map(str, numbers)) or 'none'}"
        yield Broken("document", detail, document_id)


def _described(connection: Connection, document_id: int, number: int) -> Iterator[Broken]:
    """What lists show of a document is what its last version says."""
    row = connection.execute(select(document).where(document.c.id == document_id)).first()
    last = versions.read(connection, document_id, number)
    if row is None or last is None:
        return
    article = last.edition.article
    said = {"kind": article.kind, "stage": article.stage}
    said |= {"title": article.title} if article.title else {}
    said |= {"published": iso(article.published)} if article.published is not None else {}
    for name, value in said.items():
        if getattr(row, name) != value:
            detail = f"its {name} is not the one of its last version"
            yield Broken("document", detail, document_id, number)


def _alert(connection: Connection, alert_id: int) -> Iterator[Broken]:
    row = connection.execute(
        select(alert.c.document_id, alert.c.version, alert.c.seal).where(alert.c.id == alert_id)
    ).one()
    if seals.of_alert(connection, alert_id) != row.seal:
        detail = "what was told is not what was recorded"
        yield Broken("alert", detail, row.document_id, row.version, alert_id)


def _dangling(connection: Connection) -> Iterator[Broken]:
    """Rows that lead to none."""
    if connection.dialect.name == "sqlite":  # PostgreSQL lets no such row be
        for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Broken("row", f"row {row} of {table} leads to no row of {other}")


def _wrong_bytes(connection: Connection, key: str) -> str | None:
    """What is wrong with the stored bytes of this SHA-256, None where they are they."""
    row = connection.execute(select(raw.c.body, raw.c.size).where(raw.c.sha256 == key)).first()
    if row is None:
        return f"the bytes {key} that it was read from are gone"
    if row.body == blobs.GONE:
        return _LET_GO
    try:
        body = ZstdDecompressor().decompress(row.body)
    except ZstdError:
        return f"the bytes {key} cannot be unpacked"
    return None if sha256(body).hexdigest() == key and len(body) == row.size else f"the bytes {key} are others"
