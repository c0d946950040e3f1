"""What is looked at, and when next. The schedule is data: `next_due_at` stands on the row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select, update

from monitor.listing import canonical
from monitor.observation import DueTarget, HostSums, Memory
from monitor.validators import Validators
from monitor.withdrawal import Absence
from storage.database import Database
from storage.tables import brake, document, host, site, site_revision, target, version

_column = target.alias("found_in")
_ALL = (
    select(
        target,
        site.c.name.label("site_name"),
        site_revision.c.rules,
        site_revision.c.digest,
        _column.c.name.label("column_name"),
        _column.c.url.label("column_url"),
        document.c.versions,
        document.c.status,
    )
    .join(site, site.c.id == target.c.site_id)
    .join(site_revision, (site_revision.c.site_id == site.c.id) & (site_revision.c.digest == site.c.digest))
    .join(_column, _column.c.id == target.c.column_id, isouter=True)
    .join(document, document.c.id == target.c.document_id, isouter=True)
)
_PAUSED = select(brake.c.site_id).where(brake.c.paused_at.is_not(None))
_WATCHED = site.c.enabled & site.c.retired_at.is_(None) & target.c.retired_at.is_(None) & site.c.id.not_in(_PAUSED)
# Columns go first: what they list is looked at in the same round.
_ORDER = (case((target.c.kind == "column", 0), else_=1), target.c.next_due_at, target.c.id)


class Targets:
    """The targets of every site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(
        self,
        now: datetime,
        *,
        limit: int,
        per_host: int,
        sites: Sequence[str] | None = None,
        everything: bool = False,
    ) -> list[DueTarget]:
        """What is due at `now`, columns first, then what has waited longest; `per_host` at most of one host.

        `sites` names the sites that count, None means all; sites that are switched off, paused or gone never do. With
        `everything` due times do not matter; a host that asked to be left alone is, always. Raises StorageError.
        """
        turn = func.row_number().over(partition_by=target.c.host, order_by=_ORDER).label("turn")
        held = select(host.c.name).where(host.c.held_until > now)
        askable = _WATCHED & target.c.host.not_in(held)
        wanted = select(target.c.id, turn).join(site, site.c.id == target.c.site_id).where(askable)
        if not everything:
            wanted = wanted.where(target.c.next_due_at <= now)
        if sites is not None:
            wanted = wanted.where(site.c.name.in_(sites))
        turns = wanted.subquery()
        query = _ALL.join(turns, turns.c.id == target.c.id).where(turns.c.turn <= per_host)
        with self._database.read() as connection:
            return [_to_target(row) for row in connection.execute(query.order_by(*_ORDER).limit(limit))]

    def by_url(self, url: str) -> DueTarget | None:
        """The target at an address, however it is spelled; None where nothing is watched there."""
        with self._database.read() as connection:
            row = connection.execute(_ALL.where(target.c.address == canonical(url))).first()
            return _to_target(row) if row else None

    def documents(self, sites: Sequence[str] | None = None) -> list[tuple[DueTarget, str]]:
        """The watched documents that were read, of these sites or all, by id, each with who read its last version.

        Raises StorageError.
        """
        last = (version.c.document_id == document.c.id) & (version.c.number == document.c.versions)
        query = _ALL.add_columns(func.coalesce(version.c.confirmed, version.c.extractor).label("reader")).join(
            version, last
        )
        wanted = site.c.retired_at.is_(None) & target.c.retired_at.is_(None)
        if sites is not None:
            wanted &= site.c.name.in_(sites)
        with self._database.read() as connection:
            rows = connection.execute(query.where(wanted).order_by(document.c.id, target.c.id)).all()
        return [(_to_target(row), row.reader) for row in rows]

    def hosts(self, hosts: Collection[str], *, since: datetime) -> dict[str, HostSums]:
        """What the targets of these hosts ask for, and what the last looks at them after `since` found.

        Raises StorageError.
        """
        recent = target.c.good_at > since
        query = (
            select(
                target.c.host,
                func.coalesce(func.sum(target.c.pace), 0.0).label("pace"),
                func.coalesce(func.sum(case((recent, target.c.expected))), 0.0).label("expected"),
                func.count(case((recent & target.c.changed, 1))).label("changed"),
            )
            .join(site, site.c.id == target.c.site_id)
            .where(_WATCHED, target.c.host.in_(hosts))
            .group_by(target.c.host)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row.host: HostSums(pace=row.pace, expected=row.expected, changed=row.changed) for row in rows}

    def put_off(self, until: Mapping[int, datetime]) -> None:
        """These targets are due later: target id → moment. Raises StorageError."""
        later = update(target).where(target.c.id == bindparam("which")).values(next_due_at=bindparam("moment"))
        with self._database.write() as connection:
            connection.execute(later, [{"which": which, "moment": moment} for which, moment in until.items()])


def load(connection: Connection, ids: Sequence[int], *, due: datetime) -> list[DueTarget]:
    """Those of the targets, in the given order, that are watched and due."""
    query = _ALL.where(_WATCHED, target.c.next_due_at <= due, target.c.id.in_(ids))
    found = {row.id: _to_target(row) for row in connection.execute(query)}
    return [found[each] for each in ids if each in found]


def by_ids(connection: Connection, ids: Sequence[int]) -> list[DueTarget]:
    """These targets, by id, watched and due or not."""
    return [_to_target(row) for row in connection.execute(_ALL.where(target.c.id.in_(ids)).order_by(target.c.id))]


def _to_target(row: Row[Any]) -> DueTarget:
    top = row.kind == "column"
    return DueTarget(
        id=row.id,
        kind=row.kind,
        url=row.url,
        site=row.site_name,
        rules=row.rules,
        rules_digest=row.digest,
        host=row.host,
        column=row.name if top else row.column_name,
        column_url=row.url if top else row.column_url,
        document=row.document_id,
        version=row.versions or None,
        etag=row.etag,
        last_modified=row.last_modified,
        content_hash=row.content_hash,
        listed_title=row.listed_title,
        baseline=row.baseline if row.kind == "document" else row.baseline_at is None,
        failures=row.failures,
        entries=row.entries,
        poison=row.poison,
        kills=row.kills or 0,
        absence=Absence(times=row.absent, since=row.absent_since) if row.absent else None,
        withdrawn=row.status == "withdrawn",
        validators=Validators(hits=row.hits or 0, whole_at=row.whole_at, lies=row.lies or 0),
        other_since=row.other_since,
        memory=_to_memory(row),
    )


def _to_memory(row: Row[Any]) -> Memory:
    return Memory(
        factors=tuple((float(shape), float(rate)) for shape, rate in row.factors or ()),
        looked_at=row.good_at,
        news_at=row.news_at,
        deadline=row.deadline,
        expected=row.expected or 0.0,
        changed=bool(row.changed),
        pace=row.pace or 0.0,
    )


def remembered(memory: Memory) -> dict[str, Any]:
    """The values of a target's row that keep its memory, beside `good_at`."""
    return {
        "factors": [list(factor) for factor in memory.factors],
        "news_at": memory.news_at,
        "deadline": memory.deadline,
        "expected": memory.expected,
        "changed": memory.changed,
        "pace": memory.pace,
    }
