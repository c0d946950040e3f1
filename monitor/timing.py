"""When a message goes out: at once, after the quiet hours, or at the hour of the digest.

Clocks are those of the subscription's zone. A time that a change of clocks leaves out is as much later as the clocks
went on; one that comes twice is meant the first time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.subscription import DeliveryMode, Timing


@dataclass(frozen=True, slots=True)
class Due:
    """When a message may go out, and in which way. `held` says that it is to wait, for others or for the morning."""

    at: datetime
    mode: DeliveryMode
    held: bool


def due(timing: Timing, severity: str, now: datetime) -> Due:
    """When what is known at `now` goes out. What concerns a site (severity `none`) goes as the mode says."""
    mode = timing.low if severity == "low" and timing.mode == "at-once" else timing.mode
    moment = now if mode == "at-once" else next_digest(timing, mode, now)
    out = awake(timing, moment)
    return Due(out, mode, held=mode != "at-once" or out > now)


def next_digest(timing: Timing, mode: DeliveryMode, now: datetime) -> datetime:
    """The first hour of the daily or weekly digest after `now`, in UTC."""
    zone = ZoneInfo(timing.zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(-1, 16))
    fitting = (day for day in days if mode == "daily" or day.weekday() == timing.weekday)
    return min(moment for day in fitting if (moment := _on(day, timing.hour, zone)) > now)


def awake(timing: Timing, moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls into, in UTC."""
    moment = moment.astimezone(UTC)
    if timing.quiet is None:
        return moment
    begins, ends = timing.quiet
    zone = ZoneInfo(timing.zone)
    over = timedelta(days=1 if ends <= begins else 0)
    while True:
        today = moment.astimezone(zone).date()
        nights = [today + timedelta(days=step) for step in (-2, -1, 0, 1)]
        later = [end for day in nights if _on(day, begins, zone) <= moment < (end := _on(day + over, ends, zone))]
        if not later:
            return moment
        moment = max(later)


def _on(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
