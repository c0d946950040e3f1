"""Searching every version of every document, on both kinds of database with the same results."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from monitor.errors import UsageError
from monitor.goal import Goal
from monitor.search import Query, parse, searchable
from storage import grams
from storage.migrations import configuration
from storage.scope import Scope
from storage.search import Found, Search
from storage.tables import clause_span, clause_text
from tests.storage.district import HOUR, NOON, TEXT, edition, found, later, read

DAY = timedelta(days=1)


@pytest.fixture
def search(database) -> Search:
    """A search of the database."""
    return Search(database)


def places(result: Found) -> set[tuple[int, str]]:
    """Document and path of every hit."""
    return {(hit.document.id, hit.path) for hit in result.hits}


@pytest.fixture
def two(sites, targets, archive):
    """Two documents; the first one's second version says 15 instead of 12 and has lost its last clause."""
    one, other = found(sites, targets, archive, 2)
    first = archive.record(read(one, TEXT, NOON))
    archive.record(read(other, "另一个通知\n一、ＡＩ 课程\n开设 AI 课程，普惠性幼儿园覆盖率达到88%。", NOON + HOUR))
    edited = TEXT.replace("12所", "15所").replace("\n三、保障措施\n建立联席会议制度。", "")
    archive.record(read(later(first, one), edited, NOON + DAY))
    return one, other


def test_one_character_two_and_a_phrase_are_found(two, search):
    """Words of any length, with their clause's path, whatever the width and the case."""
    assert places(search.find(parse("所"))) == {(1, "二/(一)")}
    assert places(search.find(parse("联席"))) == {(1, "三")}
    assert places(search.find(parse('"ai课程"'))) == {(2, "一")}
    assert places(search.find(parse("ai"))) == {(2, "一")}
    assert search.find(parse("没有这句话")).total == 0


def test_a_text_that_is_gone_is_found_with_its_time(two, search):
    """Ever: its versions, since when and until when. Current: not at all. As of a moment: if it stood then."""
    (hit,) = search.find(parse("联席会议")).hits
    assert not hit.current
    assert (hit.since, hit.until) == (NOON, NOON + DAY)
    assert [(span.path, span.first, span.last) for span in hit.spans] == [("三", 1, hit.document.versions - 1)]
    assert search.find(parse("联席会议"), Scope(current=True)).total == 0
    assert search.find(parse("联席会议"), Scope(at=NOON + HOUR)).total == 1
    assert search.find(parse("联席会议"), Scope(at=NOON + 2 * DAY)).total == 0
    assert search.find(parse("15所"), Scope(at=NOON + HOUR)).total == 0


def test_all_words_and_none_of_the_others(two, search):
    """Words must stand in one clause together; -word takes clauses away, long words as well as short ones."""
    assert search.find(parse("新建 幼儿园")).total == 2
    assert search.find(parse("新建 联席")).total == 0
    assert [hit.current for hit in search.find(parse("新建 -12")).hits] == [True]
    assert [hit.current for hit in search.find(parse("新建 -幼儿园12所")).hits] == [True]
    assert search.find(parse("新建 -建")).total == 0


def test_filters_limit_documents(two, search, archive):
    """Each filter alone: site, document, kind, stage, year and days of publication."""
    every = parse("幼儿园")
    assert search.find(every, Scope(sites=("兰溪示例区教育局",))).total == 3
    assert search.find(every, Scope(sites=())).total == 0
    assert places(search.find(every, Scope(documents=(2,)))) == {(2, "一")}
    assert search.find(every, Scope(kinds=("规划",))).total == 0
    assert search.find(every, Scope(stages=("draft",))).total == 0


def test_published_days_and_years(sites, targets, archive, search):
    """A year is that of publication; both ends of a range belong to it, with a time of day as well."""
    one, other = found(sites, targets, archive, 2)
    for target, day in ((one, date(2024, 12, 31)), (other, date(2025, 1, 1))):
        reading = edition(f"通知\n一、安排\n共同安排{target.id}号。", published=day)
        archive.record(read(target, "", edition=reading))
    wanted = parse("共同安排")
    assert search.find(wanted).total == 2
    assert places(search.find(wanted, Scope(years=(2025,)))) == {(2, "一")}
    assert places(search.find(wanted, Scope(until=date(2024, 12, 31)))) == {(1, "一")}
    assert places(search.find(wanted, Scope(since=date(2024, 12, 31)))) == {(1, "一"), (2, "一")}
    assert [hit.document.id for hit in search.find(wanted, order="date", limit=2).hits] == [1, 2]


def test_targets_are_found_by_value(two, search):
    """By a name that is short for the indicator, a comparison, a value with its unit, and a year."""
    assert places(search.find(parse("普惠园覆盖率 >= 85%"))) == {(2, "一")}
    assert search.find(parse("普惠园覆盖率 >= 90%")).total == 0
    assert places(search.find(parse("公办园占比 ≥ 50 % by 2027"))) == {(1, "一")}
    assert search.find(parse("公办园占比 ≥ 50% by 2026")).total == 0
    assert {hit.current for hit in search.find(parse("幼儿园 > 10所")).hits} == {True, False}


