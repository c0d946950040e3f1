"""Families: which documents are of one work, found through an index whose lists are bounded.

A trace is a key (of a name, a number or a sentence) under which a document is found. No key has more than `CROWD`
documents: what stands in so many is boilerplate, and evidence of nothing. So one more document costs the same however
many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, delete, func, or_, select, update

from monitor.errors import UsageError
from monitor.family import Tie, best, kinship, ties
from monitor.letter import Words
from monitor.naming import Name, Place
from monitor.portrait import Portrait, keys_of, sought, traces
from storage import portraits
from storage.database import Database
from storage.tables import family_link, trace

LinkState: TypeAlias = Literal["found", "confirmed", "cut"]

CROWD = 32
"""How many documents one key leads to at most."""
_LOOKED_AT = 24  # candidates that are compared with a document
_NAMED = 8  # what a common name or number weighs against a common sentence
_LEAST = 4  # what a candidate weighs at least
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as it is kept: `one` is the copy, final, explanation, … of `other`."""

    tie: Tie
    state: LinkState
    at: datetime


@dataclass(frozen=True, slots=True)
class Family:
    """All documents that links lead to from one, itself among them, and the links between them; cut ones apart."""

    documents: tuple[int, ...]
    links: tuple[Link, ...]
    cut: tuple[Link, ...] = ()


class Families:
    """Who is kin. Every method raises StorageError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, document: int, seen: Portrait, at: datetime) -> tuple[Tie, ...]:
        """Keeps what a document's latest version shows of its kin; gives the ties that hold now."""
        with self._database.write() as connection:
            return note(connection, document, seen, at)

    def foresee(self, document: int, seen: Portrait) -> tuple[tuple[Tie, ...], Mapping[int, Portrait]]:
        """The ties that a document which shows this would have, and the portraits of its kin. Keeps nothing."""
        with self._database.read() as connection:
            _, known, common = _circle(connection, document, seen)
            found = ties(document, known, common)
            return found, {each: known[each] for tie in found for each in (tie.one, tie.other)}

    def named(self, work: Name, place: Place, numbers: Sequence[str]) -> dict[int, Portrait]:
        """The documents under a work's name (of `place`, where it says none itself) or under these document numbers."""
        with self._database.read() as connection:
            return portraits.read(connection, _under(connection, keys_of(work, place, numbers)))

    def of(self, document: int) -> Family:
        """The family of a document; alone where it has none."""
        with self._database.read() as connection:
            return read(connection, document)

    def confirm(self, one: int, other: int, at: datetime) -> Link:
        """The link between two documents, whichever way, is right for good. Raises UsageError where there is none."""
        return self._settle(one, other, at, "confirmed")

    def cut(self, one: int, other: int, at: datetime) -> Link:
        """The link between two documents is wrong and is never made again. Raises UsageError where there is none."""
        return self._settle(one, other, at, "cut")

    def _settle(self, one: int, other: int, at: datetime, state: LinkState) -> Link:
        with self._database.write() as connection:
            values: dict[str, Any] = {"state": state, "at": at, "confidence": 1.0 if state == "confirmed" else 0.0}
            if not connection.execute(update(family_link).where(_between(one, other)).values(values)).rowcount:
                raise UsageError(f"there is no link between documents {one} and {other}; see: clausewatch family {one}")
            return _link(connection.execute(select(family_link).where(_between(one, other))).one())


def note(connection: Connection, document: int, seen: Portrait, at: datetime) -> tuple[Tie, ...]:
    """As `Families.note`, within a transaction."""
    kept, known, common = _circle(connection, document, seen)
    _index(connection, document, seen)
    portraits.write(connection, document, seen)
    found = tuple(tie for tie in ties(document, known, common) if _prevails(connection, tie, known))
    for tie in found:
        row = kept.pop(tie.other if tie.one == document else tie.one, None)
        if row is None or row.state == "found":
            _write(connection, row, tie, at)
    for partner, row in kept.items():  # not chosen now, or not true any more
        if row.state == "found" and (partner not in known or kinship(document, partner, known, common) is None):
            connection.execute(delete(family_link).where(_between(document, partner)))
    return found


def read(connection: Connection, document: int) -> Family:
    """As `Families.of`, within a transaction: link by link, so its cost is that of the family."""
    seen, frontier = {document}, [document]
    links: dict[tuple[int, int], Row[Any]] = {}
    while frontier:
        reached: set[int] = set()
        for start in range(0, len(frontier), _CHUNK):
            for row in connection.execute(select(family_link).where(_touches(frontier[start : start + _CHUNK]))):
                links[row.one_id, row.other_id] = row
                if row.state != "cut":
                    reached |= {row.one_id, row.other_id}
        frontier = sorted(reached - seen)
        seen |= reached
    found = [_link(links[pair]) for pair in sorted(links)]
    return Family(
        tuple(sorted(seen)),
        tuple(link for link in found if link.state != "cut"),
        tuple(link for link in found if link.state == "cut"),
    )


