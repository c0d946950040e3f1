"""Counting what was told right, what was missed and what was invented."""

from __future__ import annotations

from benchmarks.edits.measuring import edition, measured
from benchmarks.edits.scoring import score, tells
from benchmarks.edits.truth import Choice, Event, Truth
from monitor.compare import compare
from monitor.records import Change

MOVED = Event("clause_moved", "一/1", "一/2")
OTHER = Event("clause_moved", "一/2", "一/1")
RENUMBERED = Event("clause_renumbered", "一/2", "一/1")


def change(type_, before="一/1", after="一/1", title="", **facts):
    """A change as the comparison would tell it."""
    return Change(type=type_, severity="low", path_before=before, path_after=after, title=title, facts=facts)


def test_a_hit_needs_type_paths_and_the_facts_that_decide():
    """Facts that decide nothing may say what they like; width and blanks never count."""
    event = Event("target_changed", "一/1", "一/1", {"old": "52%以上", "new": "55%以上", "year": "2027"})
    right = change("target_changed", old="52% 以上", new="55％以上", year="2027", indicator="占比")
    assert tells(right, event)
    assert not tells(change("target_changed", old="52%", new="55%以上", year="2027"), event)
    assert not tells(change("target_changed", after="一/2", old="52%以上", new="55%以上", year="2027"), event)
    assert not tells(change("target_added", old="52%以上", new="55%以上", year="2027"), event)


def test_units_count_as_sets_and_paths_in_order():
    """Who came and went has no order; the paths of a subtree have."""
    units = Event("responsible_changed", "一/1", "一/1", {"added": ("区体育局", "区妇联"), "removed": ()})
    assert tells(change("responsible_changed", added=["区妇联", "区体育局"], removed=[]), units)
    assert not tells(change("responsible_changed", added=["区妇联"], removed=[]), units)
    tree = Event("clause_added", None, "二", {"paths": ("二", "二/1"), "title": "保障"})
    assert tells(change("clause_added", None, "二", "保障", paths=["二", "二/1"]), tree)
    assert not tells(change("clause_added", None, "二", "保障", paths=["二/1", "二"]), tree)
    assert not tells(change("clause_added", None, "二", "措施", paths=["二", "二/1"]), tree)


def test_a_target_that_came_is_told_with_what_it_measures():
    """新建学校6所 tells of 6所."""
    event = Event("target_added", "一/1", "一/1", {"old": None, "new": "6所"})
    assert tells(change("target_added", old=None, new="新建学校6所"), event)
    assert not tells(change("target_added", old=None, new="新建学校4所"), event)


def test_missed_and_invented_are_counted_one_by_one():
    """Two equal events need two changes; what is left of the changes was invented."""
    found = score(
        Truth((RENUMBERED, RENUMBERED, MOVED)), [change("clause_renumbered", "一/2", "一/1"), change("typography")]
    )
    assert (len(found.hits), found.missed) == (1, (RENUMBERED, MOVED))
    assert [one.type for one in found.invented] == ["typography"]


def test_optional_events_are_neither_missed_nor_invented():
    """They may be told or not."""
    true = Truth((), (RENUMBERED,))
    assert score(true, []).missed == ()
    assert score(true, [change("clause_renumbered", "一/2", "一/1")]).invented == ()


def test_a_choice_is_resolved_by_one_whole_way():
    """Either way is right; half of one and half of the other is not, and is counted apart."""
    choice = Choice("either", ((MOVED, RENUMBERED), (OTHER,)))
    true = Truth((), (), (choice,))
    assert score(true, [change("clause_moved", "一/2", "一/1")]).resolved == (choice,)
    half = score(true, [change("clause_moved", "一/1", "一/2")])
    assert (half.resolved, half.unresolved, half.invented) == ((), (choice,), ())
    assert len(half.astray) == 1


def test_a_measured_version_is_counted_as_its_comparison_tells_it():
    """Hits and misses make up the truth, and the kinds of its edits are named."""
    from benchmarks.edits.versions import version

    made, outcome = version(1, 0), measured(1, 0, None)
    assert len(outcome.hits) + len(outcome.missed) == len(made.truth.required)
    told = compare(edition(made.old), edition(made.new)).changes
    assert len(outcome.hits) + len(outcome.invented) <= len(told)
    assert outcome.broken == 0
