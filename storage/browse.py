"""What people look through: documents by site, kind, stage and year, a page at a time, and how many changes there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from monitor.observation import DocumentSummary
from storage import documents
from storage.database import Database
from storage.tables import document, site, version

NONE = "none"
"""In a choice: those that have no kind, no stage or no year."""

_YEAR = func.substr(document.c.published, 1, 4)
_FIELDS: dict[str, ColumnElement[Any]] = {
    "site": site.c.name,
    "kind": document.c.kind,
    "stage": document.c.stage,
    "year": _YEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of the archive is wanted: everything, or what has these values; `NONE` for what has none."""

    site: str | None = None
    kind: str | None = None
    stage: str | None = None
    year: str | None = None


class Browse:
    """The archive as lists. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(self, choice: Choice, *, skip: int, limit: int) -> tuple[list[DocumentSummary], int]:
        """The documents of a choice that were read, the one that changed last first; and how many there are in all."""
        wanted = _chosen(select(document.c.id), choice)
        page = wanted.order_by(document.c.changed_at.desc(), document.c.id.desc()).offset(skip).limit(limit)
        with self._database.read() as connection:
            ids = list(connection.execute(page).scalars())
            total = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
            found = {each.id: each for each in documents.by_ids(connection, ids)}
        return [found[id_] for id_ in ids], total

    def values(self, name: str, choice: Choice) -> list[tuple[str, int]]:
        """The values of one field among the documents that the rest of a choice leaves, each with how many have it.

        `name` is a field of `Choice`; documents without a value count under `NONE`.
        """
        rest = Choice(**{other: getattr(choice, other) for other in _FIELDS if other != name})
        field = func.coalesce(_FIELDS[name], NONE).label("value")
        query = _chosen(select(field, func.count().label("total")), rest).group_by(field)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        order = (
            (lambda row: (row[0] == NONE, row[0]), True) if name == "year" else (lambda row: (-row[1], row[0]), False)
        )
        found = sorted(((str(value), int(total)) for value, total in rows), key=order[0], reverse=order[1])
        return [each for each in found if each[0] != NONE] + [each for each in found if each[0] == NONE]

    def told_since(self, since: datetime) -> Sequence[tuple[datetime, str]]:
        """When versions with changes were seen since a moment, each with its severity, the first one first."""
        query = (
            select(version.c.at, version.c.severity)
            .where(version.c.severity != "none", version.c.at >= since)
            .order_by(version.c.id)
        )
        with self._database.read() as connection:
            return [(row.at, row.severity) for row in connection.execute(query)]


def _chosen(query: Select[*tuple[Any, ...]], choice: Choice) -> Select[*tuple[Any, ...]]:
    query = query.select_from(document).where(document.c.versions > 0)
    query = query.join(site, site.c.id == document.c.site_id)
    for name, field in _FIELDS.items():
        value = getattr(choice, name)
        if value == NONE:
            query = query.where(field.is_(None))
        elif value is not None:
            query = query.where(field == value)
    return query
