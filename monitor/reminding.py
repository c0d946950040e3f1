"""When somebody is reminded of a day that comes: at the hour of their digests, so many days before.

Who gets digests is reminded by the last one that is early enough. Each reminder is told once for one day; where the day
moves, that is told as a change, and the reminders are those of the new day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from monitor.subscription import Timing

TermKind: TypeAlias = Literal["deadline", "expiry", "overdue"]
FURTHEST = 366
"""The most days before a day on which somebody can be reminded of it."""
LATE = 30
"""Days after which it is not told any more that a final is overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A day that comes for a document: the last one for opinions (`deadline`), or the last one in force (`expiry`).

    Or the one on which so many months have passed since the last one for opinions, and no final is known (`overdue`).
    `since` is when this day became known, aware; `said` the sentence that states an expiry.
    """

    document: int
    kind: TermKind
    day: date
    since: datetime
    said: str | None = None


def ahead(timing: Timing, kind: TermKind) -> tuple[int, ...]:
    """How many days before, each."""
    if kind == "overdue":  # nothing to be early for; who wants no reminders of deadlines wants none of this
        return (0,) if timing.remind else ()
    return timing.remind if kind == "deadline" else timing.remind_expiry


def over(term: Term) -> date:
    """The last day on which it makes sense to remind of a term."""
    return term.day + timedelta(days=LATE if term.kind == "overdue" else 0)


def overdue(deadline: date | None, months: int) -> date | None:
    """When a final is overdue, so many months after the last day for opinions; None where `months` is 0: never.

    >>> overdue(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    if deadline is None or not months:
        return None
    year, month = divmod(deadline.year * 12 + deadline.month - 1 + months, 12)
    return date(year, month + 1, min(deadline.day, monthrange(year, month + 1)[1]))


def moment(timing: Timing, day: date, days: int) -> datetime:
    """When somebody is told that a day is `days` days ahead."""
    zone = ZoneInfo(timing.zone)
    on = day - timedelta(days=days)
    if timing.mode == "weekly":
        on -= timedelta(days=(on.weekday() - timing.weekday) % 7)
    return datetime.combine(on, timing.hour, zone)


def ripe(timing: Timing, term: Term, told: Collection[int], *, known: datetime, now: datetime) -> tuple[int, ...]:
    """Which reminders of a term are to be told now, all in one message: those whose moment came since it was `known`.

    `told` are the ones before. None when the term is `over`, and none whose moment was over when the subscription or
    the day became known: who learns of a day two days before needs no reminder of three days before.
    """
    if now.astimezone(ZoneInfo(timing.zone)).date() > over(term):
        return ()
    since = max(known, term.since)
    return tuple(
        days for days in ahead(timing, term.kind) if days not in told and since < moment(timing, term.day, days) <= now
    )
