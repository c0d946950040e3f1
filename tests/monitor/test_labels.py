"""Metadata labels in lines as sites print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.labels import fields, merged

CASES = {
    "索 引 号 012345678/2022-4 发布日期 2022-12-29": {"index_number": "012345678/2022-4", "published": "2022-12-29"},
    "发布机构 临江区教育局 有 效 性 有效": {"publisher": "临江区教育局", "validity": "有效"},
    "标\u2003 \xa0\xa0题 临江区规划——“十四五” 文\u2003 \xa0号": {
        "title": "临江区规划——“十四五”",
        "document_number": "",
    },
    "发布时间：2022-12-29 \u2003|\u2003 发布单位：临江区教育局": {
        "published": "2022-12-29",
        "publisher": "临江区教育局",
    },
    "【 作者:校办\xa0阅读:14771\xa0发布日期:2017-02-14 09:58 】": {
        "author": "校办",
        "ignored": "14771",
        "published": "2017-02-14 09:58",
    },
    "2019年09月29日10:22 来源:河畔晚报": {"published": "2019年09月29日10:22", "source": "河畔晚报"},
    "2022-11-01 点击数:": {"published": "2022-11-01", "ignored": ""},
    "来源:临江区教育局发布时间:2020-01-01": {"source": "临江区教育局", "published": "2020-01-01"},
    "有 效 性:废止 废止日期:2025-07-01": {"validity": "废止", "validity_date": "2025-07-01"},
    "标题\t三年计划(2024—2026年)\t文号\t": {"title": "三年计划(2024—2026年)", "document_number": ""},
    "来源：本站": {"source": ""},
    "作者: 周舟 【字体:大 中 小】": {"author": "周舟", "ignored": "大 中 小"},
    "2022-11-01": {"published": "2022-11-01"},
}


@pytest.mark.parametrize("line", CASES)
def test_fields_are_read(line: str) -> None:
    """Letter-spaced, without colons, several to a line, without values: all are read as published."""
    assert fields(line) == CASES[line]


@pytest.mark.parametrize(
    "line",
    [
        "时间紧 任务重",
        "作者说,来源要可靠",
        "发布日期 工作安排如下",
        "一、总体要求",
        "2012年6月24日",
        "经费来源 财政拨款。",
    ],
)
def test_running_text_states_nothing(line: str) -> None:
    """The same words in running text are no labels."""
    assert fields(line) == {}


def test_merged_prefers_values_and_times() -> None:
    """The first value that is not empty counts; of two dates the one with a time."""
    lines = [
        {"published": "2020-01-01", "source": ""},
        {"published": "2020-01-01 10:00", "source": "甲"},
        {"source": "乙"},
    ]
    assert merged(lines) == {"published": "2020-01-01 10:00", "source": "甲"}


@given(st.text(max_size=80))
def test_any_line_is_read(line: str) -> None:
    """No line makes the reader raise."""
    fields(line)
