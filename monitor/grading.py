"""How grave a type of change is to one installation or to one subscription, where they say otherwise than the table.

What is moved is shown as moved: the message says so, and from where.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from monitor.letter import Letter, Words
from monitor.message.plain import plain
from monitor.message.revision import weight
from monitor.message.words import KIND
from monitor.message.words import SEVERITY as CALLED
from monitor.observation import Alert
from monitor.records import Change
from monitor.severity import LADDER, SEVERITY, highest

Levels: TypeAlias = Mapping[str, str]
"""Type of change → its severity, for the types that were moved."""
By: TypeAlias = Literal["settings", "subscription"]

_BY: Mapping[By, Words] = {
    "settings": Words("按本系统设置", "By the settings here"),
    "subscription": Words("按您的订阅", "By your subscription"),
}


def wrong(kind: str, level: str) -> str | None:
    """Why a type cannot be moved to a level, in one line; None where it can."""
    movable = [name for name, usual in SEVERITY.items() if usual != "none"]
    if kind not in SEVERITY:
        return f"no type of change is called {kind!r}; there are: {', '.join(movable)}"
    if kind not in movable:
        return f"{kind} is recorded and never sent; it cannot be moved"
    return None if level in LADDER else f"no severity is called {level!r}; there are: {', '.join(LADDER)}"


def levels_of(written: Iterable[str]) -> dict[str, str]:
    """The levels that stand as `TYPE=LEVEL` in a subscription's filters."""
    return {kind: level for kind, _, level in (each.partition("=") for each in written)}


def graded(changes: Sequence[Change], levels: Levels) -> tuple[Change, ...]:
    """The changes with their severities moved."""
    return tuple(replace(each, severity=levels[each.type]) if each.type in levels else each for each in changes)


def moves(alert: Alert, levels: Levels) -> tuple[tuple[str, str], ...]:
    """What of the levels says otherwise than an alert: type and severity, in the order of its changes."""
    changes = alert.payload["changes"] if levels else ()
    return tuple(
        dict.fromkeys(
            (each["type"], levels[each["type"]])
            for each in changes
            if each["type"] in levels and levels[each["type"]] != each["severity"]
        )
    )


def regraded(alert: Alert, levels: Levels, by: By) -> Alert:
    """The alert with the severities moved, in its payload and its letter; the same where none of its types is."""
    moved = moves(alert, levels)
    if not moved:
        return alert
    before = alert.payload["changes"]
    changes = [each | {"severity": levels.get(each["type"], each["severity"])} for each in before]
    severity = highest(each["severity"] for each in changes)
    payload = alert.payload | {"changes": changes, "severity": severity}
    letter = alert.letter and _relettered(alert.letter, before, changes, [kind for kind, _ in moved], by)
    if letter is not None:
        said = plain(letter)
        payload["message"] = {"zh": said.zh, "en": said.en}
    return replace(alert, severity=severity, payload=payload, letter=letter)


def _relettered(
    letter: Letter,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    kinds: Collection[str],
    by: By,
) -> Letter:
    old, new = (weight([(each["type"], each["severity"]) for each in changes]) for changes in (before, after))
    rest = letter.origin[1:] if letter.origin[:1] == (old,) else letter.origin
    usual = {each["type"]: each["severity"] for each in before}
    moved = {each["type"]: each["severity"] for each in after}
    names = [(KIND[kind], CALLED[moved[kind]], CALLED[usual[kind]]) for kind in kinds]
    zh = "、".join(f"{kind.zh}计为{level.zh}(通常为{was.zh})" for kind, level, was in names)
    en = "; ".join(f"{kind.en} counts as {level.en} (usually {was.en})" for kind, level, was in names)
    note = Words(f"{_BY[by].zh}:{zh}", f"{_BY[by].en}: {en}")
    return replace(letter, severity=highest(moved.values()), origin=(new, note, *rest))
