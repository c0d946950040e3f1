"""Targets by name and value: what somebody asks for, and whether a target that a clause sets is that.

A name is short for every indicator that has its characters in this order: 普惠园占比 means 普惠性幼儿园占比, too.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from monitor.errors import UsageError
from monitor.facts.targets import targets
from monitor.records import TargetFact
from monitor.text import fold, key

_SIGNS: Mapping[str, str] = MappingProxyType(
    {">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", ">": ">", "<": "<", "==": "=", "=": "="}
)
_MEETS: Mapping[str, Callable[[Sequence[Fraction], Fraction], bool]] = MappingProxyType(
    {
        ">=": lambda values, asked: max(values) >= asked,
        "<=": lambda values, asked: min(values) <= asked,
        ">": lambda values, asked: max(values) > asked,
        "<": lambda values, asked: min(values) < asked,
        "=": lambda values, asked: min(values) <= asked <= max(values),
    }
)
"""A range meets what one of its values meets."""
_YEARS: Mapping[str, Callable[[str, str], bool]] = MappingProxyType({"by": operator.le, "in": operator.eq})
_ASKED = re.compile(
    r"(?P<name>[^<>=≥≤]*?)\s*(?P<sign>>=|<=|==|[<>=≥≤])\s*(?P<value>[^\s<>=≥≤]+(?:\s*%)?)"
    r"(?:\s+(?P<when>by|in)\s*(?P<year>\d{4})年?)?\s*"
)
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*(.{0,8})")
_TIMES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Goal:
    """A target that is asked for. `unit` is `""` for any, `year` None for any; `when` is `by` or `in`.

    Without a `sign` any value is right, words among them.
    """

    name: str
    sign: str = ""
    value: Fraction = Fraction(0)
    unit: str = ""
    when: str = "by"
    year: str | None = None

    def meets(self, text: str) -> bool:
        """Whether a clause's text sets such a target."""
        return next(self.found(text), None) is not None

    def found(self, text: str) -> Iterator[TargetFact]:
        """The targets of a text that meet it, in order."""
        return (fact for fact in targets(text) if named(self.name, fact.indicator) and self._fits(fact))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text says them, first to last."""
        at = 0
        for fact in self.found(text):
            begin = text.find(fact.text, at)
            if begin >= 0:
                at = begin + len(fact.text)
                yield begin, at

    def _fits(self, fact: TargetFact) -> bool:
        if not self.sign:
            return True
        times, unit = _unit(fact.unit)
        values = [value * times for value in _values(fact.value)]
        if not values or self.unit not in {"", unit}:
            return False
        if self.year and not (fact.year and _YEARS[self.when](fact.year, self.year)):
            return False
        return _MEETS[self.sign](values, self.value)


def read_goal(text: str) -> Goal | None:
    """The target that is asked for; None where the words ask for none. Raises UsageError where its parts make no sense.

    >>> read_goal("普惠园占比 ≥ 85 % by 2025")
    Goal(name='普惠园占比', sign='>=', value=Fraction(85, 1), unit='%', when='by', year='2025')
    """
    plain = fold(text).strip()
    if not re.search("[<>=≥≤]", _QUOTED.sub("", plain)):
        return None
    asked = _ASKED.fullmatch(plain)
    value = _VALUE.fullmatch(asked["value"]) if asked else None
    if asked is None or value is None or not key(asked["name"]):
        raise UsageError(
            f"{text!r} asks for no target; write a name, a comparison, a value and perhaps a year: "
            "'普惠园占比 >= 85% by 2025' (or put the words into quotation marks)"
        )
    times, unit = _unit(value[2])
    return Goal(
        key(asked["name"]),
        _SIGNS[asked["sign"]],
        Fraction(value[1]) * times,
        unit,
        asked["when"] or "by",
        asked["year"],
    )


def named(name: str, indicator: str) -> bool:
    """Whether an indicator has all characters of a name in this order.

    >>> named("普惠园占比", "普惠性幼儿园占比"), named("公办园占比", "普惠性幼儿园占比")
    (True, False)
    """
    rest = iter(key(indicator))
    return all(char in rest for char in key(name))


def _values(value: str) -> list[Fraction]:
    """A target's published value as numbers: one, or both ends of a range; none for words."""
    try:
        return [Fraction(part) for part in re.split(r"[-~至]", value)]
    except (ValueError, ZeroDivisionError):
        return []


def _unit(unit: str) -> tuple[int, str]:
    """How many times the plain unit it is: 万元 is ten thousand 元."""
    times = 1
    while len(unit) > 1 and unit[0] in _TIMES:
        times *= _TIMES[unit[0]]
        unit = unit[1:]
    return times, unit
