"""Which work a page is about: its own title, kind and stage, and whether it is a repost.

A page says `转:…`, `《…》公布!`, `关于印发《…》的通知`, `关于公开征求《…(征求意见稿)》意见的公告`, `…_栏目_站名`; the work is
what stands inside. Markers of the way to a work (征求意见稿, 定稿) are its stage and leave the title; 试行 and 暂行 are
part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.records import Stage
from monitor.text import compact, fold, key, tidy, visible

_REPOST = re.compile(r"^(?:[\[【(（]\s*(?:转载|转发|转)\s*[\]】)）]|(?:转载|转发|转)\s*[:：|｜丨])\s*")
_STAGE_WORDS = (
    r"征求意见稿|征求意见|公开征求意见|草案|送审稿|讨论稿|意见稿|修订稿|定稿|正式稿|终稿|附?全文|图文|已修订|转载"
)
_MARKER = re.compile(rf"\s*[(（\[【〔]\s*(?:{_STAGE_WORDS})\s*[)）\]】〕]\s*")
_ASKING = r"(?:再次|再度|二次|第[一二三四][次轮])?(?:向社会)?(?:公开)?(?:征求|征集)(?:社会)?(?:公众)?(?:各界)?(?:修改)?(?:的)?意见(?:和?建议)?"
_OPINIONS = "意见"
_NOTICE = r"的?(?:通知|公告|通告|公示|启事|函|决定|令)"
_ENDINGS = re.compile(
    rf"\s*(?:(?:正式)?(?:公布|发布|印发|出台)(?:了|啦)?|全文|[(（](?:高清|多)?(?:组?图|视频)[)）]|{_ASKING}(?:{_NOTICE})?)[!！。\s]*$"
)
_WRAPPED = re.compile(
    r"(?:关于|就)?\s*(?:重新)?(?:印发|发布|公布|转发|下发|公开征求|征求|征集|公开征集|向社会公开征求|向社会公开征集)(?:对|关于)?(?:新?修[订改]后?的)?\s*"
    rf"(?P<work>《.+》|[^《》]{{4,}}?)\s*(?:意见|建议|意见建议)?{_NOTICE}$|(?:关于|就|对)+(?P<asked>《.+》){_ASKING}{_NOTICE}$"
)
_QUOTED = re.compile(r"^《(?P<work>.+)》$")
_QUOTED_LEADING = re.compile(r"^《(?P<work>[^《》]+(?:《[^《》]*》[^《》]*)*)》(?P<rest>.*)$")
_ABOUT_WORK = re.compile(r"^(?:公开)?(?:征求|征集|意见|公布|发布|印发|出台|全文|正式|[!！(（]|\s)|^$")

_KINDS = (
    ("实施方案", "实施方案"),
    ("工作方案", "工作方案"),
    ("行动方案", "行动方案"),
    ("行动计划", "行动计划"),
    ("工作计划", "工作计划"),
    ("工作要点", "工作要点"),
    ("规划纲要", "规划"),
    ("实施细则", "细则"),
    ("规划", "规划"),
    ("方案", "方案"),
    ("计划", "计划"),
    ("要点", "工作要点"),
    ("纲要", "纲要"),
    ("报告", "报告"),
    ("总结", "总结"),
    ("办法", "办法"),
    ("规定", "规定"),
    ("细则", "细则"),
    ("条例", "条例"),
    ("章程", "章程"),
    ("措施", "措施"),
    ("意见", "意见"),
    ("通知", "通知"),
    ("公告", "公告"),
    ("通告", "通告"),
    ("公示", "公示"),
    ("通报", "通报"),
    ("解读", "解读"),
    ("决定", "决定"),
    ("批复", "批复"),
    ("纪要", "纪要"),
    ("函", "函"),
)
_TRAILING_BRACKETS = re.compile(r"(?:\s*[(（][^()（）]*[)）])+$")
_ANY_KIND = re.compile("(行动计划|行动方案|实施方案|工作要点|规划)(?=[(（》公的!！]|$)")

_DRAFT = re.compile(r"征求意见|征求.{0,30}意见|征集.{0,30}意见|意见稿|送审稿|讨论稿|草案")
_TRIAL = re.compile(r"[(\[](?:试行|暂行)[)\]]")
_FINAL = re.compile(r"[(\[](?:定稿|正式稿|终稿)[)\]]|(?:公布|发布)!*$|关于(?:印发|发布|公布)")
_MEDIA = re.compile(
    r"微博|微信|公众号|[日晚早时商]报|晨报|都市报|青年报|电视台|广播|新闻网|新华|人民网|央视|澎湃|网易|新浪|搜狐|腾讯|凤凰网|头条|中新|发布$|客户端|报业|融媒"
)


def work_title(title: str) -> str:
    """The work's own title inside a page's title, as published.

    >>> work_title("《临江区托育服务行动计划(2024—2026年)》公布!")
    '临江区托育服务行动计划(2024—2026年)'
    >>> work_title("转:2025年北湾区教育局工作要点")
    '2025年北湾区教育局工作要点'
    >>> work_title("东屿区教育局关于印发《东屿区校车管理办法(试行)》的通知")
    '东屿区校车管理办法(试行)'
    """
    shown = tidy(visible(title))
    work, tight = _work(shown), _work(compact(shown))
    # A blank in the middle of a word hides what stands around the work.
    return tight if len(key(tight)) < len(key(work)) else work


def _work(shown: str) -> str:
    plain = _MARKER.sub("", _REPOST.sub("", shown))
    if (wrapped := _wrapped(plain)) is not None:
        plain = wrapped
    else:
        stripped = _ENDINGS.sub("", plain).strip()
        plain = plain if stripped.endswith(("关于", "就", "对")) else stripped or plain
    if (match := _QUOTED.match(plain) or _QUOTED_LEADING.match(plain)) is not None and _ABOUT_WORK.match(
        match.groupdict().get("rest") or ""
    ):
        plain = match["work"]
    return _MARKER.sub("", plain).strip()


def _wrapped(plain: str) -> str | None:
    """The work that a notice issues or asks about: in 《》, or named so that its kind is plain.

    A notice that makes a list known (关于公布…名单的公告) is a work itself.
    """
    match = _WRAPPED.search(plain)
    work = match and (match["work"] or match["asked"])
    if (
        match
        and work
        and kind(work) is None
        and kind(work + _OPINIONS)
        and plain.startswith(_OPINIONS, match.end("work"))
    ):
        work += _OPINIONS  # 实施意见, 指导意见: the work's own last word
    return work if work and ("《" in work or kind(work) is not None) else None


def kind(title: str, page_title: str = "") -> str | None:
    """What sort of document it is, by the title's end; None where the title does not say.

    >>> kind("临江区教育事业发展“十四五”规划(2021-2025)")
    '规划'
    """
    plain = _TRAILING_BRACKETS.sub("", compact(tidy(title))).rstrip("》!！ ")
    for ending, name in _KINDS:
        if plain.endswith(ending) and not (name == "意见" and _DRAFT.search(fold(plain))):
            return name
    if (match := _ANY_KIND.search(plain)) is not None:
        return match[1]
    return "征求意见" if _DRAFT.search(fold(page_title or title)) else None


def stage(page_title: str, lines: Iterable[str] = ()) -> Stage | None:
    """How far the work has come, by the page's title and the title lines of the text (whole lines only)."""
    plain = key(page_title)
    markers = [line for line in map(key, lines) if len(line) <= 80]
    whole = [line for line in markers if re.fullmatch(rf"\((?:{_STAGE_WORDS}|试行|暂行)\)", line)]
    said = [plain, *whole]
    if any(_DRAFT.search(text) for text in said):
        return "draft"
    if any(_TRIAL.search(text) for text in said):
        return "trial"
    return "final" if any(_FINAL.search(text) for text in said) else None


def is_repost(page_title: str, source: str | None) -> bool:
    """Whether the page says that it repeats another's document: 转: before the title, or a medium as its source."""
    return _REPOST.match(tidy(visible(page_title))) is not None or (
        source is not None and _MEDIA.search(source) is not None
    )
