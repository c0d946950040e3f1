"""Questions to an archive, in CPU time: history, as-of, compare, searches; and the scan that searches are held against."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from benchmarks.archive.world import START, VERSIONS
from monitor.compare import compare
from monitor.search import Query
from storage.archive import Archive
from storage.database import Database
from storage.search import Search
from storage.tables import clause_span, clause_text, document, raw

ASKED = 100
LIMIT, COUNTED = 20, 100
_LENGTHS = (1, 2, 4, 8)
_COMPLETE = 25
"""For so many words of each length all hits are held against those of the scan, for a fifth of it in a large archive."""
_LARGE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one size came to. Bytes; seconds of the CPU as median and p95, `scan` the median alone; `wrong` counts hits."""

    documents: int
    texts: int
    bytes: int
    plain: int
    distinct: int
    raw: int
    index: int
    times: Mapping[str, tuple[float, float]]
    scan: float
    wrong: int


def measure(database: Database, path: Path, size: int, plain: int, inserts: Sequence[float]) -> Measured:
    """Ask the archive of `size` documents; `plain` are the bytes of all versions' texts."""
    chance = random.Random(size)
    archive, search = Archive(database), Search(database)
    with database.read() as connection:
        texts = connection.execute(select(func.count()).select_from(clause_text)).scalar_one()
        ids = connection.execute(select(document.c.id).where(document.c.versions > 0)).scalars().all()
        distinct = connection.execute(text("SELECT sum(length(CAST(text AS BLOB))) FROM clause_text")).scalar_one()
        pages = connection.execute(select(func.sum(func.length(raw.c.body)))).scalar_one()
        index = connection.execute(text("SELECT sum(length(block)) FROM clause_gram_data")).scalar_one()
    chosen = chance.sample(list(ids), min(ASKED, len(ids)))
    words = {length: _words(database, chance, texts, length) for length in _LENGTHS}
    times = {
        "record a version": _spread(inserts),
        "history": _timed(archive.history, chosen),
        "as of a day": _timed(lambda id_: archive.at(id_, START + timedelta(days=2, hours=12)), chosen),
        "compare two versions": _timed(lambda id_: _compared(archive, id_), chosen),
    }
    for length in _LENGTHS:
        times[f"search {length} character{'s' if length > 1 else ''}"] = _timed(
            lambda word: search.find(Query(words=(word,)), limit=LIMIT, count=COUNTED), words[length]
        )
    scans, wrong = list[float](), 0
    for length in _LENGTHS:
        for word in words[length][: _COMPLETE if size <= _LARGE else _COMPLETE // 5]:
            found = {(hit.document.id, hit.text) for hit in search.find(Query(words=(word,))).hits}
            start = time.process_time()
            matched = _scan(database, word)
            if length == 2:
                scans.append(time.process_time() - start)
            wrong += len(found ^ _placed(database, matched))
    return Measured(
        documents=size,
        texts=texts,
        bytes=path.stat().st_size,
        plain=plain,
        distinct=distinct,
        raw=pages,
        index=index,
        times=times,
        scan=statistics.median(scans),
        wrong=wrong,
    )


def _words(database: Database, chance: random.Random, texts: int, length: int) -> list[str]:
    """Words as they stand in the running text, so that frequent ones are asked for most."""
    words = list[str]()
    with database.read() as connection:
        while len(words) < ASKED:
            query = select(clause_text.c.text).where(clause_text.c.id == chance.randint(1, texts))
            pieces = [piece for piece in _runs(connection.execute(query).scalar_one()) if len(piece) >= length]
            if pieces:
                piece = chance.choice(pieces)
                at = chance.randrange(len(piece) - length + 1)
                words.append(piece[at : at + length])
    return words


def _runs(said: str) -> Iterable[str]:
    """The stretches of Chinese characters, in which a comparison key changes nothing."""
    return "".join(char if "\u4e00" <= char <= "\u9fff" else " " for char in said).split()


def _scan(database: Database, word: str) -> list[int]:
    """The texts with a word, by looking at every one: the least that is done without an index."""
    with database.read() as connection:
        query = select(clause_text.c.id).where(func.instr(clause_text.c.text, word) > 0)
        return list(connection.execute(query).scalars())


def _placed(database: Database, ids: Sequence[int]) -> set[tuple[int, str]]:
    """Where these texts stand, as hits say it."""
    spans = clause_span.c
    query = select(spans.document_id, clause_text.c.text).join(clause_text, clause_text.c.id == spans.clause_text_id)
    placed = set[tuple[int, str]]()
    with database.read() as connection:
        for start in range(0, len(ids), 1000):
            rows = connection.execute(query.where(spans.clause_text_id.in_(ids[start : start + 1000])))
            placed.update((row.document_id, row.text) for row in rows)
    return placed


def _compared(archive: Archive, id_: int) -> object:
    old, new = archive.version(id_, 1), archive.version(id_, VERSIONS)
    assert old is not None
    assert new is not None
    return compare(old.edition, new.edition)


def _timed(
    work: Callable[[object], object] | Callable[[int], object] | Callable[[str], object], asked: Sequence[object]
) -> tuple[float, float]:
    work(asked[0])  # type: ignore[arg-type]
    seconds = []
    for each in asked:
        start = time.process_time()
        work(each)  # type: ignore[arg-type]
        seconds.append(time.process_time() - start)
    return _spread(seconds)


def _spread(seconds: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay below."""
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
