"""When to look at a target next: often while it is likely to change, rarely later, never never.

The adaptive schedule minimises the time that changes wait to be seen, at a price for each look. Where changes come at
an even rate, the best gap is √(2 · price / rate): a target that changes four times as often is looked at twice as
often, so that fast changers do not eat what the slow ones need (compare J. Cho and H. Garcia-Molina, Effective Page
Refresh Policies for Web Crawlers, ACM TODS 28(4), 2003; Y. Azar et al., Tractable near-optimal policies for crawling,
PNAS 115(32), 2018). Where the rate moves, with office hours and with age, the best moment is where the changes
that wait are as many as one usual gap would bring at the moment's own rate: at closing time, and not at night.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor import office
from monitor.dates import SHANGHAI
from monitor.habit import Circumstances, Factors, expected, known, learnt
from monitor.hours import Hours
from monitor.observation import HostSums, Memory, TargetKind
from monitor.records import Published

FIRST_BACK_OFF = timedelta(minutes=15)
LONGEST_BACK_OFF = timedelta(hours=24)
LONGEST_GAP = timedelta(days=30)
SHORTEST_GAP = timedelta(hours=1)
LONGEST_COLUMN_GAP = timedelta(days=1)
LONGEST_OPEN_GAP = timedelta(hours=6)
"""While a consultation is open."""

_PRICE = 0.0375
"""What a look costs, in days that one change waits: a page of one change a month is looked at every day and a half."""
_WEIGHTS: dict[TargetKind, float] = {"column": 4.0, "page": 1.0, "document": 1.0}
_OPEN_WEIGHT = 16.0
"""How much a day of waiting counts: what a column lists is news to all, and a deadline does not wait."""
RECENT = timedelta(days=2)
"""How far back a host's activity is counted."""
_BELIEF = 5.0
"""As many changes must a host show too many or too few before half of that is believed."""
_LEAST_ACTIVE, _MOST_ACTIVE = 0.25, 30.0
SHARE = 0.1
"""Of a host's time, what its targets may be looked at in: a tenth of all requests that its gap would allow."""
_SPREAD = 0.1
_LONGEST_SPREAD = timedelta(hours=2)
_EVERY = re.compile(r"every\s+([1-9]\d{0,6})\s*([smhd])", re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Load:
    """How a host does. `activity`: how many times as many changes as expected were found lately.

    `stretch`: by how much gaps are longer because its targets ask for more looks than it should get.
    """

    activity: float = 1.0
    stretch: float = 1.0


_USUAL_LOAD = Load()


def remember(
    memory: Memory,
    *,
    now: datetime,
    kind: TargetKind,
    changed: bool,
    published: Published = None,
    deadline: date | None = None,
) -> Memory:
    """The memory after a look that was believed. `published` and `deadline` are what the page says, where it was read.

    A first look (nothing was looked at before) tells nothing of changes: what it finds counts as new where neither
    the page nor its listing say when it was published.
    """
    news_at = max(
        (at for at in (memory.news_at, _moment(published, now), now if changed else None) if at), default=None
    )
    if memory.looked_at is None and news_at is None and kind != "column":
        news_at = now
    deadline = deadline or memory.deadline
    factors, whole = known(memory.factors), 0.0
    if memory.looked_at is not None and now > memory.looked_at:
        begin, end = office.days(memory.looked_at), office.days(now)
        usual = expected(_circumstances(kind, memory.news_at, memory.deadline), begin, end)
        whole = sum(_scaled(factors, usual))
        factors = learnt(factors, usual, end - begin, changed=changed)
    rates = _scaled(factors, _circumstances(kind, news_at, deadline).rates(office.days(now)))
    return Memory(
        factors=factors,
        looked_at=now,
        news_at=news_at,
        deadline=deadline,
        expected=-math.expm1(-whole),
        changed=changed,
        pace=1 / _usual_gap(sum(rates), _weight(kind, deadline, now)),
    )


def next_due(
    schedule: str,
    *,
    now: datetime,
    kind: TargetKind,
    memory: Memory,
    failures: int = 0,
    load: Load = _USUAL_LOAD,
    hours: Hours | None = None,
    jitter: float = 0.0,
) -> datetime:
    """The moment (aware, later than `now`) at which the target is due again.

    `schedule` is `adaptive` or `every 6h` (s, m, h, d); calendars such as cron are not the core's. After failures in
    a row the gap is a back-off that doubles from 15 minutes to a day, whatever the schedule. `jitter` (0..1, from the
    caller) lengthens a gap by up to a tenth, so that targets found together do not stay together. Within `hours` only:
    a moment outside of them is the next opening, an adaptive one the closing before where that is nearer. Raises
    ValueError for other schedules.
    """
    if failures > 0:
        gap = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2.0 ** min(failures - 1, 16)) * (1 + _SPREAD * jitter)
    elif (every := interval(schedule)) is not None:
        gap = every * (1 + _SPREAD * jitter)
    elif schedule == "adaptive":
        gap = _best_gap(now, kind, memory, load)
        gap += min(_LONGEST_SPREAD, _SPREAD * gap) * jitter
        if hours is not None and not hours.open_at(now + gap):
            closing = hours.last_closing(now + gap) - min(_LONGEST_SPREAD, hours.length * _SPREAD) * (1 - jitter)
            if closing > now + gap / 2 and hours.open_at(closing):
                return closing
    else:
        raise ValueError(f"{schedule!r} is neither 'adaptive' nor like 'every 6h'")
    return within(hours, now + gap, jitter)


