"""The hours of the day in which a site may be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` (with it) to `closes` (without it) on the site's own clock, over midnight where `closes` is earlier."""

    opens: time
    closes: time
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def open_at(self, moment: datetime) -> bool:
        """Whether the site may be looked at then."""
        clock = moment.astimezone(self.zone).time()
        if self.opens < self.closes:
            return self.opens <= clock < self.closes
        return clock >= self.opens or clock < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """The first opening after a moment, in UTC."""
        return self._nearest(self.opens, moment, 1)

    def last_closing(self, moment: datetime) -> datetime:
        """The last closing before a moment or at it, in UTC."""
        return self._nearest(self.closes, moment, -1)

    @property
    def length(self) -> timedelta:
        """How long the site is open a day."""
        opens, closes = (timedelta(hours=at.hour, minutes=at.minute) for at in (self.opens, self.closes))
        return (closes - opens) % _DAY or _DAY

    def _nearest(self, clock: time, moment: datetime, step: int) -> datetime:
        today = moment.astimezone(self.zone).date()
        found = [
            datetime.combine(today + timedelta(days=days), clock, self.zone).astimezone(UTC) for days in (-1, 0, 1)
        ]
        if step > 0:
            return min(at for at in found if at > moment)
        return max(at for at in found if at <= moment)


def read(written: str, zone: str) -> Hours:
    """`08:00-18:00` on the clock of a zone. Raises ValueError for what is no such pair, or a pair of equal times."""
    match = _HOURS.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{written!r} is not like '08:00-18:00'")
    first, second, third, fourth = (int(part) for part in match.groups())
    if (third, fourth) > (24, 0):
        raise ValueError(f"{written!r} ends after 24:00")
    opens, closes = time(first, second), time(third % 24, fourth)
    if opens == closes:
        raise ValueError(f"{written!r} begins and ends at the same time; leave the hours out for all day")
    return Hours(opens, closes, ZoneInfo(zone))
