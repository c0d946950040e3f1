"""Versions: written as what differs, given back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.dates import SHANGHAI
from monitor.records import (
    Attachment,
    Change,
    Consultation,
    Contact,
    Finding,
)
from monitor.text import lines
from storage import tables
from storage.archive import Archive
from storage.database import connect
from storage.sites import Sites
from storage.targets import Targets
from tests.storage.district import (
    HOUR,
    NOON,
    SITE,
    TEXT,
    column,
    edition,
    found,
    item,
    later,
    listing,
    read,
    revision,
    reworded,
    rows,
)


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
    said = TEXT.split("\n")
    texts = ["\n".join(chosen) for chosen in (said, said[:3] + said[5:], said[::-1], said[4:] + said[:4], said)]
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
    wholes = [edition("\n".join(said), title="计划", repost=repost) for said, repost in versions]
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


SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


@pytest.mark.skipif(not SEEDS, reason="the published documents of ../shared/seeds are not there")
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_published_documents_come_back(sites, targets, archive, seed):
    """Real documents, whole and with every tenth paragraph gone, are given back exactly."""
    (document,) = found(sites, targets, archive)
    paragraphs = lines(seed.read_text(encoding="utf-8"))
    shorter = [line for place, line in enumerate(paragraphs) if place % 10]
    for number, kept in enumerate((paragraphs, shorter, paragraphs), 1):
        whole = edition("\n".join(kept))
        archive.record(read(targets.by_url(document.url), whole.article.text, edition=whole))
        assert archive.version(document.document, number).edition == whole
    assert archive.version(document.document, 1).edition == archive.latest(document.document).edition


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
