"""Seals: one hash over all that a version or an alert says, so that nothing of it can be altered unseen.

A version's seal covers the seal of the version before: the versions of a document are a chain (compare S. Haber and
W. S. Stornetta, How to time-stamp a digital document, J. Cryptology 3(2), 1991). An alert's seal covers that of the
version it tells of. Seals find damage and edits. Who can write the database can make them all anew, so whoever must
prove more notes the seal of the whole archive elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from storage import versions
from storage.tables import (
    alert,
    change,
    check,
    clause_span,
    clause_text,
    finding,
    part,
    raw,
    site,
    site_revision,
    target,
    version,
)

_SAID: Mapping[str, Select[Any]] = MappingProxyType(
    {
        "version": select(
            version.c.number,
            version.c.at,
            version.c.extractor,
            version.c.text_key,
            version.c.severity,
            version.c.changes,
        ),
        "bytes": select(raw.c.sha256, raw.c.size, raw.c.content_type).join(version, version.c.raw_id == raw.c.id),
        "rules": select(site_revision.c.digest, site_revision.c.rules).join(
            version, version.c.revision_id == site_revision.c.id
        ),
        "changes": select(
            change.c.position, change.c.type, change.c.severity, change.c.path_before, change.c.path_after
        )
        .join(version, version.c.id == change.c.version_id)
        .order_by(change.c.position),
        "check": select(check.c.round, check.c.outcome, check.c.reason, check.c.status, check.c.final_url, check.c.new)
        .join(target, target.c.id == check.c.target_id)
        .join(version, (version.c.document_id == target.c.document_id) & (version.c.number == check.c.version))
        .where(check.c.at == version.c.at)
        .order_by(check.c.id)
        .limit(1),  # a document that moves may be looked at twice in one moment
    }
)
"""What is said of one version. It has no check where stored bytes were read again."""
_PARTS = (
    select(part.c.position, part.c.url, raw.c.sha256, raw.c.size, raw.c.content_type)
    .join(raw, raw.c.id == part.c.raw_id)
    .join(version, version.c.id == part.c.version_id)
    .order_by(part.c.position)
)
"""The further pages of a version that has some; the others keep the seals from before there were parts."""
_HELD = (
    select(clause_span.c.rank, clause_span.c.path, clause_span.c.marker, clause_span.c.inline, clause_text.c.hash)
    .join(clause_text, clause_text.c.id == clause_span.c.clause_text_id)
    .order_by(clause_span.c.rank),
    select(finding.c.from_version, finding.c.position, finding.c.type, finding.c.path, finding.c.detail).order_by(
        finding.c.from_version, finding.c.position
    ),
)
"""What holds in it and perhaps in its neighbours: clauses and findings."""
_ALERT = select(
    alert.c.type, alert.c.document_id, alert.c.version, alert.c.severity, alert.c.at, alert.c.payload, site.c.name
).outerjoin(site, site.c.id == alert.c.site_id)


def seal_version(connection: Connection, document: int, number: int) -> None:
    """Seals a version that was written with its changes, findings and check."""
    values = {"seal": of_version(connection, document, number)}
    connection.execute(update(version).where(*_this(document, number)).values(values))


def seal_alert(connection: Connection, alert_id: int) -> None:
    """Seals an alert that was written; the version that it tells of is sealed already."""
    values = {"seal": of_alert(connection, alert_id)}
    connection.execute(update(alert).where(alert.c.id == alert_id).values(values))


def seal_all(connection: Connection) -> None:
    """Seals what has no seal yet, as it stands: an archive from before there were seals."""
    bare = select(version.c.document_id, version.c.number).where(version.c.seal.is_(None))
    for row in connection.execute(bare.order_by(version.c.document_id, version.c.number)).all():
        seal_version(connection, row.document_id, row.number)
    for alert_id in connection.execute(select(alert.c.id).where(alert.c.seal.is_(None))).scalars().all():
        seal_alert(connection, alert_id)


def of_version(connection: Connection, document: int, number: int) -> bytes:
    """The seal of a version by what the database says now, and by the stored seal of the version before: 32 bytes."""
    said = [_rows(connection, query.where(*_this(document, number))) for query in _SAID.values()]
    if further := _rows(connection, _PARTS.where(*_this(document, number))):
        said.append(further)
    held = [
        _rows(connection, query.where(*_holds(query.selected_columns[0].table.c, document, number))) for query in _HELD
    ]
    face = versions.face_of(connection, document, number)
    return _hash(stored(connection, document, number - 1), [said, held, face])


def of_alert(connection: Connection, alert_id: int) -> bytes:
    """The seal of an alert by what the database says now, and by the stored seal of its version: 32 bytes."""
    row = connection.execute(_ALERT.where(alert.c.id == alert_id)).one()
    before = stored(connection, row.document_id, row.version) if row.version is not None else b""
    return _hash(before, list(row))


def of_archive(documents: Iterable[tuple[int, bytes]]) -> str:
    """One hash over documents and their last seals, by id: what an archivist may note elsewhere."""
    return _hash(b"", [list(each) for each in documents]).hex()


def stored(connection: Connection, document: int, number: int) -> bytes:
    """The seal that a version was given; `b""` where there is none."""
    return connection.execute(select(version.c.seal).where(*_this(document, number))).scalar() or b""


def _this(document: int, number: int) -> tuple[ColumnElement[bool], ...]:
    return version.c.document_id == document, version.c.number == number


def _holds(spans: Any, document: int, number: int) -> tuple[ColumnElement[bool], ...]:
    still = spans.to_version.is_(None) | (spans.to_version > number)
    return spans.document_id == document, spans.from_version <= number, still


def _rows(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    return [list(row) for row in connection.execute(query)]


def _hash(before: bytes, said: Any) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return sha256(before + text.encode("utf-8", "surrogatepass")).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a seal covers no {type(value).__name__}")
