"""A clock that was set back stops nothing for as long."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from monitor.observation import Rest
from monitor.subscription import Timing
from storage import tables
from storage.archive import Archive
from storage.database import Database
from storage.hosts import Hosts
from storage.outbox import Outbox
from storage.rewound import TOLERANCE, rewind
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from tests.storage.district import HOUR, NOON, alert, found, observation

DAY = 24 * HOUR


def looked_at(database: Database, **given):
    """One document that was looked at at noon and is due three hours later."""
    sites, targets, archive = Sites(database), Targets(database), Archive(database)
    (document,) = found(sites, targets, archive, 1)
    archive.record(observation(document, at=NOON, next_due_at=NOON + 3 * HOUR, **given))
    return targets


def test_a_clock_that_runs_on_moves_nothing(database: Database):
    """Neither a later time nor one that differs as clocks do."""
    targets = looked_at(database)
    assert rewind(database, NOON + HOUR) is None
    assert rewind(database, NOON - TOLERANCE) is None
    assert not targets.due(NOON + 2 * HOUR, limit=9, per_host=9, sites=["x"])


def test_what_is_due_keeps_its_distance(database: Database):
    """A year back, and the target is due three hours after the step, once; the second time nothing is moved."""
    targets = looked_at(database)
    now = NOON - 365 * DAY
    assert rewind(database, now) == 365 * DAY
    assert rewind(database, now) is None
    ids = [[each.kind for each in targets.due(at, limit=9, per_host=9)] for at in (now + 2.9 * HOUR, now + 3 * HOUR)]
    assert [kinds.count("document") for kinds in ids] == [0, 1]


def test_messages_rests_and_holds_keep_theirs(database: Database):
    """A retry, a rest and a pause that a host asked for end as soon as they would have; a digest keeps its hour."""
    subscriptions, outbox, hosts = Subscriptions(database), Outbox(database), Hosts(database)
    once = subscriptions.add(to="console:", at=NOON)
    daily = subscriptions.add(to="https://a.example/", timing=Timing(mode="daily"), at=NOON)
    looked_at(database, alert=alert(), subscriptions=(once.id, daily.id))
    with database.read() as connection:
        held = select(tables.delivery.c.due_at).where(tables.delivery.c.state == "held")
        hour = connection.execute(held).scalar()
    (claimed,) = outbox.claim(NOON, limit=9, lease=HOUR)
    outbox.failed(claimed, "no", retry_at=NOON + 2 * HOUR, at=NOON)
    outbox.rests.put(Rest(receiver="mailto:", failures=2, until=NOON + HOUR, reason="down"), NOON)
    hosts.hold({"e.cn": NOON + HOUR}, now=NOON)
    now = NOON - 5 * HOUR
    assert rewind(database, now) == 5 * HOUR
    assert outbox.next_due() == now + 2 * HOUR
    assert outbox.rests.all()["mailto:"].until == now + HOUR
    assert hosts.held(now) == {"e.cn": now + HOUR}
    with database.read() as connection:
        assert connection.execute(held).scalar() == hour


def test_what_waits_for_its_round_does_not_wait_longer(database: Database):
    """A message that was queued in a round that never ended may go with the next one."""
    once = Subscriptions(database).add(to="console:", at=NOON)
    looked_at(database, alert=alert(), subscriptions=(once.id,), gathers=True)
    now = NOON - timedelta(minutes=30)
    rewind(database, now)
    with database.read() as connection:
        assert connection.execute(select(tables.delivery.c.due_at)).scalar() == now
