"""A change, and where it stands in the order of the new text."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.records import Change, Facts, Segment
from monitor.segments import segments
from monitor.severity import SEVERITY

FRONT = -1.0
"""Before the first clause: what concerns the work as a whole."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`at` is an index of the new text's clauses, or lies between two where the clause is gone."""

    at: float
    change: Change


def change(
    kind: str,
    paths: tuple[str | None, str | None],
    title: str,
    texts: tuple[str, str],
    *,
    facts: Facts | None = None,
    marked: tuple[Segment, ...] | None = None,
) -> Change:
    """A change with its severity and, unless they are `marked` already, the segments of its texts."""
    return Change(
        type=kind,
        severity=SEVERITY[kind],
        path_before=paths[0],
        path_after=paths[1],
        title=title,
        before=texts[0],
        after=texts[1],
        segments=segments(*texts) if marked is None else marked,
        facts=facts or {},
    )
