"""The truth of the seeded edits: what must be told follows from what was done."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks.edits.draft import Draft
from benchmarks.edits.kinds import KINDS
from benchmarks.edits.model import Clause, walk
from benchmarks.edits.printing import han, printed, text_of
from benchmarks.edits.truth import Event, longest_kept, orders, truth
from benchmarks.edits.versions import published, version
from benchmarks.edits.works import work
from monitor.text import key
from tests.benchmarks.works import draft, plan, rules, said

# What an edit of each kind must make true, whatever else follows from it.
TELLS = {
    "words exchanged": "clause_reworded",
    "sentence added": "clause_reworded",
    "sentence dropped": "clause_reworded",
    "strength": "clause_reworded",
    "heading retitled": "clause_reworded",
    "item retitled": "clause_reworded",
    "target value": "target_changed",
    "target added": "target_added",
    "target removed": "target_removed",
    "target sentence added": "target_added",
    "target sentence removed": "target_removed",
    "target year": "target_changed",
    "target vague": "target_removed",
    "units": "responsible_changed",
    "deadline": "deadline_moved",
    "contact": "contact_changed",
    "stage": "status_changed",
    "title": "metadata_changed",
    "cell": "table_cell_changed",
    "item inserted": "clause_added",
    "item deleted": "clause_removed",
    "subtree inserted": "clause_added",
    "subtree deleted": "clause_removed",
    "moved within": "clause_moved",
    "moved across": "clause_moved",
    "section moved": "clause_moved",
    "moved and edited": "clause_moved",
    "split": "clause_split",
    "merged": "clause_merged",
    "punctuation": "typography",
}


def told(changed):
    """What is true of a draft, as (type, path before, path after)."""
    return {(event.type, event.path_before, event.path_after) for event in truth(changed).required}


@pytest.mark.parametrize("seed", range(5))
def test_nothing_done_is_nothing_to_tell(seed):
    """A work against itself has no events at all."""
    found = truth(draft(work(Random(seed))))
    assert (found.required, found.optional, found.choices) == ((), (), ())


def test_the_same_seed_gives_the_same_version():
    """A developer can ask for one version again by its number."""
    assert version(5, 3) == version(5, 3)
    assert version(5, 3).new != version(5, 4).new


@pytest.mark.parametrize("seed", range(8))
def test_noise_changes_no_comparison_key(seed):
    """What a publication adds is nothing that people would read."""
    made = printed(work(Random(seed)))
    plain = text_of(made.chunks)
    noisy = [published(made, Random(n)) for n in range(6)]
    assert {key(text) for text in noisy} == {key(plain)}
    assert len(set(noisy)) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made_and_is_true(kind):
    """Every kind of edit finds its place, and makes true what its name says and nothing of another weight."""
    made = next(one for n in range(20) if (one := version(2, n, kind)).kinds)
    events = [*made.truth.required, *(event for choice in made.truth.choices for event in choice.ways[0])]
    if kind in TELLS:
        assert TELLS[kind] in {event.type for event in events}
    assert KINDS[kind].doubtful == bool(made.truth.choices)
    assert not KINDS[kind].silent or all(event.silent for event in events)


@pytest.mark.parametrize("number", range(25))
def test_the_texts_hold_what_the_truth_says(number):
    """Paths stand on the sides where they must, and values in the clauses that are said to hold them."""
    made = version(3, number)
    old, new = printed(made.draft.old), printed(made.draft.work)
    texts = (
        {"": old.front.get("", ""), **old.front, **{one.path: one.text for one in old.clauses}},
        {"": new.front.get("", ""), **new.front, **{one.path: one.text for one in new.clauses}},
    )
    for event in made.truth.required:
        for side, path, value in zip(texts, (event.path_before, event.path_after), ("old", "new"), strict=True):
            if path is None:
                continue
            where = path.partition("/表1")[0] + "/表1" if event.type == "table_cell_changed" else path
            assert where in side, event
            shown = event.facts.get(value)
            if event.type.startswith("target") and isinstance(shown, str):
                assert shown in side[where] or shown.removeprefix("不少于") in side[where], event
            if event.type == "contact_changed":
                assert str(shown) in side[where], event


@pytest.mark.parametrize("number", range(25))
def test_the_fewest_clauses_moved(number):
    """What is said to have moved among its siblings is exactly what stands outside their longest kept order."""
    for order, moved in orders(version(4, number).draft):
        assert len(order) - longest_kept(order) == moved


@pytest.mark.parametrize("number", range(25))
def test_no_clause_is_edited_twice(number):
    """At most one edit told of the content of each clause, but for the targets of one sentence and the cells of a row."""
    several = {"target_changed", "table_cell_changed"}
    content = [one for one in version(6, number).draft.log.told if one.id > 0 and one.type not in several]
    assert len({one.id for one in content}) == len(content)


def test_numbers_are_printed_as_people_count():
    """Han numerals below a thousand."""
    assert [han(n) for n in (1, 10, 11, 20, 34, 100, 110, 205)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十四",
        "一百",
        "一百一十",
        "二百零五",
    ]


def test_articles_run_on_and_begin_their_own_paths():
    """A 条 knows no chapter, its second 款 has a path, 项 stand under what they belong to."""
    assert [one.path for one in printed(rules()).clauses] == [
        "第一章",
        "第一条",
        "第二条",
        "第二条/(一)",
        "第二条/(二)",
        "第二条/第二款",
        "第二章",
        "第三条",
        "第四条",
    ]


def test_an_insertion_shifts_numbers_and_references():
    """What follows is numbered anew, and who speaks of it speaks of the new number."""
    given = draft(plan())
    new = Clause(99, "arabic", "新任务", said("新增校车"))
    below = given.children(2)
    changed = given.regrouped(2, (below[0], new, *below[1:]))
    assert told(changed) == {
        ("clause_added", None, "二/2"),
        ("clause_renumbered", "二/2", "二/3"),
        ("clause_renumbered", "二/3", "二/4"),
        ("reference_shifted", "二/1", "二/1"),
    }


def test_a_removed_chapter_is_one_event():
    """All that went with it rides along; the chapter after it is numbered anew, its tasks are not."""
    given = draft(plan())
    changed = given.regrouped(0, given.children(0)[1:])
    assert told(changed) == {("clause_removed", "一", None), ("clause_renumbered", "二", "一")}
    (removed,) = [event for event in truth(changed).required if event.type == "clause_removed"]
    assert removed.facts == {"paths": ("一", "一/1", "一/2", "一/3"), "title": "校舍建设"}


def test_articles_in_a_chapter_that_was_numbered_anew_may_be_told_or_not():
    """One change at the root is enough; their own numbers changed too, so telling them is not wrong."""
    given = draft(rules())
    chapter = Clause(99, "chapter", "登记", children=(Clause(98, "article", "", said("登记免费")),))
    changed = given.regrouped(0, (given.children(0)[0], chapter, given.children(0)[1]))
    assert told(changed) == {("clause_added", None, "第二章"), ("clause_renumbered", "第二章", "第三章")}
    optional = {(event.path_before, event.path_after) for event in truth(changed).optional}
    assert optional == {("第三条", "第四条"), ("第四条", "第五条")}


def test_a_clause_under_another_parent_moved():
    """The siblings that it left and those that it joined are numbered anew."""
    given = draft(plan())
    gone, *left = given.children(1)
    changed = given.regrouped(1, tuple(left)).regrouped(2, (*given.children(2), gone)).moving(gone.id)
    assert told(changed) == {
        ("clause_moved", "一/1", "二/4"),
        ("clause_renumbered", "一/2", "一/1"),
        ("clause_renumbered", "一/3", "一/2"),
    }


def test_a_split_tells_its_parts_and_nothing_is_added():
    """The first part is the old clause."""
    given = draft(plan())
    one, *others = given.children(1)
    part = Clause(99, "arabic", "", said("更换门窗"))
    changed = given.regrouped(1, (one, part, *others))
    changed = replace(changed, log=replace(changed.log, split={one.id: 99}))
    (event,) = [event for event in truth(changed).required if event.type == "clause_split"]
    assert event == Event("clause_split", "一/1", "一/1", {"from": "一/1", "into": ("一/1", "一/2")})
    assert not any(event.type == "clause_added" for event in truth(changed).required)


def test_of_two_neighbours_that_changed_places_either_moved():
    """The truth names both ways, each with the other one numbered anew; nothing of it is required."""
    given = draft(plan())
    one, other, last = given.children(1)
    changed = given.regrouped(1, (other, one, last)).moving(one.id)
    changed = changed.doubted("either", lambda log: replace(log, moved=frozenset({other.id})))
    found = truth(changed)
    assert found.required == ()
    ways = [{(event.type, event.path_before) for event in way} for way in found.choices[0].ways]
    assert ways == [
        {("clause_moved", "一/1"), ("clause_renumbered", "一/2")},
        {("clause_moved", "一/2"), ("clause_renumbered", "一/1")},
    ]


@pytest.mark.parametrize("seed", range(20))
def test_works_are_as_long_as_real_ones(seed):
    """80 to 400 clauses, give or take the last chapter, each with a path of its own."""
    made = work(Random(seed))
    assert 60 <= sum(1 for _ in walk(made.clauses)) <= 700
    assert printed(made).clauses


def test_edits_leave_the_draft_that_they_are_given():
    """An edit is a function: the draft before it can be used again."""
    made = work(Random(1))
    given = Draft(made, made)
    KINDS["words exchanged"].edit(given, Random(1))
    assert given == Draft(made, made)
