"""Findings as spans over versions: one that goes on is not written again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from monitor.records import Finding
from storage.tables import finding

_FINDINGS = (
    select(finding)
    .where(finding.c.document_id == bindparam("document"))
    .order_by(finding.c.from_version, finding.c.position)
)


def write(connection: Connection, document: int, number: int, found: Sequence[Finding]) -> None:
    """Keeps the findings that go on, as far as their order stays; closes the others and adds the new ones."""
    before = [row for row in connection.execute(_FINDINGS, {"document": document}) if row.to_version is None]
    same = 0
    while same < min(len(before), len(found)) and _finding(before[same]) == found[same]:
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
        for position, each in enumerate(found[same:])
    ]
    if rows:
        connection.execute(finding.insert(), rows)


def read(connection: Connection, document: int, numbers: Iterable[int]) -> dict[int, tuple[Finding, ...]]:
    """The findings of some versions, by number."""
    rows = connection.execute(_FINDINGS, {"document": document}).all()
    return {number: tuple(_finding(row) for row in rows if _holds(row, number)) for number in numbers}


def _finding(row: Row[Any]) -> Finding:
    return Finding(row.type, row.detail, row.path)


def _holds(row: Row[Any], number: int) -> bool:
    return bool(row.from_version <= number and (row.to_version is None or row.to_version > number))
