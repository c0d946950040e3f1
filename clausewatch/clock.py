"""Time: what it is, and when a target is to be looked at next. Cron expressions are read on the site's clock."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from monitor.dates import SHANGHAI
from monitor.hours import Hours
from monitor.observation import DueTarget, Memory
from monitor.records import Article
from monitor.schedule import Load, next_due, remember, within


def now() -> datetime:
    """The present moment, in UTC: the only place that asks the computer."""
    return datetime.now(UTC)


def memory_after(target: DueTarget, article: Article | None, *, changed: bool, at: datetime) -> Memory:
    """What a target's schedule remembers after a look `at` that was believed; `article` where the page was read."""
    return remember(
        target.memory,
        now=at,
        kind=target.kind,
        changed=changed,
        published=article.published if article else None,
        deadline=article.consultation.deadline if article else None,
    )


def due_after(
    target: DueTarget,
    schedule: str,
    memory: Memory,
    *,
    failed: bool,
    at: datetime,
    load: Load,
    hours: Hours | None = None,
    zone: ZoneInfo = SHANGHAI,
) -> datetime:
    """When to look again at a target that was looked at `at`; cron expressions are on the clock of `zone`."""
    cron = len(schedule.split()) == 5
    if cron and not failed and (following := _next_fire(schedule, zone, at)) is not None:
        return within(hours, following, _jitter(target))
    return next_due(
        "adaptive" if cron else schedule,
        now=at,
        kind=target.kind,
        memory=memory,
        failures=target.failures + 1 if failed else 0,
        load=load,
        hours=hours,
        jitter=_jitter(target),
    )


def opening(target: DueTarget, hours: Hours | None, at: datetime) -> datetime | None:
    """When a target may be looked at that is due outside of its site's hours; None where it may be now."""
    return None if hours is None or hours.open_at(at) else within(hours, at, _jitter(target))


def _next_fire(schedule: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    """None for an expression that never comes, such as 31 February."""
    following: datetime | None = CronTrigger.from_crontab(schedule, timezone=zone).get_next_fire_time(at, at)
    return following.astimezone(UTC) if following is not None else None


def _jitter(target: DueTarget) -> float:
    """From 0 to 1, always the same for one address."""
    return zlib.crc32(target.url.encode()) / 2**32
