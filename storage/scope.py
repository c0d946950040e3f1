"""Which documents are meant, and which of their versions: the filters that lists and searches share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_

from storage.tables import document, site


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which documents, and which of their versions. The values of one filter are alternatives, `None` and `()` no limit.

    `years` are those of publication, from `since` to `until` days of it. `current` are the clauses that stand in the
    latest version, `at` those that stood in the one that was the latest at this moment.
    """

    sites: tuple[str, ...] | None = None
    documents: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    current: bool = False
    at: datetime | None = None


def documents_in(scope: Scope) -> list[Any]:
    """The conditions on `document` and `site` that a scope sets."""
    limits: list[Any] = []
    if scope.sites is not None:
        limits.append(site.c.name.in_(scope.sites))
    if scope.documents:
        limits.append(document.c.id.in_(scope.documents))
    if scope.kinds:
        limits.append(document.c.kind.in_(scope.kinds))
    if scope.stages:
        limits.append(document.c.stage.in_(scope.stages))
    if scope.years:  # days are kept as ISO writes them, so that they sort as text
        limits.append(or_(*(document.c.published.startswith(f"{year:04d}-") for year in scope.years)))
    if scope.since is not None:
        limits.append(document.c.published >= scope.since.isoformat())
    if scope.until is not None:
        limits.append(document.c.published < (scope.until + timedelta(days=1)).isoformat())
    return limits
