"""Versions of a document: written as what differs, given back whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from monitor.attached import bind, page_only
from monitor.observation import Observation, StoredVersion, VersionSummary
from monitor.outline import outline, text_of
from monitor.records import Edition
from monitor.severity import highest
from monitor.text import key
from storage import blobs, changes, clauses, face, findings, parts, tables
from storage.tables import raw, site, site_revision, version

_VERSION = select(version, raw.c.sha256).join(raw, raw.c.id == version.c.raw_id, isouter=True)


def write(connection: Connection, document: int, number: int, observation: Observation, edition: Edition) -> None:
    """Records version `number` of a document: the bytes it was read from, its clauses, changes and findings.

    The edition's outline is the one of its article's text and title and of its files: it is not kept but made again.
    """
    clauses.write(connection, document, number, edition.outline.clauses)
    row = {
        "document_id": document,
        "number": number,
        "at": observation.at,
        "raw_id": _raw(connection, observation),
        "revision_id": _revision(connection, observation),
        "extractor": observation.extractor,
        "text_key": observation.text_key,
        "severity": highest(each.severity for each in observation.changes),
        "face": _new_face(connection, document, number, edition),
        "changes": changes.packed(connection, document, number, observation.changes),
    }
    version_id = connection.execute(version.insert().returning(version.c.id), row).scalar_one()
    parts.write(connection, version_id, observation.fetched.parts)
    changes.write(connection, version_id, observation.changes)
    findings.write(connection, document, number, observation.findings)


def confirm(connection: Connection, document: int, number: int, extractor: str) -> None:
    """Another extractor, or other rules, read the same from the version's bytes: it counts as read by them."""
    this = (version.c.document_id == document) & (version.c.number == number)
    connection.execute(update(version).where(this).values(confirmed=extractor))


def read(connection: Connection, document: int, number: int) -> StoredVersion | None:
    """One version, whole; None where the document has no such version."""
    row = connection.execute(_VERSION.where(version.c.document_id == document, version.c.number == number)).first()
    if row is None:
        return None
    summary = summaries(connection, [row])[0]
    return StoredVersion(
        document=document,
        number=number,
        at=summary.at,
        content_hash=summary.content_hash,
        extractor=row.confirmed or row.extractor,
        edition=_edition(connection, document, number),
        parts=parts.read(connection, row.id),
        changes=summary.changes,
        findings=summary.findings,
        severity=summary.severity,
    )


def history(connection: Connection, document: int) -> list[VersionSummary]:
    """Every version of a document, the first one first."""
    rows = connection.execute(_VERSION.where(version.c.document_id == document).order_by(version.c.number)).all()
    return summaries(connection, rows)


def page(connection: Connection, document: int, after: int, limit: int) -> list[VersionSummary]:
    """As `history`, so many versions with numbers after one."""
    query = _VERSION.where(version.c.document_id == document, version.c.number > after)
    return summaries(connection, connection.execute(query.order_by(version.c.number).limit(limit)).all())


def moments(connection: Connection, document: int) -> list[tuple[int, datetime]]:
    """Every version's number and when it was first seen, the first one first."""
    query = select(version.c.number, version.c.at).where(version.c.document_id == document).order_by(version.c.number)
    return [(row.number, row.at) for row in connection.execute(query)]


def told_after(connection: Connection, after: int, limit: int) -> list[tuple[int, int, VersionSummary]]:
    """As `told`, the first ones recorded after the row `after`: each with its row and its document.

    Rows are numbered in the order in which they are written, for there is one writer at a time: none comes before one
    that was seen already.
    """
    query = _VERSION.where(version.c.severity != "none", version.c.id > after).order_by(version.c.id).limit(limit)
    return [(row.id, row.document_id, summaries(connection, [row])[0]) for row in connection.execute(query).all()]


def told(
    connection: Connection, limit: int, *, site: str | None = None, document: int | None = None
) -> list[tuple[int, VersionSummary]]:
    """The latest versions with changes that are worth telling, the last one first, with their documents.

    `site` and `document` limit them to one site by its name or one document by its id.
    """
    query = _VERSION.where(version.c.severity != "none").order_by(version.c.id.desc()).limit(limit)
    if site is not None:
        of_site = select(tables.document.c.id).join(tables.site).where(tables.site.c.name == site)
        query = query.where(version.c.document_id.in_(of_site))
    if document is not None:
        query = query.where(version.c.document_id == document)
    return [(row.document_id, summaries(connection, [row])[0]) for row in connection.execute(query).all()]


