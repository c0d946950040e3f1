"""A document's clauses as spans over its versions: a version writes only what differs from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from monitor.records import Clause
from monitor.text import key
from storage import grams, tables
from storage.blobs import digest
from storage.rank import rearranged
from storage.tables import clause_span, clause_text

_CHUNK = 1000  # values in one query; PostgreSQL takes 65,535
_AFTER_MARKER = "、.．。,，:：) ）\t\u3000\u00a0"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a span says; spans with equal pieces are the same clause, untouched."""

    path: str
    marker: str
    inline: bool
    hash: bytes


def write(connection: Connection, document: int, version: int, clauses: Sequence[Clause]) -> None:
    """Closes the spans that `version` lacks and opens those that it brings."""
    texts: dict[bytes, str] = {}
    pieces = []
    for clause in clauses:
        marker, text = split(clause)
        piece = _Piece(clause.path, marker, clause.inline, digest(text))
        pieces.append(piece)
        texts[piece.hash] = text
    rows_before = connection.execute(_OPEN, {"document": document}).all()
    open_ = {_piece(row): row for row in rows_before}
    ids = {piece.hash: row.clause_text_id for piece, row in open_.items()}
    ids |= _text_ids(connection, {hash_: text for hash_, text in texts.items() if hash_ not in ids})

    before = [open_[piece].rank if piece in open_ else None for piece in pieces]
    after = rearranged(before)
    kept = {rank for rank, old in zip(after, before, strict=True) if rank == old}
    gone = [{"gone": row.rank} for row in rows_before if row.rank not in kept]
    if gone:
        connection.execute(_CLOSE.values(to_version=version).where(clause_span.c.document_id == document), gone)
    rows = [
        {
            "document_id": document,
            "from_version": version,
            "rank": rank,
            "path": piece.path,
            "marker": piece.marker,
            "inline": piece.inline,
            "clause_text_id": ids[piece.hash],
        }
        for piece, rank in zip(pieces, after, strict=True)
        if rank not in kept
    ]
    if rows:
        connection.execute(clause_span.insert(), rows)


def read(connection: Connection, document: int, version: int) -> tuple[Clause, ...]:
    """The clauses of a version in order. Only path, text and `inline` are kept; the rest follows from the text."""
    spans = clause_span.c
    query = (
        _SPANS.where(spans.document_id == document, spans.from_version <= version)
        .where(spans.to_version.is_(None) | (spans.to_version > version))
        .order_by(spans.rank)
    )
    return tuple(
        Clause(
            path=row.path,
            level=0,
            kind="paragraph",
            number="",
            title="",
            text=row.marker + row.text,
            inline=row.inline,
        )
        for row in connection.execute(query)
    )


def younger(connection: Connection, document: int, version: int) -> list[str]:
    """The paths of a version's clauses that came after the first version, in order."""
    spans = clause_span.c
    query = (
        select(spans.path)
        .where(spans.document_id == document, spans.from_version <= version, spans.from_version > 1)
        .where(spans.to_version.is_(None) | (spans.to_version > version))
        .order_by(spans.rank)
    )
    return list(connection.execute(query).scalars())


def last_with(connection: Connection, document: int, path: str) -> int | None:
    """The last version of a document that has a clause at a path; None where none had."""
    spans = clause_span.c
    query = (
        select(func.max(func.coalesce(spans.to_version - 1, tables.document.c.versions)))
        .join(tables.document, tables.document.c.id == spans.document_id)
        .where(spans.document_id == document, spans.path == path)
    )
    found: int | None = connection.execute(query).scalar()
    return found


def touched(connection: Connection, document: int, versions: Iterable[int]) -> Mapping[int, bytes]:
    """For each version the texts that it brought or took away, as one string of bytes that never changes.

    What a version says about its changes repeats these texts, so it is compressed against them.
    """
    spans = clause_span.c
    wanted = sorted(set(versions))
    if not wanted:
        return {}
    query = _SPANS.where(spans.document_id == document)
    query = query.where(spans.from_version.in_(wanted) | spans.to_version.in_(wanted))
    texts: dict[int, dict[bytes, str]] = {number: {} for number in wanted}
    for row in connection.execute(query):
        for number in (row.from_version, row.to_version):
            if number in texts:
                texts[number][row.hash] = row.text
    return {number: "\n".join(found[hash_] for hash_ in sorted(found)).encode() for number, found in texts.items()}


def split(clause: Clause) -> tuple[str, str]:
    """A clause's text as its printed number (`3.`, `（三）`) and the rest; together they are the text.

    The number stays out of the stored text, so that clauses that were only renumbered are not stored again.
    """
    text, seen, end = clause.text, "", 0
    while clause.number and seen != clause.number:
        if end == len(text) or not clause.number.startswith(seen):
            return "", text
        seen += key(text[end])
        end += 1
    while end and end < len(text) and text[end] in _AFTER_MARKER:
        end += 1
    return text[:end], text[end:]


def _text_ids(connection: Connection, texts: Mapping[bytes, str]) -> dict[bytes, int]:
    """The rows that hold these texts; missing ones are made."""
    known = _find(connection, list(texts))
    missing = [hash_ for hash_ in texts if hash_ not in known]
    if not missing:
        return known
    connection.execute(clause_text.insert(), [{"hash": hash_, "text": texts[hash_]} for hash_ in missing])
    made = _find(connection, missing)
    grams.write(connection, {id_: texts[hash_] for hash_, id_ in made.items()})
    return known | made


def _find(connection: Connection, hashes: Sequence[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for start in range(0, len(hashes), _CHUNK):
        query = select(clause_text.c.hash, clause_text.c.id).where(
            clause_text.c.hash.in_(hashes[start : start + _CHUNK])
        )
        found |= {row.hash: row.id for row in connection.execute(query)}
    return found


def _piece(row: Row[Any]) -> _Piece:
    return _Piece(row.path, row.marker, row.inline, row.hash)


_SPANS = select(clause_span, clause_text.c.hash, clause_text.c.text).join(
    clause_text, clause_text.c.id == clause_span.c.clause_text_id
)
_OPEN = (
    select(clause_span, clause_text.c.hash)
    .join(clause_text, clause_text.c.id == clause_span.c.clause_text_id)
    .where(clause_span.c.document_id == bindparam("document"), clause_span.c.to_version.is_(None))
)
_CLOSE = update(clause_span).where(clause_span.c.to_version.is_(None), clause_span.c.rank == bindparam("gone"))
