"""Documents as lists show them. A document is one published work at one address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from monitor.errors import UsageError
from monitor.listing import canonical
from monitor.observation import DocumentSummary
from storage import addresses
from storage.scope import Scope, documents_in
from storage.tables import document, site, target, version

_CHUNK = 1000  # values in one query; PostgreSQL takes 65,535
_ALL = select(document, site.c.name.label("site_name")).join(site, site.c.id == document.c.site_id)


def listed(connection: Connection, scope: Scope) -> list[DocumentSummary]:
    """The documents of a scope that were read at least once, the one that changed last first."""
    query = _ALL.where(document.c.versions > 0).order_by(document.c.changed_at.desc(), document.c.id.desc())
    return [_to_summary(row) for row in connection.execute(query.where(*documents_in(scope)))]


def standing(connection: Connection, at: datetime | None) -> dict[int, tuple[int, datetime]]:
    """For each document that was known at a moment, or is today, its latest version, and when that was seen."""
    query = (
        select(version.c.document_id, func.max(version.c.number).label("number"), func.max(version.c.at).label("at"))
        .where(*([] if at is None else [version.c.at <= at]))
        .group_by(version.c.document_id)
    )
    return {row.document_id: (row.number, row.at) for row in connection.execute(query)}


def page(connection: Connection, after: int, limit: int, site_name: str | None) -> list[DocumentSummary]:
    """The documents that were read at least once whose ids come after one, by id: what comes anew comes at the end."""
    query = _ALL.where(document.c.versions > 0, document.c.id > after).order_by(document.c.id).limit(limit)
    if site_name is not None:
        query = query.where(site.c.name == site_name)
    return [_to_summary(row) for row in connection.execute(query)]


def by_ids(connection: Connection, ids: Sequence[int]) -> list[DocumentSummary]:
    """The documents with these ids, by id."""
    found: list[DocumentSummary] = []
    for start in range(0, len(ids), _CHUNK):
        query = _ALL.where(document.c.id.in_(ids[start : start + _CHUNK])).order_by(document.c.id)
        found += [_to_summary(row) for row in connection.execute(query)]
    return found


def missing(connection: Connection, site_name: str) -> tuple[int, int]:
    """How many documents of a site were not found at their last look, and how many were ever read."""
    query = (
        select(func.count(target.c.absent), func.count())
        .join(site, site.c.id == target.c.site_id)
        .where(site.c.name == site_name, target.c.document_id.is_not(None), target.c.good_at.is_not(None))
    )
    absent, read = connection.execute(query).one()
    return absent, read


def find(connection: Connection, ref: str) -> int:
    """The document that a person means by an id or an address. Raises UsageError where there is none."""
    if ref.isascii() and ref.isdigit():
        # Longer numbers are no ids, and PostgreSQL would refuse to compare them.
        known = select(document.c.id).where(document.c.id == int(ref)) if len(ref) < 19 else None
    else:
        known = select(document.c.id).where(document.c.url == canonical(ref))
    found = None if known is None else connection.execute(known).scalar()
    if found is None:
        found = addresses.former(connection, ref)
    if found is None:
        column = connection.execute(
            select(target.c.id).where(target.c.address == canonical(ref), target.c.kind == "column")
        ).scalar()
        hint = (
            "it is a column; name one of its documents"
            if column
            else "name an id or address from: clausewatch documents"
        )
        raise UsageError(f"there is no document {ref}; {hint}")
    return int(found)


def column(connection: Connection, document_id: int) -> str | None:
    """The name of the column in which a document was found; None for a single page, or where it has no name."""
    found_in = target.alias("found_in")
    query = (
        select(found_in.c.name)
        .join(target, target.c.column_id == found_in.c.id)
        .where(target.c.document_id == document_id)
        .order_by(target.c.id)
    )
    return connection.execute(query).scalar()


def _to_summary(row: Row[Any]) -> DocumentSummary:
    return DocumentSummary(
        id=row.id,
        url=row.url,
        title=row.title,
        site=row.site_name,
        kind=row.kind,
        stage=row.stage,
        published=row.published,
        versions=row.versions,
        status=row.status,
        changed_at=row.changed_at,
        first_url=row.first_url,
    )
