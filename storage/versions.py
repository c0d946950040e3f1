"""Versions of a document: written as what differs, given back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from monitor.observation import Observation, StoredVersion, VersionSummary
from monitor.outline import outline, text_of
from monitor.records import Change, Edition, Finding, Outline
from monitor.severity import highest
from storage import blobs, clauses, face
from storage.tables import change, finding, raw, site, site_revision, version

_VERSION = select(version, raw.c.sha256).join(raw, raw.c.id == version.c.raw_id, isouter=True)


def write(connection: Connection, document: int, number: int, observation: Observation, edition: Edition) -> None:
    """Records version `number` of a document: the bytes it was read from, its clauses, changes and findings."""
    clauses.write(connection, document, number, edition.outline.clauses)
    row = {
        "document_id": document,
        "number": number,
        "at": observation.at,
        "raw_id": _raw(connection, observation),
        "revision_id": _revision(connection, observation),
        "extractor": observation.extractor,
        "severity": highest(change.severity for change in observation.changes),
        "face": _new_face(connection, document, edition),
    }
    version_id = connection.execute(version.insert().returning(version.c.id), row).scalar_one()
    _write_changes(connection, version_id, document, number, observation.changes)
    _write_findings(connection, document, number, observation.findings)


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
        extractor=row.extractor,
        edition=_edition(connection, document, number),
        changes=summary.changes,
        findings=summary.findings,
        severity=summary.severity,
    )


def history(connection: Connection, document: int) -> list[VersionSummary]:
    """Every version of a document, the first one first."""
    rows = connection.execute(_VERSION.where(version.c.document_id == document).order_by(version.c.number)).all()
    return summaries(connection, rows)


def told(connection: Connection, limit: int) -> list[tuple[int, VersionSummary]]:
    """The latest versions with changes that are worth telling, the last one first, with their documents."""
    query = _VERSION.where(version.c.severity != "none").order_by(version.c.id.desc()).limit(limit)
    return [(row.document_id, summaries(connection, [row])[0]) for row in connection.execute(query).all()]


def summaries(connection: Connection, rows: Sequence[Row[Any]]) -> list[VersionSummary]:
    """The given rows of one document as records, in their order."""
    if not rows:
        return []
    document = rows[0].document_id
    changes = _read_changes(connection, document, {row.id: row.number for row in rows})
    findings = connection.execute(_FINDINGS, {"document": document}).all()
    return [
        VersionSummary(
            number=row.number,
            at=row.at,
            severity=row.severity,
            changes=tuple(changes.get(row.id, ())),
            findings=tuple(_finding(f) for f in findings if _holds(f, row.number)),
            content_hash=row.sha256 or "",
        )
        for row in rows
    ]


def _raw(connection: Connection, observation: Observation) -> int | None:
    fetched = observation.fetched
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


def _new_face(connection: Connection, document: int, edition: Edition) -> bytes | None:
    """What the clauses do not say, None where that is as before."""
    article, outlined = edition.article, edition.outline
    title = outlined.title if outlined.title != article.title else None
    value = [
        face.article_out(article, text_of(outlined)),
        [title, outlined.contents, outlined.contents_line] if title is not None or outlined.contents else None,
    ]
    packed = blobs.pack(value)
    return None if packed == _face(connection, document) else packed


def _face(connection: Connection, document: int, number: int | None = None) -> bytes | None:
    """The face that holds in a version, by default in the latest."""
    query = select(version.c.face).where(version.c.document_id == document, version.c.face.is_not(None))
    query = query if number is None else query.where(version.c.number <= number)
    return connection.execute(query.order_by(version.c.number.desc()).limit(1)).scalar()


def _edition(connection: Connection, document: int, number: int) -> Edition:
    article, outlined = blobs.unpack(_face(connection, document, number) or blobs.pack([{}, None]))
    title, contents, line = outlined or (None, (), 0)
    kept = clauses.read(connection, document, number)
    text = text_of(Outline(title="", scheme="plan", clauses=kept, contents=tuple(contents), contents_line=line))
    whole = face.article_in(article, text)
    return Edition(whole, outline(whole.text, title=whole.title if title is None else title))


def _write_changes(
    connection: Connection, version_id: int, document: int, number: int, changes: Sequence[Change]
) -> None:
    if not changes:
        return
    dictionary = clauses.touched(connection, document, [number])[number]
    rows = [
        {
            "version_id": version_id,
            "position": position,
            "type": each.type,
            "severity": each.severity,
            "path_before": each.path_before,
            "path_after": each.path_after,
            "body": blobs.pack(face.change_out(each), dictionary),
        }
        for position, each in enumerate(changes)
    ]
    connection.execute(change.insert(), rows)


def _read_changes(connection: Connection, document: int, numbers: Mapping[int, int]) -> dict[int, list[Change]]:
    """The changes of some versions (id → number) of one document, by version id."""
    query = select(change).where(change.c.version_id.in_(numbers)).order_by(change.c.version_id, change.c.position)
    rows = connection.execute(query).all()
    dictionaries = clauses.touched(connection, document, {numbers[row.version_id] for row in rows})
    found: dict[int, list[Change]] = {}
    for row in rows:
        body = blobs.unpack(row.body, dictionaries[numbers[row.version_id]])
        paths = (row.path_before, row.path_after)
        found.setdefault(row.version_id, []).append(face.change_in(row.type, row.severity, paths, body))
    return found


_FINDINGS = (
    select(finding)
    .where(finding.c.document_id == bindparam("document"))
    .order_by(finding.c.from_version, finding.c.position)
)


def _write_findings(connection: Connection, document: int, number: int, findings: Sequence[Finding]) -> None:
    """Keeps the findings that go on, as far as their order stays; closes the others and adds the new ones."""
    before = [row for row in connection.execute(_FINDINGS, {"document": document}) if row.to_version is None]
    same = 0
    while same < min(len(before), len(findings)) and _finding(before[same]) == findings[same]:
        same += 1
    for row in before[same:]:
        place = (finding.c.from_version == row.from_version) & (finding.c.position == row.position)
        connection.execute(update(finding).where(finding.c.document_id == document, place).values(to_version=number))
    rows = [
        {
            "document_id": document,
            "from_version": number,
            "position": position,
            "type": each.type,
            "path": each.path,
            "detail": each.detail,
        }
        for position, each in enumerate(findings[same:])
    ]
    if rows:
        connection.execute(finding.insert(), rows)


def _finding(row: Row[Any]) -> Finding:
    return Finding(row.type, row.detail, row.path)


def _holds(row: Row[Any], number: int) -> bool:
    return bool(row.from_version <= number and (row.to_version is None or row.to_version > number))
