"""The hours of the day, and the days of the week, in which a site may be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOURS = re.compile(
    r"([a-z,\s-]*)([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)", re.IGNORECASE | re.ASCII
)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` (with it) to `closes` (without it) on the site's own clock, over midnight where `closes` is not later.

    `days` are those on which it opens, Monday being 0: hours over midnight end on the morning after.
    """

    opens: time
    closes: time
    zone: ZoneInfo
    days: frozenset[int] = _WEEK

    def __str__(self) -> str:
        closes = "24:00" if self.closes == self.opens else f"{self.closes:%H:%M}"
        days = "" if self.days == _WEEK else ",".join(_NAMES[day] for day in sorted(self.days)) + " "
        return f"{days}{self.opens:%H:%M}-{closes}"

    def open_at(self, moment: datetime) -> bool:
        """Whether the site may be looked at then."""
        local = moment.astimezone(self.zone)
        clock, today = local.time(), local.weekday()
        if self.opens < self.closes:
            return today in self.days and self.opens <= clock < self.closes
        return (today in self.days and clock >= self.opens) or ((today - 1) % 7 in self.days and clock < self.closes)

    def next_opening(self, moment: datetime) -> datetime:
        """The first opening after a moment, in UTC."""
        return min(at for day in self._days_around(moment) if (at := self._moment(day, self.opens)) > moment)

    def last_closing(self, moment: datetime) -> datetime:
        """The last closing before a moment or at it, in UTC."""
        later = timedelta() if self.opens < self.closes else _DAY
        closings = (self._moment(day + later, self.closes) for day in self._days_around(moment))
        return max(at for at in closings if at <= moment)

    @property
    def length(self) -> timedelta:
        """How long the site is open on a day on which it opens."""
        opens, closes = (timedelta(hours=at.hour, minutes=at.minute) for at in (self.opens, self.closes))
        return (closes - opens) % _DAY or _DAY

    @property
    def daily(self) -> timedelta:
        """How long it is open a day, over the whole week."""
        return self.length * len(self.days) / len(_WEEK)

    def _days_around(self, moment: datetime) -> list[date]:
        """The days on which it opens, from more than a week before a moment until more than a week after."""
        today = moment.astimezone(self.zone).date()
        around = (today + timedelta(days=days) for days in range(-9, 9))
        return [day for day in around if day.weekday() in self.days]

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def read(written: str, zone: str) -> Hours:
    """`08:00-18:00`, `mon-fri 08:00-18:00` or `sat,sun 00:00-24:00` on the clock of a zone.

    Raises ValueError for what is none of these, for a pair of equal times, and for days and hours that are always.
    """
    match = _HOURS.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{written!r} is not like '08:00-18:00' or 'mon-fri 08:00-18:00'")
    days = _days(match[1].strip()) if match[1].strip() else _WEEK
    first, second, third, fourth = (int(part) for part in match.groups()[1:])
    if (third, fourth) > (24, 0):
        raise ValueError(f"{written!r} ends after 24:00")
    opens, closes = time(first, second), time(third % 24, fourth)
    whole_days = days != _WEEK and (first, second, third, fourth) == (0, 0, 24, 0)
    if opens == closes and not whole_days:
        raise ValueError(f"{written!r} begins and ends at the same time; leave the hours out for all day")
    return Hours(opens, closes, ZoneInfo(zone), days)


def _days(written: str) -> frozenset[int]:
    """`mon-fri`, `sat,sun`, `fri-mon` as numbers of days."""
    days: set[int] = set()
    for part in written.lower().split(","):
        first, dash, last = (name.strip() for name in part.partition("-"))
        if first not in _NAMES or (dash and last not in _NAMES):
            raise ValueError(f"{written!r} are no days; write them like 'mon-fri 08:00-18:00' or 'sat,sun 08:00-18:00'")
        begin, end = _NAMES.index(first), _NAMES.index(last or first)
        days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return frozenset(days)
