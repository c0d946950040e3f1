"""What of the past is kept: every version for ever, of the checks what something rests on, and the rest as counts.

A check says that a page was looked at. After a while only how many there were, and what they came to, is of use, except of
those that somebody may ask about: what gave a version, what was told, what a withdrawal or an incident rests on, where
the failures that last began, and the last ones of each target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from monitor.dates import SHANGHAI
from monitor.records import BELIEVED, Outcome

LATEST = 10
"""So many last checks of a target stay, however old: `explain` shows them."""
QUIET = time(3, 30)
"""When chores are due, in Shanghai: nothing is published then, and hardly anything looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One check of a target. `cited` says that a version, a message or an incident names this very one."""

    id: int
    at: datetime
    outcome: Outcome
    cited: bool = False

    @property
    def failed(self) -> bool:
        """Whether it could not be believed."""
        return self.outcome not in BELIEVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The checks of one target in one month of Shanghai's that came to the same: `month` is its first day."""

    month: date
    outcome: Outcome
    count: int
    first_at: datetime
    last_at: datetime


def passing(looks: Sequence[Look], before: datetime, *, good_at: datetime | None) -> list[Look]:
    """Those of a target's checks, the oldest first, that may be rolled up: older than `before`, and nothing rests on them.

    `good_at` is when the target was believed last, None where it never was. Where some of them are rolled up already,
    the answer is the rest of them.
    """
    lasting = (look for look in looks if look.failed and (good_at is None or look.at > good_at))
    spared = {look.id for look in (*looks[:1], *looks[-LATEST:], *_evidence(looks), *islice(lasting, 1))}
    return [look for look in looks if look.at < before and look.id not in spared]


def _evidence(looks: Iterable[Look]) -> Iterator[Look]:
    """What is cited, with the absences in a row that a withdrawal among it rests on."""
    absences: list[Look] = []
    for look in looks:
        if not look.failed:
            absences = []
        elif look.outcome is Outcome.NOT_FOUND:
            absences.append(look)
        if look.cited:
            yield look
            yield from absences
            absences = []


def monthly(looks: Iterable[Look]) -> list[Month]:
    """The checks as counts, by month and outcome."""
    found: dict[tuple[date, Outcome], Month] = {}
    for look in looks:
        month = look.at.astimezone(SHANGHAI).date().replace(day=1)
        one = Month(month=month, outcome=look.outcome, count=1, first_at=look.at, last_at=look.at)
        key = (month, look.outcome)
        found[key] = together(found[key], one) if key in found else one
    return list(found.values())


def together(one: Month, other: Month) -> Month:
    """Two counts of the same month and outcome as one."""
    return Month(
        month=one.month,
        outcome=one.outcome,
        count=one.count + other.count,
        first_at=min(one.first_at, other.first_at),
        last_at=max(one.last_at, other.last_at),
    )


def next_quiet(now: datetime) -> datetime:
    """The next quiet hour after a moment."""
    local = now.astimezone(SHANGHAI)
    today = datetime.combine(local.date(), QUIET, SHANGHAI)
    return today if today > local else today + timedelta(days=1)
