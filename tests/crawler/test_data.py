"""Listings that come as data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.data import entries
from crawler.read import read

URL = "http://www.example.gov.cn/api/all/7?page=1"
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["title", "URL", "date", "total", "x"]), inner)
    ),
    max_leaves=20,
)


def test_dates_come_in_words_seconds_and_milliseconds() -> None:
    """An entry's day is read from a date in words, or counted from 1970 in Shanghai's time."""
    days = ["2025-03-11 23:30:00", 1741707000, 1741707000000, "1741707000000", None]
    answer = {
        "total": 9,
        "articles": [{"title": f"通知{i}", "url": f"/p/{i}", "date": day} for i, day in enumerate(days)],
    }
    items, total = entries(json.dumps(answer), URL)
    assert [str(item.date) for item in items] == ["2025-03-11"] * 4 + ["None"]
    assert total == 9


def test_the_longest_list_holds_the_entries() -> None:
    """Columns and menus beside the entries are shorter lists, and no entries."""
    menu = [{"name": "首页", "url": "/"}]
    answer = {"menu": menu, "data": {"rows": [{"TITLE": "计划一", "URL": "/1"}, {"TITLE": "计划二", "URL": "/2"}]}}
    assert [item.title for item in entries(json.dumps(answer), URL)[0]] == ["计划一", "计划二"]


@given(_ANYTHING)
def test_any_answer_can_be_read(answer: object) -> None:
    """No answer breaks the reading."""
    read(json.dumps(answer).encode(), url=URL, content_type="application/json", want="listing")


def test_nested_without_end() -> None:
    """An answer of brackets alone is no listing."""
    assert read(b"[" * 100_000, url=URL, content_type="application/json", want="listing").items == ()
