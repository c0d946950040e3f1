"""Until when a work is in force."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.validity import validity
from monitor.records import Article

ISSUED = date(2024, 3, 15)


def until(text, **given):
    """The last day in force as ISO; None for none."""
    article = Article(title="", text=text, **({"published": ISSUED} | given))
    found = validity(text, article)
    return found and found.until.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第二十条 本办法自2021年5月1日起施行，有效期三年。", "2024-04-30"),
        ("本办法自2021年5月1日起施行，有效期为5年。", "2026-04-30"),
        ("本细则自 2022 年 1 月 1 日起试行，试行期两年。", "2023-12-31"),
        ("本方案自2023年9月1日起试行两年。", "2025-08-31"),
        ("本规定自二〇二三年九月一日起施行，有效期十年。", "2033-08-31"),
        ("本办法自印发之日起施行，有效期5年。", "2029-03-14"),
        ("本办法自发布之日起30日后施行，有效期2年。", "2026-04-13"),
        ("本通知自印发之日起执行，有效期至2025年12月31日。", "2025-12-31"),
        ("本通知有效期至2025年12月31日止。", "2025-12-31"),
        ("本办法自2024年1月1日起施行，有效期至2026年底。", "2026-12-31"),
        ("本办法自2024年1月1日起施行，有效期至2026年6月。", "2026-06-30"),
        ("本办法有效期自2024年1月1日起至2028年12月31日止。", "2028-12-31"),
        ("本办法自2024年1月1日起至2028年12月31日止施行。", "2028-12-31"),
        ("本办法有效期五年（2024年2月1日至2029年1月31日）。", "2029-01-31"),
        ("本办法自2024年1月1日起施行，2026年6月30日自动失效。", "2026-06-30"),
        ("本办法自2024年1月1日起施行。有效期三年。", "2026-12-31"),
        ("本办法自2024年1月1日起施行，原办法同时废止。本办法有效期3年。", "2026-12-31"),
        ("本办法（试行）有效期18个月，自2024年1月1日起施行。", "2025-06-30"),
        ("本办法自2024年2月29日起施行，有效期一年。", "2025-02-28"),
        ("本办法自2023年8月31日起施行，有效期18个月。", "2025-02-28"),
        ("本办法有效期五年，自2021年5月1日起计算。", "2026-04-30"),
        ("本办法自2021年5月1日起施行，有效期自施行之日起5年。", "2026-04-30"),
        ("本通知自印发之日起执行，有效期截止2025年12月31日。", "2025-12-31"),
        ("本办法自2023年1月1日至2025年12月31日施行。", "2025-12-31"),
        ("本政策自公布之日起实施，实施期限2年。", "2026-03-14"),
    ],
)
def test_the_last_day_in_force(text, expected):
    """Days as printed; terms end on the day before their anniversary, counted from the publication where it says so."""
    assert until(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "为落实教育发展规划（2021—2025年），制定本方案。",
        "规划期为2021年至2025年，展望至2035年。",
        "本规划实施期限为2021年至2025年。",
        "办学许可证有效期五年。",
        "依照本办法取得的办学许可证有效期为5年，期满前30日申请换发。",
        "本办法自2021年5月1日起施行。",
        "本办法有效期五年。",
        "本办法自2021年5月1日起施行，长期有效。",
        "本办法自2021年5月1日起施行，原办法2020年12月31日自动失效。",
        "项目实施至2025年12月31日。",
        "自2021年5月1日起，每三年评估一次。",
        "食品留样期限为48小时，合同有效期至2025年12月31日。",
        "本办法自9999年5月1日起施行，有效期九十年。",
        "本办法有效期至2025年13月。",
    ],
)
def test_what_is_no_term_of_the_work(text):
    """Periods of plans, terms of licences, terms without a beginning, other works' ends and impossible days are none."""
    assert until(text) is None


def test_a_draft_is_not_in_force():
    """What a draft says of its term counts from a final that is not there yet."""
    assert until("本办法自印发之日起施行，有效期5年。", stage="draft") is None


def test_without_a_day_of_publication_nothing_is_guessed():
    """The day of writing stands in; with neither there is no term."""
    text = "本办法自印发之日起施行，有效期一年。"
    assert until(text, published=None, written=date(2024, 3, 1)) == "2025-02-28"
    assert until(text, published=None) is None


@given(st.text(alphabet="本办法自起至施行试有效期为年月日12两五,，。(（）之印发 至\n", max_size=80))
def test_any_text_is_read_without_an_error(text):
    """Whatever stands there, the answer is a day or none."""
    found = until(text)
    assert found is None or date.fromisoformat(found)


@pytest.mark.parametrize(
    "piece", ["本办法自2021年5月1日起施行,有效期为本通知自", "本办法有效期五年。", "自公布之日起施行。有效期"]
)
def test_time_grows_with_the_length(piece):
    """Twice the text takes about twice the time, also where every sentence nearly states a term."""

    def seconds(times):
        begin = process_time()
        until(piece * times)
        return process_time() - begin

    seconds(100)
    once = min(seconds(2000) for _ in range(3))
    assert min(seconds(4000) for _ in range(3)) < 3 * once
