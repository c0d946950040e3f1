"""Old checks become counts; what something rests on stays; nothing that people are shown changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from monitor.incident import WINDOW, settle
from monitor.records import Cause, Outcome
from monitor.retention import LATEST
from storage import tables
from storage.archive import Archive
from storage.database import Database
from storage.incidents import Incidents
from storage.retention import Retention
from tests.storage.district import HOUR, NOON, SITE, alert, found, later, observation, read, reworded, rows

DAY = timedelta(days=1)


@pytest.fixture
def retention(database) -> Retention:
    """The database's retention."""
    return Retention(database)


def checked(database: Database, target: int, times: Iterable[datetime], outcome: Outcome = Outcome.OK) -> None:
    """Checks of a target as rounds would have left them, without what else a round does."""
    row = {"target_id": target, "round": "r", "outcome": str(outcome), "status": 200, "baseline": False, "new": False}
    with database.write() as connection:
        connection.execute(insert(tables.check), [row | {"at": at} for at in times])


def pruned(retention: Retention, before: datetime) -> int:
    """Rolls up everything that may be; how many checks went."""
    return sum(
        many
        for target in retention.aged(before)
        for many in retention.roll_up(target, retention.passing(target, before))
    )


def moments(database: Database, target: int) -> list[datetime]:
    """When a target's checks that are kept were made."""
    with database.read() as connection:
        query = select(tables.check.c.at).where(tables.check.c.target_id == target).order_by(tables.check.c.at)
        return list(connection.execute(query).scalars())


def test_three_years_of_hours_become_a_row_a_month(sites, targets, archive, database, retention):
    """26,280 checks shrink to those of ninety days, the first, and 34 counts; the counts add up; a second time nothing goes."""
    (target,) = found(sites, targets, archive)
    end = NOON + 3 * 365 * DAY
    checked(database, target.id, [NOON + n * HOUR for n in range(3 * 365 * 24)])
    before = end - 90 * DAY
    went = pruned(retention, before)
    kept = moments(database, target.id)
    assert len(kept) == 90 * 24 + 1
    assert went + len(kept) == 3 * 365 * 24
    months = retention.months(target.document)
    assert (len(months), sum(month.count for month in months)) == (34, went)
    assert (months[0].first_at, months[-1].last_at) == (NOON + HOUR, before - HOUR)
    assert pruned(retention, before) == 0
    assert pruned(retention, before + DAY) == 24
    assert sum(month.count for month in retention.months(target.document)) == went + 24


def test_what_gave_versions_and_messages_stays(sites, targets, archive, subscriptions, database):
    """Between hundreds of looks those of the first reading, of a change and of a withdrawal are kept, with its absences."""
    retention = Retention(database)
    (target,) = found(sites, targets, archive)
    someone = subscriptions.add(to="console:", at=NOON)
    recorded = archive.record(read(target, "云汀规划\n一、目标", NOON, new=True))
    changed = NOON + 30 * DAY
    change = reworded("目标", "目的")
    archive.record(read(later(recorded, target), "云汀规划\n一、目的", changed, changes=(change,)))
    gone = [NOON + 60 * DAY + n * 12 * HOUR for n in range(3)]
    checked(database, target.id, gone[:2], Outcome.NOT_FOUND)
    told = replace(change, type="document_withdrawn")
    withdrawn = observation(
        replace(target, version=2), gone[2], outcome=Outcome.NOT_FOUND, changes=(told,), alert=alert(),
        subscriptions=(someone.id,),
    )  # fmt: skip
    archive.record(withdrawn)
    checked(database, target.id, [NOON + HOUR + n * DAY for n in range(200)])
    before = NOON + 150 * DAY
    assert pruned(retention, before) > 100
    kept = [at for at in moments(database, target.id) if at < before]
    assert kept == [NOON, changed, *gone]


def test_a_withdrawal_that_nobody_subscribed_to_keeps_its_check(sites, targets, archive, database, retention):
    """The document says that it is withdrawn since then: that look stays."""
    (target,) = found(sites, targets, archive)
    recorded = archive.record(read(target, "云汀规划\n一、目标", NOON, new=True))
    told = replace(reworded("目标", "目的"), type="document_withdrawn")
    at = NOON + 9 * DAY
    archive.record(observation(later(recorded, target), at, outcome=Outcome.NOT_FOUND, changes=(told,)))
    checked(database, target.id, [NOON + HOUR + n * DAY for n in range(30)])
    pruned(retention, NOON + 99 * DAY)
    assert at in moments(database, target.id)


