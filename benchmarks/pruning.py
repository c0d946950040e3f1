"""`python -m benchmarks.pruning`: what rolling up leaves of targets that were looked at every hour for three years."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, insert, select

from monitor.observation import SiteRevision, WatchedUrl
from storage.database import Database, connect
from storage.retention import Retention
from storage.sites import Sites
from storage.tables import check, check_month, target

BEGAN = datetime(2023, 3, 2, tzinfo=UTC)
HOURS = 3 * 365 * 24
KEPT_DAYS = 90
LONGEST = 1.0
"""Seconds: no transaction may keep others waiting for longer, on a busy machine."""
SHARE = 0.1
"""Of the rows, how many may stay."""


def main() -> int:
    """Print rows, bytes and times; the exit code says whether the bounds are kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pruning", description=__doc__)
    parser.add_argument("--targets", type=int, default=10, help="how many (10)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        database = connect(str(Path(home) / "memory.db"))
        _fill(database, asked.targets)
        before = _standing(database)
        begun, steps = perf_counter(), list(_steps(Retention(database)))
        whole, after = perf_counter() - begun, _standing(database)
        database.close()
    longest = max(steps)
    print(f"{asked.targets} targets, hourly for three years, checks of {KEPT_DAYS} days kept")
    for name, (checks, months, size) in (("before", before), ("after", after)):
        print(f"{name:7} {checks:9} checks {months:6} counts {size / 1024:10.0f} KiB in use")
    print(
        f"{whole:.1f} s in {len(steps)} transactions, the longest {longest * 1000:.0f} ms, at most {LONGEST * 1000:.0f}"
    )
    return 0 if longest <= LONGEST and sum(after[:2]) <= SHARE * before[0] else 1


def _fill(database: Database, targets: int) -> None:
    rules = SiteRevision(name="测试区", digest="0", rules="{}", enabled=True)
    pages = [WatchedUrl(kind="page", url=f"https://pruning.example/{n}.html", name=None) for n in range(targets)]
    Sites(database).register(rules, pages, at=BEGAN)
    row = {
        "round": "20260302T040000Z-abcdef",
        "outcome": "not_modified",
        "status": 304,
        "baseline": False,
        "new": False,
    }
    with database.write() as connection:
        for each in connection.execute(select(target.c.id)).scalars().all():
            times = (BEGAN + timedelta(hours=n) for n in range(HOURS))
            connection.execute(insert(check), [row | {"target_id": each, "at": at} for at in times])


def _steps(retention: Retention) -> Iterator[float]:
    """How long each transaction takes."""
    before = BEGAN + timedelta(hours=HOURS) - timedelta(days=KEPT_DAYS)
    for each in retention.aged(before):
        going = retention.roll_up(each, retention.passing(each, before))
        begun = perf_counter()
        for _ in going:
            yield perf_counter() - begun
            begun = perf_counter()


def _standing(database: Database) -> tuple[int, int, int]:
    """Checks, counts, and the bytes of the file's pages that are in use."""
    with database.read() as connection:
        checks, months = (
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (check, check_month)
        )
        pragmas = ("page_count", "freelist_count", "page_size")
        pages, free, size = (int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in pragmas)
    return checks, months, (pages - free) * size


if __name__ == "__main__":
    sys.exit(main())
