"""Observations in, versions out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from monitor.errors import StorageError, UsageError
from monitor.observation import Part
from monitor.records import (
    Outcome,
)
from storage import tables
from storage.archive import Archive
from storage.database import connect
from storage.sites import Sites
from storage.targets import Targets
from tests.storage.district import (
    HOUR,
    NOON,
    PAGE,
    SITE,
    TEXT,
    alert,
    arrived,
    column,
    edition,
    found,
    item,
    later,
    listing,
    observation,
    page,
    read,
    revision,
    reworded,
    rows,
)


def test_a_listing_makes_documents_that_are_due(sites, targets, archive):
    """Unknown items become targets with the column's name, in the order of the listing, part of the baseline."""
    followups = found(sites, targets, archive, 3)
    assert [each.url for each in followups] == [item(number).url for number in (1, 2, 3)]
    first = followups[0]
    assert (first.kind, first.column, first.listed_title, first.baseline) == ("document", "规划计划", "第1号通知", True)
    summary = archive.summary(first.document)
    assert (summary.title, summary.published, summary.versions) == ("第1号通知", "2026-01-02", 0)
    assert archive.latest(first.document) is None
    assert archive.documents() == []


def test_a_listing_again_leads_only_to_what_is_new_or_due(sites, targets, archive):
    """Known documents that rest until tomorrow are no follow-ups."""
    first, second = found(sites, targets, archive, 2)
    archive.record(read(first, TEXT))
    top = targets.by_url(first.column_url)
    followups = archive.record(listing(top, [item(1), item(2), item(3)], NOON + HOUR)).followups
    assert [each.url for each in followups] == [second.url, item(3).url]
    assert archive.known({item(1).url, item(9).url}) == {item(1).url}


def test_a_first_reading_is_version_one(sites, targets, archive):
    """The document gets its title, kind and date from what was read."""
    (document,) = found(sites, targets, archive)
    whole = edition(TEXT, kind="行动计划", stage="final", published=date(2026, 1, 5))
    recorded = archive.record(read(document, TEXT, edition=whole, new=True, baseline=True))
    assert (recorded.document, recorded.version) == (document.document, 1)
    stored = archive.latest(document.document)
    assert (stored.edition, stored.number, stored.at, stored.extractor) == (whole, 1, NOON, "1/aaaa")
    assert stored.content_hash == sha256(TEXT.encode()).hexdigest()
    (summary,) = archive.documents()
    assert (summary.title, summary.kind, summary.stage) == (whole.article.title, "行动计划", "final")
    assert (summary.published, summary.versions, summary.changed_at, summary.status) == ("2026-01-05", 1, NOON, "live")
    assert archive.documents(SITE) == [summary]
    assert archive.documents("nobody") == []


