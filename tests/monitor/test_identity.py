"""The work inside a page's title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import identity

TITLES = {
    "《临江区教育现代化行动方案》公开征求意见": ("临江区教育现代化行动方案", "行动方案", "draft"),
    "《临江区义务教育三年(2024-2026)行动计划》公布!": ("临江区义务教育三年(2024-2026)行动计划", "行动计划", "final"),
    "转:2025年临江区教育局工作要点": ("2025年临江区教育局工作要点", "工作要点", None),
    "临江区人民政府办公室关于印发临江区校园体育实施方案的通知": ("临江区校园体育实施方案", "实施方案", "final"),
    "关于公开征求《临江区托育服务发展规划(征求意见稿)》意见的公告": ("临江区托育服务发展规划", "规划", "draft"),
    "关于就《临江区学校安全条例（草案）》公开征求意见的通知": ("临江区学校安全条例", "条例", "draft"),
    "临江区校车管理办法（试行）": ("临江区校车管理办法（试行）", "办法", "trial"),
    "关于推进义务教育优质均衡发展情况的报告": ("关于推进义务教育优质均衡发展情况的报告", "报告", None),
    "临江区教育局关于做好2025年招生工作的通知": ("临江区教育局关于做好2025年招生工作的通知", "通知", None),
    "临江区教育局关于公开征求意见的公告": ("临江区教育局关于公开征求意见的公告", "公告", "draft"),
    "临江区教育局关于落实《学前教育行动计划(2025-2027年)》的若干措施": (
        "临江区教育局关于落实《学前教育行动计划(2025-2027年)》的若干措施",
        "措施",
        None,
    ),
    "关于公布临江区第二批开放食堂名单的公告": ("关于公布临江区第二批开放食堂名单的公告", "公告", "final"),
    "校园足球联赛成功举行！": ("校园足球联赛成功举行！", None, None),
}


@pytest.mark.parametrize("title", TITLES)
def test_work_kind_and_stage(title: str) -> None:
    """Title, kind and stage of the work are told from the page's title."""
    work = identity.work_title(title)
    assert (work, identity.kind(work, title), identity.stage(title)) == TITLES[title]


def test_stage_stands_in_lines_of_its_own() -> None:
    """A marker that is a whole line of the text tells the stage as a title does; in a sentence it does not."""
    assert identity.stage("临江区规划", ["临江区规划", "（征求意见稿）"]) == "draft"
    assert identity.stage("临江区规划", ["(定稿)"]) == "final"
    assert identity.stage("临江区规划", ["根据《办法(试行)》制定。"]) is None


@pytest.mark.parametrize(
    ("title", "source", "expected"),
    [
        ("转:工作要点", None, True),
        ("【转载】规划", None, True),
        ("转载｜规划", None, True),
        ("规划", "河畔晚报", True),
        ("规划", "临江区教育局", False),
        ("转型方案", None, False),
    ],
)
def test_reposts(title: str, source: str | None, expected: bool) -> None:
    """A mark before the title or a medium as source makes a repost."""
    assert identity.is_repost(title, source) is expected


@given(st.text(max_size=60))
def test_any_title_has_a_work(title: str) -> None:
    """No title makes the reader raise, and a work's title is never longer than the page's."""
    assert len(identity.work_title(title)) <= len(title)
