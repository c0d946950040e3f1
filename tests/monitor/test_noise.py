"""Which lines are page furniture."""

from __future__ import annotations

import pytest

from monitor import noise

FURNITURE = (
    "当前位置: 首页 >> 政务公开 >> 内容",
    "您现在的位置是： 信息公开 > 发展规划",
    "首页 > 教育要闻 > 正文",
    "阅读:1,024",
    "浏览次数：",
    "字号 : \u2003|\u2003",
    "[大 中 小]",
    "分享到:",
    "扫一扫在手机打开当前页",
    "当前页二维码",
    "[下载] [打印] [关闭]",
    "【打印本页】【关闭窗口】",
    "上一篇: 关于寒假安排的通知",
    "下一条:没有了",
    "返回顶部",
    '<samp id="k9qzt"></samp><delect id="k9qzt"></delect>',
    '  • <input id="k9qzt">',
    "\u3000\u00a0",
)
DOCUMENT = (
    "一、总体要求",
    "下一步工作安排",
    "上一轮规划完成情况",
    "打印机等设备达标率100%。",
    "分享优质教育资源,推进集团化办学。",
    "位置偏远学校的补助标准",
    "阅读能力明显提升",
    "扫描全区学校安全隐患,建立台账。",
    "(定稿)",
    "2019年12月31日",
    "x < y > z",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_told(line: str) -> None:
    """Whole lines of page furniture are noise in full and in half width."""
    assert noise.is_noise(line)


@pytest.mark.parametrize("line", DOCUMENT)
def test_documents_are_left_alone(line: str) -> None:
    """A line that only begins like furniture belongs to the document."""
    assert not noise.is_noise(line)


def test_breadcrumb_names_columns() -> None:
    """A breadcrumb gives its columns without home and without the word for the page itself."""
    assert noise.breadcrumb("当前位置：首页 > 常委会工作 > 监督工作 > 内容") == ("常委会工作", "监督工作")
    assert noise.breadcrumb("推进学校位置调整") == ()


def test_tail_begins_at_the_first_marker() -> None:
    """Everything below the first marker goes: names, links and copyright included."""
    lines = ["一、目标", "完成任务。", "上一篇: 甲", "某某学校", "关于我们 联系方式", "版权所有 某某学校"]
    assert noise.tail(lines) == 2


@pytest.mark.parametrize(
    "first", ["临江区人民政府 版权所有", "责任编辑:甲乙", "(编辑:甲乙)", "网友跟帖", "本文来源:河畔晚报"]
)
def test_tail_begins_at_credits_and_owners(first: str) -> None:
    """An editor's or an owner's line closes a document as well."""
    assert noise.tail(["一、目标", "完成任务。", first, "网站首页", "12人参与"]) == 2
    assert noise.tail([first, "一、目标", "完成任务。"]) == 3


def test_tail_never_cuts_sentences() -> None:
    """A marker in the middle of a document cuts nothing, because sentences or headings follow."""
    assert noise.tail(["分享到:", "一、目标", "完成任务。"]) == 3
    assert noise.tail(["返回顶部", "二、保障"]) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("版权所有 Copyright@2007-2008 临江区第一中学 备案序号:沪ICP备00000000号", "临江区第一中学"),
        ("主办单位：临江区教育局 承办单位:信息中心", "临江区教育局"),
        ("临江区人民政府版权所有", "临江区人民政府"),
        ("一、目标", None),
    ],
)
def test_owner_stands_in_the_footer(line: str, expected: str | None) -> None:
    """A copyright or host line names the site's owner."""
    assert noise.owner(["联系我们", line]) == expected