def test_another_reading_of_the_same_words_is_no_change(sites, targets, archive):
    """A version without changes leaves the document where it stood in the lists; the listing's date stays, too."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    archive.record(read(targets.by_url(document.url), TEXT + "\n附则", NOON + HOUR))
    (summary,) = archive.documents()
    assert (summary.versions, summary.changed_at, summary.published) == (2, NOON, "2026-01-02")


def test_the_same_bytes_are_stored_once(sites, targets, archive, database):
    """Two documents with equal bytes share them; the bytes come back as they came."""
    first, second = found(sites, targets, archive, 2)
    archive.record(read(first, TEXT))
    texts = rows(database, tables.clause_text)
    archive.record(read(second, TEXT))
    assert (rows(database, tables.raw), rows(database, tables.clause_text)) == (1, texts)
    stored = archive.raw(archive.latest(second.document).content_hash)
    assert (stored.body, stored.content_type) == (TEXT.encode(), "text/html")
    with pytest.raises(StorageError, match="are not in the database"):
        archive.raw("0" * 64)


def test_bytes_of_a_check_without_a_version_are_not_kept(sites, targets, archive, database):
    """A page whose counter moved costs one row, not another copy of the page."""
    (document,) = found(sites, targets, archive)
    recorded = archive.record(read(document, TEXT))
    archive.record(observation(later(recorded, document), fetched=arrived("counter 2")))
    assert rows(database, tables.raw) == 1
    assert targets.by_url(document.url).content_hash == sha256(b"counter 2").hexdigest()


def test_bytes_that_are_read_again_stay_the_version_s_origin(sites, targets, archive):
    """A technical upgrade brings no body, only its hash."""
    (document,) = found(sites, targets, archive)
    recorded = archive.record(read(document, TEXT))
    again = replace(arrived(TEXT), body=None)
    archive.record(read(later(recorded, document), TEXT + "\n附则", fetched=again, extractor="2/aaaa"))
    assert archive.raw(archive.latest(document.document).content_hash).body == TEXT.encode()


def test_a_version_leads_to_the_bytes_of_all_its_parts(sites, targets, archive, database):
    """Each version has the parts that it was read from, in order; equal bytes are stored once."""
    (document,) = found(sites, targets, archive)

    def in_parts(*bodies: bytes):
        named = tuple(
            Part(url=f"{document.url}?page={at}", content_hash=sha256(body).hexdigest(), content_type="a", body=body)
            for at, body in enumerate(bodies, 2)
        )
        return replace(arrived(TEXT), etag=None, content_hash="f" * 64, parts=named)

    recorded = archive.record(read(document, TEXT, fetched=in_parts(b"two", b"three")))
    archive.record(read(later(recorded, document), TEXT + "\n附则", fetched=in_parts(b"two", b"3")))
    kept = [
        [(part.url[-1], archive.raw(part.content_hash).body) for part in archive.version(document.document, at).parts]
        for at in (1, 2)
    ]
    assert kept == [[("2", b"two"), ("3", b"three")], [("2", b"two"), ("3", b"3")]]
    assert archive.raw(archive.latest(document.document).content_hash).body == TEXT.encode()
    assert rows(database, tables.raw) == 4
    assert targets.by_url(document.url).content_hash == "f" * 64


def test_the_latest_changes_are_those_worth_telling(sites, targets, archive):
    """Newest first; baselines and silent versions are left out."""
    first, second = found(sites, targets, archive, 2)
    for document in (first, second):
        archive.record(read(document, TEXT))
        archive.record(read(targets.by_url(document.url), TEXT.replace("12", "15"), changes=(reworded("12", "15"),)))
    archive.record(read(targets.by_url(first.url), TEXT))
    told = archive.latest_changes(10)
    assert [(summary.id, version.number) for summary, version in told] == [(second.document, 2), (first.document, 2)]
    assert len(archive.latest_changes(1)) == 1


def test_documents_are_found_by_id_and_address(sites, targets, archive):
    """Anything else is a usage error that says where to look."""
    (document,) = found(sites, targets, archive)
    assert archive.find(str(document.document)) == document.document
    assert archive.find("HTTPS" + document.url[5:]) == document.document
    for wrong in ("999", "9" * 40, "https://nowhere.example.cn/", "", "-1"):
        with pytest.raises(UsageError, match="no document"):
            archive.find(wrong)
    with pytest.raises(UsageError, match="it is a column"):
        archive.find(document.column_url)
    with pytest.raises(UsageError):
        archive.summary(999)


def test_a_stale_reading_is_refused(sites, targets, archive, database):
    """What was compared with an older version than the last must not become history."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    checks = rows(database, tables.check)
    with pytest.raises(StorageError, match="another process"):
        archive.record(read(document, TEXT + "\n二"))
    assert rows(database, tables.check) == checks


def test_an_unknown_target_is_refused(sites, targets, archive):
    """Targets come from the database."""
    (document,) = found(sites, targets, archive)
    with pytest.raises(StorageError, match="is not in the database"):
        archive.record(read(replace(document, id=999), TEXT))


