"""What listings lead to: documents and their targets appear, are listed again, rest while their column is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, bindparam, func, select, update

from monitor.dates import SHANGHAI, day, iso
from monitor.listing import canonical
from monitor.records import ListingItem
from monitor.relocation import one_name
from monitor.text import key
from monitor.twins import Listed
from storage.tables import document, document_address, target

_CHUNK = 1000  # values in one query; PostgreSQL takes 65,535
_TOP = 10
"""By so many entries a column's state is known: new ones come first, and how many pages were read does not count."""
_SEEN = update(target)
_SHOWN = (
    update(target)
    .where(target.c.id == bindparam("known"))
    .values(listed_title=bindparam("title"), listed_date=bindparam("date"))
)
# What keeps failing waits its turn.
_AT_ONCE = update(target).where(target.c.id == bindparam("known"), target.c.failures == 0)


def note(connection: Connection, column: Row[Any], items: Sequence[ListingItem], at: datetime) -> list[int]:
    """The targets of a column's items, in order; unknown ones become documents that are due at once.

    So are those that the column shows with another title or date than before. What is found while the column's baseline
    is open belongs to it. Columns among the items are left alone.
    """
    wanted = _wanted(items)
    there = _there(connection, wanted)
    if wanted and (top := _top(wanted)) != column.shown_key:
        moved = {"shown_at": at} if column.shown_key else {}  # at a first look nobody can tell
        connection.execute(update(target).where(target.c.id == column.id).values(shown_key=top, **moved))
    ids = [
        there[address].id if address in there else _found(connection, column, address, item, at)
        for address, item in wanted.items()
        if address not in there or there[address].kind != "column"
    ]
    if there:
        connection.execute(_SEEN.where(target.c.id.in_([row.id for row in there.values()])).values(listed_at=at))
    own = [(row, item) for row, item in _shown_as(there, wanted) if row.column_id == column.id]
    if shown := [{"known": row.id, "title": item.title, "date": iso(item.date)} for row, item in own]:
        connection.execute(_SHOWN, shown)
    if hinted := [{"known": row.id} for row, item in own if _hints(row, item)]:
        connection.execute(_AT_ONCE.values(next_due_at=at, news_at=at), hinted)
    resting = [row.id for row in there.values() if row.kind == "document" and row.retired_at is not None]
    if resting:  # their own column is gone; this one goes on with them
        here = {"column_id": column.id, "site_id": column.site_id, "retired_at": None}
        connection.execute(update(target).where(target.c.id.in_(resting)).values(here))
    return list(dict.fromkeys(ids))  # a document that moved may be listed at both addresses


def shown(connection: Connection, target_id: int) -> bool:
    """Whether a document is among the entries of its column's last reading; never for one that no column led to."""
    others = target.alias("others")
    last = select(func.max(others.c.listed_at)).where(others.c.column_id == target.c.column_id).scalar_subquery()
    query = select(target.c.id).where(target.c.id == target_id, target.c.listed_at == last)
    return connection.execute(query).first() is not None


def heard(connection: Connection, column_id: int, items: Sequence[ListingItem]) -> bool:
    """Whether a column's entries are all known, with the titles and dates that it showed before."""
    wanted = _wanted(items)
    there = _there(connection, wanted)
    return wanted.keys() == there.keys() and not any(
        _hints(row, item) for row, item in _shown_as(there, wanted) if row.column_id == column_id
    )


def under(connection: Connection, column_id: int, titles: Sequence[str]) -> list[Listed]:
    """What a column listed last under these titles, the oldest first."""
    found: list[Listed] = []
    query = select(target.c.listed_title, target.c.address, target.c.listed_date).order_by(target.c.id)
    for start in range(0, len(titles), _CHUNK):
        some = titles[start : start + _CHUNK]
        rows = connection.execute(query.where(target.c.column_id == column_id, target.c.listed_title.in_(some)))
        found += [Listed(row.listed_title, row.address, _date(row.listed_date)) for row in rows]
    return found


def _date(iso_date: str | None) -> date | None:
    return date.fromisoformat(iso_date[:10]) if iso_date else None


def _wanted(items: Sequence[ListingItem]) -> dict[str, ListingItem]:
    """The entries by their addresses: the first that names one counts."""
    wanted: dict[str, ListingItem] = {}
    for item in items:
        wanted.setdefault(canonical(item.url), item)
    return wanted


def _top(wanted: Iterable[str]) -> str:
    """What tells a column's first entries from others, by their addresses."""
    return sha256("\n".join(islice(wanted, _TOP)).encode("utf-8", "surrogatepass")).hexdigest()


def _hints(row: Row[Any], item: ListingItem) -> bool:
    """Whether an entry looks another than when it was listed last."""
    retitled = row.listed_title is not None and key(row.listed_title) != key(item.title)
    return retitled or (row.listed_date is not None and item.date is not None and row.listed_date != iso(item.date))


def at_addresses(connection: Connection, addresses: Sequence[str]) -> dict[str, Row[Any]]:
    """The targets at these canonical addresses."""
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(addresses), _CHUNK):
        query = select(target).where(target.c.address.in_(addresses[start : start + _CHUNK]))
        found |= {row.address: row for row in connection.execute(query)}
    return found


def formerly(connection: Connection, addresses: Sequence[str]) -> dict[str, Row[Any]]:
    """The targets of the documents that stood at these canonical addresses, or to which these lead."""
    found: dict[str, Row[Any]] = {}
    known = select(target, document_address.c.address.label("former")).join(
        document_address, document_address.c.document_id == target.c.document_id
    )
    for start in range(0, len(addresses), _CHUNK):
        query = known.where(document_address.c.address.in_(addresses[start : start + _CHUNK]))
        found |= {row.former: row for row in connection.execute(query)}
    return found


def _there(connection: Connection, wanted: Mapping[str, ListingItem]) -> dict[str, Row[Any]]:
    """The targets that a column's entries name, at their own addresses or at one of their documents' former ones."""
    there = at_addresses(connection, list(wanted))
    for address, row in formerly(connection, [each for each in wanted if each not in there]).items():
        if row.listed_title is None or one_name(wanted[address].title, row.listed_title):
            there[address] = row
    return there


def _shown_as(
    there: Mapping[str, Row[Any]], wanted: Mapping[str, ListingItem]
) -> Collection[tuple[Row[Any], ListingItem]]:
    """Every target with the entry that shows it: the one at its own address where there are two."""
    shown = {row.id: (row, wanted[address]) for address, row in there.items() if address != row.address}
    return (
        shown | {row.id: (row, wanted[address]) for address, row in there.items() if address == row.address}
    ).values()


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
        "listed_date": iso(item.date),
        "listed_at": at,
        "found_at": at,
        "news_at": _published(item, at),
    }
    return add(connection, values)


def _published(item: ListingItem, at: datetime) -> datetime | None:
    """When the listing says that an entry was published: the first moment of the day in Shanghai, not after `at`."""
    printed = day(item.date)
    return min(at, datetime.combine(printed, time(), SHANGHAI)) if printed else None
