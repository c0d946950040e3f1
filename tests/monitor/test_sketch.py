"""Samples of sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.outline import outline
from monitor.sketch import SIZE, Overlap, overlap, sketch
from tests.monitor.kinfolk import plan, sentences


def _of(text):
    return sketch(outline(text, title="").clauses)


def test_numbers_and_punctuation_of_the_print_do_not_count():
    """A copy that lost its numbers and changed its commas has the same sketch."""
    bare = "\n".join(said.replace("。", ".") for said in sentences(12))
    assert _of(plan(12)) == _of(bare.replace(".", "。"))
    assert (
        overlap(_of(plan(12)), _of("\n".join(f"（{n}）{said}" for n, said in enumerate(sentences(12), 1)))).alike == 1
    )


def test_short_texts_are_compared_exactly():
    """Below the sample's size nothing is estimated."""
    assert overlap(_of(plan(20)), _of(plan(20, start=10))) == Overlap(10, 10 / 30, 0.5)
    assert overlap(_of(plan(5)), _of(plan(20))).inside == 1
    assert overlap(_of(""), _of(plan(5))) == Overlap()


@given(st.integers(60, 400), st.integers(0, 100))
def test_long_texts_are_compared_about_right_by_a_sample_of_one_size(count, percent):
    """The estimate is within a quarter of the true share, whatever the lengths."""
    moved = count * percent // 100
    one, other = _of(plan(count)), _of(plan(count, start=moved))
    assert len(one.keys) <= SIZE
    assert abs(overlap(one, other).alike - (count - moved) / (count + moved)) < 0.25


def test_sentences_of_a_crowd_can_be_left_out():
    """What stands everywhere is no evidence."""
    one = _of(plan(20))
    assert overlap(one, one, frozenset(one.keys[:15])).shared == 5