def within(hours: Hours | None, moment: datetime, jitter: float = 0.0) -> datetime:
    """The moment, or a little after the next opening where it is outside of the hours."""
    if hours is None or hours.open_at(moment):
        return moment
    return hours.next_opening(moment) + hours.length * _SPREAD * jitter


def load_of(host: HostSums, *, delay: float = 0.0, hours: Hours | None = None) -> Load:
    """How a host does. `delay` is the gap between two requests to it in seconds."""
    activity = (_BELIEF + host.changed) / (_BELIEF + host.expected)
    open_time = hours.daily if hours else timedelta(days=1)
    budget = SHARE * open_time.total_seconds() / delay if delay > 0 else math.inf
    return Load(min(_MOST_ACTIVE, max(_LEAST_ACTIVE, activity)), max(1.0, host.pace / budget))


def interval(schedule: str) -> timedelta | None:
    """The gap that `every 6h` asks for; None for other schedules."""
    match = _EVERY.fullmatch(schedule.strip())
    return timedelta(**{_UNITS[match[2].lower()]: int(match[1])}) if match else None


def best_look(
    pieces: Iterable[tuple[float, float, float, float]], *, earliest: float, latest: float, peak: float
) -> float:
    """The moment to look after a look at the beginning of `pieces`: begin, end, rate and usual gap, in one unit of time.

    A look at t costs the waiting until t, and spares every change that it finds one usual gap of waiting: the moment
    is where the difference is least. `peak` is more than rate times gap ever are later.
    """
    waiting = cost = 0.0
    least, best = math.inf, latest
    for begin, end, rate, gap in pieces:
        if begin >= latest:
            break
        length = end - begin
        until = min(length, latest - begin)
        since = min(max(0.0, earliest - begin), until)
        turn = gap - waiting / rate if rate > 0 else 0.0
        reach = min(max(turn, since), until)
        there = cost + (waiting - gap * rate) * reach + rate * reach * reach / 2
        if there < least and waiting + rate * reach > 0 and begin + reach >= earliest:
            least, best = there, begin + reach
        cost += (waiting - gap * rate) * length + rate * length * length / 2
        waiting += rate * length
        if waiting >= peak and begin + until >= earliest:
            break
    return best


def _best_gap(now: datetime, kind: TargetKind, memory: Memory, load: Load) -> timedelta:
    begin, factors = office.days(now), known(memory.factors)
    circumstances = _circumstances(kind, memory.news_at, memory.deadline)
    rates = _scaled(factors, circumstances.rates(begin))
    weight = _weight(kind, memory.deadline, now)
    gap = _usual_gap(sum(rates) * load.activity, weight) * load.stretch
    shortest, longest = _limits(kind, weight, load.stretch)
    peak = load.activity * (rates[0] + (rates[1] + rates[2]) * 3 * office.DENSITY)
    coming = (
        (since, until, load.activity * sum(_scaled(factors, usual)), gap)
        for since, until, usual in circumstances.pieces(begin, begin + longest)
    )
    at = best_look(coming, earliest=begin + shortest, latest=begin + longest, peak=gap * peak)
    return timedelta(days=at - begin)


def _limits(kind: TargetKind, weight: float, stretch: float) -> tuple[float, float]:
    """The shortest and the longest gap, in days. A busy host stretches both, but the longest of all holds always."""
    longest = LONGEST_COLUMN_GAP if kind == "column" else LONGEST_OPEN_GAP if weight == _OPEN_WEIGHT else LONGEST_GAP
    most = LONGEST_GAP / timedelta(days=1)
    return min(most, SHORTEST_GAP / timedelta(days=1) * stretch), min(most, longest / timedelta(days=1) * stretch)


def _usual_gap(rate: float, weight: float) -> float:
    """In days: the best gap for an even rate."""
    return math.sqrt(2 * _PRICE / max(weight * rate, 1e-6))


def _weight(kind: TargetKind, deadline: date | None, now: datetime) -> float:
    return _OPEN_WEIGHT if deadline is not None and now.astimezone(SHANGHAI).date() <= deadline else _WEIGHTS[kind]


def _circumstances(kind: TargetKind, news_at: datetime | None, deadline: date | None) -> Circumstances:
    return Circumstances(
        kind,
        news_at=office.days(news_at) if news_at else None,
        open_until=office.begins(deadline) + 1 if deadline else None,
    )


def _scaled(factors: Factors, usual: tuple[float, float, float]) -> tuple[float, ...]:
    return tuple(shape / rate * many for (shape, rate), many in zip(factors, usual, strict=True))


def _moment(published: Published, now: datetime) -> datetime | None:
    """When a work was published, a bare date being its first moment in Shanghai; never later than now."""
    if published is None:
        return None
    if not isinstance(published, datetime):
        published = datetime(published.year, published.month, published.day, tzinfo=SHANGHAI)
    return min(published, now)
