"""Numbers at the head of a line: which scheme they belong to, and how paths write them.

Both widths are recognised as they stand; only the number itself is folded. What merely begins with digits (decimals,
years, dates) or with a counted word (一、二年级) is no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from monitor.text import UNSEEN, key, visible

_HAN = "一二三四五六七八九十百零〇"
_BLANK = "[ \u3000\xa0]{0,4}"
_DIGIT = "0-9０-９"
_DIGITS = "0123456789０１２３４５６７８９"
_ENCLOSED = "".join(map(chr, range(0x2474, 0x249C)))
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x2776, 0x2780))))
# What a line may begin with → the numbers that begin so.
_FORMS = {
    "第": rf"(?P<division>第{_BLANK}[{_HAN}{_DIGIT}]{{1,6}}{_BLANK}(?P<unit>分编|编|章|节))(?=[\s:：]|$|[^。；;，,]{{1,30}}$)"
    rf"|(?P<article>第{_BLANK}[{_HAN}千{_DIGIT}]{{1,8}}{_BLANK}条(?:之[{_HAN}]{{1,3}})?)"
    rf"(?!规定|所[称列指述规定]|的|中[的所规“\"]|(?:和|至|中|或者?|及|以及|、)[第本前]|第[{_HAN}]{{1,4}}[款项]"
    rf"|[（(][{_HAN}]{{1,3}}[)）]项|[{_HAN}]{{1,3}}项(?:[规的所、和]|$))",
    _HAN: rf"(?P<han>[{_HAN}]{{1,4}}){_BLANK}[、.．](?![{_HAN}]{{1,3}}(?:、[{_HAN}]|年级|[期批类级]|至|到))",
    "(（": rf"(?P<paren>[(（]{_BLANK}[{_HAN}]{{1,4}}{_BLANK}[)）])[、.．,，]?"
    rf"|(?P<round>[(（]{_BLANK}[{_DIGIT}]{{1,3}}{_BLANK}[)）])[、.．,，]?",
    _DIGITS: rf"(?P<arabic>[{_DIGIT}]{{1,3}}){_BLANK}[.．、](?:(?=(?:19|20)\d\d年)|(?![{_DIGIT}<%％]))"
    rf"|(?P<round>[{_DIGIT}]{{1,2}}[)）])[、.．,，]?",
    _ENCLOSED: "(?P<enclosed>.)",
    _CIRCLED: "(?P<circled>.)[、.．]?",
}
_MARKERS = {first: re.compile(forms) for firsts, forms in _FORMS.items() for first in firsts}
# Form → (level in the outline, order of nesting: a number ends every open clause of the same or a deeper order).
_RANKS: dict[str, tuple[int, float]] = {
    "编": (1, 0.1),
    "分编": (1, 0.2),
    "章": (1, 0.3),
    "节": (1, 0.4),
    "article": (3, 0.5),
    "han": (1, 1),
    "paren": (2, 2),
    "arabic": (3, 3),
    "round": (4, 4),
    "circled": (5, 5),
}
_UNSEEN = re.escape(UNSEEN)
_HIDDEN = re.compile(f"[{re.escape(''.join(char for char in UNSEEN if not char.isspace()))}]")
_REACH = 24  # no number with its mark is longer
_INLINE = re.compile(
    rf"(?:^|(?<=[。；;：:，,！!？?\s{_UNSEEN}]))"
    rf"(?:(?P<first>第[{_UNSEEN}]{{0,4}}(?P<a>[{_HAN}]{{1,3}})[{_UNSEEN}]{{0,4}})[，,、:：]"
    rf"|(?P<one>(?P<b>[{_HAN}]{{1,3}})[{_UNSEEN}]{{0,4}}是))",
    re.MULTILINE,
)
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number: its `form`, its `level`, its order of nesting, as a path writes it, and where it ends."""

    form: str
    level: int
    depth: float
    number: str
    end: int


@dataclass(frozen=True, slots=True)
class Inline:
    """第一, or 一是 within a paragraph: where it begins and ends, and its place in its series."""

    number: str
    level: int
    value: int
    start: int
    end: int


def marker(line: str) -> Marker | None:
    """The number that a line begins with; None where it begins with none.

    >>> marker("（二）优化布局。新建学校2所。").number
    '(二)'
    >>> marker("3.5亿元用于校舍维修") is None
    True
    """
    forms = _MARKERS.get(line[:1])
    if forms is None:
        return None
    if (match := forms.match(line)) is not None:
        end = match.end()
    # Marks that nobody sees may stand inside the number.
    elif _HIDDEN.search(line, 0, _REACH) is None or (match := forms.match(visible(line))) is None:
        return None
    else:
        end = _published(line, match.end())
    form = str(match.lastgroup)
    return _read(match["unit"] if form == "division" else form, match[form], end)


def _published(line: str, seen: int) -> int:
    """Where the first so many visible characters of a line end."""
    ends = (index for index, char in enumerate(line, 1) if visible(char))
    return next(islice(ends, seen - 1, None))


@lru_cache(maxsize=512)  # texts use the same few numbers over and over
def _read(form: str, printed: str, end: int) -> Marker:
    number = key(printed)
    if form == "enclosed":  # ⑴ and ⒈ are one character, and mean (1) and 1.
        code = ord(printed)
        form, number = ("round", f"({code - 0x2473})") if code < 0x2488 else ("arabic", str(code - 0x2487))
    level, depth = _RANKS[form]
    return Marker(form, level, depth, number, end)


def inline(text: str) -> list[Inline]:
    """The series 第一,…第二,… and 一是…二是… in a clause's text, in order.

    A series counts from one without a gap and has two members at least: a lone 一是 is a figure of speech.
    """
    if "一" not in text:
        return []
    series: dict[int, list[Inline]] = {6: [], 7: []}
    complete: list[Inline] = []
    for match in _INLINE.finditer(text):
        level = 6 if match["first"] else 7
        number = match["first"] or match["one"]
        found = Inline(key(number), level, value(match["a"] or match["b"]), match.start(), match.end())
        if found.value != len(series[level]) + 1:
            complete += _whole(series[level])
            series[level] = []
        if level == 6:
            complete += _whole(series[7])
            series[7] = []
        if found.value == len(series[level]) + 1:
            series[level].append(found)
    complete += _whole(series[6]) + _whole(series[7])
    return sorted(complete, key=lambda one: one.start)


def value(han: str) -> int:
    """The value of a number below ten thousand in Han numerals.

    >>> value("二十三"), value("一千二百零五")
    (23, 1205)
    """
    thousands, _, rest = han.rpartition("千")
    hundreds, _, rest = rest.lstrip("零〇").rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 1000 * _VALUES.get(thousands, 0) + 100 * _VALUES.get(hundreds, 0)
    if ten:
        total += 10 * _VALUES.get(tens.lstrip("零〇"), 1)
    return total + _VALUES.get(ones.lstrip("零〇"), 0)


def han(number: int) -> str:
    """A number from 1 to 99 in Han numerals; a larger one, which no law has, in digits.

    >>> han(2), han(12), han(30)
    ('二', '十二', '三十')
    """
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    numerals = "零一二三四五六七八九"
    return (numerals[tens] if tens > 1 else "") + ("十" if tens else "") + (numerals[ones] if ones else "")


def _whole(series: list[Inline]) -> list[Inline]:
    return series if len(series) > 1 else []