def _circle(
    connection: Connection, document: int, seen: Portrait
) -> tuple[dict[int, Row[Any]], dict[int, Portrait], frozenset[int]]:
    """The links that a document has by partner, the portraits of all who may be its kin, and its common sentences."""
    before = connection.execute(select(family_link).where(_touches([document]))).all()
    cut = {_partner(row, document) for row in before if row.state == "cut"}
    kept = {_partner(row, document): row for row in before if row.state != "cut"}
    candidates, common = _candidates(connection, document, seen)
    others = {*candidates, *_originals(connection, candidates), *kept} - cut - {document}
    return kept, portraits.read(connection, others) | {document: seen}, common


def _candidates(connection: Connection, document: int, seen: Portrait) -> tuple[list[int], frozenset[int]]:
    """The documents that share most keys with this one, and those of its sentences that a crowd shares."""
    keys = sought(seen)
    postings: dict[int, list[int]] = defaultdict(list)
    for part in _parts(keys):
        for key, other in connection.execute(select(trace).where(trace.c.key.in_(part))):
            if other != document:
                postings[key].append(other)
    crowded = {key for key, others in postings.items() if len(others) >= CROWD}
    sentences = set(seen.sketch.leading.keys)
    weight: Counter[int] = Counter()
    for key in keys:
        if key not in sentences:
            weight.update(dict.fromkeys(postings[key], _NAMED))
        elif key not in crowded:
            weight.update(postings[key])
    ranked = sorted((other for other in weight if weight[other] >= _LEAST), key=lambda other: (-weight[other], other))
    return ranked[:_LOOKED_AT], frozenset(crowded & sentences)


def _index(connection: Connection, document: int, seen: Portrait) -> None:
    """Puts a document under its keys, those apart that a crowd has."""
    connection.execute(delete(trace).where(trace.c.document_id == document))
    own = sorted(traces(seen))
    counts: dict[int, int] = {}
    for part in _parts(own):
        query = select(trace.c.key, func.count()).where(trace.c.key.in_(part)).group_by(trace.c.key)
        counts |= {key: count for key, count in connection.execute(query)}  # noqa: C416
    rows = [{"key": key, "document_id": document} for key in own if counts.get(key, 0) < CROWD]
    if rows:
        connection.execute(trace.insert(), rows)


def _under(connection: Connection, keys: Sequence[int]) -> list[int]:
    return sorted(set(connection.execute(select(trace.c.document_id).where(trace.c.key.in_(keys))).scalars()))


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _originals(connection: Connection, candidates: Sequence[int]) -> Iterator[int]:
    """What the candidates are copies of: among many copies the original itself may not be found."""
    links = family_link.c
    query = select(links.other_id).where(links.one_id.in_(candidates), links.relation == "repost_of")
    yield from connection.execute(query.where(links.state != "cut")).scalars()


def _prevails(connection: Connection, tie: Tie, known: dict[int, Portrait]) -> bool:
    """Whether a tie holds beside the ones of the same page that are known.

    A copy has one original: where this one is the better one, what the copy was found to be before is dropped.
    """
    if tie.relation != "repost_of":
        return True
    links = family_link.c
    query = select(family_link).where(links.one_id == tie.one, links.other_id != tie.other, links.state != "cut")
    rows = connection.execute(query).all()
    copied = [row for row in rows if row.relation == "repost_of"]
    portraits_ = known | portraits.read(connection, {row.other_id for row in copied} - known.keys())
    others = [_link(row).tie for row in copied if row.other_id in portraits_]
    if any(row.state == "confirmed" for row in copied) or best([tie, *others], portraits_) is not tie:
        return False
    gone = (links.one_id == tie.one) & (links.other_id != tie.other) & (links.state == "found")
    connection.execute(delete(family_link).where(gone))
    return True


def _write(connection: Connection, row: Row[Any] | None, tie: Tie, at: datetime) -> None:
    values = {
        "one_id": tie.one,
        "other_id": tie.other,
        "relation": tie.relation,
        "reason_zh": tie.reason.zh,
        "reason_en": tie.reason.en,
        "confidence": tie.confidence,
    }
    if row is None:
        connection.execute(family_link.insert(), values | {"state": "found", "at": at})
    elif any(getattr(row, name) != value for name, value in values.items()):
        connection.execute(update(family_link).where(_between(tie.one, tie.other)).values(values))


def _touches(documents: Sequence[int]) -> ColumnElement[bool]:
    return or_(family_link.c.one_id.in_(documents), family_link.c.other_id.in_(documents))


def _between(one: int, other: int) -> ColumnElement[bool]:
    forth = (family_link.c.one_id == one) & (family_link.c.other_id == other)
    return forth | ((family_link.c.one_id == other) & (family_link.c.other_id == one))


def _partner(row: Row[Any], document: int) -> int:
    return int(row.other_id if row.one_id == document else row.one_id)


def _link(row: Row[Any]) -> Link:
    reason = Words(row.reason_zh, row.reason_en)
    return Link(tie=Tie(row.relation, row.one_id, row.other_id, reason, row.confidence), state=row.state, at=row.at)
