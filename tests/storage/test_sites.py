"""Sites, their revisions, and what is due."""

from __future__ import annotations

from dataclasses import replace

from monitor.observation import WatchedUrl
from monitor.records import Outcome
from storage.sites import Sites
from storage.targets import Targets
from tests.storage.district import (
    COLUMN,
    HOUR,
    NOON,
    PAGE,
    SITE,
    TEXT,
    column,
    found,
    item,
    listing,
    observation,
    page,
    read,
    revision,
)


def due(targets, at=NOON, **fields):
    """The addresses that are due."""
    return [target.url for target in targets.due(at, **({"limit": 100, "per_host": 100} | fields))]


def test_registering_makes_everything_due_at_once(sites, targets):
    """A new site's columns and pages are looked at in the next round, columns first."""
    assert sites.register(revision(), [page(), column()], at=NOON)
    first, second = targets.due(NOON, limit=10, per_host=10)
    assert (first.kind, first.url, first.column, first.column_url) == ("column", COLUMN, "规划计划", COLUMN)
    assert (second.kind, second.url, second.column, second.column_url) == ("page", PAGE, None, None)
    assert (first.site, first.rules, first.rules_digest) == (SITE, revision().rules, "a" * 64)
    assert first.baseline
    assert second.baseline
    assert first.document is None
    assert second.document is not None
    assert second.version is None


def test_registering_the_same_again_changes_nothing(sites, targets):
    """The same digest is no new revision; another one is."""
    assert sites.register(revision(), [column()], at=NOON)
    assert not sites.register(revision(), [column()], at=NOON)
    assert sites.register(revision(digest="b" * 64), [column()], at=NOON)
    assert [target.rules_digest for target in targets.due(NOON, limit=9, per_host=9)] == ["b" * 64]
    assert sites.register(revision(), [column()], at=NOON)


def test_a_new_revision_leaves_due_times_and_validators_alone(sites, targets, archive):
    """Editing a file does not start its site over."""
    sites.register(revision(), [column()], at=NOON)
    (top,) = targets.due(NOON, limit=1, per_host=1)
    archive.record(listing(top, [], fetched=replace(observation(top).fetched, etag='"1"', content_hash="c" * 64)))
    sites.register(revision(digest="b" * 64), [column(name="计划")], at=NOON)
    assert due(targets) == []
    known = targets.by_url(COLUMN)
    assert (known.etag, known.content_hash, known.column) == ('"1"', "c" * 64, "计划")


def test_a_site_that_is_switched_off_is_not_due(sites, targets):
    """Not even when everything is asked for."""
    sites.register(revision(enabled=False), [column()], at=NOON)
    assert due(targets, everything=True) == []
    assert sites.register(revision(enabled=True), [column()], at=NOON)
    assert due(targets) == [COLUMN]


def test_columns_gone_from_the_file_rest_with_what_they_listed(sites, targets, archive):
    """A removed column is not looked at, nor are its documents; named again, it goes on where it stopped."""
    followups = found(sites, targets, archive, 2)
    archive.record(read(followups[0], TEXT))
    sites.register(revision(digest="b" * 64), [page()], at=NOON)
    assert due(targets, everything=True) == [PAGE]
    sites.register(revision(digest="c" * 64), [column(), page()], at=NOON + HOUR)
    assert due(targets, NOON + HOUR) == [COLUMN, followups[1].url, PAGE]
    assert targets.by_url(followups[0].url).version == 1


def test_a_document_of_a_removed_column_goes_on_in_another(sites, targets, archive):
    """What a watched column lists is watched."""
    (document,) = found(sites, targets, archive)
    sites.register(revision(digest="b" * 64), [column(url=PAGE, name="公告")], at=NOON)
    (other,) = targets.due(NOON, limit=9, per_host=9)
    (again,) = archive.record(listing(other, [item(1)])).followups
    assert (again.id, again.document, again.column) == (document.id, document.document, "公告")


def test_sites_whose_file_is_gone_are_retired(sites, targets):
    """They are neither listed nor due, until their file is back."""
    sites.register(revision(), [column()], at=NOON)
    sites.register(revision("另一局"), [column(url="https://other.example.cn/")], at=NOON)
    sites.keep_only(["另一局"], at=NOON)
    assert [site.name for site in sites.all()] == ["另一局"]
    assert due(targets) == ["https://other.example.cn/"]
    assert sites.register(revision(), [column()], at=NOON)
    assert set(due(targets)) == {COLUMN, "https://other.example.cn/"}


