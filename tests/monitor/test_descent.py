"""A clause and a target, followed back through the versions of a document."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.compare import compare
from monitor.course import course
from monitor.descent import descent
from monitor.facts.targets import targets_of
from monitor.observation import VersionSummary
from tests.monitor.test_parallel import PLAN, edition

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def history(*texts):
    """The versions of a document with these texts, a day apart."""
    editions = [edition(text) for text in texts]
    return [
        VersionSummary(
            number=number,
            at=NOON + timedelta(days=number),
            severity="high",
            changes=compare(editions[number - 2], each).changes if number > 1 else (),
            findings=(),
            content_hash="",
        )
        for number, each in enumerate(editions, 1)
    ]


def steps(path, *texts):
    """(version, path, types) of every step, the latest first."""
    return [
        (step.version.number, step.path, [change.type for change in step.changes])
        for step in descent(path, history(*texts))
    ]


def test_a_clause_that_never_changed_has_one_step():
    """It was born with the document."""
    assert steps("二/1", PLAN, PLAN.replace("52%", "55%")) == [(1, "二/1", [])]


def test_a_clause_is_followed_over_its_numbers():
    """Renumbered when one before it went, and reworded later: every step has the path of its time."""
    shorter = PLAN.replace("2.新建学校三所，其中小学两所。\n3.", "2.")
    other = shorter.replace("惠及三千人", "惠及四千人")
    assert steps("一/2", PLAN, shorter, other) == [
        (3, "一/2", ["target_changed"]),
        (2, "一/2", ["clause_renumbered"]),
        (1, "一/3", []),
    ]


def test_a_clause_that_was_added_begins_there():
    """What stood at its number before is another clause."""
    longer = PLAN.replace("2.新建", "2.补助困难学生，每人每年一千元。\n3.新建").replace("3.改造", "4.改造")
    assert [(number, types) for number, _, types in steps("一/2", PLAN, longer)] == [(2, ["clause_added"])]


def test_what_stands_in_a_moved_part_moves_with_it():
    """A part that changed its place takes its clauses along: 二/1 was 一/1."""
    swapped = """青河区工作计划
一、措施
1.加强教师培训，每年两百人次。
2.建立联席会议，按季度研究问题。
二、目标
1.公办园占比达到52%以上。
2.新建学校三所，其中小学两所。
3.改造老旧校舍十栋，惠及三千人。"""
    assert steps("二/3", PLAN, swapped)[-1] == (1, "一/3", [])


def test_a_target_has_the_values_of_all_versions():
    """The oldest first, each with the version that set it."""
    texts = [PLAN, PLAN.replace("52%", "55%"), PLAN.replace("52%", "60%")]
    (target, *_) = [each for clause in edition(texts[-1]).outline.clauses for each in targets_of(clause)]
    points = course(target, history(*texts))
    assert [(point.version, point.shown, point.height) for point in points] == [
        (1, "52%以上", 52.0),
        (2, "55%以上", 55.0),
        (3, "60%以上", 60.0),
    ]
