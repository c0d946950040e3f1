"""Dates as Chinese offices print them. Times without a zone are Shanghai's."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from monitor.records import Published
from monitor.text import fold

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "О": "0"}
_TIME = r"(?:[\sT-]*(?P<h>[01]?\d|2[0-3])[:时](?P<i>[0-5]\d)(?:[:分](?P<s>[0-5]\d))?)?"
_NUMERIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:[-/.]|年)\s*(?P<m>1[0-2]|0?[1-9])\s*(?:[-/.]|月)\s*"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)\s*日?" + _TIME
)
_HAN = re.compile(
    r"(?P<y>[一二][一二三四五六七八九零〇○О]{3})年(?P<m>十[一二]?|[一二三四五六七八九])月(?P<d>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)


def parse(text: str) -> Published:
    """The first full date in the text: a `datetime` in Shanghai where a time stands beside it, else a `date`.

    None where there is no full date (a year, or a year and a month, is none) or it does not exist.

    >>> parse("2019年09月29日10:22")
    datetime.datetime(2019, 9, 29, 10, 22, tzinfo=zoneinfo.ZoneInfo(key='Asia/Shanghai'))
    >>> parse("二〇二五年三月十日")
    datetime.date(2025, 3, 10)
    """
    folded = fold(text)
    if (match := _NUMERIC.search(folded)) is not None:
        return _from_numbers(match)
    if (match := _HAN.search(folded)) is not None:
        year = int("".join(_DIGITS[char] for char in match["y"]))
        return _day(year, _han_number(match["m"]), _han_number(match["d"]))
    return None


def day(value: Published) -> date | None:
    """The calendar day in Shanghai of a published date."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).date()
    return value


def end_of(value: date) -> datetime:
    """The last moment of a day in Shanghai."""
    return datetime.combine(value, time.max, tzinfo=SHANGHAI)


def iso(value: Published) -> str | None:
    """`2022-12-29`, or `2019-12-31T10:35:00+08:00` where a time is known."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return value.isoformat() if value else None


def from_iso(value: str | None) -> Published:
    """The inverse of `iso`. Raises ValueError for anything else."""
    if not value:
        return None
    return datetime.fromisoformat(value).astimezone(SHANGHAI) if "T" in value else date.fromisoformat(value)


def _from_numbers(match: re.Match[str]) -> Published:
    found = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    if found is None or match["h"] is None:
        return found
    second = int(match["s"] or 0)
    return datetime(found.year, found.month, found.day, int(match["h"]), int(match["i"]), second, tzinfo=SHANGHAI)


def _day(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    units = int(_DIGITS[ones]) if ones else 0
    return (int(_DIGITS[tens]) if tens else 1) * 10 + units if ten else units
