"""Until when opinions on documents are taken, as their last believed reading said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from monitor.observation import DocumentSummary
from storage import documents, tables
from storage.tables import target


def since(
    connection: Connection, first: date, limit: int, *, site: str | None = None
) -> list[tuple[DocumentSummary, date]]:
    """Documents that were read and whose deadline is that day or later, the earliest first, withdrawn ones too."""
    last = func.max(target.c.deadline)
    query = (
        select(target.c.document_id, last.label("deadline"))
        .join(tables.document, tables.document.c.id == target.c.document_id)
        .where(tables.document.c.versions > 0, target.c.deadline >= first)
        .group_by(target.c.document_id)
        .order_by(last, target.c.document_id)
        .limit(limit)
    )
    if site is not None:
        query = query.join(tables.site, tables.site.c.id == tables.document.c.site_id).where(tables.site.c.name == site)
    found = {row.document_id: row.deadline for row in connection.execute(query)}
    summaries = {each.id: each for each in documents.by_ids(connection, sorted(found))}
    return [(summaries[id_], deadline) for id_, deadline in found.items()]
