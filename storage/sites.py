"""The operators' sites and their revisions, and the columns and pages that they watch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, case, func, select, update

from monitor.listing import canonical
from monitor.observation import SiteRevision, WatchedUrl
from storage import listed
from storage.database import Database
from storage.tables import check, site, site_revision, target


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSummary:
    """A site as lists show it. `targets` counts what is watched now; times are None where nothing happened yet.

    `failing` counts those whose last check brought nothing, `failing_since` is the first such check since a good one.
    """

    name: str
    digest: str
    enabled: bool
    rules: str
    targets: int
    failing: int
    failing_since: datetime | None
    last_checked_at: datetime | None
    last_good_at: datetime | None
    next_due_at: datetime | None


_FAILING = target.c.failures > 0
_SINCE_GOOD = target.c.good_at.is_(None) | (check.c.at > target.c.good_at)
_FAILING_SINCE = (
    select(func.min(check.c.at))
    .join(target, target.c.id == check.c.target_id)
    .where(target.c.site_id == site.c.id, target.c.retired_at.is_(None), _FAILING, _SINCE_GOOD)
    .correlate(site)
    .scalar_subquery()
)


class Sites:
    """The sites that the database knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, revision: SiteRevision, watched: Sequence[WatchedUrl], *, at: datetime) -> bool:
        """Brings one site file's state in: True where that changed anything.

        New columns and pages are due at once; those gone from the file are retired with what was found in them, and
        come back, with their past, when a file names them again. An address that another site watches moves to this
        one: so a site may be renamed. Raises StorageError.
        """
        with self._database.read() as connection:
            if _in_force(connection, revision):
                return False
        with self._database.write() as connection:
            site_id = _put(connection, revision, at)
            kept = [_watch(connection, site_id, each, at) for each in watched]
            listed.retire(connection, _of(connection, site_id, but=kept), at)
        return True

    def keep_only(self, names: Collection[str], *, at: datetime) -> None:
        """Retires every other site: its file is gone."""
        with self._database.write() as connection:
            gone = connection.execute(
                update(site)
                .where(site.c.name.not_in(names), site.c.retired_at.is_(None))
                .values(retired_at=at)
                .returning(site.c.id)
            ).scalars()
            for site_id in gone.all():
                listed.retire(connection, _of(connection, site_id, but=()), at)

    def all(self) -> list[SiteSummary]:
        """Every site whose file is there, by name."""
        live = target.c.retired_at.is_(None)
        query = (
            select(
                site.c.name,
                site.c.digest,
                site.c.enabled,
                site_revision.c.rules,
                func.count(case((live, target.c.id))).label("targets"),
                func.count(case((live & _FAILING, target.c.id))).label("failing"),
                _FAILING_SINCE.label("failing_since"),
                func.max(target.c.checked_at).label("last_checked_at"),
                func.max(target.c.good_at).label("last_good_at"),
                func.min(case((live & site.c.enabled, target.c.next_due_at))).label("next_due_at"),
            )
            .join(site_revision, (site_revision.c.site_id == site.c.id) & (site_revision.c.digest == site.c.digest))
            .join(target, target.c.site_id == site.c.id, isouter=True)
            .where(site.c.retired_at.is_(None))
            .group_by(site.c.id, site.c.name, site.c.digest, site.c.enabled, site_revision.c.rules)
            .order_by(site.c.name)
        )
        with self._database.read() as connection:
            return [_to_summary(row) for row in connection.execute(query)]


def _in_force(connection: Connection, revision: SiteRevision) -> bool:
    row = connection.execute(select(site).where(site.c.name == revision.name)).first()
    if row is None or row.retired_at is not None:
        return False
    return bool(row.digest == revision.digest and row.enabled == revision.enabled)


def _put(connection: Connection, revision: SiteRevision, at: datetime) -> int:
    values = {"digest": revision.digest, "enabled": revision.enabled, "retired_at": None}
    query = update(site).where(site.c.name == revision.name).values(values).returning(site.c.id)
    site_id = connection.execute(query).scalar()
    if site_id is None:
        row = {"name": revision.name, **values}
        site_id = connection.execute(site.insert().returning(site.c.id), row).scalar_one()
    same = (site_revision.c.site_id == site_id) & (site_revision.c.digest == revision.digest)
    if connection.execute(select(site_revision.c.id).where(same)).first() is None:
        row = {"site_id": site_id, "digest": revision.digest, "rules": revision.rules, "at": at}
        connection.execute(site_revision.insert(), row)
    return int(site_id)


def _watch(connection: Connection, site_id: int, watched: WatchedUrl, at: datetime) -> int:
    """The target of a column or page: a new one, or the one that is there, taken over with its past."""
    address = canonical(watched.url)
    there = connection.execute(select(target).where(target.c.address == address)).first()
    page = watched.kind == "page"
    if there is None and page:  # it may have led to a document that is known
        there = listed.formerly(connection, [address]).get(address)
    known = there.document_id if there is not None else None
    if page and known is None:
        known = listed.document_at(connection, address, site_id, title=watched.name or "", at=at)
    values: dict[str, Any] = {
        "kind": watched.kind,
        "url": watched.url,
        "name": watched.name,
        "site_id": site_id,
        "document_id": known if page else None,
        "column_id": None,
        "retired_at": None,
        "address": address,
        "host": urlsplit(watched.url).hostname or "",
    }
    if there is None:
        return listed.add(connection, values | {"baseline": True, "next_due_at": at})
    if there.kind != watched.kind:
        # Another kind of reading: what a document said stays known, so only its next change is news.
        read_before = page and there.kind == "document" and there.good_at is not None
        values |= {
            "etag": None,
            "last_modified": None,
            "content_hash": None,
            "baseline_at": at if read_before else None,
        }
    if there.kind != watched.kind or there.retired_at is not None:
        values["next_due_at"] = at
    connection.execute(update(target).where(target.c.id == there.id).values(values))
    listed.revive(connection, there.id, site_id)
    return int(there.id)


def _of(connection: Connection, site_id: int, *, but: Collection[int]) -> list[int]:
    """The columns and pages of a site other than these."""
    query = select(target.c.id).where(
        target.c.site_id == site_id,
        target.c.kind != "document",
        target.c.retired_at.is_(None),
        target.c.id.not_in(but),
    )
    return list(connection.execute(query).scalars())


def _to_summary(row: Row[Any]) -> SiteSummary:
    return SiteSummary(**row._asdict())
