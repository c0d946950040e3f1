"""The archive as lists: by site, kind, stage and year, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.browse import NONE, Browse, Choice
from tests.storage.district import HOUR, NOON, SITE, TEXT, arrived, edition, found, later, observation, reworded


@pytest.fixture
def browse(database, sites, targets, archive):
    """Four documents of one site; the first has a second version."""
    seen = [
        {"kind": "规划", "published": date(2025, 3, 1)},
        {"kind": "规划", "stage": "draft", "published": date(2026, 1, 1)},
        {"kind": "通知", "published": date(2026, 2, 1)},
        {},
    ]
    known = found(sites, targets, archive, len(seen))
    for hours, (target, fields) in enumerate(zip(known, seen, strict=True)):
        read = observation(
            target, NOON + hours * HOUR, edition=edition(TEXT, **fields), fetched=arrived(f"{hours}"), extractor="1/a"
        )
        recorded = archive.record(read)
        if hours == 0:
            again = observation(
                later(recorded, target),
                NOON + timedelta(days=2),
                edition=edition(TEXT.replace("12所", "15所"), **fields),
                fetched=arrived("again"),
                extractor="1/a",
                changes=(reworded("新建幼儿园12所。", "新建幼儿园15所。", "二/(一)"),),
            )
            archive.record(again)
    return Browse(database)


def test_the_list_begins_with_what_changed_last(browse):
    """A page at a time, with how many there are in all."""
    first, total = browse.documents(Choice(), skip=0, limit=3)
    rest, _ = browse.documents(Choice(), skip=3, limit=3)
    assert total == 4
    assert [each.versions for each in first] == [2, 1, 1]
    assert len({each.id for each in (*first, *rest)}) == 4
    moments = [each.changed_at for each in (*first, *rest)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(
    ("choice", "many"),
    [
        (Choice(site=SITE), 4),
        (Choice(site="elsewhere"), 0),
        (Choice(kind="规划"), 2),
        (Choice(kind="规划", stage="draft"), 1),
        (Choice(year="2026"), 3),
        (Choice(year=NONE), 0),
        (Choice(kind=NONE, stage=NONE), 1),
    ],
)
def test_a_choice_narrows_the_list(browse, choice, many):
    """Every field limits it, also to what has no value there."""
    found_, total = browse.documents(choice, skip=0, limit=10)
    assert len(found_) == total == many


def test_each_field_offers_what_the_others_leave(browse):
    """With how many have it; years from the latest; what has none comes last. The date of a listing counts, too."""
    assert browse.values("kind", Choice(kind="规划")) == [("规划", 2), ("通知", 1), (NONE, 1)]
    assert browse.values("year", Choice()) == [("2026", 3), ("2025", 1)]
    assert browse.values("stage", Choice(kind="规划")) == [("draft", 1), (NONE, 1)]


def test_changes_are_counted_since_a_moment(browse):
    """Only versions that told something count."""
    assert browse.told_since(NOON) == [(NOON + timedelta(days=2), "medium")]
    assert browse.told_since(NOON + timedelta(days=3)) == []


def test_younger_clauses_are_those_that_came_after_the_first_version(browse, archive):
    """A clause whose text is as it was at first is not among them."""
    (changed, *_), _ = browse.documents(Choice(), skip=0, limit=1)
    assert archive.younger(changed.id, 2) == ["二/(一)"]
    assert archive.younger(changed.id, 1) == []


def test_who_cites_is_found_by_what_was_told(sites, targets, archive):
    """A document of which it was told that it cites a work is found by the work's title, whatever its width."""
    (target,) = found(sites, targets, archive)
    told = replace(
        reworded("", "按《学前教育计划(2026)》办理"), type="document_cited", facts={"cites": "学前教育计划(2026)"}
    )
    recorded = archive.record(
        observation(
            target, edition=edition(TEXT), fetched=arrived("1"), extractor="1/a", changes=(told, told), new=True
        )
    )
    assert [each.id for each in archive.citing("学前教育计划（2026）")] == [recorded.document]
    assert archive.citing("兰溪示例区学前教育行动计划") == []
