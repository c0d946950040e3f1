"""The changes that versions brought: types and paths as rows, their texts compressed against the clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from monitor.records import Change
from storage import blobs, clauses, face
from storage.tables import change, version


def packed(connection: Connection, document: int, number: int, changes: Sequence[Change]) -> bytes | None:
    """The texts and facts of a version's changes, None where it has none. Its clauses must be written already."""
    if not changes:
        return None
    return blobs.pack([face.change_out(each) for each in changes], _clauses(connection, document, number))


def write(connection: Connection, version_id: int, changes: Sequence[Change]) -> None:
    """The rows by which changes are found."""
    rows = [
        {
            "version_id": version_id,
            "position": position,
            "type": each.type,
            "severity": each.severity,
            "path_before": each.path_before,
            "path_after": each.path_after,
        }
        for position, each in enumerate(changes)
    ]
    if rows:
        connection.execute(change.insert(), rows)


def read(connection: Connection, document: int, versions: Sequence[Row[Any]]) -> dict[int, tuple[Change, ...]]:
    """The changes of some versions of one document, by the versions' numbers."""
    query = select(change).where(change.c.version_id.in_([row.id for row in versions])).order_by(change.c.position)
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.version_id, []).append(row)
    texts = clauses.touched(connection, document, [row.number for row in versions if row.changes])
    return {
        row.number: tuple(
            face.change_in(each.type, each.severity, (each.path_before, each.path_after), body)
            for each, body in zip(found[row.id], blobs.unpack(row.changes, texts[row.number]), strict=True)
        )
        if row.changes
        else ()
        for row in versions
    }


def retold(connection: Connection, document: int, number: int) -> bytes:
    """All that a message about a version repeats: its clauses and its changes, as bytes that never alter."""
    query = select(version.c.changes).where(version.c.document_id == document, version.c.number == number)
    texts, blob = _clauses(connection, document, number), connection.execute(query).scalar()
    return texts + blobs.plain(blob, texts) if blob else texts


def _clauses(connection: Connection, document: int, number: int) -> bytes:
    return clauses.touched(connection, document, [number])[number]
