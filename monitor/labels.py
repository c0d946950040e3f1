"""Metadata labels in lines: `索 引 号 733/2022-4 发布日期 2022-12-29`, `【 作者:校办 阅读:12 】`, `2022-11-01 点击数:`.

Labels may be letter-spaced, stand without a colon, several to a line, and have no value; a value is what stands between
one label and the next. Which lines are looked at is the caller's affair: in running text the same words are no labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from monitor import dates, noise
from monitor.text import fold, key, tidy, visible

Field = Literal[
    "index_number",
    "publisher",
    "written",
    "published",
    "updated",
    "document_number",
    "validity",
    "validity_date",
    "title",
    "source",
    "author",
    "ignored",
]

_LABELS: Mapping[Field, str] = MappingProxyType(
    {
        "index_number": "信息索引号 索引号 信息索引 索引码",
        "publisher": "发布机构 发文机关 发文机构 发布单位 发文单位 公开主体 信息提供单位 制发机关 发布机关 公开单位 发文部门 发布部门",
        "written": "成文日期 生成日期 产生日期 印发日期 签发日期 成文时间 生成时间",
        "published": "发布日期 发布时间 公开日期 发文日期 信息日期 信息时间 发稿时间 发表时间 发表日期 发布于 公开时间 录入时间 录入日期 添加时间 添加日期 上传时间 创建时间 日期 时间",
        "updated": "更新时间 更新日期",
        "document_number": "发文字号 文件编号 文件字号 文件号 文号",
        "validity": "有效性 效力状态 时效性 是否有效 文件状态 时效",
        "validity_date": "废止日期 失效日期 废止时间 失效时间",
        "title": "信息名称 标题 名称",
        "source": "信息来源 文章来源 稿件来源 来源 转载自 转自 稿源",
        "author": "作者",
        "ignored": "主题分类 主题词 体裁分类 信息分类 服务对象 分类 体裁 关键词 生效日期 实施日期 施行日期 公开方式 公开范围 公开类别 "
        "公开形式 公开属性 公开程序 公开时限 责任编辑 编辑 责编 审核 校对 撰稿 供稿 通讯员 摄影 阅读次数 阅读量 阅读 浏览次数 浏览量 浏览 点击次数 点击数 点击率 "
        "点击量 点击 访问次数 访问量 访问 查看次数 查看 热度 已阅 人气 字号 字体 字体大小 记录编号 组配分类 所属机构 有效期 文章录入 录入者 发布人 发布者 上传者 分享到 语种 载体类型 播放次数 播放量 播放 点赞数 收藏次数 收藏数 下载次数 阅读数 公文种类 公文类别 信息类别 内容概述 内容分类",
    }
)
_FIELD_OF: Mapping[str, Field] = MappingProxyType(
    {label: field for field, labels in _LABELS.items() for label in labels.split()}
)
# Blanks between the letters only where they space the word evenly; `日 期` is one label, `期 日` none.
_SPELLED = "|".join(r"[\s]*".join(label) for label in sorted(_FIELD_OF, key=len, reverse=True))
# A spaced word is a label even where its value follows without any blank.
_SPACED = "|".join(r"\s+".join(label) for label in _FIELD_OF if len(label) <= 4)
_GLUED = frozenset(
    [
        "来源",
        "转自",
        "转载自",
        "作者",
        "阅读",
        "浏览",
        "点击",
        "编辑",
        "时间",
        "日期",
        "文号",
        "字号",
        "字体",
        "浏览量",
        "阅读量",
        "阅读数",
        "点击数",
        "点击量",
        "点击率",
        "访问量",
        "人气",
        "播放",
        "播放量",
    ]
)
_LONG = "|".join(sorted((label for label in _FIELD_OF if len(label) >= 4 or label in _GLUED), key=len, reverse=True))
# Labels that a date without a blank or colon runs into: templates part the two by style.
_BEHIND_DATE = "信息来源|文章来源|稿件来源|发布机构|发布单位|发布部门"
# At a word's beginning with or without a colon; glued to the value before it only where no value ends so, and with a colon.
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s|/\[(;,\d]))(?:(?P<label>{_SPELLED})(?:\s*:|\s*[\])]\s*:?|(?=\s|$))|(?P<spaced>{_SPACED}))|(?P<glued>{_LONG}):|(?<=\d)(?P<run>{_BEHIND_DATE}))\s*"
)
# Short words that also begin sentences and values are labels only with a colon.
_NEEDS_COLON = frozenset(
    [
        "日期",
        "时间",
        "名称",
        "分类",
        "体裁",
        "编辑",
        "审核",
        "作者",
        "阅读",
        "浏览",
        "点击",
        "来源",
        "转自",
        "转载自",
        "稿源",
        "时效",
        "字体",
        "摄影",
        "校对",
        "语种",
        "访问",
        "查看",
        "热度",
        "已阅",
    ]
)
_LONGEST_BEFORE = 48
_TOOLS = re.compile(r"(?:[大中小]字[体号]|打印(?:本[页文])?|关闭(?:窗口|本页)?|分享到?|收藏|举报|评论|纠错)+$")
_COUNTED = re.compile(
    r"(?:(?:阅读|浏览|点击|访问)(?:次数|[数量])?\s*\d+\s*次?|\d+\s*(?:人(?:看过|阅读|浏览|已读)|次(?:阅读|浏览|点击)))$"
)
_DATES = frozenset({"published", "updated", "written", "validity_date"})
_NAMES = frozenset({"source", "author", "publisher"})
_SURE = frozenset({"source", "author", "publisher", "index_number", "document_number", "ignored"})
# A label that no table holds, with its value: `投稿部门:基础教育科`.
_UNKNOWN = re.compile(r"[\u4e00-\u9fff]{2,6}[:：]\S{0,24}")
_EDGES = " \t|/·;；，,、:：-_　 "
_BRACKETS = {")": "(", "）": "（", "]": "[", "】": "【"}
_OPENING = "".join(_BRACKETS.values())
_NOTHING = frozenset(
    {
        "",
        "无",
        "-",
        "--",
        "——",
        "/",
        "暂无",
        "null",
        "本站",
        "本网",
        "本站原创",
        "原创",
        "未知",
        "佚名",
        "admin",
        "管理员",
    }
)
_NUMERIC_DATE = re.compile(
    r"^[\[(【]?\s*(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日(?=\s*\d))[\s日]*(?:\d{1,2}:\d\d(?::\d\d)?)?\s*[\])】]?$"
)
_RUN_IN = re.compile(
    rf"^({'|'.join(sorted((label for label in _FIELD_OF if len(label) >= 4), key=len, reverse=True))})(\S[^。，；]{{0,30}})$"
)
_STAMP = re.compile(
    r"^[\[(【]?\s*(?P<date>(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s*\d{1,2}:\d\d(?::\d\d)?)?)\s*[\])】]?(?P<rest>.{0,24})$"
)

_YEARLESS = re.compile(r"\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d)?")  # no date, and no words of a document either
_MEDIUM = re.compile(
    r"[\u4e00-\u9fff·]{2,16}(?:日报|晚报|晨报|早报|时报|都市报|青年报|周报|新闻网|网|电视台|广播电台|通讯社|新华社|客户端|公众号)"
)


def fields(line: str) -> dict[Field, str]:
    """The metadata that a line states, values as published; counters and the like are under `ignored`.

    A bare date beside labels is `published`. Empty where the line holds anything else before its first label.

    >>> fields("2024年03月05日09:30 来源:河畔晚报")
    {'published': '2024年03月05日09:30', 'source': '河畔晚报'}
    """
    published = tidy(visible(line))
    if len(published) > 600 or "。" in published:
        return {}
    return dict(_fields(published))


@lru_cache(maxsize=256)  # the few lines above and below a document are asked several times
def _fields(published: str) -> Mapping[Field, str]:
    plain = fold(published)  # character for character, so positions hold in both
    found = [match for match in _LABEL.finditer(plain) if _is_label(match)]
    if not found:
        return {"published": stated} if (stated := _dated(published, plain)) else {}
    before = _trimmed(published[: found[0].start()])
    if before and (noise.is_noise(before) or _YEARLESS.fullmatch(fold(before)) or _UNKNOWN.fullmatch(before)):
        before = ""
    if before and not (len(before) <= _LONGEST_BEFORE and dates.parse(before) is not None):
        return {}
    values: dict[Field, str] = {"published": before} if before else {}
    doubtful = False
    for match, following in zip(found, [*found[1:], None], strict=True):
        value = _trimmed(published[match.end() : following.start() if following else len(plain)])
        field = _FIELD_OF[key(_spelled(match))]
        if len(value) > 120:
            return {}
        if value and field in _DATES and dates.parse(value) is None:
            doubtful, value = True, ""
        elif field in _NAMES:
            value, stated = _name(value)
            if stated and not values.get("published"):
                values["published"] = stated
        if not values.get(field):
            values[field] = "" if value in _NOTHING else value
    # `时间：下午三点` is a document's own line, unless other labels beside it say what it is.
    return {} if doubtful and _SURE.isdisjoint(values) else values


def _dated(published: str, plain: str) -> str:
    """The date that the whole line is, or all of it but a counter; empty where it is neither."""
    if _NUMERIC_DATE.match(plain):
        return published
    match = _STAMP.match(plain)
    if match is None or not (rest := key(match["rest"])) or not noise.is_noise(rest):
        return ""
    return published[match.start("date") : match.end("date")]


def boxed(line: str) -> dict[Field, str]:
    """What a line says whose label runs into its value: `发布机构县教育局`. For lines between others with labels.

    >>> boxed("发布机构县教育局")
    {'publisher': '县教育局'}
    """
    match = _RUN_IN.match(tidy(visible(line)))
    return {_FIELD_OF[match[1]]: match[2]} if match else {}


def stamp(line: str) -> str:
    """The date with which a line begins, where hardly anything follows it; empty where the line is none.

    Only lines beside a title are asked: a document's own line may be a date too.

    >>> stamp("2023年1月11日 21:06 时政"), stamp("2023年1月11日，学校召开了会议。")
    ('2023年1月11日 21:06', '')
    """
    match = _STAMP.match(fold(tidy(visible(line))))
    return match["date"] if match and not re.search(r"[。,;:]", match["rest"]) else ""


def byline(line: str) -> str:
    """Who published, where the name of a medium or an office stands right behind the date of a line; else empty.

    >>> byline("2023年1月11日 21:06　河畔日报　评论(3)"), byline("2023年1月11日 21:06 时政")
    ('河畔日报', '')
    """
    plain = tidy(line)
    match = _STAMP.match(fold(plain))
    words = plain[match.start("rest") :].split() if match else []
    return words[0] if words and _MEDIUM.fullmatch(words[0]) and all(map(noise.is_noise, words[1:])) else ""


def _name(value: str) -> tuple[str, str]:
    """A name without the tools, counters, other labels and the date behind it on the same line; and that date."""
    words = _COUNTED.sub("", _TOOLS.sub("", value)).replace("|", " ").split()
    for index in range(len(words)):
        rest = " ".join(words[index:])
        if noise.is_noise(rest) or _NUMERIC_DATE.match(fold(rest)) or (index and _UNKNOWN.match(words[index])):
            return " ".join(words[:index]), rest if dates.parse(rest) is not None else ""
    return " ".join(words), ""


def _spelled(match: re.Match[str]) -> str:
    return match["label"] or match["spaced"] or match["glued"] or match["run"]


def merged(lines: Iterable[Mapping[Field, str]]) -> dict[Field, str]:
    """What several lines state together; the first value that is not empty counts, of a day with and without a time the former."""
    result: dict[Field, str] = {}
    for line in lines:
        for field, value in line.items():
            if value and (not result.get(field) or (field == "published" and _more_exact(value, result[field]))):
                result[field] = value
            else:
                result.setdefault(field, value)
    return result


def _trimmed(value: str) -> str:
    """The value without separators around it and without one half of a pair of brackets."""
    value = value.strip(_EDGES).rstrip(_OPENING).rstrip(_EDGES)
    if value and (opening := _BRACKETS.get(value[-1])) and opening not in value:
        value = value[:-1].strip(_EDGES)
    if value and value[0] in _BRACKETS.values() and not any(closing in value for closing in _BRACKETS):
        value = value[1:].strip(_EDGES)
    return value


def _is_label(match: re.Match[str]) -> bool:
    spelled = _spelled(match)
    return ":" in match[0][len(spelled) :] or key(spelled) not in _NEEDS_COLON or spelled != key(spelled)


def _more_exact(value: str, known: str) -> bool:
    """Whether a date says the time of a day that is known."""
    timed, day = dates.parse(value), dates.parse(known)
    return isinstance(timed, datetime) and not isinstance(day, datetime) and dates.day(timed) == day
