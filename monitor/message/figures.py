"""Numbers in words: how much a target moved, and which way."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from monitor.changes.cells import unit_of
from monitor.facts.quantities import counts
from monitor.letter import Words
from monitor.message.words import DIRECTION
from monitor.records import Change, FactValue
from monitor.text import fold

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MEASURED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,]{0,6}?)(?:及?以上|以下|[以之]内|左右)?")
_LIMIT = re.compile("不(?:得)?(?:超过|高于|多于|大于)|(?<!不)(?:低于|少于|小于)|至多|最多|控制在|以下|以内|之内|[≤<]")
_POINTS = {"%": ("个百分点", " percentage points"), "‰": ("个千分点", " per mille points")}
_EACH = "每(?:学期|学年|名?学生|名?教师|[年月周天日人生班校园所])"
_FINE = re.compile("罚款|罚金|处以")
_NEAR = 16
_NOTED = frozenset({"looser", "tighter", "longer", "shorter", "ceilingup", "ceilingdown", "floorup", "floordown"})
_RATES = frozenset({*_POINTS, "个百分点", "年"})  # a share of a share tells nothing


def moved(change: Change) -> Words | None:
    """`+3个百分点`, or `+600个,+33.3%`; None where the two are no numbers of one unit, or equal."""
    facts = change.facts
    old, new = str(facts.get("old") or ""), str(facts.get("new") or "")
    amount = _amount(new)
    if (difference := facts.get("difference")) and isinstance(difference, int | float) and amount is not None:
        by = Decimal(str(difference))
        return _difference(by, amount - by, fold(str(facts.get("unit") or "")))
    one, other = _MEASURED.fullmatch(fold(old)), _MEASURED.fullmatch(fold(new))
    if one is None or other is None or one[2] != other[2]:
        return None
    unit = one[2] or ("row" in facts and unit_of(change.after, str(facts["row"] or ""))) or ""
    return _difference(_decimal(other[1]) - _decimal(one[1]), _decimal(one[1]), unit)


def direction(change: Change) -> str | None:
    """Which way a target went, a key of `DIRECTION`: more of a limit is less of a promise."""
    facts = change.facts
    old, new, difference = str(facts.get("old") or ""), str(facts.get("new") or ""), facts.get("difference")
    if isinstance(difference, int | float) and difference:
        more = difference > 0
        limited = bool(_LIMIT.search(fold(old)) and _LIMIT.search(fold(new)))
        if _is_fine(change, new):
            return ("ceiling" if limited else "floor" if "以上" in new else "") + ("up" if more else "down")
        if old.endswith("内") and new.endswith("内"):
            return "longer" if more else "shorter"
        if limited:
            return "looser" if more else "tighter"
        return "up" if more else "down"
    year_old, year_new = facts.get("year_old"), facts.get("year_new")
    if difference == 0 and year_old and year_new:
        return "later" if str(year_new) > str(year_old) else "sooner"
    return None


def limit(change: Change) -> Words | None:
    """Whether a limit was relaxed or tightened, which the sign of a difference does not tell; None for other targets."""
    found = direction(change)
    return DIRECTION[found] if found in _NOTED else None


def each(change: Change, value: str) -> str:
    """What an amount is paid for, where the text says so right before it: 每生每年 of 每生每年800元."""
    found = re.search(rf"((?:{_EACH})+)(?:约|近)?{re.escape(value)}", change.after) if value else None
    return found[1] if found else ""


def day(value: FactValue) -> Words:
    """An ISO date as people write it; anything else as it is.

    >>> day("2025-03-10").zh
    '2025年3月10日'
    """
    text = str(value or "")
    try:
        parsed = date.fromisoformat(text[:10])
    except ValueError:
        return Words(text, text)
    return Words(f"{parsed.year}年{parsed.month}月{parsed.day}日", parsed.isoformat())


def counted(number: int) -> str:
    """A small number as Chinese counts with it: 两, 三, … 十; a larger one in digits."""
    return "一两三四五六七八九十"[number - 1] if 1 <= number <= 10 else str(number)


def higher(old: FactValue, new: FactValue) -> bool | None:
    """Whether the one number in `new` is higher than the one in `old`; None where that cannot be said."""
    one, other = (_NUMBER.findall(fold(str(value or ""))) for value in (old, new))
    if len(one) != 1 or len(other) != 1 or _decimal(one[0]) == _decimal(other[0]):
        return None
    return _decimal(other[0]) > _decimal(one[0])


def _amount(shown: str) -> Decimal | None:
    """The one number in a value as published, in digits or in Han numerals."""
    plain = fold(shown)
    printed = [one.value for one in counts(plain)] or [number.replace(",", "") for number in _NUMBER.findall(plain)]
    try:
        return Decimal(printed[0]) if len(printed) == 1 else None
    except InvalidOperation:
        return None


def _is_fine(change: Change, new: str) -> bool:
    """Whether an amount is a fine: a higher one is neither a target nor a limit that eases."""
    text = change.after
    at = text.find(new)
    return "元" in new and at >= 0 and _FINE.search(text, max(0, at - _NEAR), at + len(new) + _NEAR) is not None


def _difference(difference: Decimal, before: Decimal, unit: str) -> Words | None:
    if not difference:
        return None
    shown = f"{difference.normalize():+,f}"
    if unit in _POINTS:
        return Words(shown + _POINTS[unit][0], shown + _POINTS[unit][1])
    if unit in _RATES or not before:
        return Words(f"{shown}{unit}", f"{shown}{unit}")
    share = f"{float(difference / before * 100):+,.1f}%"
    return Words(f"{shown}{unit},{share}", f"{shown}{unit}, {share}")


def _decimal(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))