def test_a_baseline_is_closed_once_a_round_was_good(sites, targets, archive, subscriptions, outbox):
    """Its summary counts what was found and read; from then on what appears is news."""
    sites.register(revision(), [column(), page()], at=NOON)
    subscription = subscriptions.add(to="console:", at=NOON)
    top, single = targets.due(NOON, limit=9, per_host=9)
    archive.record(observation(single, outcome=Outcome.ERROR))
    assert archive.open_baselines() == []
    followups = archive.record(listing(top, [item(1), item(2)], baseline=True)).followups
    archive.record(read(followups[0], TEXT, baseline=True, new=True))
    archive.record(observation(followups[1], outcome=Outcome.ERROR))
    (baseline,) = archive.open_baselines()
    (only,) = baseline.columns
    assert (baseline.site, only.name, only.url, only.kind, only.found, only.read) == (
        SITE,
        "规划计划",
        top.url,
        "column",
        2,
        1,
    )
    assert [each.title for each in baseline.documents] == [TEXT.partition("\n")[0]]

    archive.close_baseline(baseline, at=NOON, alert=alert("baseline"), subscriptions=[subscription.id])
    assert archive.open_baselines() == []
    assert [each.type for each in outbox.all()] == ["baseline"]
    assert not targets.by_url(top.url).baseline
    assert targets.by_url(followups[1].url).baseline  # found in the baseline, read later
    assert targets.by_url(PAGE).baseline  # its own first good reading is still to come
    news = archive.record(listing(targets.by_url(top.url), [item(3)], NOON + HOUR)).followups
    assert [each.baseline for each in news] == [False]


@pytest.mark.parametrize("room", [0, 1, 5, 20])
def test_an_observation_is_written_whole_or_not_at_all(sqlite_path, room):
    """Wherever the disk turns out to be full, nothing of the transaction stays, and it can be repeated."""
    database = connect(str(sqlite_path))
    archive, targets, sites = Archive(database), Targets(database), Sites(database)
    (document,) = found(sites, targets, archive)
    big = "\n".join(f"{number}.{'保障' * 60}第{number}项" for number in range(400))
    before = {table.name: rows(database, table) for table in tables.metadata.sorted_tables}

    def leave(connection, room):
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + room}")

    with database.read() as connection:
        leave(connection, room)
    with pytest.raises(StorageError, match="disk is full"):
        archive.record(read(document, big))
    assert {table.name: rows(database, table) for table in tables.metadata.sorted_tables} == before
    with database.read() as connection:
        leave(connection, 10**6)
    assert archive.record(read(document, big)).version == 1
    database.close()


def test_an_alert_is_queued_with_its_version(sites, targets, archive, subscriptions, outbox):
    """Check, version and deliveries are one transaction; the payload comes back as it was."""
    (document,) = found(sites, targets, archive)
    ids = [subscriptions.add(to=to, at=NOON).id for to in ("console:", "https://hook.example.cn/")]
    told = alert("document.new", document={"title": "计划"}, changes=[{"after": TEXT}], text=TEXT)
    archive.record(read(document, TEXT, alert=told, subscriptions=tuple(ids), changes=(reworded("", TEXT),)))
    queued = [(each.subscription, each.document, each.payload) for each in outbox.all()]
    assert queued == [(id_, document.document, told.payload) for id_ in ids]


def test_bytes_that_break_the_reader_are_counted(sites, targets, archive):
    """The same poison counts up, another begins anew, a good look forgets it; the check keeps the evidence."""
    (document,) = found(sites, targets, archive)
    at = NOON
    for poison, kills in (("1/a", 1), ("1/a", 2), ("1/b", 1), ("1/b", 2), ("1/b", 3)):
        at += HOUR
        archive.record(observation(document, at, outcome=Outcome.ERROR, poison=poison, evidence="HTTP 200"))
        taken = targets.by_url(document.url)
        assert (taken.poison, taken.kills) == (poison, kills)
    archive.record(observation(document, at + HOUR, outcome=Outcome.ERROR))  # quarantined: not read at all
    assert targets.by_url(document.url).kills == 3
    archive.record(read(document, TEXT, at + 2 * HOUR))
    assert (targets.by_url(document.url).poison, targets.by_url(document.url).kills) == (None, 0)


def test_a_column_remembers_how_many_entries_it_had(sites, targets, archive):
    """The number of the last good look is known to the next one; a failed look changes nothing."""
    sites.register(revision(), [column()], at=NOON)
    (top,) = targets.due(NOON, limit=10, per_host=10)
    assert top.entries is None
    archive.record(listing(top, [item(1), item(2)], entries=2))
    archive.record(observation(top, NOON + HOUR, outcome=Outcome.TRUNCATED))
    assert targets.by_url(top.url).entries == 2
