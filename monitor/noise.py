"""Page furniture in lines of text: what a page prints around every document of a site.

Whole lines only, judged on the comparison key; a line that is not furniture from end to end stays. Metadata lines are
no furniture (`monitor.labels`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.text import fold, key, tidy

_BREADCRUMB = re.compile(
    r"^[您你]?(?:现在|当前|目前)?(?:所在|所处)?的?(?:所在|所处)?(?:位置|栏目)(?:是|为)?[:>]|^(?:网站|返回)?首页(?:>|»|›|→|/|-[^-]+-|-[^-]{2,12}$)"
)
_CRUMB = re.compile(r"\s*(?:>+|»|›|→|/|::|\s-\s)\s*")
_CRUMB_LABEL = re.compile(r"^[^:>]{0,12}(?:位置|栏目)(?:是|为)?\s*[:>]\s*")
_NO_COLUMN = re.compile(
    r"^(?:网站|返回)?(?:首页|主页)$|^(?:正文|内容|详情|详细|信息|文章|新闻)?(?:内容|正文|详情|页|浏览)?$"
)

_ACTION = r"(?:打印|下载|关闭|收藏|返回|复制|纠错|朗读|转发|分享|评论|推荐|回到)(?:本文|本页|此页|正文|全文|窗口|页面|顶部|列表|首页|链接|地址|word版|pdf版)?"
_TAGS = re.compile(r"^(?:[•·]\s*|\d+\.\s*)?(?:</?[a-zA-Z][^<>]{0,200}>\s*)+$")

_LONGEST = 120
_LONGEST_TAIL = 240  # a footer may be one line
_ANYWHERE = re.compile(
    "|".join(
        (
            r"(?:阅读|浏览|点击|访问|查看)(?:次数|数|量|人次)?[:]?\[?[\d,]*\]?次?",
            r"[\[(【]?(?:字号|字体)(?:大小)?[:]?[\[\]大中小默认+\-|/\s]*[\])】]?",
            r"\[?大\]?\[?中\]?\[?小\]?",
            r"(?:一键)?分享(?:到|至|按钮)?(?:[:].{0,60})?",
            r"当前页二维码|(?:本页|网页|页面|手机)?二维码",
            r"(?:扫一扫|扫描|微信扫).{0,24}(?:打开|当前页|本页|页面|手机|分享|二维码|阅读|关注).{0,10}",
            rf"[\[(|]*(?:{_ACTION}[\[\]()|,、]*)+",
            r"(?:上|下)一(?:篇|条|页|个|则|主题)(?:[:].*|没有了|文章.*|新闻.*)?",
            r"(?:返回|回到)?(?:顶部|页首|top)|打开客户端.{0,20}|返回.{1,8},查看更多|附件\[.+\]已?下载\d*次?",
            r"(?:网友|参与|我要|发表)?评论(?:\(?\d*\)?条?)?|\d+条(?:评论)?|举报|共\d+页[:]?(?:首页|上一?页|下一?页|尾页|末页|\d|\.)*",
            r"(?=.*(?:页|1\]\[?2))(?:[\[\]()\d第共/<>«»‹›|.…·]|首页|上一?页|下一?页|尾页|末页|页)+",
            r"(?:无障碍|长者|关怀)(?:浏览|阅读|版|模式|服务)*",
            r"(?:语音播报|听全文|朗读全文|视力保护色?)[:]?",
            r"[您你]?对(?:本|该|此)(?:页面?|网页|信息|文章?|条(?:信息|回复)|内容)[^。]{0,12}满意[^。]{0,30}|\d+人(?:看过|阅读|浏览|已读)",
            r"(?:相关|延伸|推荐)(?:阅读|报道|新闻)[:].+|\+\d{1,2}|点?赞\(?\d*\)?",
            r"[▼↓▲▽👇]*(?:点击|长按|识别|戳)[上下左右]?[方面角图侧].{0,16}(?:关注|卡片|二维码|公众号).{0,12}",
        )
    ),
    re.IGNORECASE,
)
# Most lines of a plan are numbered, and no furniture is: what is told by a line's beginning costs least.
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]")
_TAIL = re.compile(
    r"^(?:(?:上|下)一(?:篇|条|则)|(?:返回|回到)顶部|版权所有|copyright|©|分享(?:到|至)|扫一扫|当前页二维码|网站地图|友情链接"
    r"|(?:相关|推荐|热门|最新|更多|延伸)(?:新闻|文章|阅读|信息|链接|内容|报道|文档|稿件|解读|推荐)[:]?$"
    r"|关于我们|联系我们|隐私声明|.{2,40}版权所有$|\(?(?:责任编辑|责编|编辑)[:]"
    r"|\[?(?:免责|特别|版权|网站|郑重)声明|声明[:].{0,60}(?:观点|立场|版权|转载|存储)|网友(?:评论|跟[贴帖])|(?:本文|文章|稿件)来源[:]|(?:网站)?标识码[:]|主办(?:单位)?[:]|承办(?:单位)?[:]|.{0,30}icp[备证]|.{0,20}公网安备)",
    re.IGNORECASE,
)
# Sentences that only footers hold.
_WARNING = re.compile(
    r"^(?:本网?站|版权|凡本网).{0,80}(?:建设|维护|转载|版权|浏览器|分辨率)|未经.{0,16}(?:授权|许可|允许|同意).{0,24}(?:转载|使用|复制|镜像)|建议使用.{0,40}(?:浏览器|分辨率)|声明.{0,80}(?:观点|立场|版权|转载|存储)"
)
_COMMENTS = re.compile(
    r"(?:网友|发表|我要|最新|全部|文章|精彩)评论(?:列表|区)?[(\[]?共?\d*条?[)\]]?|评论(?:列表|区)?[(\[]\d+[)\]]"
)
_OWNER = re.compile(
    r"(?:版权所有|主办(?:单位)?|copyright)[^\u4e00-\u9fff]{0,40}([\u4e00-\u9fff()·]{4,40})|([\u4e00-\u9fff]{4,30})(?:版权所有|主办)",
    re.IGNORECASE,
)
_NOT_OWNER = re.compile(r"版权所有|主办|承办|备案|地址|技术支持|网站标识|保留|未经|联系")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+[章条节])"
)


def is_noise(line: str) -> bool:
    """Whether the whole line is page furniture wherever it stands: breadcrumb, counter, prev/next, share bar.

    >>> is_noise("[下载] [打印] [关闭]"), is_noise("下一步工作:推进集团化办学")
    (True, False)
    """
    if len(line) > _LONGEST or line.endswith("。") or _NUMBERED.match(line):
        return "<" in line and is_injected(line)
    plain = key(line)
    if not plain:
        return True
    return (
        _ANYWHERE.fullmatch(plain) is not None
        or is_injected(line)
        or (len(plain) <= 80 and "。" not in plain and _BREADCRUMB.match(plain) is not None)
    )


def is_injected(line: str) -> bool:
    """Whether the line is nothing but printed tags (a mirror's random junk), with or without a list marker.

    >>> is_injected('1. <blockquote id="k9qzt"><rt id="k9qzt"></rt></blockquote>')
    True
    """
    return "<" in line and _TAGS.match(line.strip()) is not None


def breadcrumb(line: str) -> tuple[str, ...]:
    """The columns that a breadcrumb line names, from the outside in; empty where the line is none.

    >>> breadcrumb("当前位置: 首页 >> 政务公开 >> 规划计划 >> 内容")
    ('政务公开', '规划计划')
    """
    plain = tidy(fold(line))
    if len(plain) > 120 or not _BREADCRUMB.match(key(line)):
        return ()
    crumbs = [crumb.strip() for crumb in _CRUMB.split(_CRUMB_LABEL.sub("", plain))]
    return tuple(crumb for crumb in crumbs if crumb and not _NO_COLUMN.match(crumb))


def tail(lines: Sequence[str]) -> int:
    """Where the page's furniture below the document begins (the number of lines where there is none).

    Everything from the first marker on (neighbours, back to top, copyright, …) is furniture, unless a sentence or a
    numbered heading follows.
    """
    start = _comments(lines)
    for index in range(start - 1, -1, -1):
        plain = key(lines[index])
        if _TAIL.match(plain) and len(plain) <= _LONGEST_TAIL:
            start = index
        elif _HEADING.match(plain) or ("。" in plain and not _WARNING.search(plain)):
            break
    return start


def _comments(lines: Sequence[str]) -> int:
    """Where the readers' comments begin: they hold sentences, but no numbered heading."""
    marked = [
        index for index, line in enumerate(lines) if "评" in line and "评论" in line and _COMMENTS.fullmatch(key(line))
    ]
    for index in marked[-1:]:
        if not any(_HEADING.match(key(line)) for line in lines[index:]):
            return index
    return len(lines)


def owner(lines: Sequence[str]) -> str | None:
    """The organisation that a page's footer names (`版权所有`, `主办`)."""
    for line in lines:
        if (match := _OWNER.search(tidy(fold(line)))) is not None:
            return _NOT_OWNER.split(match[1] or match[2])[0] or None
    return None
