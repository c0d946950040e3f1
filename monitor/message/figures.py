"""Numbers in words: how much a target moved, and which way."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from monitor.letter import Words
from monitor.message.words import DIRECTION
from monitor.records import Change, FactValue
from monitor.text import fold

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MEASURED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s.,]{0,6}?)(?:及?以上|以下|[以之]内|左右)?")
_LIMIT = re.compile("不(?:得)?(?:超过|高于|多于|大于)|(?<!不)(?:低于|少于|小于)|至多|最多|控制在|以下|以内|之内|[≤<]")
_POINTS = {"%": ("个百分点", " percentage points"), "‰": ("个千分点", " per mille points")}
_RATES = frozenset({*_POINTS, "个百分点", "年"})  # a share of a share tells nothing


def moved(change: Change) -> Words | None:
    """`+3个百分点`, or `+600个,+33.3%`; None where the two are no numbers of one unit, or equal."""
    facts = change.facts
    old, new = str(facts.get("old") or ""), str(facts.get("new") or "")
    before = _NUMBER.findall(fold(old))
    if (difference := facts.get("difference")) and isinstance(difference, int | float) and len(before) == 1:
        return _difference(Decimal(str(difference)), before[0], fold(str(facts.get("unit") or "")))
    one, other = _MEASURED.fullmatch(fold(old)), _MEASURED.fullmatch(fold(new))
    if one is None or other is None or one[2] != other[2]:
        return None
    return _difference(_decimal(other[1]) - _decimal(one[1]), one[1], one[2])


def direction(change: Change) -> str | None:
    """Which way a target went, a key of `DIRECTION`: more of a limit is less of a promise."""
    facts = change.facts
    old, new, difference = str(facts.get("old") or ""), str(facts.get("new") or ""), facts.get("difference")
    if isinstance(difference, int | float) and difference:
        if _LIMIT.search(fold(old)) and _LIMIT.search(fold(new)):
            return "looser" if difference > 0 else "tighter"
        return "up" if difference > 0 else "down"
    year_old, year_new = facts.get("year_old"), facts.get("year_new")
    if difference == 0 and year_old and year_new:
        return "later" if str(year_new) > str(year_old) else "sooner"
    return None


def limit(change: Change) -> Words | None:
    """Whether a limit was relaxed or tightened, which the sign of a difference does not tell; None for other targets."""
    found = direction(change)
    return DIRECTION[found] if found in {"looser", "tighter"} else None


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


def _difference(difference: Decimal, before: str, unit: str) -> Words | None:
    if not difference:
        return None
    shown = f"{difference.normalize():+,f}"
    if unit in _POINTS:
        return Words(shown + _POINTS[unit][0], shown + _POINTS[unit][1])
    if unit in _RATES or not _decimal(before):
        return Words(f"{shown}{unit}", f"{shown}{unit}")
    share = f"{float(difference / _decimal(before) * 100):+,.1f}%"
    return Words(f"{shown}{unit},{share}", f"{shown}{unit}, {share}")


def _decimal(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))
