"""Families in the database: found whatever the order, cut for good, at a cost that does not grow."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import event

from monitor.errors import UsageError
from storage.families import CROWD, Families
from storage.tables import document, trace
from tests.monitor.kinfolk import DAY, page, plan
from tests.storage.district import HOUR, NOON, found, rows

PLAN = "临江区托育服务行动计划(2024-2026年)"
DRAFT = page(f"《{PLAN}(征求意见稿)》公开征求意见", day=DAY - timedelta(60))
FINAL = page(f"关于印发《{PLAN}》的通知", plan(20, 4))
COPY = page(f"转:{PLAN}", plan(19, 4), site="临江区育才小学", day=DAY + timedelta(3))
TOLD = page(f"《{PLAN}》解读", "现解读如下。", day=DAY + timedelta(4))
OTHER = page(PLAN.replace("临江", "东屿"), plan(20, 4), site="东屿区教育局", region="澜江省/江州市/东屿区")


@pytest.fixture
def families(database):
    """The families of the database."""
    return Families(database)


@pytest.fixture
def four(sites, targets, archive):
    """Five documents that were listed, by id."""
    return [target.document for target in found(sites, targets, archive, 5)]


def _links(families, one):
    return {(link.tie.relation, link.tie.one, link.tie.other) for link in families.of(one).links}


def test_a_family_is_found_whatever_comes_first(families, four):
    """Draft, final, copy and explanation are one family with the final in its middle; the other district's plan is alone."""
    draft, final, copy, told, other = four
    for id_, seen in zip(four, (DRAFT, FINAL, COPY, TOLD, OTHER), strict=True):
        families.note(id_, seen, NOON)
    expected = {("final_of", final, draft), ("repost_of", copy, final), ("explains", told, final)}
    assert _links(families, draft) == _links(families, copy) == expected
    assert families.of(told).documents == (draft, final, copy, told)
    assert families.of(other).documents == (other,)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_copy_that_came_before_its_original_is_tied_to_it_later(families, four, order):
    """The draft, the final and the copy in every order: the copy is a repost of the final, and of nothing else."""
    draft, final, copy = four[:3]
    for place in order:
        families.note(four[place], (DRAFT, FINAL, COPY)[place], NOON)
    assert _links(families, final) == {("final_of", final, draft), ("repost_of", copy, final)}


def test_a_cut_link_parts_the_family_and_is_never_made_again(families, four):
    """Neither another version of either document nor a later look makes it again; a confirmed one stays too."""
    draft, final, copy = four[:3]
    for id_, seen in ((draft, DRAFT), (final, FINAL), (copy, COPY)):
        families.note(id_, seen, NOON)
    assert families.confirm(final, draft, NOON + HOUR).tie.confidence == 1.0
    cut = families.cut(final, copy, NOON + HOUR)
    assert (cut.state, cut.tie.relation, cut.at) == ("cut", "repost_of", NOON + HOUR)
    assert families.of(copy).documents == (copy,)
    assert [link.tie.one for link in families.of(final).cut] == [copy]
    for id_, seen in ((draft, DRAFT), (final, FINAL)):
        families.note(id_, seen, NOON + 2 * HOUR)
    assert families.of(final).documents == (draft, final)
    assert families.of(final).links[0].state == "confirmed"


def test_a_link_that_is_not_true_any_more_goes(families, four):
    """A page whose title and text became another's is no copy any more, unless somebody confirmed that it is."""
    _, final, copy, again, _ = four
    for id_, seen in ((final, FINAL), (copy, COPY), (again, COPY)):
        families.note(id_, seen, NOON)
    families.confirm(again, final, NOON)
    changed = page("临江区校车线路公示", plan(9, 80))
    families.note(copy, changed, NOON + HOUR)
    families.note(again, page("临江区学位预警", plan(9, 95)), NOON + HOUR)
    assert families.of(final).documents == (final, again)


@pytest.mark.parametrize("turn", [0, 20, 2 * CROWD])
def test_a_plan_that_everybody_reposts_is_one_family(families, sites, targets, archive, turn):
    """More copies than an index key leads to are one family, whenever the original comes among them."""
    ids = [target.document for target in found(sites, targets, archive, 2 * CROWD + 1)]
    for number, id_ in enumerate(ids):
        school = f"临江区第{number}小学"
        copy = page(f"转:{PLAN}", plan(19, 4), site=school, day=DAY + timedelta(number % 30))
        families.note(id_, FINAL if number == turn else copy, NOON)
    assert families.of(ids[0]).documents == tuple(ids)
    assert {link.tie.relation for link in families.of(ids[0]).links} == {"repost_of"}


def test_only_a_link_that_is_there_can_be_cut(families, four):
    """The message says where to look."""
    with pytest.raises(UsageError, match=rf"no link between documents {four[0]} and {four[1]}.*family {four[0]}"):
        families.cut(four[0], four[1], NOON)


def test_what_a_crowd_shares_costs_nothing_and_proves_nothing(database, families, sites, targets, archive):
    """A sentence of a hundred documents is kept for as many of them as is allowed, and links none."""
    shared = plan(12)
    ids = [target.document for target in found(sites, targets, archive, 2 * CROWD)]
    for number, id_ in enumerate(ids):
        families.note(id_, page(f"临江区第{number}次会议纪要", shared + "\n" + plan(3, 100 + 3 * number)), NOON)
    assert rows(database, trace) < len(ids) * 8 + 12 * CROWD
    assert families.of(ids[-1]).documents == (ids[-1],)


def test_one_more_document_costs_as_many_rows_in_a_large_archive(database, families, sites, targets, archive):
    """What is read to link a document is bounded by the index, not by how many documents there are."""
    ids = [target.document for target in found(sites, targets, archive, 150)]
    read: list[int] = []

    def count(_connection, cursor, statement, *_):
        if statement.lstrip().startswith("SELECT"):
            read.append(1)

    event.listen(database.engine, "after_cursor_execute", count)
    costs = []
    for number, id_ in enumerate(ids):
        read.clear()
        families.note(id_, page(f"临江区{2000 + number}年教育局工作要点", plan(15, 2 * number), day=None), NOON)
        costs.append(len(read))
    event.remove(database.engine, "after_cursor_execute", count)
    assert max(costs[100:]) <= max(costs[5:20]) + 1
    assert rows(database, document) == 150
