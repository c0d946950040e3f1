"""One clause through the versions."""

from __future__ import annotations

from dataclasses import replace

from monitor.lineage import lineage
from tests.storage.district import reworded


def change(kind: str, before: str | None, after: str | None, **facts: object):
    """A change of this type between two paths."""
    return replace(reworded("甲", "乙"), type=kind, path_before=before, path_after=after, facts=facts)


def steps(path, last, changes):
    """Version and path of every step."""
    return [(step.version, step.path, [each.type for each in step.changes]) for step in lineage(path, last, changes)]


def test_a_clause_is_followed_back_through_chapters_that_moved():
    """What is above it moved or was renumbered: its path changes, and the nearest change says how."""
    changes = {
        2: [change("clause_reworded", "二/1", "二/1")],
        3: [change("clause_renumbered", "二", "三"), change("clause_renumbered", "二/1", "三/2")],
        4: [change("clause_moved", "三", "五"), change("clause_reworded", "一", "一")],
    }
    assert steps("五/2", 5, changes) == [
        (1, "二/1", []),
        (2, "二/1", ["clause_reworded"]),
        (3, "三/2", ["clause_renumbered"]),
        (4, "五/2", []),
    ]


def test_a_clause_that_came_later_begins_there():
    """Alone, or below what was added with it."""
    changes = {
        2: [change("clause_added", None, "三", paths=["三", "三/1"])],
        3: [change("target_changed", "三/1", "三/1")],
    }
    assert steps("三/1", 3, changes) == [(2, "三/1", ["clause_added"]), (3, "三/1", ["target_changed"])]


def test_neighbours_with_longer_numbers_are_others():
    """二 is not above 二十, and the root is above nothing."""
    changes = {2: [change("clause_renumbered", "一", "二"), change("metadata_changed", "", "")]}
    assert steps("二十", 2, changes) == [(1, "二十", [])]
