"""Broken sources: which failures are one trouble of a site, when it becomes an incident, and when that is over.

Two records keep the history of a site: a trouble is a period in which one cause made rounds fail, an incident is a
trouble that was told. So one cause is told once when it lasts, and once when it is over, however many pages it hits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias

from monitor.observation import TargetKind
from monitor.records import Cause, Outcome

ROUNDS = 3
"""So many failing rounds in a row make an incident, whatever time they span."""
REBUILT = 2
"""So many make one of a structure that changed: a page that answers well and holds nothing does not mend by itself."""
WINDOW = timedelta(days=14)
SHARE = 0.25
"""Failures that cover more of the window than this make an incident, however often a good round comes between."""
REMIND_AFTER = timedelta(days=7)
AT_ONCE = frozenset({Cause.STALE})
"""Causes that were weighed over months before they are named: told in their first round, and not recalled."""

_ROUNDS: Mapping[Cause, int] = MappingProxyType({Cause.STRUCTURE: REBUILT})

Verdict: TypeAlias = Literal["wait", "open", "remind"]

_BY_OUTCOME: Mapping[Outcome, Cause] = MappingProxyType(
    {
        Outcome.BLOCKED: Cause.BLOCKED,
        Outcome.SOFT_ERROR: Cause.UNREACHABLE,
        Outcome.BAD_ENCODING: Cause.ENCODING,
        Outcome.TRUNCATED: Cause.UNREACHABLE,
        Outcome.NEEDS_JS: Cause.NEEDS_JS,
        Outcome.TOO_LARGE: Cause.STRUCTURE,
        Outcome.ERROR: Cause.UNREACHABLE,
    }
)


def cause_of(outcome: Outcome, kind: TargetKind, *, was_good: bool) -> Cause | None:
    """The cause that a failed check's outcome means where nothing more exact is known; None where it is no trouble.

    A single document that is gone is no broken source. `was_good` says whether the target was ever read well: what
    was read before and holds nothing now was built anew.
    """
    if outcome in {Outcome.NOT_FOUND, Outcome.EMPTY}:
        if kind == "document":
            return None
        return Cause.STRUCTURE if was_good else Cause.EMPTY
    return _BY_OUTCOME.get(outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A period in which one cause made a site's rounds fail.

    `since` is its first failing round, `rounds` how many there were in a row, `until` the good round that ended it
    (None while it lasts), `opened_at` when it was told as an incident (None: never), `reminded_at` when last.
    """

    since: datetime
    rounds: int
    until: datetime | None = None
    opened_at: datetime | None = None
    reminded_at: datetime | None = None


def verdict(present: Trouble, past: Iterable[Trouble], now: datetime, *, rounds: int = ROUNDS) -> Verdict:
    """What to do about a trouble after a failing round at `now` (its `rounds` count it).

    `past` are the site's earlier troubles of the same cause, `rounds` is how many in a row make an incident. What was told and is over starts the count of the window
    anew, so a source that comes and goes is told again only after as long a time.
    """
    if present.opened_at is not None:
        told = present.reminded_at or present.opened_at
        return "remind" if now - told >= REMIND_AFTER else "wait"
    if present.rounds >= rounds or covered([*past, present], now) > SHARE:
        return "open"
    return "wait"


def covered(troubles: Sequence[Trouble], now: datetime) -> float:
    """The share (0..1) of the window before `now` in which the source failed, as far as no incident told it already."""
    told = max((each.until for each in troubles if each.opened_at and each.until), default=None)
    start = max(now - WINDOW, told) if told is not None else now - WINDOW
    failing = sum(
        (max(min(each.until or now, now) - max(each.since, start), timedelta()) for each in troubles), timedelta()
    )
    return failing / WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One cause's trouble at one site, as it is kept. `id` is None while it is not kept yet.

    `reason` says what was seen last, `targets` at how many addresses.
    """

    site: str
    cause: Cause
    trouble: Trouble
    reason: str
    targets: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An incident as it stands after a round, and what that means for people: nothing, or something to tell."""

    incident: Incident
    tell: Literal["opened", "reminder", "closed"] | None = None


def settle(
    site: str,
    kept: Sequence[Incident],
    failed: Mapping[Cause, tuple[str, int]],
    lasting: Collection[Cause],
    now: datetime,
    *,
    begun: Mapping[Cause, datetime] = MappingProxyType({}),
) -> list[Step]:
    """What one round means for a site's incidents; only what changes is in the answer.

    `kept` are its troubles of the last two weeks, `failed` the causes of this round's failures with what was seen and
    at how many addresses, `lasting` the causes that some target's last check still had. `begun` says since when, where
    a cause is older than the round that names it.
    """
    steps = []
    for cause, (reason, targets) in failed.items():
        mine = [each for each in kept if each.cause is cause]
        open_now = next((each for each in mine if each.trouble.until is None), None)
        before = open_now.trouble if open_now else Trouble(since=begun.get(cause, now), rounds=0)
        trouble = replace(before, rounds=before.rounds + 1)
        past = [each.trouble for each in mine if each is not open_now]
        decided = (
            _at_once(trouble) if cause in AT_ONCE else verdict(trouble, past, now, rounds=_ROUNDS.get(cause, ROUNDS))
        )
        if decided == "open":
            trouble = replace(trouble, opened_at=now)
        elif decided == "remind":
            trouble = replace(trouble, reminded_at=now)
        kept_as = open_now.id if open_now else None
        incident = Incident(site=site, cause=cause, trouble=trouble, reason=reason, targets=targets, id=kept_as)
        steps.append(Step(incident, _TELL[decided]))
    for each in kept:
        if each.trouble.until is None and each.cause not in failed and each.cause not in lasting:
            ended = replace(each, trouble=replace(each.trouble, until=now))
            steps.append(Step(ended, "closed" if each.trouble.opened_at else None))
    return steps


def _at_once(present: Trouble) -> Verdict:
    return "open" if present.opened_at is None else "wait"


_TELL: Mapping[Verdict, Literal["opened", "reminder"] | None] = MappingProxyType(
    {"wait": None, "open": "opened", "remind": "reminder"}
)
