"""What an office's site is called and where the office is, from what its pages say of themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from monitor import headline
from monitor.naming import NOWHERE, filled, one_place, place
from monitor.text import fold, tidy

_GREETING = re.compile(r"^(?:欢迎(?:您?访问|光临|来到|进入)|您好.?欢迎|网站首页|首页|主页)[-_|:\s]*")
_ENDING = re.compile(r"(?:[-_|\s]*(?:首页|主页|欢迎您?|官方网站|门户网站|政府网站|官网|网站|信息公开网站))+$")
_LONGEST = 30
_SHORTEST = 3
_ADDRESS = re.compile(r"(?:地址|住所)\s*[:：]\s*([\u4e00-\u9fff]{2,24})")
_OFFICE = re.compile(r"(?:局|厅|委|委员会|政府|学校|学院|大学|中学|小学|幼儿园|常委会|人大|中心|研究院|教研室)$")
_BUREAU = re.compile(r"办公[室厅]$")
_COLUMN = re.compile(r"公开|规划|计划|通知|公告|文件|政策|新闻|动态|列表|正文")


def office(declared: Iterable[str], windows: Iterable[str], owners: Iterable[str]) -> str | None:
    """The office's name: what most of a site's pages agree on.

    `declared` are names in meta tags, `windows` the titles of windows, `owners` what footers name; a page gives each
    once. None where nothing looks like a name.
    """
    votes: Counter[str] = Counter()
    for name in filter(None, map(_cleaned, declared)):
        votes[name] += 3
    for window in windows:
        segments = [tidy(_GREETING.sub("", part)) for part in headline.segments(window)]
        named = [part for part in map(_cleaned, segments) if part]
        if named and (len(segments) > 1 or headline.SITE.match(named[-1]) or _OFFICE.search(named[-1])):
            votes[named[-1]] += 2
    for name in filter(None, (_cleaned(_BUREAU.sub("", owner)) for owner in owners)):
        votes[name] += 2
    best = max(votes, key=lambda name: (votes[name] + _plausible(name), -len(name)), default=None)
    return best if best is not None and votes[best] + _plausible(best) > 0 else None


def region(names: Iterable[str], footers: Iterable[str] = ()) -> str | None:
    """Province, city and district as far as an office's name and its address in the footer tell, as `省/市/区`.

    >>> region(["澄湖区教育局"], ["地址：临汐市澄湖区柳堤路26号"]), region(["望舒职业技术学校"])
    ('临汐市/澄湖区', None)
    """
    places = [place(name) for name in names]
    places += [place(match[1]) for footer in footers for match in _ADDRESS.finditer(fold(footer))]
    known = next((one for one in places if any(one[:3])), NOWHERE)
    for other in places:
        known = filled(known, (*other[:3], known[3])) if one_place(known, other) is not False else known
    return "/".join(part for part in known[:3] if part) or None


def _cleaned(name: str) -> str:
    """A name without greetings and what every site says of itself; empty where hardly anything is left."""
    short = tidy(name)
    while (shorter := tidy(_ENDING.sub("", _GREETING.sub("", short)))) != short:
        short = shorter
    return short if _SHORTEST <= len(short) <= _LONGEST and any("\u4e00" <= sign <= "\u9fff" for sign in short) else ""


def _plausible(name: str) -> int:
    """What a name's own words say for it."""
    if _OFFICE.search(name):
        return 3
    return 1 if headline.SITE.match(name) else -3 if _COLUMN.search(name) else 0
