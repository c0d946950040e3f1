"""The index of the clause texts: which grams each has (`monitor.search`). SQLite keeps it in FTS5, PostgreSQL under GIN.

Both keep the same numbers without their places; nothing of it depends on what a database takes for a word. All of it
can be made again from the texts. See docs/decisions/0013-search-by-grams.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, TextualSelect, column, select, text

from monitor.search import grams
from storage.tables import clause_text

_BATCH = 1000  # texts written at once
_NO_ID = 2**62  # beyond all


class _Kind(NamedTuple):
    """How one kind of database does it."""

    make: Sequence[str]
    empty: str
    insert: str
    value: Callable[[Collection[int]], Any]
    matching: Callable[[Collection[int], Collection[int]], tuple[str, dict[str, Any]]]
    among: str
    ids: Callable[[Collection[int]], Any]


def make(connection: Connection) -> None:
    """Makes the index, empty."""
    for statement in _kind(connection).make:
        connection.exec_driver_sql(statement)


def write(connection: Connection, texts: Mapping[int, str]) -> None:
    """Notes the grams of new texts, by their ids in `clause_text`."""
    kind = _kind(connection)
    rows = [{"id": id_, "grams": kind.value(grams(words))} for id_, words in texts.items()]
    if rows:
        connection.execute(text(kind.insert), rows)


def rebuild(connection: Connection) -> None:
    """Makes the index of all texts anew: for an archive from before it, or whose texts were copied."""
    connection.exec_driver_sql(_kind(connection).empty)
    after = -1
    query = select(clause_text.c.id, clause_text.c.text).order_by(clause_text.c.id).limit(_BATCH)
    while rows := connection.execute(query.where(clause_text.c.id > after)).all():
        write(connection, {row.id: row.text for row in rows})
        after = rows[-1].id


def matching(
    connection: Connection, needed: Collection[int], barred: Collection[int] = (), *, before: int | None, limit: int
) -> list[int]:
    """The ids of the texts that have all `needed` grams and none of the `barred` ones: the `limit` last ones `before` one."""
    statement, values = _kind(connection).matching(needed, barred)
    values |= {"before": _NO_ID if before is None else before, "limit": limit}
    return list(connection.execute(text(statement), values).scalars())


@cache
def among(dialect: str) -> TextualSelect:
    """A query for the `id`s that `listed` gives it, however many they are."""
    return text(_KINDS[dialect].among).columns(column("id", BigInteger))


def listed(connection: Connection, ids: Collection[int]) -> dict[str, Any]:
    """What `among` is to be given."""
    return {"ids": _kind(connection).ids(ids)}


def _kind(connection: Connection) -> _Kind:
    return _KINDS[connection.dialect.name]


def _words(values: Collection[int]) -> str:
    """The tokens of a text: its pairs, and its characters only where no pair begins with them, as at its end.

    A character is found as the beginning of its pairs, so that the index is a third smaller.
    """
    tokens = sorted(f"{gram & 0xFFFFFFFF:08x}" for gram in values)
    begun = {token[:4] for token in tokens if not token.endswith("0000")}
    return " ".join(token for token in tokens if not token.endswith("0000") or token[:4] not in begun)


def _word(gram: int) -> str:
    """How a gram is asked for."""
    token = f"{gram & 0xFFFFFFFF:08x}"
    return f"{token[:4]}*" if token.endswith("0000") else token


def _in_fts(needed: Collection[int], barred: Collection[int]) -> tuple[str, dict[str, Any]]:
    asked = " AND ".join(map(_word, sorted(needed))) + "".join(f" NOT {_word(gram)}" for gram in sorted(barred))
    statement = (
        "SELECT rowid FROM clause_gram WHERE clause_gram MATCH :asked AND rowid < :before "
        "ORDER BY rowid DESC LIMIT :limit"
    )
    return statement, {"asked": asked}


def _in_gin(needed: Collection[int], barred: Collection[int]) -> tuple[str, dict[str, Any]]:
    statement = (
        "SELECT id FROM clause_gram WHERE grams @> CAST(:needed AS integer[]) "
        "AND NOT grams && CAST(:barred AS integer[]) AND id < :before ORDER BY id DESC LIMIT :limit"
    )
    return statement, {"needed": sorted(needed), "barred": sorted(barred)}


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "sqlite": _Kind(
            make=(
                # Without the texts, which stand in clause_text, and without places and lengths, which nothing asks for.
                "CREATE VIRTUAL TABLE clause_gram USING fts5(grams, content='', detail=none, columnsize=0, tokenize=ascii)",
            ),
            empty="INSERT INTO clause_gram(clause_gram) VALUES ('delete-all')",
            insert="INSERT INTO clause_gram(rowid, grams) VALUES (:id, :grams)",
            value=_words,
            matching=_in_fts,
            among="SELECT value AS id FROM json_each(:ids)",
            ids=lambda ids: json.dumps(sorted(ids)),
        ),
        "postgresql": _Kind(
            make=(
                "CREATE TABLE clause_gram (id bigint PRIMARY KEY, grams integer[] NOT NULL)",
                "CREATE INDEX ix_clause_gram_grams ON clause_gram USING gin (grams)",
            ),
            empty="TRUNCATE clause_gram",
            insert="INSERT INTO clause_gram (id, grams) VALUES (:id, :grams)",
            value=sorted,
            matching=_in_gin,
            among="SELECT unnest(CAST(:ids AS bigint[])) AS id",
            ids=sorted,
        ),
    }
)
