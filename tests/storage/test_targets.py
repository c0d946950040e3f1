"""What is due when, and what a target's schedule remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.observation import HostSums, Memory
from monitor.records import Outcome
from tests.storage.district import COLUMN, HOUR, NOON, TEXT, column, found, item, listing, observation, read, revision

MEMORY = Memory(
    factors=((0.5, 0.75), (1.25, 3.0), (1.0, 1.0)),
    looked_at=NOON,
    news_at=NOON - HOUR,
    deadline=date(2026, 4, 1),
    expected=0.25,
    changed=True,
    pace=1.5,
)


def test_a_memory_comes_back_as_it_was(sites, targets, archive):
    """After a look that was believed; one that failed leaves it as it stands."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT, memory=MEMORY))
    assert targets.by_url(document.url).memory == MEMORY
    failed = observation(targets.by_url(document.url), NOON + HOUR, outcome=Outcome.ERROR)
    archive.record(failed)
    assert targets.by_url(document.url).memory == MEMORY


def test_a_listed_date_is_the_first_news(sites, targets, archive):
    """A document that was never read is as old as its listing says; a column has no memory yet."""
    (document,) = found(sites, targets, archive)
    assert document.memory.news_at == NOON.replace(month=1, day=1, hour=16)
    assert document.memory.factors == ()
    sites.register(revision(digest="b" * 64), [column(), column(COLUMN + "more/")], at=NOON)
    assert targets.by_url(COLUMN + "more/").memory == Memory()


def test_another_title_or_date_in_the_listing_makes_a_document_due(sites, targets, archive):
    """What the listing shows differently is looked at in the same round; the rest waits."""
    first, second, third = found(sites, targets, archive, 3)
    for each in (first, second, third):
        archive.record(read(each, TEXT))
    later = NOON + HOUR
    items = [replace(item(1), title="第1号通知（修订）"), replace(item(2), date=date(2026, 2, 27)), item(3)]
    top = targets.by_url(COLUMN)
    assert not archive.heard(top.id, items)
    assert [each.url for each in archive.record(listing(top, items, later)).followups] == [first.url, second.url]
    assert targets.by_url(first.url).memory.news_at == later
    assert archive.heard(top.id, items)
    assert archive.heard(top.id, [*items, replace(item(3), title="another link to the third")])
    assert not archive.heard(top.id, [*items, item(4)])


def test_other_columns_titles_are_no_hints(sites, targets, archive):
    """A document that two columns list under two titles is not looked at for that."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    sites.register(revision(digest="b" * 64), [column(), column(COLUMN + "more/")], at=NOON)
    other = targets.by_url(COLUMN + "more/")
    shortened = replace(item(1), title="第1号…")
    assert archive.record(listing(other, [shortened], NOON + HOUR)).followups == ()
    assert archive.heard(other.id, [shortened])
    assert archive.record(listing(targets.by_url(COLUMN), [item(1)], NOON + HOUR)).followups == ()


def test_a_hint_does_not_end_a_back_off(sites, targets, archive):
    """A document that fails waits its turn, whatever the listing shows."""
    (document,) = found(sites, targets, archive)
    archive.record(observation(document, outcome=Outcome.ERROR))
    shown = replace(item(1), title="第1号通知（修订）")
    assert archive.record(listing(targets.by_url(COLUMN), [shown], NOON + HOUR)).followups == ()


def test_a_host_s_sums(sites, targets, archive):
    """What all its targets ask for, and what the recent looks found; other hosts have none."""
    for each in found(sites, targets, archive, 2):
        archive.record(read(each, TEXT, memory=MEMORY))
    host = targets.by_url(COLUMN).host
    expected = {host: HostSums(pace=3.0, expected=0.5, changed=2)}
    assert targets.hosts({host, "other.example"}, since=NOON - HOUR) == expected
    assert targets.hosts({host}, since=NOON + HOUR) == {host: HostSums(pace=3.0)}


def test_what_is_put_off_is_due_later(sites, targets, archive):
    """Not before the moment, and the others are left alone."""
    first, second = found(sites, targets, archive, 2)
    targets.put_off({first.id: NOON + timedelta(days=1)})
    due = {each.url for each in targets.due(NOON + HOUR, limit=10, per_host=10)}
    assert (first.url in due, second.url in due) == (False, True)
    assert first.url in {each.url for each in targets.due(NOON + timedelta(days=1), limit=10, per_host=10)}
