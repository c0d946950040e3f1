"""Marking what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.segments import begin_alike, edits, end_alike, segments
from monitor.text import key
from monitor.tokens import tokens

WORDS = st.lists(
    st.sampled_from(
        [
            "学校",
            "教师",
            "推进",
            "全面",
            "稳步",
            "3000元",
            "52%",
            "2025年3月10日",
            "，",
            ",",
            "。",
            " ",
            "\n",
            "（",
            "(",
            "Wi-Fi",
            "第五条",
            "三所",
        ]
    ),
    max_size=14,
).map("".join)
ANY = st.text(st.sampled_from("学校教师，,。 \u3000\u200b12０%年ab-—〔["), max_size=24)


@pytest.mark.parametrize(
    ("before", "after", "removed", "inserted"),
    [
        ("每生补助3000元。", "每生补助3500元。", ["3000元"], ["3500元"]),
        ("占比达到52%以上。", "占比达到55%以上。", ["52%"], ["55%"]),
        ("于2025年3月10日截止。", "于2025年3月25日截止。", ["2025年3月10日"], ["2025年3月25日"]),
        ("全面实施课后服务。", "稳步推进课后服务。", ["全面实施"], ["稳步推进"]),
        ("加强组织领导。", "加强组织指导。", ["领导"], ["指导"]),
        ("按第五条办理。", "按第六条办理。", ["第五条"], ["第六条"]),
        ("配备不少于三名。", "配备不少于五名。", ["三名"], ["五名"]),
        ("邮箱a.b@example.cn。", "邮箱a.c@example.cn。", ["a.b@example.cn"], ["a.c@example.cn"]),
        ("达到百分之九十五。", "达到百分之九十八。", ["百分之九十五"], ["百分之九十八"]),
        ("学位三千个。", "学位三千五百个。", ["三千个"], ["三千五百个"]),
        ("三分之二以上。", "四分之三以上。", ["三分之二"], ["四分之三"]),
        ("责任单位:县教研室。", "责任单位:县教育局。", ["县教研室"], ["县教育局"]),
        ("责任单位:县委办、县住建局)", "责任单位:县委办、县资规局)", ["县住建局"], ["县资规局"]),
        ("云政发〔2024〕5号。", "云政发〔2025〕8号。", ["〔2024〕5号"], ["〔2025〕8号"]),
        ("于2026年完成。", "于2027年完成。", ["2026年"], ["2027年"]),
        ("统筹安排场地。", "探索统筹安排场地。", [], ["探索"]),
    ],
)
def test_whole_numbers_and_words_are_marked(before, after, removed, inserted):
    """A person would mark the number with its unit, the date, the word: never a digit of it."""
    found = segments(before, after)
    assert removed == [text for mark, text in found if mark == "-"]
    assert inserted == [text for mark, text in found if mark == "+"]


@given(st.one_of(WORDS, ANY), st.one_of(WORDS, ANY))
def test_segments_give_both_texts_back(before, after):
    """Kept and removed pieces joined are the old text, kept and inserted ones the new."""
    found = segments(before, after)
    assert before == "".join(text for mark, text in found if mark != "+")
    assert after == "".join(text for mark, text in found if mark != "-")


@given(st.one_of(WORDS, ANY))
def test_nothing_differs_in_equal_texts(text):
    """A text compared with itself has no edits."""
    assert edits(text, text) == ()


@given(st.one_of(WORDS, ANY))
def test_pieces_give_the_text_back(text):
    """Cutting a text into pieces loses nothing."""
    assert text == "".join(tokens(text))


@given(WORDS)
def test_other_forms_of_the_same_characters_are_typographic(text):
    """Where only width and blanks differ, every edit says so."""
    other = text.replace(",", "，").replace("(", "（").replace(" ", "\u3000")
    assert key(text) == key(other)
    assert all(edit.typographic for edit in edits(text, other))


def test_a_phrase_put_into_a_word_is_marked_with_the_word():
    """推进 that became 推动…，促进 is marked whole, and not between its characters."""
    before, after = "学校推进馆藏目录联网。", "学校推动图书馆夜间开放，促进馆藏目录联网。"
    assert segments(before, after)[1:3] == (("-", "推进"), ("+", "推动图书馆夜间开放，促进"))
    assert segments(after, before)[1:3] == (("-", "推动图书馆夜间开放，促进"), ("+", "推进"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("修缮校舍。购置课桌。", "修缮校舍。招聘校医。购置课桌。"),
        ("修缮校舍。购置课桌。", "修缮校舍。购买图书。购置课桌。"),
        ("一、总则\n修缮校舍;\n购置课桌。", "一、总则\n修缮校舍;\n招聘校医;\n购置课桌。"),
    ],
)
def test_a_sentence_that_came_is_marked_with_its_own_end(before, after):
    """Not with the end of the sentence before it, even where the next one begins alike; and so where it goes."""
    came = [text for mark, text in segments(before, after) if mark != "="]
    gone = [text for mark, text in segments(after, before) if mark != "="]
    assert came == gone
    assert len(came) == 1
    assert came[0] in {"招聘校医。", "购买图书。", "招聘校医;\n"}


@given(ANY, ANY)
def test_what_both_begin_and_end_with(before, after):
    """The lengths are the greatest ones."""
    for one, other, alike in ((before, after, begin_alike), (before[::-1], after[::-1], end_alike)):
        size = alike(before, after)
        assert one[:size] == other[:size]
        assert not (len(one) > size < len(other) and one[size] == other[size])


def test_width_beside_a_real_edit_keeps_to_itself():
    """A changed number is marked alone, though the comma after it changed its width too."""
    found = segments("新增学位500个,按期完成。", "新增学位600个，按期完成。")
    assert ("-", "500个") in found
    assert ("+", "600个") in found


def test_long_rewritten_clauses_stay_cheap():
    """Two long unrelated texts are marked phrase by phrase, within bounds that do not depend on the clock."""
    before = "。".join(f"第{n}项工作由甲单位在第{n}季度办理完毕并报送材料" for n in range(300))
    after = "。".join(f"乙部门每{n}个月汇总一次情况后另行通报各校执行" for n in range(300))
    found = segments(before, after)
    assert before == "".join(text for mark, text in found if mark != "+")
    assert after == "".join(text for mark, text in found if mark != "-")


def test_phrases_of_the_same_letters_in_other_pieces_are_told_apart():
    """A blank inside a number in a long text moves nothing else: the segments give both texts back."""
    filler = "".join(f"第{at}组学校逐年改善办学条件，" for at in range(400))
    before = f"{filler}到2030\u3000年建成。{filler[::-1]}旧"
    after = f"新{filler}到2030年建成。{filler[::-1]}"
    found = segments(before, after)
    assert "".join(text for mark, text in found if mark != "+") == before
    assert "".join(text for mark, text in found if mark != "-") == after


def test_a_very_long_text_is_told_by_what_it_begins_and_ends_with():
    """Two texts of a million characters with nothing in common are one exchange, at once."""
    before, after = "开头。" + "甲乙丙，" * 250_000 + "结尾", "开头。" + "丁戊己，" * 250_000 + "结尾"
    (kept, gone, come, *_) = segments(before, after)
    assert kept == ("=", "开头。")
    assert gone[0] == "-"
    assert come[0] == "+"
