"""Names taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.naming import filled, name, one_place, place

_SAME = [
    ("临江区托育服务三年行动计划(2024-2026年)", "关于印发《临江区托育服务行动计划（2024—2026年）》的通知"),
    ("2025年临江区教育局工作要点", "转:临江区教育局二〇二五年工作要点"),
    ("临江区教育发展“十四五”规划", "临江区教育发展规划(2021-2025)(定稿)"),
    ("临江区教育局关于加强校园安全的实施意见", "临江区关于加强校园安全实施意见"),
    ("临江区校车管理办法(试行)", "临江区校车管理办法"),
    ("临江区校车管理办法", "关于再次公开征求《临江区校车管理办法(征求意见稿)》意见的公告"),
    ("临江区校外培训与托管管理办法", "临江区校外培训和托管管理办法"),
]
_OTHER = [
    ("临江区托育服务行动计划(2024-2026年)", "临江区托育服务行动计划(2021-2023年)"),
    ("临江区托育服务行动计划", "江州市托育服务行动计划"),
    ("临江区托育服务行动计划", "临江区托育服务规划"),
    ("临江区校车管理办法", "关于落实《临江区校车管理办法》的若干措施"),
    ("临江区示范学校名单(第一批)", "临江区示范学校名单(第二批)"),
    ("2025年临江区教育局工作要点", "2025年临江区第二小学工作要点"),
]


@pytest.mark.parametrize(("one", "other"), _SAME)
def test_one_work_has_one_name_however_it_is_written(one, other):
    """Notices, marks, dashes, stages, the length of the period and 和/与 do not make another work."""
    assert name(one) == name(other)


@pytest.mark.parametrize(("one", "other"), _OTHER)
def test_another_place_period_kind_or_organ_is_another_name(one, other):
    """What tells works apart stays in the name."""
    assert name(one) != name(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("澜江省江州市临江区教育局", ("澜江省", "江州市", "临江区", "")),
        ("临江区人民政府办公室", ("", "", "临江区", "")),
        ("松岭县河湾镇中心校", ("", "", "松岭县", "河湾镇")),
        ("社区教育条例", ("", "", "", "")),
        ("城市更新办法", ("", "", "", "")),
        ("学区制管理办法", ("", "", "", "")),
        ("全区学校布局规划", ("", "", "", "")),
        ("教育强县建设方案", ("", "", "", "")),
        ("区域协同方案", ("", "", "", "")),
        ("云城市教育局", ("", "云城市", "", "")),
        ("新都市民办教育管理办法", ("", "新都市", "", "")),
        ("本沙市石溪区校车方案", ("", "本沙市", "石溪区", "")),
        ("学习型城市建设方案", ("", "", "", "")),
        ("临江区落实市级资金的办法", ("", "", "临江区", "")),
        ("临江区推进城乡一体化办法", ("", "", "临江区", "")),
    ],
)
def test_a_place_is_what_an_office_or_work_begins_with(text, found):
    """Words that end like a place's name are none."""
    assert place(text) == found


def test_places_are_compared_by_their_lowest_name_and_must_not_contradict():
    """A district is not its city; namesakes in two cities differ where both cities are known."""
    assert one_place(place("江州市临江区"), place("临江区")) is True
    assert one_place(place("江州市临江区"), place("江州市")) is False
    assert one_place(place("江州市临江区"), place("北湾市临江区")) is False
    assert one_place(place("临江区"), place("")) is None
    assert filled(place("临江区"), place("江州市临江区")) == place("江州市临江区")


@given(
    st.sampled_from(["（{}）", "({})", " ({}) "]), st.sampled_from("-—–－~～至"), st.sampled_from(["", " ", "\u3000"])
)
def test_how_a_title_is_set_does_not_matter(brackets, dash, blank):
    """Widths, dashes and blanks are no part of a name."""
    set_ = f"临江区{blank}托育服务{blank}行动计划" + brackets.format(f"2024{dash}2026年")
    assert name(set_) == name("临江区托育服务行动计划(2024-2026年)")


@given(st.text(max_size=80))
def test_any_text_has_a_name(text):
    """Whatever a page calls itself, the parts of its name are found without error, the same every time."""
    name.cache_clear()
    found = name(text)
    name.cache_clear()
    assert name(text) == found


def test_a_revision_is_part_of_the_name():
    """The work of 2019 and its revision of 2024 are two."""
    assert name("临江区校车管理办法(2024年修订)").revised == 2024
    assert name("临江区校车管理办法(修订)").revised == 1
    assert name("临江区校车管理办法").revised == 0
