"""The course of a target: what a document set as its value, version by version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.descent import descent
from monitor.observation import VersionSummary
from monitor.records import Change, TargetFact
from monitor.text import fold, key

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Point:
    """What was set from a version on, as published; `height` is its first number, None where it has none."""

    version: int
    at: datetime
    shown: str
    height: float | None


def course(target: TargetFact, versions: Sequence[VersionSummary]) -> tuple[Point, ...]:
    """The values of a target that the last of these versions sets, the oldest first: one point for each that differed.

    The values before are what each `target_changed` of its clause says they were.
    """
    points: list[Point] = []
    shown = target.shown
    for step in descent(target.path, versions):
        told = next((change for change in step.changes if _of(change, target)), None)
        if told is not None:
            points.append(_point(step.version, shown))
            shown = str(told.facts.get("old") or "")
        elif any(change.type == "target_added" and _of_indicator(change, target) for change in step.changes):
            points.append(_point(step.version, shown))
            return tuple(reversed(points))
        elif step.born:
            points.append(_point(step.version, shown))
    return tuple(reversed(points))


def _point(version: VersionSummary, shown: str) -> Point:
    found = _NUMBER.search(fold(shown).replace(",", ""))
    return Point(version.number, version.at, shown, float(found[0]) if found else None)


def _of(change: Change, target: TargetFact) -> bool:
    return change.type == "target_changed" and _of_indicator(change, target)


def _of_indicator(change: Change, target: TargetFact) -> bool:
    return key(str(change.facts.get("indicator") or "")) == key(target.indicator)
