"""Responsible units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.responsible import led, responsible, tails
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
        ("建成平台。责任单位：区教育局、区数据局。", ("区教育局", "区数据局")),
        ("建成平台。\n牵头单位：区教育局；责任单位：区财政局", ("区教育局", "区财政局")),
        ("建成平台。责任单位：区教育局。完成时限：2026年12月底前。", ("区教育局",)),
        ("建成。（责任领导：李山；责任单位：区教育局 区数据局）", ("区教育局", "区数据局", "李山")),
        ("建成。（责任单位：区教育局区数据局）", ("区教育局", "区数据局")),
        ("建成。（责任单位：县委县政府办公室）", ("县委县政府办公室",)),
        ("建成。责任领导：李山", ("李山",)),
        ("责任单位：区教育局。各校另行制定方案，认真落实。", ("区教育局",)),
        ("建成。责任落实：各单位要层层压实。", ()),
        ("明确责任单位：各校为主体。其余按计划推进。", ()),
        ("各镇负责落实，区教育局牵头。", ()),
        ("落实主体责任(含民办学校)。", ()),
    ],
)
def test_units_are_named_lead_first(text, units):
    """Units in the order of the text, those said to lead before the others."""
    assert responsible(text) == units


@pytest.mark.parametrize(
    ("text", "says"),
    [("（责任单位：区教育局、区财政局）", False), ("（区教育局牵头）", True), ("牵头单位：区教育局", True)],
)
def test_only_who_is_said_to_lead_leads(text, says):
    """The first of a list is not called the lead."""
    assert led(text) is says


@given(st.text(alphabet="责任单位牵头负区教育局、:：;；。()（） \n", max_size=60))
def test_units_stand_in_the_tails(text):
    """Whatever the text, tails are places in it, in order, and units come from nowhere else."""
    found = list(tails(text))
    assert found == sorted(found)
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert bool(responsible(text)) <= bool(found)


def test_the_units_of_a_real_plan():
    """002: all fourteen tails with their units in order, and nothing else."""
    wanted = [tuple(item["units"]) for item in seeds.gold("002")["responsible"]]
    assert [units for one in outline(seeds.text("002")).clauses if (units := responsible(one.text))] == wanted
