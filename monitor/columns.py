"""What the columns of an office are called: which hold plans, drafts, policies and notices, and which lead to such."""

from __future__ import annotations

import re

from monitor.text import key

LEAST = 4
"""A column of this worth is watched without being asked for."""

_LONGEST = 12
# What the name says first counts; the last line catches what an office has no better column for.
_WORTH = (
    (10, r"规划|计划总结|工作计划|年度计划|行动计划|计划信息|工作要点|重点工作|实施方案|行动方案"),
    (9, r"征[集求](?:意见|调查|民意)|(?:意见|民意|建议|草案)征[集求]|公开征[集求]|意见稿|听证"),
    (8, r"政策文件|规范性文件|政策法规|法规|规章|文件|政策发布|教育政策|政策公开|^政策$|规定|办法"),
    (7, r"通知|公告|公示|通告"),
    (6, r"监督工作|专项报告|工作报告|工作总结|督导|统计公报|发展公报|年度总结"),
    (5, r"解读"),
    (4, r"^教育(?:频道|新闻|资讯|要闻)?$|教育改革|双减"),
    (2, r"(?:政务|信息|校务|主动)公开|公开目录"),
)
_NOT = re.compile(
    r"招标|采购|中标|招聘|招考|人事|任免|任前|拍卖|党建|党务|党风|图片|视频|专题|专栏|信箱|邮箱|登录|注册|搜索|检索|机构|领导|办事|名单|指南"
    r"|年报|年度报告|申请|举报|投诉|联系|地图|帮助|下载|招生|录取|考试|成绩|就业|图书|校友|预算|决算|财政|资金|收费|行政处罚|行政许可|公开制度|公开规定|拆迁|征地"
)
_ONWARD = re.compile(
    r"(?:政务|信息|校务|主动|政策)公开|公开目录|主动公开内容|互动交流|公众参与|政民互动|^政策$|^公开$|重点领域|^资讯"
)


def worth(name: str) -> int:
    """How much a column of this name is worth watching: 0 (not at all) to 10 (plans).

    >>> worth("规划计划"), worth("意见征集"), worth("招标公告"), worth("局长信箱")
    (10, 9, 0, 0)
    """
    plain = key(name)
    if not 2 <= len(plain) <= _LONGEST or _NOT.search(plain):
        return 0
    return next((points for points, words in _COMPILED if words.search(plain)), 0)


def leads_on(name: str) -> bool:
    """Whether the page behind this name may name columns that the home page does not.

    >>> leads_on("政府信息公开"), leads_on("学校概况")
    (True, False)
    """
    plain = key(name)
    return len(plain) <= _LONGEST and _ONWARD.search(plain) is not None


_COMPILED = tuple((points, re.compile(words)) for points, words in _WORTH)
