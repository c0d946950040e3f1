"""Which clause is which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.align import align
from tests.monitor.editions import clause

HEADING, OTHER = clause("一", "一、改善办学条件"), clause("二", "二、加强教师队伍")


def matched(old, new):
    """The matched paths."""
    found = align(old, new)
    return {(old[one].path, new[other].path) for one, other in found.pairs}


def test_equal_texts_meet_whatever_their_number():
    """A clause is its text, not its number."""
    old = [HEADING, clause("一/1", "1.修缮校舍。"), clause("一/2", "2.购置课桌。")]
    new = [HEADING, clause("一/1", "1.招聘校医。"), clause("一/2", "2.修缮校舍。"), clause("一/3", "3.购置课桌。")]
    assert matched(old, new) == {("一", "一"), ("一/1", "一/2"), ("一/2", "一/3")}


def test_the_same_heading_in_two_chapters_stays_in_its_chapter():
    """Texts that stand twice are told apart by the chapter they stand in, even where numbers shift."""
    old = [HEADING, clause("一/1", "1.工作目标。"), OTHER, clause("二/1", "1.工作目标。")]
    new = [
        clause("一", "一、总体要求"),
        clause("一/1", "1.工作目标。"),
        clause("二", "二、改善办学条件"),
        clause("二/1", "1.工作目标。"),
        clause("三", "三、加强教师队伍"),
        clause("三/1", "1.工作目标。"),
    ]
    assert matched(old, new) == {("一", "二"), ("一/1", "二/1"), ("二", "三"), ("二/1", "三/1")}


def test_a_rewritten_heading_is_known_by_its_clauses():
    """A heading in quite other words is the same where its clauses are."""
    items = [clause("一/1", "1.修缮校舍。"), clause("一/2", "2.购置课桌。"), clause("一/3", "3.疏通管道。")]
    assert ("一", "一") in matched([HEADING, *items], [clause("一", "一、民生实事"), *items])


def test_a_title_holds_a_rewritten_clause():
    """The same title under the same parent is the same clause, whatever became of its text."""
    old = [HEADING, clause("一/1", "1.校舍安全。每季巡查并登记隐患。", title="校舍安全")]
    new = [HEADING, clause("一/2", "2.校舍安全。聘请专业机构鉴定。", title="校舍安全")]
    assert ("一/1", "一/2") in matched(old, new)


def test_strangers_do_not_meet():
    """Another clause at the same number is another clause."""
    old = [HEADING, clause("一/1", "1.修缮东城小学的校舍。")]
    new = [HEADING, clause("一/1", "1.招聘十二名校医并组织体检。")]
    assert matched(old, new) == {("一", "一")}


def test_what_moved_and_was_edited_is_found():
    """A clause under another chapter, with a few other words, is still known."""
    text = "为山区教学点配送图书和体育器材,每学期不少于两次"
    old = [HEADING, clause("一/1", f"1.{text}。"), OTHER, clause("二/1", "1.培训校长。")]
    new = [HEADING, OTHER, clause("二/1", "1.培训校长。"), clause("二/2", f"2.{text},并登记。")]
    assert ("一/1", "二/2") in matched(old, new)


@given(
    st.lists(st.sampled_from(["1.修缮校舍。", "1.购置课桌。", "1.培训校长。", "1.培训教师。"]), max_size=6), st.data()
)
def test_every_clause_is_in_one_pair_at_most(texts, data):
    """An alignment is one to one."""
    others = data.draw(st.permutations(texts))
    old = [clause(f"一/{n}", text) for n, text in enumerate(texts, 1)]
    new = [clause(f"一/{n}", text) for n, text in enumerate(others, 1)]
    pairs = align(old, new).pairs
    assert len(pairs) == len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(texts)
