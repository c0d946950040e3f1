"""Searches all versions of all documents: each distinct clause text is looked at once, its spans say where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, Select, TextualSelect, and_, func, or_, select, tuple_

from monitor.observation import DocumentSummary
from monitor.search import Query
from storage import documents, grams
from storage.database import Database
from storage.tables import clause_span, clause_text, document, site, version

Order: TypeAlias = Literal["relevance", "date"]

POOL = 200
"""Of so many of the texts that came last the most relevant ones are shown first, where only some are asked for."""
_CHUNK = 500  # places in one query
_OPEN = 2**31 - 1
"""Stands for the version in which a clause that is still there will end."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """In which versions a clause stood under a path; `last` is None where it stands in the latest."""

    path: str
    first: int
    last: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A clause of a document that says what was searched for, with all its spans, the last one first.

    `text` is without its printed number. `since` is when it was first seen, `until` when it was first seen to be gone.
    """

    document: DocumentSummary
    text: str
    spans: tuple[Span, ...]
    since: datetime
    until: datetime | None

    @property
    def current(self) -> bool:
        """Whether the latest version says it."""
        return self.until is None

    @property
    def path(self) -> str:
        """Where it stands, or stood last."""
        return self.spans[0].path

    @property
    def version(self) -> int:
        """The last version that says it."""
        return self.spans[0].last or self.document.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits that were asked for, and how many there are."""

    hits: tuple[Hit, ...]
    total: int


class Search:
    """Searches an archive. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, query: Query, scope: Scope | None = None, *, order: Order = "relevance", limit: int | None = None
    ) -> Found:
        """The clauses that hold, the most relevant or those that came last first; without a limit all of them.

        One hit is one text in one document, in however many versions and under whatever numbers it stands there.
        """
        with self._database.read() as connection:
            places = _places(connection, query, scope or Scope())
            total = connection.execute(select(func.count()).select_from(places.subquery())).scalar_one()
            rows = _first(connection, places, order, limit) if total else []
            hits = _hits(connection, rows)
        if order == "relevance":
            hits.sort(key=lambda hit: query.score(hit.text, current=hit.current), reverse=True)
        return Found(hits=tuple(hits[:limit]), total=total)

    def texts(self, query: Query, ids: Collection[int]) -> list[Hit]:
        """What documents say that holds, by document and the version it came with: the path of a target."""
        with self._database.read() as connection:
            places = _places(connection, query, Scope(documents=tuple(ids)))
            return sorted(
                _hits(connection, connection.execute(places).all()),
                key=lambda hit: (hit.document.id, hit.spans[-1].first),
            )


def _places(connection: Connection, query: Query, scope: Scope) -> Select[Any]:
    """A query for document and text of every hit, with the first version."""
    texts = _texts(connection, query).subquery("matched")
    spans = clause_span.c
    asked = (
        select(
            spans.document_id,
            spans.clause_text_id,
            func.min(spans.from_version).label("first"),
        )
        .join(texts, texts.c.id == spans.clause_text_id)
        .group_by(spans.document_id, spans.clause_text_id)
    )
    if limits := documents_in(scope):
        asked = asked.join(document, document.c.id == spans.document_id)
        asked = asked.join(site, site.c.id == document.c.site_id).where(*limits)
    if scope.current:
        asked = asked.where(spans.to_version.is_(None))
    if scope.at is not None:
        held = (
            select(func.max(version.c.number))
            .where(version.c.document_id == spans.document_id, version.c.at <= scope.at)
            .scalar_subquery()
        )
        asked = asked.where(spans.from_version <= held, or_(spans.to_version.is_(None), spans.to_version > held))
    return asked


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


def _texts(connection: Connection, query: Query) -> TextualSelect:
    """The texts that hold: by their grams, and where those do not decide, by what was looked up."""
    matched = grams.matching(connection, query.grams, query.barred)
    if query.exact:
        return matched
    found = matched.subquery("candidates")
    asked = select(clause_text.c.id, clause_text.c.text).join(found, found.c.id == clause_text.c.id)
    return grams.among(connection, [row.id for row in connection.execute(asked) if query.holds(row.text)])


def _first(connection: Connection, places: Select[Any], order: Order, limit: int | None) -> Sequence[Row[Any]]:
    """The places that are worth loading, those that came last first."""
    if order == "date":
        return connection.execute(_by_moment(places).limit(limit)).all()
    newest = places.order_by(clause_span.c.clause_text_id.desc(), clause_span.c.document_id)
    return connection.execute(newest.limit(max(limit, POOL) if limit is not None else None)).all()


def _by_moment(places: Select[Any]) -> Select[Any]:
    """The places, those first that were seen last."""
    each = places.subquery("places")
    came = and_(version.c.document_id == each.c.document_id, version.c.number == each.c.first)
    return select(each).join(version, came).order_by(version.c.at.desc(), each.c.document_id, each.c.clause_text_id)


def _hits(connection: Connection, rows: Sequence[Row[Any]]) -> list[Hit]:
    """Hits as records, in the order of their rows."""
    about = {each.id: each for each in documents.by_ids(connection, sorted({row.document_id for row in rows}))}
    hits = []
    for start in range(0, len(rows), _CHUNK):
        keys = [(row.document_id, row.clause_text_id) for row in rows[start : start + _CHUNK]]
        spans: dict[tuple[int, int], list[Row[Any]]] = {each: [] for each in keys}
        for row in connection.execute(_spans_of(keys)):
            spans[row.document_id, row.clause_text_id].append(row)
        # The last span is the one that lasts longest, and where it ends the text does.
        first = {each: (each[0], min(span.from_version for span in spans[each])) for each in keys}
        end = {each: (each[0], spans[each][0].to_version) for each in keys}
        moments = _moments(connection, {*first.values(), *end.values()})
        hits += [
            Hit(
                document=about[each[0]],
                text=spans[each][0].text,
                spans=tuple(
                    Span(path=span.path, first=span.from_version, last=span.to_version and span.to_version - 1)
                    for span in spans[each]
                ),
                since=moments[first[each]],
                until=moments.get(end[each]),
            )
            for each in keys
        ]
    return hits


def _spans_of(keys: Sequence[tuple[int, int]]) -> Select[Any]:
    spans = clause_span.c
    return (
        select(clause_span, clause_text.c.text)
        .join(clause_text, clause_text.c.id == spans.clause_text_id)
        .where(spans.clause_text_id.in_({text for _, text in keys}))
        .where(tuple_(spans.document_id, spans.clause_text_id).in_(keys))
        .order_by(func.coalesce(spans.to_version, _OPEN).desc(), spans.from_version.desc(), spans.rank)
    )


def _moments(
    connection: Connection, versions: Collection[tuple[int, int | None]]
) -> Mapping[tuple[int, Any], datetime]:
    """When these versions, each of a document, were seen."""
    numbered = [each for each in versions if each[1] is not None]
    table = version.c
    query = select(table.document_id, table.number, table.at).where(
        tuple_(table.document_id, table.number).in_(numbered)
    )
    return {(row.document_id, row.number): row.at for row in connection.execute(query)}
