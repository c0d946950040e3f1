"""Quantities in Han numerals: 百分之九十五, 三分之二以上, 十六所, 五万元以下, 不少于二十学时."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from decimal import Decimal

from monitor.facts import numerals
from monitor.facts.measures import AFTER, BEFORE, ENDING, UNIT, YEARS, Quantity, compared, lasting, quoted
from monitor.facts.numerals import RUN
from monitor.records import Comparator

_ANY = re.compile("[一二三四五六七八九两十百千万亿]")
# Never in the middle of a run; in 统一三所 the first one is none.
_NUMERALS = "一二三四五六七八九两零〇十百千万亿"
_BEGIN = rf"(?=[{_NUMERALS}])(?:(?<![{_NUMERALS}])(?<![{_NUMERALS}]点)(?!(?<=[统逐唯单之同])一[{_NUMERALS}])|(?<=[统逐唯单之同]一)(?=[{_NUMERALS}]))"
_SHARE = re.compile(
    rf"{_BEGIN}(?:(?P<rate>[百千])|(?P<whole>{RUN}))分之(?P<part>{RUN})"
    rf"(?:[-至到](?:[百千]分之)?(?P<upper>{RUN}))?(?P<after>{ENDING})"
)
_COUNT = re.compile(
    rf"{_BEGIN}(?P<number>{RUN})(?:(?:{UNIT})?[-至到](?P<upper>{RUN}))?(?P<over>[余多])?(?P<unit>{UNIT}|{YEARS})"
    rf"(?P<after>{ENDING})"
)
_LEAST = re.compile(
    r"(至少|至多|最多|不?(?:少于|低于|多于|高于|大于|小于)|不?超过)"
    r"(?:具有|具备|拥有|掌握|配备|培养|开展|参加|开设|举办|组织|建设|建成|新建|设立|培训|完成|有)$"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十百千零〇\d、和至到-]{0,12}$")
_ABOUT = frozenset("近约逾超")
_JOINED = frozenset({"、", "和", ""})
_RATES = {"百": "%", "千": "‰"}
_NAMING = frozenset({"大", "批"})
_FIRM = re.compile("元|工作日|个百分点|倍$|日$")
"""Units that no slogan counts with."""


def spelled(plain: str, counted: Container[int], within: tuple[int, int]) -> Iterator[Quantity]:
    """The quantities of a folded text within a span, in order.

    A small number before a unit mostly is a word (一个, 三个代表, 四类): it counts behind a comparison, with a
    unit of money or time, or where `counted` says that a quantity begins (years never do: 三年内 dates).
    """
    if _ANY.search(plain, *within) is None:
        return
    said = _SHARE.finditer(plain, *within) if plain.find("分之", *within) >= 0 else ()
    shares = [one for match in said if (one := _share(plain, match)) is not None]
    yield from shares
    last: Quantity | None = None
    for match in _COUNT.finditer(plain, *within):
        one = _count(plain, match)
        if one is None or any(share.start < one.end and one.start < share.end for share in shares):
            continue
        joined = last is not None and plain[last.end : one.start] in _JOINED
        if joined and last is not None and one.comparison == "eq":
            one = Quantity(one.start, one.end, one.value, one.unit, last.comparison)
        if joined or _counts(plain, match, one) or (one.start in counted and one.unit != "年"):
            yield one
            last = one


def _share(plain: str, match: re.Match[str]) -> Quantity | None:
    part, upper = _number(match["part"]), _number(match["upper"])
    if part is None or quoted(plain, match.end()):
        return None
    if match["whole"]:
        whole = numerals.spelled(match["whole"])
        if whole is None:
            return None
        value, unit = f"{numerals.printed(part)}/{numerals.printed(whole)}", ""
    else:
        value, unit = numerals.printed(part), _RATES[match["rate"]]
    return _quantity(plain, match, value if upper is None else f"{value}-{numerals.printed(upper)}", unit)


def _number(han: str | None) -> Decimal | None:
    """百分之百 is the one place where a bare 百 is a number."""
    return Decimal(100) if han == "百" else numerals.spelled(han) if han else None


def _count(plain: str, match: re.Match[str]) -> Quantity | None:
    at, number = match.start(), match["number"]
    before = plain[at - 1] if at else ""
    if number[0] in "百千万亿" and before in _ABOUT:
        number = f"一{number}"
    found = numerals.scaled(number)
    name = before in {"“", '"'} or (before == "数" and number[0] in "十百千万亿")
    if found is None or name or quoted(plain, match.end()) or _ORDINAL.search(plain, max(0, at - 14), at):
        return None
    amount, scale = found
    value = numerals.printed(amount)
    if match["upper"]:
        upper = numerals.scaled(match["upper"])
        if upper is None:
            return None
        if scale != upper[1] and amount >= upper[0]:  # 八千至一万元
            return _range(plain, match, numerals.spelled(number), numerals.spelled(match["upper"]), "")
        return _range(plain, match, amount, upper[0], upper[1])
    return _quantity(plain, match, value, scale + match["unit"])


def _range(plain: str, match: re.Match[str], low: Decimal | None, high: Decimal | None, scale: str) -> Quantity | None:
    if low is None or high is None:
        return None
    return _quantity(plain, match, f"{numerals.printed(low)}-{numerals.printed(high)}", scale + match["unit"])


def _quantity(plain: str, match: re.Match[str], value: str, unit: str) -> Quantity:
    at, end = match.span()
    start, comparing = compared(plain, at)
    over = match.groupdict().get("over")
    comparison: Comparator = comparing or _least(plain, at) or AFTER.get(match["after"]) or ("gt" if over else "eq")
    return Quantity(start, end, value, unit, "range" if match["upper"] else comparison)


def _counts(plain: str, match: re.Match[str], one: Quantity) -> bool:
    """Whether a number says how much, and is no part of a name."""
    ahead = compared(plain, match.start())[1] is not None
    if match["unit"] == "年":
        return ahead or lasting(plain, match.start())
    if ahead or _least(plain, match.start()) or match["after"].endswith("内") or _FIRM.search(one.unit):
        return True
    return one.unit not in _NAMING and (len(match["number"]) > 1 or match["number"] in "十百千万亿")


def _least(plain: str, at: int) -> Comparator | None:
    """How words compare that a verb parts from the number: 至少掌握一项."""
    found = _LEAST.search(plain, max(0, at - 6), at)
    return BEFORE[found[1]] if found else None
