"""Baselines that are open: columns and pages whose first good round is not finished yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update

from monitor.observation import DocumentSummary
from storage import documents
from storage.tables import document, site, target


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineColumn:
    """A column (or single page) that was read for the first time: how many documents it led to, how many were read.

    `name` is None where the site file gives none.
    """

    id: int
    kind: Literal["column", "page"]
    name: str | None
    url: str
    found: int
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What one site's summary has to tell: its columns, and the documents that were read, newest first."""

    site: str
    columns: tuple[BaselineColumn, ...]
    documents: tuple[DocumentSummary, ...]


def all_open(connection: Connection) -> list[Baseline]:
    """One for each site that has columns or pages with a good reading and an open baseline."""
    query = (
        select(target, site.c.name.label("site_name"))
        .join(site, site.c.id == target.c.site_id)
        .where(target.c.kind != "document", target.c.retired_at.is_(None))
        .where(target.c.baseline_at.is_(None), target.c.good_at.is_not(None))
        .order_by(site.c.name, target.c.id)
    )
    by_site: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        by_site.setdefault(row.site_name, []).append(row)
    return [_baseline(connection, name, rows) for name, rows in by_site.items()]


def close(connection: Connection, baseline: Baseline, at: datetime) -> None:
    """From now on what appears in these columns, and what changes on these pages, is news."""
    ids = [column.id for column in baseline.columns]
    connection.execute(update(target).where(target.c.id.in_(ids)).values(baseline_at=at))


def _baseline(connection: Connection, name: str, rows: Sequence[Row[Any]]) -> Baseline:
    ids = [row.id for row in rows]
    found = connection.execute(
        select(target.c.id, target.c.column_id, target.c.document_id, document.c.versions)
        .join(document, document.c.id == target.c.document_id)
        .where(target.c.column_id.in_(ids) | target.c.id.in_(ids))
    ).all()
    columns = tuple(_column(row, [f.versions for f in found if row.id in (f.column_id, f.id)]) for row in rows)
    read = documents.by_ids(connection, [f.document_id for f in found if f.versions])
    newest_first = sorted(read, key=lambda each: (each.published or "", -each.id), reverse=True)
    return Baseline(site=name, columns=columns, documents=tuple(newest_first))


def _column(row: Row[Any], versions: Sequence[int]) -> BaselineColumn:
    return BaselineColumn(
        id=row.id,
        kind=row.kind,
        name=row.name,
        url=row.url,
        found=len(versions),
        read=sum(1 for number in versions if number),
    )
