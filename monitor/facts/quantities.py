"""Quantities in a sentence: how much, compared how; dates, years, ages and bare numbers are none.

Works on folded text (`monitor.text.fold`), whose positions are those of the published text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from operator import attrgetter

from monitor.facts.measures import AFTER, ENDING, UNIT, YEARS, Quantity, compared, lasting, quoted
from monitor.facts.spelled import spelled
from monitor.records import Comparator

# Possessive, and begun at a run's first digit: a long run of digits is read once, not from each of its places.
_NUMBER = r"(?=\d)(?<!\d)(?<!\d,)\d[\d,]*+(?:\.\d++)?+"
_MEASURED = re.compile(
    rf"(?P<number>{_NUMBER})(?:(?:{UNIT})?[-~至到](?P<upper>{_NUMBER}))?(?P<over>[万亿千百]?[余多])?\s?(?P<unit>{UNIT}|{YEARS})"
    rf"(?P<after>{ENDING})"
)
_UNITLESS = re.compile(
    rf"(?:系数|指数)[^,;\d]{{0,8}}?(?P<coefficient>\d{{1,3}}\.\d{{1,4}})(?![\d.]|{UNIT})(?:{'|'.join(AFTER)})?"
    rf"|比例?[^,;\d]{{0,8}}?(?P<ratio>\d{{1,3}}(?:\.\d)?:\d{{1,3}}(?:\.\d)?)(?![\d:.])(?:{'|'.join(AFTER)})?"
)
_AT_LEAST = re.compile(r"至少[\u4e00-\u9fff]{1,3}$")
_QUALITATIVE = re.compile(
    r"只增不减|只升不降|逐年(?:下降|降低|减少|提高|提升|增长|增加|递增|上升)|(?<!完)全覆盖(?![、为])"
    r"|(?:基本|全面)?消除(?=[^,。;]{0,20}班额)|动态清零|零辍学|达到(?:预期水平|[^,。;\d]{2,20}标准)"
    r"|(?:全部|全面)?(?:建成投用|建成使用|投入使用|投用|竣工交付|竣工|完工)(?=[,;]|$)"
)
_DUE = re.compile(r"20\d\d年[^,;]{0,4}$")
_GOAL = re.compile(
    r"(?:到20\d\d年(?:底|末)?,|20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:之前|以前|前),?)"
    r"(?P<goal>(?:基本|全面|初步|如期|总体)?(?:实现|完成|构建|建成|建立|形成|达成)[^,;]{2,60})"
)
_NUMERAL = re.compile("[0-9０-９两二三四五六七八九十百千万亿]")
_WORD = re.compile(
    "至少|至多|最多|少于|低于|超过|高于|多于|大于|小于|以上|以下|全覆盖|只增|只升|逐年|消除|清零|零辍学|达到|投用|使用|竣工|完工"
)


def speaks(text: str) -> bool:
    """Whether there can be any quantity at all; cheap, and true rather too often."""
    return _NUMERAL.search(text) is not None or _WORD.search(text) is not None


def quantities(plain: str, counted: Container[int] = ()) -> list[Quantity]:
    """The quantities of one folded sentence, in order; `counted` is where small counts in Han numerals are known to be some.

    >>> [(one.value, one.unit) for one in quantities("新建三所,三个代表,培训二十次")]
    [('20', '次')]
    >>> [(one.value, one.unit) for one in quantities("新建三所,三个代表,培训二十次", {2})]
    [('3', '所'), ('20', '次')]
    """
    within = 0, len(plain)
    found = [*_in_digits(plain, within), *spelled(plain, counted, within)]
    if "系数" in plain or "指数" in plain or "比" in plain:
        found += map(_unitless, _UNITLESS.finditer(plain))
    if _WORD.search(plain) is not None:
        found += _qualitative(plain)
    for match in _GOAL.finditer(plain) if "20" in plain else ():
        if not any(match.start() < one.start < match.end() for one in found):
            found.append(Quantity(*match.span("goal"), "", "", "qualitative"))
    return sorted(found, key=attrgetter("start"))


def counts(plain: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All numbers with a unit, the small ones that mostly are words (三个代表) among them, in order; between two places."""
    within = start, len(plain) if end is None else end
    return sorted([*_in_digits(plain, within), *spelled(plain, range(len(plain)), within)], key=attrgetter("start"))


def _in_digits(plain: str, within: tuple[int, int]) -> Iterator[Quantity]:
    return (one for match in _MEASURED.finditer(plain, *within) if (one := _measured(plain, match)) is not None)


def _measured(plain: str, match: re.Match[str]) -> Quantity | None:
    at, end = match.span()
    before = plain[at - 1] if at else ""
    value, unit = match["number"].replace(",", ""), match["unit"]
    over = match["over"] or ""
    if quoted(plain, end) or before in {".", "-", "第"} or (before.isascii() and before.isalnum()):
        return None
    start, comparing = compared(plain, at)
    if (unit == "年" and "." not in value and comparing is None and not lasting(plain, at)) or (
        unit == "日" and before == "月"
    ):
        return None
    comparison: Comparator = comparing or AFTER.get(match["after"]) or ("gt" if over else "eq")
    if comparison == "eq" and _AT_LEAST.search(plain, max(0, at - 5), at):
        comparison = "ge"
    if match["upper"]:
        value, comparison = f"{value}-{match['upper'].replace(',', '')}", "range"
    return Quantity(start, end, value, over.rstrip("余多") + unit, comparison)


def _unitless(match: re.Match[str]) -> Quantity:
    """A coefficient (0.45) or a ratio (1:12): what it measures must say that it is one."""
    at, stop = match.span("coefficient" if match["coefficient"] else "ratio")
    start, comparing = compared(match.string, at)
    comparison: Comparator = comparing or AFTER.get(match.string[stop : match.end()], "eq")
    return Quantity(start, match.end(), match.string[at:stop], "", comparison)


def _qualitative(plain: str) -> Iterator[Quantity]:
    for match in _QUALITATIVE.finditer(plain):
        # That something is finished is an aim only where it is said until when.
        if not match[0].endswith(("用", "竣工", "完工", "交付")) or _DUE.search(
            plain, max(0, match.start() - 12), match.start()
        ):
            yield Quantity(*match.span(), match[0], "", "qualitative")
