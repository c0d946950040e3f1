"""Nothing that differs goes unsaid, and nothing is said of noise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.likeness import bare
from monitor.outline import outline
from monitor.records import Edition
from monitor.text import key
from monitor.transcript import article

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path("tests/changes").glob("*/*.txt"))]
CALL = (
    "关于公开征求《鹭洲县校园供餐办法（征求意见稿）》意见的公告\n"
    "我局起草了《鹭洲县校园供餐办法（征求意见稿）》，现公开征求意见。\n"
    "一、征求意见时间\n2029年3月5日至2029年4月4日。\n"
    "二、主要内容\n到2030年，新建中央厨房4所，供餐学校占比达到85%以上（责任单位：县教育局、县市场监管局）。\n"
    "三、反馈方式\n电话：0999-4440123\n传真：0999-4440124\n电子邮箱：gongcan@example.org\n"
    "通信地址：鹭洲县滨河路9号，邮编：999200\n"
    "请于2029年4月4日前将意见反馈至我局。\n鹭洲县教育局\n2029年3月5日"
)
NOISE = st.sampled_from([" ", "\u3000", "\xa0", "\u200b", "\ufeff", "\xad", "\u2060"])


def read(text: str) -> Edition:
    """The edition that a plain text makes."""
    found = article(text)
    return Edition(found, outline(found.text, title=found.title))


def said(edition: Edition) -> list[tuple[str, str, str]]:
    """What the clauses say, as far as it counts."""
    return [(clause.path, clause.number, bare(clause)) for clause in edition.outline.clauses]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([CALL, *TEXTS]), st.data())
def test_one_changed_character_is_always_found(text, data):
    """A character put in, left out or exchanged is at least one change, in both directions, unless the key drops it."""
    at = data.draw(st.integers(0, len(text) - 1))
    put, gone = data.draw(st.sampled_from(["", *"甲学1，。("])), data.draw(st.integers(0, 1))
    old, new = read(text), read(text[:at] + put + text[at + gone :])
    if said(old) != said(new):
        assert not compare(old, new).same
        assert not compare(new, old).same
        assert not compare(old, new, "repost").same


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(CALL)), NOISE), min_size=1, max_size=4))
def test_noise_changes_no_fact(places):
    """Blanks and marks that nobody sees, wherever they come: title, stage, numbers, deadline, contacts, targets, units."""
    noisy = CALL
    for at, mark in sorted(places, reverse=True):
        noisy = noisy[:at] + mark + noisy[at:]
    assert key(noisy) == key(CALL)
    assert compare(read(CALL), read(noisy)).same
    assert compare(read(noisy), read(CALL)).same


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_marks_that_nobody_sees_change_nothing(text, data):
    """The same in plans, rules, reports and tables, inside their numbers and labels too."""
    at, mark = data.draw(st.integers(0, len(text))), data.draw(st.sampled_from("\u200b\ufeff\xad\u2060"))
    assert compare(read(text), read(text[:at] + mark + text[at:])).same


def test_a_stage_that_leaves_a_sentence_is_told():
    """Where the title still says 征求意见稿, its sentence below that does not is reworded."""
    new = CALL.replace("起草了《鹭洲县校园供餐办法（征求意见稿）》", "起草了《鹭洲县校园供餐办法》")
    assert [(each.type, each.path_after) for each in compare(read(CALL), read(new)).changes] == [
        ("clause_reworded", "")
    ]


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("2029年3月5日至2029年4月4日。", "2029年3月5日至2029年4月9日。", ("2029-04-04", "2029-04-09", 5)),
        ("自即日起至2029年4月4日止。", "自即日起至2029年4月9日止。", ("2029-04-04", "2029-04-09", 5)),
        ("截止时间：2029-04-04", "截止时间：2029-04-09", ("2029-04-04", "2029-04-09", 5)),
        ("请于4月4日17:00前。", "请于4月9日17:00前。", ("2029-04-04", "2029-04-09", 5)),
        ("期限为30日。", "期限为15日。", ("2029-04-04", "2029-03-20", -15)),
        ("公示期为5个工作日。", "公示期为7个工作日。", ("5个工作日", "7个工作日", None)),
    ],
)
def test_a_deadline_in_a_section_of_its_own(old, new, facts):
    """The heading says what the day is; it is one change, at that section, and nothing else."""
    call = CALL.replace("请于2029年4月4日前将意见反馈至我局。\n", "")
    texts = (call.replace("2029年3月5日至2029年4月4日。", each) for each in (old, new))
    (change,) = compare(*map(read, texts)).changes
    assert (change.type, change.path_before, change.path_after) == ("deadline_moved", "一", "一")
    assert tuple(change.facts[name] for name in ("old", "new", "days")) == facts


def test_a_deadline_that_is_stated_twice_moves_once():
    """The closing call follows the section and is no rewording."""
    found = compare(read(CALL), read(CALL.replace("2029年4月4日", "2029年4月9日")))
    assert [(each.type, each.path_after) for each in found.changes] == [("deadline_moved", "一")]
    assert found.counts.reworded == 2


def test_what_stands_below_a_heading_for_contacts_is_its_own():
    """二、联系方式 keeps its lines; the call that closes the text is 通知."""
    clauses = {clause.path: clause.text for clause in read(CALL).outline.clauses}
    assert clauses["三"].endswith("邮编：999200")
    assert clauses["通知"] == "请于2029年4月4日前将意见反馈至我局。"
