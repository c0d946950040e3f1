"""List numbers of a DOCX: what Word shows in front of a paragraph and writes nowhere.

A paragraph names a list (`numPr`, by itself or by its style) and a level; the list says how each level counts and
how its number is dressed (`%1、`, `（%2）`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from monitor.numbering import han

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 9999
_LEVELS = 9


def value(element: etree._Element | None) -> str:
    """The `w:val` of an element, empty where there is none."""
    return str(element.get(f"{W}val") or "") if element is not None else ""


def number(element: etree._Element | None, default: int) -> int:
    """The `w:val` of an element as a number from 0 to 9999, `default` where it is none."""
    text = value(element)
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _letters(count: int) -> str:
    """A to Z, then AA, BB, …: as Word counts."""
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, _LEVELS)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (count // worth)
        count %= worth
    return text


def _enclosed(count: int) -> str:
    return chr(0x245F + count) if count <= 20 else chr(0x323C + count) if count <= 35 else str(count)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[(count - 1) % len(signs)]


_FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalZero": lambda count: f"{count:02}",
        "decimalFullWidth": lambda count: str(count).translate(_WIDE),
        "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
        "decimalEnclosedCircle": _enclosed,
        "decimalEnclosedCircleChinese": _enclosed,
        "decimalEnclosedParen": lambda count: chr(0x2473 + count) if count <= 20 else f"({count})",
        "decimalEnclosedFullstop": lambda count: f"{count}.",
        **dict.fromkeys(
            ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"),
            han,
        ),
        **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), lambda count: str(count).translate(_DIGITS)),
        "chineseLegalSimplified": lambda count: han(count).translate(_LEGAL),
        "ideographLegalTraditional": lambda count: han(count).translate(_LEGAL),
        "ideographTraditional": _cycle(_HEAVENLY),
        "ideographZodiac": _cycle(_EARTHLY),
        "lowerLetter": _letters,
        "upperLetter": lambda count: _letters(count).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda count: _roman(count).upper(),
    }
)  # fmt: skip
_WITHOUT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    legal: bool
    style: str
    restarts_at: int  # a number of this level or above begins the count anew; 0: nothing does


class Numbering:
    """Counts the lists of one document; asked once for every paragraph, in order."""

    def __init__(self, lists: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._styles: dict[str, tuple[str, str, int | None]] = {}
        self._default = ""
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if lists is not None:
            self._read_lists(lists)
        if styles is not None:
            self._read_styles(styles)

    def label(self, paragraph: etree._Element) -> str:
        """The number that Word shows in front of the paragraph, empty for bullets and where there is none."""
        list_id, level = self._place(paragraph)
        if list_id not in self._lists:
            return ""
        abstract, overridden, starts = self._lists[list_id]
        levels = self._abstract.get(abstract, {}) | overridden
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at, start in starts.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level and at in levels and level < levels[at].restarts_at]:
            del counts[deeper]
        return _dressed(levels, level, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        style = value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default
        own = value(properties.find(f"{W}numId")) if properties is not None else ""
        inherited, level = self._of_style(style)
        if properties is not None and (stated := properties.find(f"{W}ilvl")) is not None:
            level = number(stated, 0)
        elif own:
            level = 0
        return own or inherited, min(level, _LEVELS)

    def _of_style(self, style: str) -> tuple[str, int]:
        """The list and level that a style or one that it is based on names; 0 as a list's id means none."""
        seen: set[str] = set()
        name, level = style, None
        while name in self._styles and name not in seen:
            seen.add(name)
            based_on, list_id, stated = self._styles[name]
            level = stated if level is None else level
            if list_id:
                return list_id, self._level_of(list_id, name, level)
            name = based_on
        return "", level or 0

    def _level_of(self, list_id: str, style: str, stated: int | None) -> int:
        if list_id in self._lists:
            abstract, overridden, _ = self._lists[list_id]
            for at, level in (self._abstract.get(abstract, {}) | overridden).items():
                if level.style == style:
                    return at
        return stated or 0

    def _read_lists(self, lists: etree._Element) -> None:
        for abstract in lists.iterfind(f"{W}abstractNum"):
            self._abstract[str(abstract.get(f"{W}abstractNumId"))] = _levels(abstract)
        for each in lists.iterfind(f"{W}num"):
            overridden: dict[int, _Level] = {}
            starts: dict[int, int] = {}
            for override in each.iterfind(f"{W}lvlOverride"):
                overridden |= _levels(override)
                if (start := override.find(f"{W}startOverride")) is not None:
                    at = override.get(f"{W}ilvl") or ""
                    starts[int(at) if at.isascii() and at.isdigit() else 0] = number(start, 1)
            self._lists[str(each.get(f"{W}numId"))] = value(each.find(f"{W}abstractNumId")), overridden, starts

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iterfind(f"{W}style"):
            if style.get(f"{W}type") != "paragraph":
                continue
            name = str(style.get(f"{W}styleId"))
            properties = style.find(f"{W}pPr/{W}numPr")
            list_id = value(properties.find(f"{W}numId")) if properties is not None else ""
            stated = properties.find(f"{W}ilvl") if properties is not None else None
            self._styles[name] = (
                value(style.find(f"{W}basedOn")),
                list_id,
                None if stated is None else number(stated, 0),
            )
            if style.get(f"{W}default") in {"1", "true"}:
                self._default = name


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in parent.iterfind(f"{W}lvl"):
        at = level.get(f"{W}ilvl") or ""
        if not (at.isascii() and at.isdigit() and int(at) < _LEVELS):
            continue
        legal = level.find(f"{W}isLgl")
        found[int(at)] = _Level(
            start=number(level.find(f"{W}start"), 0),
            form=value(level.find(f"{W}numFmt")) or "decimal",
            text=value(level.find(f"{W}lvlText")),
            legal=legal is not None and value(legal) not in {"0", "false"},
            style=value(level.find(f"{W}pStyle")),
            restarts_at=number(level.find(f"{W}lvlRestart"), int(at)),
        )
    return found


def _dressed(levels: Mapping[int, _Level], level: int, counts: Mapping[int, int]) -> str:
    shown = levels[level]
    if shown.form in _WITHOUT:
        return ""
    text = shown.text
    for at in range(level + 1):
        if (mark := f"%{at + 1}") in text and at in levels:
            form = "decimal" if shown.legal and levels[at].form not in _WITHOUT else levels[at].form
            count = counts.get(at, levels[at].start)
            text = text.replace(mark, "" if form in _WITHOUT else _FORMATS.get(form, str)(count) if count else "0")
    return text