def test_hostile_queries_are_words(two, search):
    """What means something to a database is only looked for."""
    for typed in (
        "'",
        "_",
        '教"育',
        "NEAR(",
        "*",
        "教*",
        "a OR b",
        "clause_gram:x",
        "); DROP TABLE clause_text; --x",
    ):
        assert search.find(parse(typed)).total == 0, typed
    assert search.find(parse("%")).total == 2
    for nothing in ("", "   ", '""', "-教育"):
        with pytest.raises(UsageError):
            parse(nothing)


def test_the_index_finds_what_a_scan_finds(sites, targets, archive, search, database):
    """For words of 1, 2, 4 and 8 characters out of random texts: all that the scan finds, and nothing else."""
    chance = random.Random(9)
    letters = "教育局学前幼儿园普惠公办规划𠮷ABc１2，。（—"
    texts = ["".join(chance.choices(letters, k=chance.randint(3, 60))) for _ in range(60)]
    for number, target in enumerate(found(sites, targets, archive, 6)):
        lines = "\n".join(
            f"{han}、{text}" for han, text in zip("一二三四五六七八九", texts[number * 9 :], strict=False)
        )
        archive.record(read(target, f"第{number}号\n{lines}"))
    with database.read() as connection:
        everything = connection.execute(
            select(clause_span.c.document_id, clause_text.c.id, clause_text.c.text).join(
                clause_text, clause_text.c.id == clause_span.c.clause_text_id
            )
        ).all()
    asked = 0
    for size in (1, 2, 4, 8):
        for _ in range(25):
            text = searchable(chance.choice(texts))
            at = chance.randrange(len(text))
            word = text[at : at + size]
            if word.startswith("-") or any(sign in word for sign in "<>="):
                continue
            scanned = sorted((row.document_id, row.text) for row in everything if word in searchable(row.text))
            answer = search.find(parse(f'"{word}"'))
            assert sorted((hit.document.id, hit.text) for hit in answer.hits) == sorted(set(scanned)), word
            assert answer.total == len(answer.hits)
            asked += 1
    assert asked > 80


def test_the_index_can_be_made_anew(two, search, database):
    """Made again from the texts it finds the same; emptied it finds nothing."""
    before = search.find(parse("幼儿园"))
    with database.write() as connection:
        connection.exec_driver_sql(grams._kind(connection).empty)
    assert search.find(parse("幼儿园")).total == 0
    with database.write() as connection:
        grams.rebuild(connection)
    assert search.find(parse("幼儿园")) == before


def test_an_archive_from_before_the_index_gets_it(two, search, database):
    """The migration indexes the texts that are there."""
    before = search.find(parse("幼儿园"))
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE clause_gram")
        connection.exec_driver_sql("DROP INDEX ix_clause_span_clause_text_id")
        scripts = ScriptDirectory.from_config(configuration(connection)).walk_revisions()
        migration = next(each.module for each in scripts if each.path.endswith("_search.py"))
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()
    assert search.find(parse("幼儿园")) == before


def test_counting_may_end_early(sites, targets, archive, search):
    """With a limit on counting the first hits are the same, and it is said that there are more."""
    (one,) = found(sites, targets, archive)
    lines = "\n".join(f"{number}.共同的任务第{number}项。" for number in range(1, 400))
    archive.record(read(one, f"通知\n一、任务\n{lines}"))
    whole = search.find(parse("共同"), limit=20)
    ended = search.find(parse("共同"), limit=20, count=50)
    assert (whole.total, whole.more) == (399, False)
    assert (ended.total, ended.more) == (50, True)
    assert ended.hits == whole.hits
    assert search.find(parse("共同"), order="date", limit=5, count=50).total == 399


def test_the_most_relevant_come_first_and_the_total_is_told(two, search):
    """A limit cuts the hits and not the total; what stands today comes before what stood."""
    answer = search.find(parse("新建"), limit=1)
    assert answer.total == 2
    assert [hit.current for hit in answer.hits] == [True]


def test_what_documents_say_of_a_target_is_given_by_version(two, search):
    """Within the documents that are named, by the version that it came with."""
    wish = Query(goal=Goal("幼儿园"))
    assert [(hit.first, hit.current) for hit in search.texts(wish, [1])] == [(1, False), (2, True)]
    assert search.texts(Query(goal=Goal("普惠园覆盖率")), [1]) == []
    assert [hit.document.id for hit in search.texts(Query(goal=Goal("普惠园覆盖率")), [1, 2])] == [2]


def test_documents_by_scope_as_of_a_moment_and_by_their_validity(two, archive):
    """Which version counted when, what a version says of its own validity, and the last version with a clause."""
    _, other = two
    assert [each.id for each in archive.within(Scope(documents=(2,)))] == [2]
    assert archive.standing(NOON - HOUR) == {}
    assert archive.standing(NOON) == {1: (1, NOON)}
    assert archive.standing(None) == {1: (2, NOON + DAY), 2: (1, NOON + HOUR)}
    assert archive.last_with(1, "三") == 1
    assert archive.last_with(1, "二/(一)") == 2
    assert archive.last_with(1, "九") is None
    repealed = read(replace(other, version=1), "", NOON + DAY, edition=edition("通知\n一、甲\n乙丙。", validity="废止"))
    archive.record(repealed)
    assert archive.validities({1: 2, 2: 1}) == {1: None, 2: None}
    assert archive.validities({2: 2}) == {2: "废止"}
