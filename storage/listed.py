"""What listings lead to: documents and their targets appear, are listed again, rest while their column is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, bindparam, select, update

from monitor.dates import iso
from monitor.listing import canonical
from monitor.records import ListingItem
from storage.tables import document, target

_CHUNK = 1000  # values in one query; PostgreSQL takes 65,535
_AGAIN = update(target).where(target.c.id == bindparam("known"))


def note(connection: Connection, column: Row[Any], items: Sequence[ListingItem], at: datetime) -> list[int]:
    """The targets of a column's items, in order; unknown ones become documents that are due at once.

    What is found while the column's baseline is open belongs to it. Columns among the items are left alone.
    """
    wanted: dict[str, ListingItem] = {}
    for item in items:
        wanted.setdefault(canonical(item.url), item)
    there = at_addresses(connection, list(wanted))
    ids = [
        there[address].id if address in there else _found(connection, column, address, item, at)
        for address, item in wanted.items()
        if address not in there or there[address].kind != "column"
    ]
    again = [{"known": there[a].id, "listed_title": item.title} for a, item in wanted.items() if a in there]
    if again:
        connection.execute(_AGAIN.values(listed_at=at), again)
    resting = [row.id for row in there.values() if row.kind == "document" and row.retired_at is not None]
    if resting:  # their own column is gone; this one goes on with them
        here = {"column_id": column.id, "site_id": column.site_id, "retired_at": None}
        connection.execute(update(target).where(target.c.id.in_(resting)).values(here))
    return ids


def at_addresses(connection: Connection, addresses: Sequence[str]) -> dict[str, Row[Any]]:
    """The targets at these canonical addresses."""
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(addresses), _CHUNK):
        query = select(target).where(target.c.address.in_(addresses[start : start + _CHUNK]))
        found |= {row.address: row for row in connection.execute(query)}
    return found


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """A new target."""
    row = {"host": urlsplit(values["url"]).hostname or "", "failures": 0} | dict(values)
    return int(connection.execute(target.insert().returning(target.c.id), row).scalar_one())


def document_at(
    connection: Connection, address: str, site_id: int, *, title: str, at: datetime, published: str | None = None
) -> int:
    """The document at a canonical address; where there is none, one that was not read yet."""
    known = connection.execute(select(document.c.id).where(document.c.url == address)).scalar()
    if known is not None:
        return int(known)
    row = {
        "url": address,
        "site_id": site_id,
        "title": title,
        "published": published,
        "versions": 0,
        "status": "live",
        "changed_at": at,
    }
    return int(connection.execute(document.insert().returning(document.c.id), row).scalar_one())


def retire(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """Columns and pages are gone from their site's file: neither they nor what was found in them is due any more."""
    gone = target.c.id.in_(ids) | target.c.column_id.in_(ids)
    connection.execute(update(target).where(gone, target.c.retired_at.is_(None)).values(retired_at=at))


def revive(connection: Connection, column_id: int, site_id: int) -> None:
    """A column is watched (again), perhaps by another site: so is what was found in it."""
    found = select(target.c.document_id).where((target.c.column_id == column_id) | (target.c.id == column_id))
    connection.execute(update(document).where(document.c.id.in_(found)).values(site_id=site_id))
    connection.execute(update(target).where(target.c.column_id == column_id).values(site_id=site_id, retired_at=None))


def _found(connection: Connection, column: Row[Any], address: str, item: ListingItem, at: datetime) -> int:
    document_id = document_at(connection, address, column.site_id, title=item.title, at=at, published=iso(item.date))
    values = {
        "kind": "document",
        "url": address,
        "address": address,
        "site_id": column.site_id,
        "column_id": column.id,
        "document_id": document_id,
        "baseline": column.baseline_at is None,
        "next_due_at": at,
        "listed_title": item.title,
        "listed_at": at,
    }
    return add(connection, values)
