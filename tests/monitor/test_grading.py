"""Types of change that are graver or less grave to somebody."""

from __future__ import annotations

import pytest

from monitor.grading import graded, levels_of, regraded, wrong
from monitor.matching import covers, matches
from monitor.message import Subject, changed, plain
from monitor.observation import Alert
from monitor.records import Change, Comparison
from monitor.severity import SEVERITY
from monitor.subscription import Filters, Subscription


def change(kind):
    """A change of a type, as grave as the table has it."""
    return Change(
        type=kind, severity=SEVERITY[kind], path_before="二", path_after="三", title="保障", before="一", after="二"
    )


def alert(*kinds):
    """An alert of changes of these types."""
    changes = [change(kind) for kind in kinds]
    letter = changed(Subject(title="学前教育行动计划"), Comparison(changes=tuple(changes)))
    severity = max((each.severity for each in changes), key=("low", "medium", "high").index)
    bare = {"path_before": "二", "path_after": "三", "title": "", "before": "", "after": ""}
    named = [{"type": each.type, "severity": each.severity, **bare} for each in changes]
    said = plain(letter)
    payload = {"changes": named, "severity": severity, "message": {"zh": said.zh, "en": said.en}}
    return Alert(type="document.changed", site="s", url="", severity=severity, payload=payload, letter=letter)


def test_a_moved_type_is_said_to_be_moved():
    """The letter, its text and the payload have the new severity, and say what it usually is."""
    told = regraded(alert("clause_moved", "contact_changed"), {"clause_moved": "high"}, "subscription")
    assert (told.severity, told.payload["severity"], told.letter.severity) == ("high", "high", "high")
    assert [each["severity"] for each in told.payload["changes"]] == ["high", "low"]
    lines = told.payload["message"]["zh"].split("\n")
    assert lines[1:3] == ["级别:重要(仅结构调整)", "按您的订阅:条款移动计为重要(通常为提示)"]
    assert "By your subscription: Clause moved counts as high (usually low)" in told.payload["message"]["en"]
    assert "级别:提示" not in told.payload["message"]["zh"]


def test_what_holds_no_moved_type_is_the_same():
    """Nothing is written anew where nothing is moved, or only to where it is."""
    for levels in ({}, {"deadline_moved": "low"}, {"clause_moved": "low"}):
        told = alert("clause_moved")
        assert regraded(told, levels, "settings") is told


def test_changes_are_graded_by_type():
    """The others stay."""
    found = graded([change("clause_moved"), change("contact_changed")], {"clause_moved": "critical"})
    assert [each.severity for each in found] == ["critical", "low"]


@pytest.mark.parametrize(
    ("kinds", "levels", "least", "told"),
    [
        (("clause_moved",), ("clause_moved=high",), "high", True),
        (("clause_moved",), ("clause_moved=high",), "critical", False),
        (("clause_moved",), ("contact_changed=high",), "medium", False),
        (("target_changed",), ("target_changed=low",), "medium", False),
        (("target_changed", "clause_reworded"), ("target_changed=low",), "medium", True),
        (("target_changed",), ("target_changed=none",), "low", False),
    ],
)
def test_a_subscription_hears_by_its_own_severities(kinds, levels, least, told):
    """Up to be told, down to be left alone; with filters of changes as without."""
    for filters in (
        Filters(levels=levels, severity=least),
        Filters(levels=levels, severity=least, clauses=("二", "三")),
    ):
        assert matches(Subscription(id=1, to="console:", filters=filters), alert(*kinds)) == told


def test_subscriptions_with_other_severities_do_not_cover_each_other():
    """What one hears the other may not."""
    moved = Filters(levels=("clause_moved=high",))
    assert covers(moved, moved)
    assert not covers(moved, Filters())
    assert not covers(Filters(), moved)


@pytest.mark.parametrize(
    ("kind", "level", "said"),
    [
        ("clause_eaten", "high", "no type of change"),
        ("clause_moved", "huge", "no severity"),
        ("typography", "high", "never sent"),
    ],
)
def test_what_cannot_be_moved_is_said(kind, level, said):
    """Unknown words, and what is only recorded."""
    assert said in wrong(kind, level)
    assert wrong("clause_moved", "high") is None


def test_levels_are_read_as_they_are_written():
    """`TYPE=LEVEL` each."""
    assert levels_of(("clause_moved=high", "contact_changed=none")) == {
        "clause_moved": "high",
        "contact_changed": "none",
    }