def test_a_renamed_site_keeps_its_past(sites, targets, archive):
    """Registering the columns under another name moves them and their documents, baseline and all."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    (baseline,) = archive.open_baselines()
    archive.close_baseline(baseline, at=NOON)
    sites.register(revision("改名后的局"), [column()], at=NOON)
    sites.keep_only(["改名后的局"], at=NOON)
    moved = targets.by_url(COLUMN)
    assert (moved.site, moved.baseline) == ("改名后的局", False)
    assert [each.site for each in archive.documents()] == ["改名后的局"]
    assert targets.by_url(document.url).site == "改名后的局"


def test_the_address_is_known_in_every_spelling(sites, targets, archive):
    """Host case, default ports and session ids make no other target; columns keep the file's own spelling."""
    spelled = "HTTPS://EDU.lanxi-example.cn:443/plans/"
    sites.register(revision(), [column(url=spelled)], at=NOON)
    assert targets.by_url(COLUMN).url == spelled
    (top,) = targets.due(NOON, limit=1, per_host=1)
    twice = replace(item(1), url=item(1).url + ";jsessionid=0A1B2C3D4E5F")
    assert len(archive.record(listing(top, [item(1), twice])).followups) == 1


def test_a_document_that_becomes_a_page_keeps_its_versions(sites, targets, archive):
    """Naming a known document in the site file makes it a page whose next change is news."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    sites.register(revision(digest="b" * 64), [column(), WatchedUrl(kind="page", url=document.url)], at=NOON)
    known = targets.by_url(document.url)
    assert (known.kind, known.document, known.version, known.baseline) == ("page", document.document, 1, False)


def test_due_respects_times_limits_hosts_and_names(sites, targets, archive):
    """Columns first, then who waits longest; no host gets more than its share."""
    found(sites, targets, archive, 3)
    sites.register(revision("另一局"), [column(url="https://other.example.cn/")], at=NOON - HOUR)
    documents = [item(number).url for number in (1, 2, 3)]
    assert due(targets) == ["https://other.example.cn/", *documents]
    assert due(targets, limit=2) == ["https://other.example.cn/", documents[0]]
    assert due(targets, per_host=2) == ["https://other.example.cn/", *documents[:2]]
    assert due(targets, NOON - HOUR) == ["https://other.example.cn/"]
    assert due(targets, sites=["另一局"]) == ["https://other.example.cn/"]
    assert due(targets, sites=[]) == []
    assert due(targets, everything=True) == ["https://other.example.cn/", COLUMN, *documents]


def test_sites_are_listed_with_how_they_stand(sites, targets, archive):
    """Counts and times are those of the watched targets."""
    assert sites.all() == []
    sites.register(revision(), [column(), page()], at=NOON)
    (fresh,) = sites.all()
    assert (fresh.targets, fresh.last_checked_at, fresh.last_good_at, fresh.next_due_at) == (2, None, None, NOON)
    top, single = targets.due(NOON, limit=2, per_host=2)
    archive.record(listing(top, [item(1)], NOON))
    archive.record(observation(single, NOON + HOUR, outcome=Outcome.NOT_FOUND))
    (seen,) = sites.all()
    assert (seen.targets, seen.last_checked_at, seen.last_good_at) == (3, NOON + HOUR, NOON)
    assert (seen.name, seen.digest, seen.enabled, seen.rules) == (SITE, "a" * 64, True, revision().rules)


def test_failures_are_counted_until_a_good_check(sites, targets, archive):
    """And the validators of the last good answer stay."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT, fetched=replace(read(document, TEXT).fetched, etag='"7"')))
    for times in (1, 2):
        archive.record(observation(targets.by_url(document.url), outcome=Outcome.BLOCKED, reason="challenge"))
        known = targets.by_url(document.url)
        assert (known.failures, known.etag) == (times, '"7"')
    archive.record(observation(known, outcome=Outcome.NOT_MODIFIED))
    again = targets.by_url(document.url)
    assert (again.failures, again.etag, again.content_hash) == (0, '"7"', known.content_hash)


def test_the_repositories_open_on_any_database(database):
    """An empty database has no sites and nothing due."""
    assert Sites(database).all() == []
    assert Targets(database).due(NOON, limit=1, per_host=1) == []
    assert Targets(database).by_url(COLUMN) is None