def test_what_an_incident_rests_on_stays(sites, targets, archive, database, retention):
    """The failing looks from the first to the one at which it was told; those while it lasted are counts."""
    (target,) = found(sites, targets, archive)
    checked(database, target.id, [NOON])
    incidents = Incidents(database)
    failing = [NOON + DAY + n * HOUR for n in range(60)]
    checked(database, target.id, failing, Outcome.BLOCKED)
    for at in failing:
        steps = settle(SITE, incidents.kept(SITE, at - WINDOW), {Cause.BLOCKED: ("412", 1)}, {Cause.BLOCKED}, at)
        incidents.record([(step, None, ()) for step in steps], at)
    archive.record(observation(target, NOON + 8 * DAY))
    checked(database, target.id, [NOON + 9 * DAY + n * DAY for n in range(2 * LATEST)])
    pruned(retention, NOON + 15 * DAY)
    assert [at for at in moments(database, target.id) if at < NOON + 8 * DAY] == [NOON, *failing[:3]]
    assert len(incidents.told(ended=True)) == 1


def test_since_when_a_target_fails_stays_known(sites, targets, archive, database, retention):
    """However long: what `sites` says is the same before and after."""
    (target,) = found(sites, targets, archive)
    archive.record(read(target, "云汀规划\n一、目标", NOON, new=True))
    archive.record(observation(target, NOON + DAY, outcome=Outcome.ERROR, cause=Cause.UNREACHABLE))
    checked(database, target.id, [NOON + n * DAY for n in range(2, 400)], Outcome.ERROR)
    (before,) = sites.all()
    assert pruned(retention, NOON + 310 * DAY) > 300
    assert sites.all() == [before]
    assert before.failing_since == NOON + DAY


def test_what_is_looked_at_when_and_explained_stays(sites, targets, archive: Archive, database, retention):
    """Targets with their schedules' memory, their hosts' sums, and the last looks at a document are as before."""
    (target,) = found(sites, targets, archive)
    archive.record(read(target, "云汀规划\n一、目标", NOON, new=True))
    checked(database, target.id, [NOON + n * 30 * DAY for n in range(1, 40)])
    now = NOON + 2000 * DAY

    def shown() -> tuple[object, ...]:
        due = targets.due(now, limit=10, per_host=10)
        sums = targets.hosts({each.host for each in due}, since=NOON)
        return due, sums, archive.looks(target.document, LATEST), archive.history(target.document)

    before = shown()
    assert pruned(retention, now) == 30 - 1
    assert shown() == before


def test_two_at_once_count_each_check_once(sites, targets, archive, database, retention):
    """What another process rolled up meanwhile is counted by it alone."""
    (target,) = found(sites, targets, archive)
    checked(database, target.id, [NOON + n * HOUR for n in range(2000)])
    before = NOON + 1900 * HOUR
    chosen = retention.passing(target.id, before)
    one, other = retention.roll_up(target.id, chosen), Retention(database).roll_up(target.id, chosen)
    went = 0
    for some in zip(one, other, strict=True):
        went += sum(some)
    assert went == len(chosen) == sum(month.count for month in retention.months(target.document))


def test_killed_halfway_nothing_is_lost(sites, targets, archive, database, retention):
    """After any step checks and counts together are all there were."""
    (target,) = found(sites, targets, archive)
    checked(database, target.id, [NOON + n * HOUR for n in range(1800)])
    first = rows(database, tables.check)
    before = NOON + 1700 * HOUR
    for _ in retention.roll_up(target.id, retention.passing(target.id, before)):
        with database.read() as connection:
            counted = connection.execute(select(func.sum(tables.check_month.c.checks))).scalar_one()
        assert rows(database, tables.check) + counted == first
        break
    assert rows(database, tables.check) < first
    pruned(retention, before)
    assert rows(database, tables.check) == first - sum(month.count for month in retention.months(target.document))
