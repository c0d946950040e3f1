"""Responsible units."""

from __future__ import annotations

import pytest

from monitor.facts.responsible import responsible
from monitor.outline import outline
from tests.monitor import seeds


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("建成平台1个。(责任单位:区教育局、区数据局)", ("区教育局", "区数据局")),
        ("建成平台1个。（责任单位：区教育局、区发改局（粮食局））", ("区教育局", "区发改局(粮食局)")),
        ("建成。（牵头单位：区教育局；配合单位：区财政局、各镇街）", ("区教育局", "区财政局", "各镇街")),
        ("建成。（区财政局配合，区教育局牵头）", ("区教育局", "区财政局")),
        ("建成。（区教育局、区体育局按职责分工负责）", ("区教育局", "区体育局")),
        ("建成平台。\n责任单位：区教育局、区数据局", ("区教育局", "区数据局")),
        ("各镇负责落实，区教育局牵头。", ()),
        ("落实主体责任(含民办学校)。", ()),
    ],
)
def test_units_are_named_lead_first(text, units):
    """Units in the order of the text, those said to lead before the others."""
    assert responsible(text) == units


def test_the_units_of_a_real_plan():
    """002: all fourteen tails with their units in order, and nothing else."""
    wanted = [tuple(item["units"]) for item in seeds.gold("002")["responsible"]]
    assert [units for one in outline(seeds.text("002")).clauses if (units := responsible(one.text))] == wanted