def citing(connection: Connection, title: str, limit: int) -> list[int]:
    """The documents whose versions told that they cite the work of this title, among the last `limit` that told such."""
    cites = select(tables.change.c.version_id).where(tables.change.c.type == "document_cited")
    query = _VERSION.where(version.c.id.in_(cites)).order_by(version.c.id.desc()).limit(limit)
    found: dict[int, None] = {}
    for row in connection.execute(query).all():
        for each in changes.read(connection, row.document_id, [row])[row.number]:
            if each.type == "document_cited" and key(str(each.facts.get("cites") or "")) == key(title):
                found[row.document_id] = None
    return list(found)


def told_since(connection: Connection, since: datetime) -> list[tuple[int, VersionSummary]]:
    """As `told`, all of them since a moment, the first one first."""
    query = _VERSION.where(version.c.severity != "none", version.c.at >= since).order_by(version.c.id)
    return [(row.document_id, summaries(connection, [row])[0]) for row in connection.execute(query).all()]


def summaries(connection: Connection, rows: Sequence[Row[Any]]) -> list[VersionSummary]:
    """The given rows of one document as records, in their order."""
    if not rows:
        return []
    document = rows[0].document_id
    changed = changes.read(connection, document, rows)
    found = findings.read(connection, document, [row.number for row in rows])
    return [
        VersionSummary(
            number=row.number,
            at=row.at,
            severity=row.severity,
            changes=changed[row.number],
            findings=found[row.number],
            content_hash=row.sha256 or "",
        )
        for row in rows
    ]


def _raw(connection: Connection, observation: Observation) -> int | None:
    fetched = observation.fetched
    for file in observation.files or ():
        if file.body is not None:
            blobs.keep(connection, file.body, file.content_type)
    if fetched.body is None:  # stored bytes were read again
        return blobs.find(connection, fetched.content_hash)
    return blobs.keep(connection, fetched.body, fetched.content_type)


def _revision(connection: Connection, observation: Observation) -> int | None:
    query = (
        select(site_revision.c.id)
        .join(site, site.c.id == site_revision.c.site_id)
        .where(site.c.name == observation.target.site, site_revision.c.digest == observation.target.rules_digest)
    )
    return connection.execute(query).scalar()


def _new_face(connection: Connection, document: int, number: int, edition: Edition) -> bytes | None:
    """What the clauses do not say, None where that is as before."""
    outlined = page_only(edition).outline
    article = face.article_out(edition.article, text_of(outlined))
    files = [[face.file_out(file) for file in edition.files]] if edition.files else []
    packed = blobs.pack([article, outlined.contents, outlined.contents_line, *files])
    return None if packed == face_of(connection, document, number - 1) else packed


def face_of(connection: Connection, document: int, number: int) -> bytes:
    """What beside the clauses holds in a version, packed; `b""` before the first."""
    query = (
        select(version.c.face)
        .where(version.c.document_id == document, version.c.number <= number, version.c.face.is_not(None))
        .order_by(version.c.number.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or b""


def validity(connection: Connection, document: int, number: int) -> str | None:
    """What a version says of its own validity; None where it says nothing."""
    article, *_ = blobs.unpack(face_of(connection, document, number))
    said: str | None = article.get("validity")
    return said


def file_hashes(connection: Connection, document: int, number: int) -> list[str]:
    """The SHA-256 (hex) of the files that a version was read from beside its page."""
    _, _, _, *rest = blobs.unpack(face_of(connection, document, number))
    return [face.hash_of(file) for file in (rest[0] if rest else [])]


def _edition(connection: Connection, document: int, number: int) -> Edition:
    article, contents, line, *rest = blobs.unpack(face_of(connection, document, number))
    files = rest[0] if rest else []
    kept = clauses.read(connection, document, number)
    own = len(kept) - sum(map(face.clauses_of, files))
    text = face.text_in(kept[:own], contents, line)
    whole = face.article_in(article, text)
    page = Edition(whole, outline(whole.text, title=whole.title))
    if not files:
        return page
    pieces = iter(kept[own:])
    return bind(page, [face.file_in(value, pieces) for value in files])
