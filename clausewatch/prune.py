"""Keeps the memory small: old checks become counts, bytes that nothing needs go. Versions stay for ever."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from clausewatch.service import Service
from clausewatch.settings import Retention
from clausewatch.writer import Writer
from monitor.retention import monthly, next_quiet

log = logging.getLogger(__name__)

CHORE = "prune"
LOOK = 60
"""Seconds between two looks at whether it is due."""
PAUSE = 0.05
"""Seconds between two transactions: SQLite has no queue, and whoever waits for it must find it free."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went, or would go: checks that became `months` of counts, orphaned bytes, and pages without news.

    `bytes` is what the bodies took in the database; `months` counts rows as if none were there yet.
    """

    checks: int = 0
    months: int = 0
    orphans: int = 0
    pages: int = 0
    bytes: int = 0


def prune(service: Service, *, dry_run: bool = False) -> Pruned:
    """All of it at once. Raises StorageError."""
    done = Pruned()
    for further in steps(service, dry_run=dry_run):
        done = further
        time.sleep(0 if dry_run else PAUSE)
    return done


def steps(service: Service, *, dry_run: bool = False) -> Iterator[Pruned]:
    """One short transaction a step; gives what went so far. Whoever stops between two steps loses nothing."""
    policy, now, done = service.settings.retention, service.now(), Pruned()
    if policy.checks_days:
        before = now - timedelta(days=policy.checks_days)
        for target in service.retention.aged(before):
            looks = service.retention.passing(target, before)
            done = replace(done, months=done.months + len(monthly(looks)))
            for many in [len(looks)] if dry_run else service.retention.roll_up(target, looks):
                done = replace(done, checks=done.checks + many)
                yield done
    yield from _bytes(service, policy, done, dry_run=dry_run)


def _bytes(service: Service, policy: Retention, done: Pruned, *, dry_run: bool) -> Iterator[Pruned]:
    surplus = service.surplus()
    for _ in surplus.look_through():
        yield done
    orphans = surplus.orphans()
    for gone in [orphans] if dry_run else surplus.remove(orphans):
        done = replace(done, orphans=done.orphans + len(gone), bytes=done.bytes + sum(body.size for body in gone))
        yield done
    if policy.raw_days:
        before = service.now() - timedelta(days=policy.raw_days)
        pages = surplus.silent(before)
        for gone in [pages] if dry_run else surplus.let_go(pages, before):
            done = replace(done, pages=done.pages + len(gone), bytes=done.bytes + sum(body.size for body in gone))
            yield done


async def pruning(service: Service) -> None:
    """Prunes once a day at a quiet hour, beside rounds, until cancelled; a day that was slept through is made up for.

    When it is due stands in the database, so that one process does it. Raises StorageError.
    """
    with Writer() as writer:
        while True:
            now = service.now()
            if await writer.run(service.chores.take, CHORE, now, following=next_quiet(now)):
                done, going = Pruned(), steps(service)
                while (further := await writer.run(next, going, None)) is not None:
                    done = further
                    await asyncio.sleep(PAUSE)
                log.info("pruned: %d checks became counts, %d bodies went", done.checks, done.orphans + done.pages)
            await asyncio.sleep(LOOK)
