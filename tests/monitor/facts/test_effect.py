"""From when and for how long a work is in force."""

from __future__ import annotations

import pytest

from monitor.facts.effect import effects


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第九条 本办法自2026年5月1日起施行，有效期五年。", [("from", "2026年5月1日"), ("for", "五年")]),
        ("本规定自发布之日起30日后施行。", [("from", "发布之日起30日后")]),
        ("本办法自印发之日起执行，有效期至2031年4月30日。", [("from", "印发之日"), ("for", "2031年4月30日")]),
        ("食品经营许可证有效期为5年。", []),
        ("自2026年5月1日起，学校每周公示菜单。", []),
    ],
)
def test_what_a_work_says_of_its_own_force(text, found):
    """The day and the term as printed; a licence's term is another matter."""
    assert [(each.term, each.shown) for each in effects(text)] == found
