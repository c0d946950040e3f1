"""Where documents stand and stood: which one an address is of, and what happens when one moves.

A document has one target, which goes with it. Addresses that it had, or that lead to it, are rows of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, delete, func, select, update

from monitor.listing import canonical
from monitor.observation import DueTarget
from storage import listed, targets
from storage.database import Database
from storage.tables import check, document, document_address, site, target, version

MOST = 3
"""Documents that are compared with a page that was not known; the likeliest come first."""
MANY = 20
"""An address that leads to more others than this leads every visitor to one of his own: none of them is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of a document.

    `reason` says why it is the document's, None where it was known there first; `gone_at` since when it is known not
    to be there any more.
    """

    url: str
    since: datetime
    reason: str | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The target of a document that a page may be of. `listed`: its column, still watched, shows it."""

    target: DueTarget
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """The target of a document of which an address is: its `current` one, or one that came `later` than that."""

    target: DueTarget
    current: bool
    later: bool


class Addresses:
    """The addresses of the documents. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int) -> list[Address]:
        """Every address of a document that moved or that others lead to, the first one first; else none."""
        known = document_address
        order = (known.c.since, known.c.reason.is_not(None), known.c.address)
        query = select(known).where(known.c.document_id == document_id).order_by(*order)
        with self._database.read() as connection:
            return [
                Address(url=row.address, since=row.since, reason=row.reason, gone_at=row.gone_at)
                for row in connection.execute(query)
            ]

    def at(self, url: str) -> int | None:
        """The document that was read and stands or stood at an address; None where there is none."""
        with self._database.read() as connection:
            read = select(document.c.id).where(document.c.url == canonical(url), document.c.versions > 0)
            found = connection.execute(read).scalar()
            return int(found) if found is not None else former(connection, url)

    def leading(self, url: str, *, but: DueTarget) -> Leading | None:
        """The target of another document that was read, if it stands or stood at an address, or leads there; else None."""
        document_id, known = self.at(url), document_address
        if document_id is None or document_id == but.document:
            return None
        query = select(target.c.id).where(target.c.document_id == document_id)
        dates = select(known.c.address, known.c.since).where(known.c.document_id == document_id)
        with self._database.read() as connection:
            found = targets.by_ids(connection, list(connection.execute(query).scalars()))
            since = {row.address: row.since for row in connection.execute(dates)}
        if not found:
            return None
        here, there = canonical(found[0].url), canonical(url)
        later = here not in since or (there in since and since[there] > since[here])
        later &= here != there and found[0].kind == "document"  # a page is where its site's file says
        return Leading(target=found[0], current=here == there, later=later)

    def candidates(self, seen: DueTarget, known_by: str, text_key: str) -> list[Candidate]:
        """The documents of the site that a page may be which was not known: by their title, equal texts first.

        Single pages that are watched by name are none: they are where the site's file says.
        """
        mine = (document.c.known_by == known_by) & (document.c.versions > 0) & (document.c.id != seen.document)
        mine &= document.c.site_id == select(site.c.id).where(site.c.name == seen.site).scalar_subquery()
        alive = (target.c.kind == "document") | target.c.retired_at.is_not(None)
        documents = select(target.c.id, target.c.document_id, target.c.retired_at)
        documents = documents.join(document, document.c.id == target.c.document_id).where(mine, alive)
        equal = documents.join(
            version, (version.c.document_id == document.c.id) & (version.c.number == document.c.versions)
        ).where(version.c.text_key == text_key)
        with self._database.read() as connection:
            found: dict[int, Any] = {}
            for query in (equal, documents.order_by(document.c.id.desc())):
                for row in connection.execute(query.limit(MOST)):
                    found.setdefault(row.id, row)
            kept = list(found)[:MOST]
            due = {each.id: each for each in targets.by_ids(connection, kept)}
            return [
                Candidate(
                    target=due[id_],
                    listed=found[id_].retired_at is None and listed.shown(connection, id_),
                )
                for id_ in kept
            ]

    def relocate(
        self, newcomer: DueTarget, known: DueTarget, *, reason: str, at: datetime, stays: bool = False, gone: bool
    ) -> DueTarget:
        """The target `newcomer`, whose document was not read yet, is that of a `known` one: gives the latter as it is now.

        With `stays` the newcomer's address merely leads there; else the document stands at it from now on, and `gone`
        says that it is not at its old one.
        """
        with self._database.write() as connection:
            new = connection.execute(select(target).where(target.c.id == newcomer.id)).one()
            old = connection.execute(select(target).where(target.c.id == known.id)).one()
            _absorb(connection, new, old)
            values: dict[str, Any] = {}
            if stays:
                note(connection, old.document_id, new.address, since=at, reason=reason)
            else:
                _move(connection, old, new.url, reason=reason, at=at, gone=gone)
                values = _UNSEEN | {"next_due_at": at}
            if not stays or old.retired_at is not None:  # else it is where its own column shows it
                values |= {name: getattr(new, name) for name in _FROM_LISTING} | {"retired_at": None}
                here = update(document).where(document.c.id == old.document_id)
                connection.execute(here.values(site_id=new.site_id))
            if values:
                connection.execute(update(target).where(target.c.id == old.id).values(values))
            return targets.by_ids(connection, [old.id])[0]

    def other(self, dead: DueTarget) -> str | None:
        """The latest other address of a document that is not at its own, if one may live; None where none may."""
        known = document_address
        others = select(known.c.address).where(
            known.c.document_id == dead.document, known.c.address != canonical(dead.url), known.c.gone_at.is_(None)
        )
        with self._database.read() as connection:
            latest = connection.execute(others.order_by(known.c.since.desc(), known.c.address)).scalars().all()
            return next((url for url in latest if not listed.at_addresses(connection, [url])), None)

    def move(self, known: DueTarget, url: str, *, reason: str, at: datetime) -> DueTarget:
        """A document is at another address of its own and not where it was: gives its target there."""
        with self._database.write() as connection:
            row = connection.execute(select(target).where(target.c.id == known.id)).one()
            _move(connection, row, url, reason=reason, at=at, gone=True)
            connection.execute(update(target).where(target.c.id == known.id).values(_UNSEEN))
            return targets.by_ids(connection, [known.id])[0]

    def gone(self, url: str, *, at: datetime) -> None:
        """An address is not a document's any more."""
        known = document_address
        with self._database.write() as connection:
            connection.execute(update(known).where(known.c.address == canonical(url)).values(gone_at=at))


