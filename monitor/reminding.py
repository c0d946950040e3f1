"""When somebody is reminded of a day that comes: at the hour of their digests, so many days before.

Who gets digests is reminded by the last one that is early enough. Each reminder is told once for one day; where the day
moves, that is told as a change, and the reminders are those of the new day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from monitor.subscription import Timing

TermKind: TypeAlias = Literal["deadline", "expiry"]
FURTHEST = 366
"""The most days before a day on which somebody can be reminded of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A day that comes for a document: the last one for opinions (`deadline`), or the last one in force (`expiry`).

    `since` is when this day became known, aware; `said` the sentence that states an expiry.
    """

    document: int
    kind: TermKind
    day: date
    since: datetime
    said: str | None = None


def ahead(timing: Timing, kind: TermKind) -> tuple[int, ...]:
    """How many days before, each."""
    return timing.remind if kind == "deadline" else timing.remind_expiry


def moment(timing: Timing, day: date, days: int) -> datetime:
    """When somebody is told that a day is `days` days ahead."""
    zone = ZoneInfo(timing.zone)
    on = day - timedelta(days=days)
    if timing.mode == "weekly":
        on -= timedelta(days=(on.weekday() - timing.weekday) % 7)
    return datetime.combine(on, timing.hour, zone)


def ripe(timing: Timing, term: Term, told: Collection[int], *, known: datetime, now: datetime) -> tuple[int, ...]:
    """Which reminders of a term are to be told now, all in one message: those whose moment came since it was `known`.

    `told` are the ones before. None on a day after the term, and none whose moment was over when the subscription or
    the day became known: who learns of a day two days before needs no reminder of three days before.
    """
    if now.astimezone(ZoneInfo(timing.zone)).date() > term.day:
        return ()
    since = max(known, term.since)
    return tuple(
        days for days in ahead(timing, term.kind) if days not in told and since < moment(timing, term.day, days) <= now
    )
