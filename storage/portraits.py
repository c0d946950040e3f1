"""Portraits as bytes: a few hundred for a document, however long its text is."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from monitor.naming import Name
from monitor.portrait import Portrait
from monitor.sketch import Sketch
from storage import blobs, tables

_CHUNK = 500  # values in one query


def write(connection: Connection, document: int, seen: Portrait) -> None:
    """Keeps a document's portrait, in place of an older one."""
    table = tables.portrait
    facts = _out(seen)
    changed = connection.execute(table.update().where(table.c.document_id == document).values(facts=facts))
    if not changed.rowcount:
        connection.execute(table.insert(), {"document_id": document, "facts": facts})


def read(connection: Connection, documents: Iterable[int]) -> dict[int, Portrait]:
    """The portraits of those documents that have one."""
    table, wanted = tables.portrait, sorted(documents)
    found: dict[int, Portrait] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(table).where(table.c.document_id.in_(wanted[start : start + _CHUNK]))
        found |= {row.document_id: _in(row.facts) for row in connection.execute(query)}
    return found


def _out(seen: Portrait) -> bytes:
    value = [
        seen.title,
        seen.role,
        seen.round,
        *([_name_out(each) for each in names] for names in (seen.names, seen.ends, seen.listed)),
        seen.number,
        seen.cited,
        seen.place,
        seen.copy,
        seen.home,
        seen.day.isoformat() if seen.day else None,
        seen.sketch.total,
    ]
    keys = seen.sketch.keys
    return struct.pack(f">B{len(keys)}Q", len(keys), *keys) + blobs.pack(value)


def _in(facts: bytes) -> Portrait:
    count = facts[0]
    end = 1 + 8 * count
    keys = struct.unpack(f">{count}Q", facts[1:end])
    title, role, round_, names, ends, listed, number, cited, place, copy, home, day, total = blobs.unpack(facts[end:])
    return Portrait(
        title=title,
        role=role,
        round=round_,
        names=_names_in(names),
        ends=_names_in(ends),
        listed=_names_in(listed),
        number=number,
        cited=tuple(cited),
        place=tuple(place),
        copy=copy,
        home=home,
        day=date.fromisoformat(day) if day else None,
        sketch=Sketch(keys, total),
    )


def _name_out(value: Name) -> list[Any]:
    return [value.stem, value.place, value.organ, value.period, value.kind, value.revised]


def _names_in(values: list[Any]) -> tuple[Name, ...]:
    return tuple(
        Name(stem, tuple(place), organ, tuple(period), kind, revised)
        for stem, place, organ, period, kind, revised in values
    )
