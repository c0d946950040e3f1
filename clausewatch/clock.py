"""Time: what it is, and when a target is to be looked at next. Cron expressions are read in Shanghai's time."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from apscheduler.triggers.cron import CronTrigger

from monitor.dates import SHANGHAI, day
from monitor.observation import DueTarget
from monitor.records import Article
from monitor.schedule import next_due


def now() -> datetime:
    """The present moment, in UTC: the only place that asks the computer."""
    return datetime.now(UTC)


def due_after(
    target: DueTarget, schedule: str, article: Article | None, *, failed: bool, changed: bool, at: datetime
) -> datetime:
    """When to look again at a target that was looked at `at`."""
    if not failed and len(schedule.split()) == 5:
        trigger = CronTrigger.from_crontab(schedule, timezone=SHANGHAI)
        following: datetime | None = trigger.get_next_fire_time(at, at)
        if following is not None:  # None: an expression that never comes, such as 31 February
            return following.astimezone(UTC)
    return next_due(
        "adaptive" if len(schedule.split()) == 5 else schedule,
        now=at,
        kind=target.kind,
        published=day(article.published) if article else None,
        consultation_deadline=article.consultation.deadline if article else None,
        failures=target.failures + 1 if failed else 0,
        changed_at=at if changed else None,
        jitter=zlib.crc32(target.url.encode()) / 2**32,
    )
