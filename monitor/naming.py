"""A work's name taken apart: its place, its organ, its period, and the stem that is left.

Two pages are about one work only where none of the parts contradict each other: `临江区…行动计划(2024-2026年)` is neither
the plan of 东屿区, nor that of 江州市, nor that of 2021. What a name does not say is unknown, and contradicts nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from monitor.identity import kind, work_title
from monitor.text import key

Place: TypeAlias = tuple[str, str, str, str]
"""Province, city, district, town as named; empty where a name does not say it."""
NOWHERE: Place = ("", "", "", "")

_HAN = "[\u4e00-\u9fff]"
_LEVELS = (
    re.compile(rf"{_HAN}{{2,6}}?(?:自治区|省)"),
    re.compile(rf"{_HAN}{{2,8}}?(?:自治州|市(?!场|民(?![办政族])))"),
    re.compile(rf"(?:{_HAN}{{2,10}}?自治[县旗]|{_HAN}{{2,6}}?区(?![域块划间级])|{_HAN}{{1,5}}?[县旗](?![域级帜]))"),
    re.compile(rf"{_HAN}{{2,5}}?(?:街道|镇(?![域村])|乡(?![村镇土]))"),
)
# Words that end like a place's name and are none.
_COMMON = re.compile(
    r"[社学校园片小灾牧库辖景特强]区$|(?:示范|试验|实验|先行|功能|居住)区$|..[城都]市$|强[市县]$|[区县局].+市$|"
    r"城[乡镇]$|村镇$|^[全我各本该][省市区县旗校]|教育|工作"
)
_ORGAN = re.compile(
    r"(?:中共)?(?:人民政府(?:办公[室厅])?|教育(?:和?体育)?(?:局|厅|委员会)|教体局|教委|"
    r"[\u4e00-\u9fff]{2,10}?(?:(?<!中)小学|(?<![中小民公])中学|职业技术学校|幼儿园(?=20|工作|章程|发展)|学院|大学))"
)
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff]{2,60}?(?:局|委|委员会|政府|办公室|办公厅|厅|部|署|院|党组|领导小组|大学|学院|中学|小学)关于(?=.)"
)
_HEADLINE = re.compile(
    r"^[\[【]?(?:重磅|最新|定了|官宣|刚刚|速看|关注|权威发布|速递|全文)[\]】!！:：,，|丨]+|(?:全文)?(?:来了|来啦|出炉|出炉啦)[!！]*$"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_MARKER = re.compile(
    r"征求意见|意见稿|送审|讨论稿|草案|^试行|^暂行|定稿|正式稿|终稿|修[订改正]|全文|图文|转载?$|^\d{4}年?版$|^[第再]?[二三]?[次轮]?公开征求"
)
_REVISED = re.compile(r"修[订正]")
_RANGE = re.compile(r"((?:19|20)\d\d)年?(?:-+|至|到)((?:19|20)\d\d|\d\d(?!\d))(?:学年|年)?度?")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度|学年度?|年)?")
_HAN_YEAR = re.compile(r"[一二][零〇○九][零〇○一二三四五六七八九]{2}(?=年)")
_PLAN_PERIOD = re.compile(r"十([一二三四五六七八九])五(?:时期|期间)?|第十([一二三四五六七八九])个五年")
_LENGTH = re.compile(r"[一二两三四五六七八九十]年(?=行动|规划|计划|工作)")
_LOOSE = re.compile(r"[^\w\u4e00-\u9fff]|[和与及的_]")
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class Name:
    """What a title says of its work. `stem` is what is left of its comparison key; `period` its years, in order.

    `revised` is the year of its revision (`(2024年修订)`), 1 where none is said, 0 where it is none.
    """

    stem: str
    place: Place = NOWHERE
    organ: str = ""
    period: tuple[int, ...] = ()
    kind: str | None = None
    revised: int = 0


@lru_cache(maxsize=4096)
def name(title: str) -> Name:
    """The parts of a title, of a page or a work.

    >>> name("关于印发《江州市临江区托育三年行动计划（2024—2026年）》的通知")
    Name(stem='托育行动计划', place=('', '江州市', '临江区', ''), organ='', period=(2024, 2026), kind='行动计划', revised=0)
    """
    work = work_title(_HEADLINE.sub("", title.strip()))
    said = key(work)
    revised = max((_revision(found) for found in _BRACKET.findall(said)), default=0)
    said = _BRACKET.sub(lambda found: "" if _MARKER.search(found[1]) else found[0], said)
    said, period = _dated(said)
    issuer = _ISSUER.match(said)
    above = place(issuer[0]) if issuer else NOWHERE
    said = said[issuer.end() :] if issuer else said
    where, said = _placed(said.removeprefix("关于"))
    organ = _ORGAN.match(said)
    rest = (said[organ.end() :] if organ else said).removeprefix("关于")
    stem = _LENGTH.sub("", _LOOSE.sub("", rest))
    return Name(stem, where if any(where) else above, organ[0] if organ else "", period, kind(work), revised)


@lru_cache(maxsize=4096)
def place(text: str) -> Place:
    """The place with which the name of an office, a site or a work begins.

    >>> place("江州市临江区教育局"), place("城市更新办法")
    (('', '江州市', '临江区', ''), ('', '', '', ''))
    """
    return _placed(key(text))[0]


def one_place(one: Place, other: Place) -> bool | None:
    """Whether both are the same place; None where one is unknown. A city is not one of its districts."""
    if not any(one) or not any(other):
        return None
    return _lowest(one) == _lowest(other) and all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def filled(one: Place, around: Place) -> Place:
    """A place with what a fuller name of the same place says above it."""
    return around if one_place(one, around) and sum(map(bool, around)) > sum(map(bool, one)) else one


def town(one: Place) -> str:
    """The lowest name of a place; empty where it is unknown."""
    return next((part for part in reversed(one) if part), "")


def _revision(marker: str) -> int:
    if _REVISED.search(marker) is None:
        return 0
    year = _YEAR.search(marker)
    return int(year[1]) if year else 1


def _lowest(one: Place) -> int:
    return max(level for level, part in enumerate(one) if part)


def _placed(said: str) -> tuple[Place, str]:
    """The place at the beginning, and what follows it."""
    parts = ["", "", "", ""]
    for level, pattern in enumerate(_LEVELS):
        found = pattern.match(said)
        if found is not None and not _COMMON.search(found[0]):
            parts[level], said = found[0], said[found.end() :]
    return (parts[0], parts[1], parts[2], parts[3]), said


def _dated(said: str) -> tuple[str, tuple[int, ...]]:
    """The text without its years, and the period that they name: a range, a five-year plan's, or single years."""
    said = _HAN_YEAR.sub(lambda found: "".join(_DIGITS.get(char, char) for char in found[0]), said)
    ranges = [(int(a), int(a[:2] + b) if len(b) == 2 else int(b)) for a, b in _RANGE.findall(said)]
    said = _RANGE.sub("", said)
    plans = [1951 + 5 * (10 + int(_DIGITS[short or long])) for short, long in _PLAN_PERIOD.findall(said)]
    said = _PLAN_PERIOD.sub("", said)
    years = sorted({int(year) for year in _YEAR.findall(said)})
    said = _YEAR.sub("", said)
    if ranges:
        return said, ranges[0]
    return said, (plans[0], plans[0] + 4) if plans else tuple(years)