def former(connection: Connection, url: str) -> int | None:
    """The document that stood at an address, or to which it leads."""
    query = select(document_address.c.document_id).where(document_address.c.address == canonical(url))
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def note(
    connection: Connection,
    document_id: int,
    address: str,
    *,
    since: datetime,
    reason: str | None = None,
    gone_at: datetime | None = None,
) -> None:
    """An address is a document's, whosever it was before; what is known of its own address stays."""
    known = connection.execute(select(document_address).where(document_address.c.address == address)).first()
    if known is not None and known.document_id == document_id:
        values = {"gone_at": gone_at}
        connection.execute(update(document_address).where(document_address.c.address == address).values(values))
        return
    connection.execute(delete(document_address).where(document_address.c.address == address))
    row = {"address": address, "document_id": document_id, "since": since, "reason": reason, "gone_at": gone_at}
    connection.execute(document_address.insert(), row)


def follow(connection: Connection, row: Row[Any], url: str, *, reason: str, at: datetime) -> None:
    """The document of a target stands where its address leads to for good: so does its target from now on.

    A target that is there and was not read yet is found to be this document's when it is. Where another document that
    was read stands there, that one is looked at only.
    """
    address = canonical(url)
    there = listed.at_addresses(connection, [address]).get(address)
    if _has_many(connection, row.document_id):
        return
    if there is None:
        _move(connection, row, url, reason=reason, at=at)
    elif there.kind == "document" and not _read(connection, there):
        note(connection, row.document_id, address, since=at, reason=reason)
    elif there.kind != "column":
        connection.execute(update(target).where(target.c.id == row.id).values(retired_at=at))


def leads(connection: Connection, row: Row[Any], url: str, *, reason: str, at: datetime) -> None:
    """A document's address leads to another one for now: what is listed there is this document, unless it is known."""
    address = canonical(url)
    there = listed.at_addresses(connection, [address]).get(address)
    free = former(connection, address) is None and (there is None or not _read(connection, there))
    if free and not _has_many(connection, row.document_id):
        note(connection, row.document_id, address, since=at, reason=reason)


def _has_many(connection: Connection, document_id: int) -> bool:
    known = select(func.count()).where(document_address.c.document_id == document_id)
    return int(connection.execute(known).scalar_one()) > MANY


def _move(connection: Connection, row: Row[Any], url: str, *, reason: str, at: datetime, gone: bool = False) -> None:
    """The target of a document and the document itself stand at another address."""
    address = canonical(url)
    first = select(func.min(version.c.at)).where(version.c.document_id == row.document_id)
    since = connection.execute(first).scalar() or at
    note(connection, row.document_id, row.address, since=since, gone_at=at if gone else None)
    note(connection, row.document_id, address, since=at, reason=reason)
    values = {"kind": "document", "name": None, "url": url, "address": address, "host": urlsplit(url).hostname or ""}
    connection.execute(update(target).where(target.c.id == row.id).values(values))
    moved = {"url": address, "first_url": func.coalesce(document.c.first_url, document.c.url)}
    connection.execute(update(document).where(document.c.id == row.document_id).values(moved))


def _absorb(connection: Connection, new: Row[Any], old: Row[Any]) -> None:
    """What a target and its document, which was not read yet, were so far is another target's past."""
    connection.execute(update(check).where(check.c.target_id == new.id).values(target_id=old.id))
    connection.execute(delete(target).where(target.c.id == new.id))
    connection.execute(delete(document).where(document.c.id == new.document_id, document.c.versions == 0))


def _read(connection: Connection, row: Row[Any]) -> bool:
    """Whether a target's document was read; a column counts as one that was."""
    query = select(document.c.versions).where(document.c.id == row.document_id)
    return row.kind == "column" or bool(connection.execute(query).scalar())


_FROM_LISTING = ("site_id", "column_id", "listed_title", "listed_date", "listed_at")
_UNSEEN: dict[str, Any] = {"failures": 0} | dict.fromkeys(
    (
        *("etag", "last_modified", "content_hash", "hits", "whole_at", "lies"),
        *("cause", "poison", "kills", "absent", "absent_since", "other_since"),
    )
)
"""What is known of a target's page; at another address nothing is."""
