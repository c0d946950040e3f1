"""What is known of when columns brought their entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import tables
from storage.archive import Archive
from storage.incidents import Incidents
from storage.migrations import bring_up_to_date
from storage.sites import Sites
from storage.targets import Targets
from tests.storage.district import NOON, SITE, column, item, listing, revision
from tests.storage.earlier import earlier

DAY = timedelta(days=1)
OTHER = "https://edu.lanxi-example.cn/latest/"
LATER = NOON + 40 * DAY


@pytest.fixture
def incidents(database) -> Incidents:
    """The database's incidents."""
    return Incidents(database)


def watched(sites: Sites, targets: Targets, archive: Archive, *urls: str):
    """Columns whose baselines are done, each with the entries 1 to 3; gives their targets."""
    sites.register(revision(), [column(url) for url in urls], at=NOON)
    found = targets.due(NOON, limit=10, per_host=10)
    for top in found:
        archive.record(listing(top, [item(number) for number in (1, 2, 3)]))
    for baseline in archive.open_baselines():
        archive.close_baseline(baseline, at=NOON)
    return [replace(top, baseline=False) for top in found]


def test_old_entries_came_when_they_say_and_new_ones_when_they_were_seen(sites, targets, archive, incidents):
    """Of what was there from the beginning the printed date counts, of what came later the day on which it came."""
    (top,) = watched(sites, targets, archive, column().url)
    archive.record(listing(top, [replace(item(9), date=date(2019, 1, 1)), item(1)], NOON + DAY))
    (quiet,) = incidents.quiet(SITE, LATER)
    assert sorted(quiet.arrivals) == [date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4), date(2026, 3, 3)]
    assert (quiet.watched_since, quiet.shown) == (date(2026, 3, 2), date(2026, 3, 3))


def test_entries_of_the_future_and_without_a_date_tell_nothing(sites, targets, archive, incidents):
    """A printed date is not believed beyond the day on which it was seen; no date is no day."""
    sites.register(revision(), [column()], at=NOON)
    (top,) = targets.due(NOON, limit=10, per_host=10)
    archive.record(listing(top, [replace(item(1), date=date(2030, 1, 1)), replace(item(2), date=None)]))
    archive.close_baseline(archive.open_baselines()[0], at=NOON)
    (quiet,) = incidents.quiet(SITE, LATER)
    assert quiet.arrivals == (date(2026, 3, 2),)


def test_a_column_that_shows_what_others_brought_is_not_quiet(sites, targets, archive, incidents):
    """Its own entries are old, but what it shows first changed."""
    one, other = watched(sites, targets, archive, column().url, OTHER)
    at = NOON + 30 * DAY
    archive.record(listing(one, [item(4), item(1)], at))
    archive.record(listing(other, [item(4), item(1)], at))
    assert incidents.quiet(SITE, at - DAY) == []
    assert {each.url for each in incidents.quiet(SITE, at)} == {one.url}, "the other one never brought anything itself"


def test_a_baseline_that_is_open_and_a_column_that_is_gone_are_not_asked(sites, targets, archive, incidents):
    """Nobody knows the one yet, and nobody wants to know of the other."""
    sites.register(revision(), [column()], at=NOON)
    (top,) = targets.due(NOON, limit=10, per_host=10)
    archive.record(listing(top, [item(1)]))
    assert incidents.quiet(SITE, LATER) == []
    archive.close_baseline(archive.open_baselines()[0], at=NOON)
    assert len(incidents.quiet(SITE, LATER)) == 1
    sites.register(revision(digest="b" * 64), [column(OTHER)], at=NOON)
    assert incidents.quiet(SITE, LATER) == []


def test_older_documents_were_found_when_they_were_looked_at_first(database):
    """The migration takes the first check of each document, which was made in the round that found it."""
    with database.write() as connection:
        earlier(connection, "0012")
        connection.exec_driver_sql("INSERT INTO site (id, name, digest, enabled) VALUES (1, 'a', 'a', true)")
        connection.exec_driver_sql(
            "INSERT INTO target (id, kind, url, address, host, site_id, baseline, next_due_at, failures) VALUES "
            "(1, 'column', 'c', 'c', 'h', 1, false, '2026-01-01 00:00:00', 0), "
            "(2, 'document', 'd', 'd', 'h', 1, false, '2026-01-01 00:00:00', 0)"
        )
        connection.exec_driver_sql(
            'INSERT INTO "check" (id, target_id, round, at, outcome, baseline, new) VALUES '
            "(1, 1, 'r', '2026-03-01 00:00:00', 'ok', false, false), "
            "(2, 2, 'r', '2026-03-05 00:00:00', 'ok', false, true), "
            "(3, 2, 'r', '2026-03-04 00:00:00', 'ok', false, true)"
        )
    with database.write() as connection:
        bring_up_to_date(connection, "older")
    with database.read() as connection:
        found = connection.execute(select(tables.target.c.found_at).order_by(tables.target.c.id)).scalars().all()
    assert found == [None, datetime(2026, 3, 4, tzinfo=UTC)]
