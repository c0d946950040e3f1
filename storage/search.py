"""Searches all versions of all documents: each distinct clause text is looked at once, its spans say where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, Select, func, or_, select, tuple_

from monitor.observation import DocumentSummary
from monitor.search import Query
from storage import documents, grams
from storage.database import Database
from storage.scope import Scope, documents_in
from storage.tables import clause_span, clause_text, document, site, version

Order: TypeAlias = Literal["relevance", "date"]

_Place: TypeAlias = tuple[int, int]
"""A document and one of its texts."""
POOL = 100
"""Of so many of the texts that came last the most relevant ones are shown first, where only some are asked for."""
_BATCH, _GREATEST = 128, 16_000
"""How many texts are looked through at once: few where the last ones are enough, ever more where they are not."""
_CHUNK = 500  # places in one query
_SCOPES = 64  # whose queries are kept: making one costs as much as asking it
_OPEN = 2**31 - 1
"""Stands for the version in which a clause that is still there will end."""


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
    def first(self) -> int:
        """The first version that says it."""
        return min(span.first for span in self.spans)

    @property
    def version(self) -> int:
        """The last version that says it."""
        return self.spans[0].last or self.document.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits that were asked for, and how many there are; with `more` there are at least so many."""

    hits: tuple[Hit, ...]
    total: int
    more: bool = False


class Search:
    """Searches an archive. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: Query,
        scope: Scope | None = None,
        *,
        order: Order = "relevance",
        limit: int | None = None,
        count: int | None = None,
    ) -> Found:
        """The clauses that hold, the most relevant or those that came last first; without a limit all of them.

        One hit is one text in one document, in however many versions and under whatever numbers it stands there. Hits
        are counted to the last one, or with `count` no further than that: the most frequent words stand everywhere.
        """
        scope = scope or Scope()
        enough = None if count is None or limit is None or order == "date" else max(count, limit, POOL)
        with self._database.read() as connection:
            places, all_ = _places(connection, query, scope, enough)
            total = len(places) if all_ or count is None else min(len(places), count)
            places = _RANKED[order](connection, query, places if limit is None else _pool(places, limit, order))
            return Found(hits=tuple(_hits(connection, places[:limit])), total=total, more=not all_)

    def texts(self, query: Query, ids: Collection[int]) -> list[Hit]:
        """What documents say that holds, by document and the version it came with: the path of a target."""
        with self._database.read() as connection:
            places, _ = _places(connection, query, Scope(documents=tuple(ids)), None)
            return sorted(_hits(connection, places), key=lambda hit: (hit.document.id, hit.first))


def _places(connection: Connection, query: Query, scope: Scope, enough: int | None) -> tuple[list[_Place], bool]:
    """Document and text of the hits, those that came last first, and whether these are all.

    The texts are gone through in batches from the last one back, until there are `enough`.
    """
    found, before, size = list[_Place](), None, _BATCH
    while enough is None or len(found) < enough:
        ids = grams.matching(connection, query.grams, query.barred, before=before, limit=size)
        places = _standing(connection, ids, scope)
        found += places if query.exact else _holding(connection, query, places)
        if len(ids) < size:
            return found, True
        before, size = ids[-1], min(size * 4, _GREATEST)
    return found, False


def _holding(connection: Connection, query: Query, places: Sequence[_Place]) -> list[_Place]:
    """Of places whose grams hold those whose text does. Looking into texts costs most, so the scope comes before."""
    asked = grams.listed(connection, {text for _, text in places})
    rows = connection.execute(_texts(connection.dialect.name), asked)
    holding = {row.id for row in rows if query.holds(row.text)}
    return [place for place in places if place[1] in holding]


def _standing(connection: Connection, ids: Sequence[int], scope: Scope) -> list[_Place]:
    """Where in the scope these texts stand."""
    if not ids:
        return []
    rows = connection.execute(_spans_in(connection.dialect.name, scope), grams.listed(connection, ids))
    return sorted(((row[0], row[1]) for row in rows), key=lambda place: (-place[1], place[0]))


@cache
def _texts(dialect: str) -> Select[Any]:
    found = grams.among(dialect).subquery("found")
    return select(clause_text.c.id, clause_text.c.text).join(found, found.c.id == clause_text.c.id)


@lru_cache(_SCOPES)
def _spans_in(dialect: str, scope: Scope) -> Select[Any]:
    texts = grams.among(dialect).subquery("matched")
    spans = clause_span.c
    asked = select(spans.document_id, spans.clause_text_id).join(texts, texts.c.id == spans.clause_text_id).distinct()
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


def _pool(places: list[_Place], limit: int, order: Order) -> list[_Place]:
    return places if order == "date" else places[: max(limit, POOL)]


def _by_relevance(connection: Connection, query: Query, places: Sequence[_Place]) -> list[_Place]:
    """The places, those first whose text is most about the query; among equals those that came last."""
    scores = dict[_Place, float]()
    for chunk in _chunks(places):
        asked = grams.listed(connection, {text for _, text in chunk})
        for row in connection.execute(_said(connection.dialect.name), asked):
            scores[row.document_id, row.clause_text_id] = query.score(row.text, current=row.end == _OPEN)
    return sorted(places, key=lambda place: -scores[place])


def _by_date(connection: Connection, query: Query, places: Sequence[_Place]) -> list[_Place]:
    """The places, those first that were seen last; what was seen together by document."""
    del query
    came = dict[_Place, datetime]()
    for chunk in _chunks(places):
        rows = connection.execute(
            _dated(connection.dialect.name), grams.listed(connection, {text for _, text in chunk})
        )
        came |= {(row.document_id, row.clause_text_id): row.at for row in rows}
    return sorted(places, key=lambda place: (-came[place].timestamp(), place[0], -place[1]))


@cache
def _said(dialect: str) -> Select[Any]:
    texts = grams.among(dialect).subquery("pool")
    spans, end = clause_span.c, func.max(func.coalesce(clause_span.c.to_version, _OPEN))
    return (
        select(spans.document_id, spans.clause_text_id, clause_text.c.text, end.label("end"))
        .join(texts, texts.c.id == spans.clause_text_id)
        .join(clause_text, clause_text.c.id == spans.clause_text_id)
        .group_by(spans.document_id, spans.clause_text_id, clause_text.c.text)
    )


@cache
def _dated(dialect: str) -> Select[Any]:
    texts = grams.among(dialect).subquery("dated")
    spans = clause_span.c
    return (
        select(spans.document_id, spans.clause_text_id, func.min(version.c.at).label("at"))
        .join(texts, texts.c.id == spans.clause_text_id)
        .join(version, (version.c.document_id == spans.document_id) & (version.c.number == spans.from_version))
        .group_by(spans.document_id, spans.clause_text_id)
    )


_RANKED: Mapping[str, Callable[[Connection, Query, Sequence[_Place]], list[_Place]]] = MappingProxyType(
    {"relevance": _by_relevance, "date": _by_date}
)


def _chunks(places: Sequence[_Place]) -> Iterator[Sequence[_Place]]:
    return (places[start : start + _CHUNK] for start in range(0, len(places), _CHUNK))


def _hits(connection: Connection, places: Sequence[_Place]) -> list[Hit]:
    """Hits as records, in the order of their places."""
    about = {each.id: each for each in documents.by_ids(connection, sorted({each for each, _ in places}))}
    hits = []
    for keys in _chunks(places):
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
