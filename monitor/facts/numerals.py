"""Numbers spelled in Han numerals, as contracts and regulations print them: 九十五, 三千五百, 一亿二千万, 二点五."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "一二三四五六七八九"
RUN = rf"[{DIGITS}两零〇十百千万亿]++(?:点[{DIGITS}零〇]++[万亿]*+)?+"
"""A run of numerals, never cut inside; whether it is a number only `spelled` knows."""
_SECTION = re.compile(
    rf"(?:(?P<千>[{DIGITS}两])千)?(?P<gap>[零〇])?(?:(?P<百>[{DIGITS}两])百)?(?:(?P<ten>[{DIGITS}]?)十)?"
    rf"(?P<zero>[零〇])?(?P<one>[{DIGITS}两])?"
)
_LONGEST = 24
_SCALES = {"亿": 10**8, "万": 10**4}
_VALUES = {char: value for value, char in enumerate(DIGITS, 1)} | {"两": 2}


def spelled(han: str) -> Decimal | None:
    """The number, or None: years (二〇二六), plans (十四五), pairs (三四) and what begins with a bare 百 or 万 are none.

    >>> spelled("三千五百"), spelled("一亿二千万"), spelled("九十五点五"), spelled("十四五"), spelled("百")
    (Decimal('3500'), Decimal('120000000'), Decimal('95.5'), None, None)
    """
    if len(han) > _LONGEST:
        return None
    if "点" in han:
        return _with_fraction(han)
    total, rest = 0, han
    for scale, times in _SCALES.items():
        head, found, tail = rest.rpartition(scale)
        if found:
            part = spelled(head) if scale == "亿" else _section(head)
            if part is None or (scale == "亿" and tail.startswith("亿")):
                return None
            total, rest = total + int(part) * times, tail
    if not rest:
        return Decimal(total) if total else None
    part = _section(rest)
    # 一万五 is said for 15000, 一万零五 for 10005.
    if part is None or (total and len(rest) == 1):
        return None
    return Decimal(total + int(part))


def scaled(han: str) -> tuple[Decimal, str] | None:
    """The number with its last scale apart, as digits print it: 五万 is 5 and 万, 三万五千 is 35000."""
    number, scale = spelled(han), han[-1:]
    if number is None or scale not in _SCALES:
        return None if number is None else (number, "")
    return number / _SCALES[scale], scale


def printed(number: Decimal) -> str:
    """The number in plain digits."""
    return f"{number.normalize():f}"


def _with_fraction(han: str) -> Decimal | None:
    whole, _, rest = han.partition("点")
    digits, scale = rest.rstrip("万亿"), rest[len(rest.rstrip("万亿")) :]
    before = Decimal(0) if whole in {"零", "〇"} else spelled(whole)
    if before is None or len(scale) > 1:
        return None
    fraction = "".join(str(_VALUES.get(char, 0)) for char in digits)
    return (before + Decimal(f"0.{fraction}")) * _SCALES.get(scale, 1)


def _section(han: str) -> int | None:
    """A number below ten thousand."""
    match = _SECTION.fullmatch(han)
    if match is None or not han.strip("零〇"):
        return None
    # 一百五 is said for 150.
    if (
        match["one"]
        and not match["zero"]
        and (match["千"] or match["百"])
        and match["ten"] is None
        and not match["gap"]
    ):
        return None
    thousands, hundreds, one = (_VALUES.get(match[name] or "", 0) for name in ("千", "百", "one"))
    tens = 0 if match["ten"] is None else _VALUES.get(match["ten"], 1)
    return 1000 * thousands + 100 * hundreds + 10 * tens + one
