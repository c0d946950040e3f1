"""The further pages of a version whose document is cut into pages: their addresses and bytes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from monitor.observation import Part
from storage import blobs
from storage.tables import part, raw


def read(connection: Connection, version_id: int) -> tuple[Part, ...]:
    """The parts behind the first page, in order, without their bytes."""
    query = (
        select(part.c.url, raw.c.sha256, raw.c.content_type)
        .join(raw, raw.c.id == part.c.raw_id)
        .where(part.c.version_id == version_id)
        .order_by(part.c.position)
    )
    return tuple(
        Part(url=row.url, content_hash=row.sha256, content_type=row.content_type) for row in connection.execute(query)
    )


def write(connection: Connection, version_id: int, parts: Sequence[Part]) -> None:
    """Records the parts of a version, and their bytes where they are given; without these they must be kept already."""
    rows = [
        {"version_id": version_id, "position": at, "url": each.url, "raw_id": _raw(connection, each)}
        for at, each in enumerate(parts)
    ]
    if rows:
        connection.execute(insert(part), rows)


def _raw(connection: Connection, one: Part) -> int | None:
    if one.body is None:
        return blobs.find(connection, one.content_hash)
    return blobs.keep(connection, one.body, one.content_type)
