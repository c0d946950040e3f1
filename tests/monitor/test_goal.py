"""Targets that are asked for by name and value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from monitor.goal import Goal, named, read_goal

TEXT = "到2025年，普惠性幼儿园覆盖率达到88%以上，新建公办幼儿园16所，投入3万元，班额保持40—50人。"


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ("普惠园覆盖率 >= 85%", True),
        ("普惠园覆盖率≥88%", True),
        ("普惠园覆盖率 > 88%", False),
        ("普惠园覆盖率 <= 90 %", True),
        ("普惠园覆盖率 = 88", True),
        ("普惠园覆盖率 >= 85% by 2025", True),
        ("普惠园覆盖率 >= 85% by 2024", False),
        ("普惠园覆盖率 >= 85% in 2026", False),
        ("普惠园覆盖率 >= 85所", False),
        ("公办园覆盖率 >= 85%", False),
        ("公办幼儿园 >= 16所", True),
        ("投入 = 30000元", True),
        ("投入 > 3万元", False),
        ("班额 = 45人", True),
        ("班额 > 50人", False),
    ],
)
def test_a_target_meets_by_name_value_unit_and_year(asked, met):
    """Names may be short, units are reckoned over, a range meets what one of its values meets, `by` is not after."""
    goal = read_goal(asked)
    assert goal is not None
    assert goal.meets(TEXT) is met


def test_spans_are_the_targets_phrases():
    """What is marked is what the target says."""
    goal = Goal("覆盖率", ">=", Fraction(80), "%")
    assert ["88%" in TEXT[begin:end] for begin, end in goal.spans(TEXT)] == [True]


def test_a_name_is_short_for_what_has_its_characters_in_order():
    """Also with blanks and other widths; never in another order."""
    assert named("普惠园 占比", "普惠性幼儿园在园幼儿占比")
    assert not named("占比普惠", "普惠性幼儿园占比")
