"""Two editions side by side: what stands beside what, and in which order."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.modes import without_titles
from monitor.compare import compare
from monitor.outline import outline
from monitor.parallel import Row, folded, parallel, side
from monitor.records import Article, Edition

PLAN = """青河区工作计划
一、目标
1.公办园占比达到52%以上。
2.新建学校三所，其中小学两所。
3.改造老旧校舍十栋，惠及三千人。
二、措施
1.加强教师培训，每年两百人次。
2.建立联席会议，按季度研究问题。"""

_SENTENCES = (
    "新建幼儿园十二所",
    "培训园长二百人次",
    "改造操场三十块",
    "开展家访活动",
    "公办园占比达到52%以上",
    "公办园占比达到58%以上",
    "建立联席会议制度，由分管区长召集",
)


def edition(text):
    """An edition of this text."""
    return Edition(Article(title=text.partition("\n")[0], text=text), outline(text, title=text.partition("\n")[0]))


def table(old, new):
    """Both texts in rows."""
    one, other = edition(old), edition(new)
    return parallel(one, other, compare(one, other).changes)


def at(rows, path):
    """The row of a clause of the new text."""
    (row,) = [row for row in rows if row.new and row.new.path == path]
    return row


def test_equal_texts_are_quiet():
    """Nothing is marked where nothing differs, nor where only widths do."""
    assert all(row.quiet for row in table(PLAN, PLAN).rows)
    assert all(row.quiet for row in table(PLAN, PLAN.replace("，", ",").replace("52%", "52％")).rows)


def test_a_changed_clause_stands_beside_itself():
    """With its words marked and what is told of it."""
    row = at(table(PLAN, PLAN.replace("52%", "55%")).rows, "一/1")
    assert (row.old.path, set(row.marks)) == ("一/1", {"reworded"})
    assert [change.type for change in row.changes] == ["target_changed"]
    assert ("-", "52%") in row.segments
    assert ("+", "55%") in row.segments


def test_a_removed_clause_stands_where_it_stood():
    """Between those that were around it; those that moved up are renumbered."""
    rows = table(PLAN, PLAN.replace("2.新建学校三所，其中小学两所。\n3.", "2.")).rows
    paths = [(row.old and row.old.path, row.new and row.new.path) for row in rows]
    place = paths.index(("一/2", None))
    assert paths[place - 1 : place + 2] == [("一/1", "一/1"), ("一/2", None), ("一/3", "一/2")]
    assert set(rows[place + 1].marks) == {"renumbered"}


def test_a_moved_clause_stands_where_it_is_and_is_missed_where_it_was():
    """Its old place has a row that leads to the new one."""
    line = "3.改造老旧校舍十栋，惠及三千人。"
    rows = table(PLAN, PLAN.replace(f"{line}\n", "") + f"\n{line}").rows
    row = at(rows, "二/3")
    assert (row.old.path, set(row.marks)) == ("一/3", {"moved"})
    (gone,) = [row for row in rows if row.went_to]
    assert (gone.old.path, gone.new, gone.went_to) == ("一/3", None, "二/3")
    assert rows.index(gone) == rows.index(at(rows, "一/2")) + 1


def test_what_is_of_the_whole_stands_apart():
    """A stage that changed is no clause's."""
    found = table(PLAN.replace("计划\n", "计划（征求意见稿）\n"), PLAN)
    assert "status_changed" in [change.type for change in found.whole]


def test_stretches_without_a_difference_are_folded():
    """All rows are in the stretches, in order; only quiet ones are in quiet stretches."""
    rows = table(PLAN, PLAN.replace("52%", "55%")).rows
    stretches = list(folded(rows))
    assert [row for _, stretch in stretches for row in stretch] == list(rows)
    assert [quiet for quiet, _ in stretches] == [True, False, True]
    assert len(list(folded(rows, around=1))[1][1]) == 3


texts = st.lists(st.lists(st.sampled_from(_SENTENCES), unique=True, max_size=5), min_size=1, max_size=3).map(
    lambda parts: "\n".join(
        ["计划"]
        + [
            line
            for number, items in enumerate(parts)
            for line in [f"{'一二三'[number]}、部分{number}", *(f"{at}.{item}。" for at, item in enumerate(items, 1))]
        ]
    )
)


@given(texts, texts)
def test_every_clause_is_there_once(old, new):
    """Every clause of both texts stands in one row, the new ones in their order, a moved one besides where it was."""
    one, other = edition(old), edition(new)
    changes = compare(one, other).changes
    found = parallel(one, other, changes)
    before, after = without_titles(one, other)
    assert [row.new for row in found.rows if row.new] == list(after)
    assert Counter(row.old for row in found.rows if row.old and row.went_to is None) == Counter(before)
    assert Counter(row.went_to for row in found.rows if row.went_to) == Counter(
        row.new.path for row in found.rows if row.new and "moved" in row.marks
    )
    for row in found.rows:
        _says_both(row)
    assert sum(len(row.changes) for row in found.rows) + len(found.whole) == len(changes)


def _says_both(row: Row) -> None:
    """The segments give both texts back."""
    if row.quiet or row.went_to:
        return
    assert "".join(text for mark, text in row.segments if mark != "+") == (row.old.text if row.old else "")
    assert "".join(text for mark, text in row.segments if mark != "-") == (row.new.text if row.new else "")


def test_widths_are_no_difference_in_a_marked_text():
    """Where a clause changed, what differs in width beside it is shown unmarked, on each side as published."""
    segments = [("=", "入住"), ("-", "，"), ("+", ","), ("=", "供水"), ("-", "三次"), ("+", "四次")]
    assert side(segments, "=-") == [("=", "入住"), ("=", "，"), ("=", "供水"), ("-", "三次")]
    assert side(segments, "=+") == [("=", "入住"), ("=", ","), ("=", "供水"), ("+", "四次")]
    assert side(segments, "=-+")[1] == ("=", ",")
