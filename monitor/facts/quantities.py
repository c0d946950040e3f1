"""Quantities in a sentence: how much, compared how; dates, years, ages and bare numbers are none.

Works on folded text (`monitor.text.fold`), whose positions are those of the published text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.records import Comparator

_WORDS: tuple[tuple[Comparator, str, str], ...] = (
    ("ge", "不低于 不少于 不小于 至少 ≥", "及以上 以上"),
    ("le", "不高于 不超过 不多于 不大于 至多 最多 ≤", "及以下 以下 以内 之内"),
    ("gt", "超过 高于 大于 多于 突破", ""),
    ("lt", "低于 少于 小于", ""),
)
_BEFORE: Mapping[str, Comparator] = MappingProxyType(
    {word: kind for kind, words, _ in _WORDS for word in words.split()}
)
_AFTER: Mapping[str, Comparator] = MappingProxyType({word: kind for kind, _, words in _WORDS for word in words.split()})
_UNIT = (
    r"%|‰|个百分点|[万亿千百]?(?:平方米|公里|人次|课时|学时|学分|小时|分钟|立方米|人|元|所|个工作日|工作日|个月|个|处|项|种|名|户|套|间|座|栋|次|亩|台|册|件|场|家|支|类"
    r"|篇|条|班|轨|期|节|倍|辆|门|部|张|本|批|位|组|对|块|天|米|株|吨|千克|毫克|克|毫升|片|只|份|道|棵|盆|大)"
)
# Possessive, and begun at a run's first digit: a long run of digits is read once, not from each of its places.
_NUMBER = r"(?<!\d)(?<!\d,)\d[\d,]*+(?:\.\d++)?+"
_HAN = "一二两三四五六七八九十"
_ENDING = rf"(?P<after>{'|'.join(_AFTER)}|左右)?"
_MEASURED = re.compile(
    rf"(?P<number>{_NUMBER})(?:(?:{_UNIT})?[-~至到](?P<upper>{_NUMBER}))?\s?(?P<unit>{_UNIT}|年(?=[。,;以、]|$)){_ENDING}"
)
_SPELLED = re.compile(
    rf"(?P<word>至少|至多|最多|不?(?:少于|低于|多于|高于|大于|小于)|不?超过)(?P<verb>具有|具备|拥有|掌握|配备|培养|开展|参加|开设|举办|组织|建设|建成|新建|设立|培训|完成|有)?"
    rf"(?P<first>[{_HAN}]{{1,3}}(?:{_UNIT})){_ENDING}(?P<more>(?:[、和][{_HAN}]{{1,3}}(?:{_UNIT}))*)"
)
_ONE_SPELLED = re.compile(rf"(?P<han>[{_HAN}]{{1,3}})(?P<unit>{_UNIT})")
_UNITLESS = re.compile(
    rf"(?:系数|指数)[^,;\d]{{0,8}}?(?P<coefficient>\d{{1,3}}\.\d{{1,4}})(?![\d.]|{_UNIT})(?:{'|'.join(_AFTER)})?"
    rf"|比例?[^,;\d]{{0,8}}?(?P<ratio>\d{{1,3}}(?:\.\d)?:\d{{1,3}}(?:\.\d)?)(?![\d:.])(?:{'|'.join(_AFTER)})?"
)
_COMPARED = re.compile(rf"({'|'.join(_BEFORE)})?[约近]?\s?$")
_AT_LEAST = re.compile(r"至少[\u4e00-\u9fff]{1,3}$")
_LASTING = re.compile("(?:年限|寿命|学制|期限|有效期|任期|周期)[^,;]{0,12}$")
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
_DIGIT = re.compile("[0-9０-９]")
_WORD = re.compile(
    "至少|至多|最多|少于|低于|超过|高于|多于|大于|小于|全覆盖|只增|只升|逐年|消除|清零|零辍学|达到|投用|使用|竣工|完工"
)
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Quantity:
    """Where a quantity stands, comparison included, and what it says.

    `value` is the bare number, a range (`1-2`), the words of a qualitative one (`只增不减`), or `""` for an aim that
    only has a year.
    """

    start: int
    end: int
    value: str
    unit: str
    comparison: Comparator


def speaks(text: str) -> bool:
    """Whether there can be any quantity at all; cheap, and true rather too often."""
    return _DIGIT.search(text) is not None or _WORD.search(text) is not None


def quantities(plain: str) -> list[Quantity]:
    """The quantities of one folded sentence, in order."""
    found = [one for match in _MEASURED.finditer(plain) if (one := _measured(plain, match)) is not None]
    if "系数" in plain or "指数" in plain or "比" in plain:
        found += map(_unitless, _UNITLESS.finditer(plain))
    if _WORD.search(plain) is not None:
        found += [one for match in _SPELLED.finditer(plain) for one in _spelled(match)]
        found += _qualitative(plain)
    for match in _GOAL.finditer(plain) if "20" in plain else ():
        if not any(match.start() < one.start < match.end() for one in found):
            found.append(Quantity(*match.span("goal"), "", "", "qualitative"))
    return sorted(found, key=lambda one: one.start)


def _measured(plain: str, match: re.Match[str]) -> Quantity | None:
    at, end = match.span()
    before = plain[at - 1] if at else ""
    value, unit = match["number"].replace(",", ""), match["unit"]
    if (
        plain[end : end + 1] in {"”", '"', "》"}
        or before in {".", "-", "第"}
        or (before.isascii() and before.isalnum())
    ):
        return None
    compared = _COMPARED.search(plain, max(0, at - 6), at)
    assert compared is not None
    if unit == "年" and "." not in value and not compared[1] and not _LASTING.search(plain, max(0, at - 16), at):
        return None
    comparison: Comparator = _BEFORE.get(compared[1] or "") or _AFTER.get(match["after"] or "", "eq")
    if comparison == "eq" and _AT_LEAST.search(plain, max(0, at - 5), at):
        comparison = "ge"
    if match["upper"]:
        value, comparison = f"{value}-{match['upper'].replace(',', '')}", "range"
    return Quantity(compared.start(), end, value, unit, comparison)


def _unitless(match: re.Match[str]) -> Quantity:
    """A coefficient (0.45) or a ratio (1:12): what it measures must say that it is one."""
    at, stop = match.span("coefficient" if match["coefficient"] else "ratio")
    compared = _COMPARED.search(match.string, max(0, at - 6), at)
    assert compared is not None
    after = match.string[stop : match.end()]
    comparison: Comparator = _BEFORE.get(compared[1] or "") or _AFTER.get(after, "eq")
    return Quantity(compared.start(), match.end(), match.string[at:stop], "", comparison)


def _spelled(match: re.Match[str]) -> Iterator[Quantity]:
    """Quantities in Han numerals; they count only behind a comparison (至少一项, 不少于两所、三所)."""
    comparison = _BEFORE[match["word"]]
    for number in _ONE_SPELLED.finditer(match.string, match.start("first"), match.end()):
        first = number.start() == match.start("first")
        start = match.start() if first and not match["verb"] else number.start()
        end = match.end("after") if first and match["after"] else number.end()
        yield Quantity(start, end, _digits(number["han"]), number["unit"], comparison)


def _qualitative(plain: str) -> Iterator[Quantity]:
    for match in _QUALITATIVE.finditer(plain):
        # That something is finished is an aim only where it is said until when.
        if not match[0].endswith(("用", "竣工", "完工", "交付")) or _DUE.search(
            plain, max(0, match.start() - 12), match.start()
        ):
            yield Quantity(*match.span(), match[0], "", "qualitative")


def _digits(han: str) -> str:
    """A number below a hundred in Han numerals, as digits."""
    tens, ten, ones = han.rpartition("十")
    if not ten:
        return str(_NUMERALS[han]) if han in _NUMERALS else han
    return str(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))
