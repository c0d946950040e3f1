"""Observations in, versions out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitor.dates import SHANGHAI
from monitor.errors import StorageError, UsageError
from monitor.records import (
    Attachment,
    Change,
    Consultation,
    Contact,
    Finding,
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
)


def rows(database, table) -> int:
    """How many rows a table has."""
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def spans(database, version: int) -> list[str]:
    """The paths of the spans that a version wrote."""
    query = select(tables.clause_span.c.path).where(tables.clause_span.c.from_version == version)
    with database.read() as connection:
        return sorted(connection.execute(query).scalars())


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


def test_every_field_of_an_article_comes_back(sites, targets, archive):
    """Dates stay dates, times times; tables, attachments, contacts and findings are whole."""
    (document,) = found(sites, targets, archive)
    text = TEXT + "\n指标\t2026年\t2027年\n占比\t52%\t55%"
    whole = edition(
        text,
        title="行动计划(试行)",
        repost=True,
        published=datetime(2026, 1, 5, 10, 35, tzinfo=SHANGHAI),
        written=date(2025, 12, 30),
        publisher="区教育局",
        source="区融媒体",
        author="佚名",
        index_number="LX-01/2026",
        document_number="兰教〔2026〕3号",
        validity="有效",
        validity_date=date(2028, 12, 31),
        column="规划计划",
        site=SITE,
        consultation=Consultation(date(2026, 2, 1), (Contact("fax", "0000-1111"),)),
        tables=((("指标", "2026年", "2027年"), ("占比", "52%", "55%")), (("单格",),)),
        attachments=(Attachment("附表.xlsx", "https://edu.lanxi-example.cn/f/1.xlsx"),),
        findings=(Finding("attachment_without_link", "附件2", "附件2"),),
    )
    archive.record(read(document, text, edition=whole))
    assert archive.latest(document.document).edition == whole


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


def test_an_inserted_clause_writes_itself_only(sites, targets, archive, database):
    """Clauses behind it keep their rows."""
    (document,) = found(sites, targets, archive)
    recorded = archive.record(read(document, TEXT))
    longer = TEXT.replace("（二）提高", "（一之一）盘活校舍\n（二）提高")
    before = rows(database, tables.clause_span)
    archive.record(read(later(recorded, document), longer))
    assert rows(database, tables.clause_span) == before + 1
    assert archive.latest(document.document).edition == edition(longer)
    assert archive.version(document.document, 1).edition == edition(TEXT)


def test_renumbering_stores_no_text_again(sites, targets, archive, database):
    """Clauses with another number share their text with the ones they were."""
    (document,) = found(sites, targets, archive)
    recorded = archive.record(read(document, TEXT))
    texts = rows(database, tables.clause_text)
    renumbered = TEXT.replace("二、", "三、").replace("三、保障", "四、保障").replace("一、总体", "二、总体")
    archive.record(read(later(recorded, document), renumbered))
    assert rows(database, tables.clause_text) == texts
    assert archive.latest(document.document).edition == edition(renumbered)


def test_removed_and_moved_clauses_come_back_in_their_versions(sites, targets, archive):
    """Each version keeps its own order."""
    (document,) = found(sites, targets, archive)
    lines = TEXT.split("\n")
    texts = ["\n".join(chosen) for chosen in (lines, lines[:3] + lines[5:], lines[::-1], lines[4:] + lines[:4], lines)]
    for text in texts:
        archive.record(read(targets.by_url(document.url), text))
    for number, text in enumerate(texts, 1):
        assert archive.version(document.document, number).edition == edition(text)


_LINES = [
    "一、总则",
    "二、目标",
    "三、措施",
    "（一）扩容",
    "（二）提质",
    "到2027年达到55%",
    "甲\t乙",
    "1.建设",
    "2.培训",
    "附则",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(_LINES), min_size=1, max_size=14), st.booleans()), min_size=1, max_size=6
    )
)
def test_any_sequence_of_editions_is_given_back(roundtrip_archive, versions):
    """Whatever a document says one time after another, every version comes back exactly."""
    archive, targets, items = roundtrip_archive
    top = targets.due(NOON, limit=1, per_host=1, everything=True)[0]
    url = next(items)
    archive.record(listing(top, [replace(item(1), url=url)]))
    wholes = [edition("\n".join(lines), title="计划", repost=repost) for lines, repost in versions]
    for whole in wholes:
        archive.record(read(targets.by_url(url), whole.article.text, edition=whole))
    document = archive.find(url)
    assert [archive.version(document, number).edition for number in range(1, len(wholes) + 1)] == wholes


@pytest.fixture
def roundtrip_archive(sqlite_path):
    """An archive with one column, and endless addresses."""
    database = connect(str(sqlite_path))
    Sites(database).register(revision(), [column()], at=NOON)
    yield Archive(database), Targets(database), (f"https://edu.lanxi-example.cn/p/{number}" for number in range(10**6))
    database.close()


def test_changes_and_findings_come_back_with_their_version(sites, targets, archive):
    """Types, paths, texts, segments and facts are whole; a version's severity is its highest."""
    (document,) = found(sites, targets, archive)
    finding = Finding("table_contradicts_text", "占比 52% / 55%", "一")
    recorded = archive.record(read(document, TEXT, findings=(finding,), changes=()))
    changed = TEXT.replace("12所", "15所")
    target_changed = Change(
        type="target_changed",
        severity="high",
        path_before="二/(一)",
        path_after="二/(一)",
        title="扩大资源",
        before="新建幼儿园12所。",
        after="新建幼儿园15所。",
        segments=(("=", "新建幼儿园"), ("-", "12所"), ("+", "15所"), ("=", "。")),
        facts={"indicator": "新建幼儿园", "old": "12所", "new": "15所", "difference": 3, "paths": ["二/(一)"]},
    )
    whole_only = replace(reworded("提高质量", "提升质量"), segments=(), path_before=None)
    fresh = Finding("silent_edit", "无说明", "")
    archive.record(
        read(
            later(recorded, document),
            changed,
            NOON + HOUR,
            changes=(target_changed, whole_only),
            findings=(finding, fresh),
        )
    )
    first, second = archive.history(document.document)
    assert (first.number, first.severity, first.changes, first.findings) == (1, "none", (), (finding,))
    assert (second.number, second.at, second.severity) == (2, NOON + HOUR, "high")
    assert second.changes == (target_changed, whole_only)
    assert second.findings == (finding, fresh)
    stored = archive.latest(document.document)
    assert (stored.changes, stored.findings, stored.severity) == (second.changes, second.findings, "high")


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2), (2, 1, 0), ()])
def test_findings_keep_their_order(sites, targets, archive, order):
    """Those that go on, those that end and those that come stand as they were given."""
    (document,) = found(sites, targets, archive)
    known = [Finding("odd", "a", "一"), Finding("odd", "b", "二"), Finding("injected_tags", "c")]
    recorded = archive.record(read(document, TEXT, findings=tuple(known)))
    wanted = tuple(known[place] for place in order)
    archive.record(read(later(recorded, document), TEXT + "\n完", findings=wanted))
    assert [each.findings for each in archive.history(document.document)] == [tuple(known), wanted]


def test_as_of_a_moment(sites, targets, archive):
    """Time of observation decides; before the first version there is nothing."""
    (document,) = found(sites, targets, archive)
    archive.record(read(document, TEXT))
    archive.record(read(targets.by_url(document.url), TEXT + "\n二版", NOON + HOUR))
    assert archive.at(document.document, NOON - HOUR) is None
    assert archive.at(document.document, NOON).number == 1
    assert archive.at(document.document, NOON + HOUR / 2).number == 1
    assert archive.at(document.document, (NOON + HOUR).astimezone(SHANGHAI)).number == 2
    assert archive.version(document.document, 3) is None


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
