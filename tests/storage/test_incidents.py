"""What is kept of a site's troubles, and that it is told in the same transaction."""

from __future__ import annotations

from datetime import timedelta

from monitor.incident import WINDOW, settle
from monitor.observation import Alert
from monitor.records import Cause
from storage.database import Database
from storage.incidents import Incidents
from storage.outbox import Outbox
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from tests.storage.district import NOON, SITE, column, revision

HOUR = timedelta(hours=1)


def told(kind: str) -> Alert:
    """An alert about the site."""
    return Alert(type=kind, site=SITE, url="", severity="none", payload={"type": kind, "message": {"zh": "", "en": ""}})


def test_a_trouble_is_kept_until_it_ends(database: Database, sites: Sites):
    """Three failing rounds and a good one: one row, opened and closed, given back as it was put in."""
    sites.register(revision(), [column()], at=NOON)
    incidents = Incidents(database)
    for number in range(3):
        at = NOON + number * HOUR
        steps = settle(SITE, incidents.kept(SITE, at - WINDOW), {Cause.BLOCKED: ("412", 4)}, {Cause.BLOCKED}, at)
        incidents.record([(step, None, ()) for step in steps], at)
    (open_now,) = incidents.told()
    assert (open_now.cause, open_now.reason, open_now.targets) == (Cause.BLOCKED, "412", 4)
    assert (open_now.trouble.since, open_now.trouble.rounds) == (NOON, 3)
    assert open_now.trouble.opened_at == NOON + 2 * HOUR
    at = NOON + 3 * HOUR
    incidents.record([(step, None, ()) for step in settle(SITE, incidents.kept(SITE, NOON), {}, set(), at)], at)
    assert incidents.told() == []
    (closed,) = incidents.told(ended=True)
    assert closed.trouble.until == at


def test_what_there_is_to_tell_is_queued_with_it(
    database: Database, sites: Sites, subscriptions: Subscriptions, outbox: Outbox
):
    """The alert of an incident stands in the outbox as soon as the incident is kept."""
    sites.register(revision(), [column()], at=NOON)
    someone = subscriptions.add(to="console:", at=NOON)
    steps = settle(SITE, [], {Cause.ROBOTS: ("robots.txt", 1)}, {Cause.ROBOTS}, NOON)
    Incidents(database).record([(step, told("incident.opened"), (someone.id,)) for step in steps], NOON)
    assert [delivery.type for delivery in outbox.all()] == ["incident.opened"]


def test_no_cause_lasts_where_nothing_was_looked_at(database: Database, sites: Sites):
    """A fresh site has no trouble, and was never good."""
    sites.register(revision(), [column()], at=NOON)
    incidents = Incidents(database)
    assert incidents.lasting(SITE) == set()
    assert incidents.last_good_at(SITE) is None
