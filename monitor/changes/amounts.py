"""What a target amounts to, in whatever unit and script it is printed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from math import prod

from monitor.records import TargetFact
from monitor.text import fold, key

_ABOUT = re.compile("约|近|左右|[余多](?!于)")
_GROUPING = re.compile(r"(?<=\d)[,，](?=\d{3})")
_DIGIT = re.compile("[0-9]")
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
_SCALED = re.compile(r"([亿万千百]+)(?=元|平方米|人|个|名|册|亩|台|份)")


def size(fact: TargetFact) -> tuple[object, ...]:
    """Equal for the same amount compared the same way, whatever words and units it is printed in."""
    try:
        amount: object = tuple(Decimal(number) * _scale(fact.unit) for number in fact.value.split("-"))
    except InvalidOperation:
        amount = key(fact.value)
    return amount, base(fact.unit), fact.comparison, _ABOUT.search(fact.shown) is not None


def difference(old: TargetFact, new: TargetFact) -> int | float | None:
    """New minus old in the new unit, exactly; None where one of them is a range or no number, or the units are others."""
    if base(old.unit) != base(new.unit):
        return None
    try:
        before, after = Decimal(old.value) * _scale(old.unit), Decimal(new.value) * _scale(new.unit)
    except InvalidOperation:
        return None
    found = (after - before) / _scale(new.unit)
    return int(found) if found == found.to_integral_value() else float(found)


def same_number(old: TargetFact, new: TargetFact) -> bool:
    """Whether one number is only printed otherwise: 1,200套 and 1200套, 百分之九十五 and 95%."""
    return (old.value, old.unit, old.comparison) == (new.value, new.unit, new.comparison) and (
        _GROUPING.sub("", old.shown) == _GROUPING.sub("", new.shown) or _spelled(old) != _spelled(new)
    )


def base(unit: str) -> str:
    """The unit without its scale, as its comparison key.

    >>> base("万元"), base("个百分点")
    ('元', '个百分点')
    """
    prefix = _SCALED.match(unit)
    return key(unit[prefix.end() :] if prefix else unit)


def _scale(unit: str) -> int:
    prefix = _SCALED.match(unit)
    return prod(_SCALES[char] for char in prefix[1]) if prefix else 1


def _spelled(fact: TargetFact) -> bool:
    return _DIGIT.search(fold(fact.shown)) is None
