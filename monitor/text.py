"""Text as people compare it: the comparison key, and the folding that paths and labels need.

Stored and shown text is never altered; only keys are. No NFKC of whole texts: it would rewrite ① and ㎡.
"""

from __future__ import annotations

import re
import unicodedata

# Blanks of every width, marks that nobody sees (zero width, direction, byte order, soft hyphen), control characters.
_UNSEEN = dict.fromkeys(
    [
        *range(0x21),
        *range(0x7F, 0xA1),
        0xAD,
        0x034F,
        0x061C,
        0x115F,
        0x1160,
        0x1680,
        0x180E,
        *range(0x2000, 0x2010),
        *range(0x2028, 0x2030),
        *range(0x205F, 0x2070),
        0x3000,
        0x3164,
        *range(0xFE00, 0xFE10),
        0xFEFF,
        0xFFA0,
    ]
)
UNSEEN = "".join(map(chr, _UNSEEN))
"""All blanks and invisible characters that the comparison key leaves out."""

_WIDTH = {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys("‐‑‒–—―─━﹘﹣－−ー", "-")
_TILDES = dict.fromkeys("～〜∼˜", "~")
_SQUARE = dict(zip("〔〕［］【】〖〗﹝﹞", "[][][][][]", strict=True))
# Kangxi radicals and compatibility ideographs: what a PDF's text layer has instead of the characters that look the same.
_TWINS = {
    chr(code): twin
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA))
    if (twin := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_FOLD: dict[str, str] = {**_WIDTH, **_DASHES, **_TILDES, **_SQUARE, **_TWINS}
# A range is written with a dash or a tilde.
_KEY: dict[str, str] = {**_FOLD, **dict.fromkeys([*_TILDES, "~"], "-"), **dict.fromkeys(map(chr, _UNSEEN), "")}
# One search for what must change is many times faster than `str.translate`, which looks up every Chinese character.
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")
_KEYED = re.compile(f"[{re.escape(''.join(_KEY))}]")
# Dense text is full of a few marks; replacing them one by one first is several times faster again.
_FREQUENT = [(mark, _FOLD[mark]) for mark in "，：；（）！？％—"]
_FREQUENT_KEYED = [*_FREQUENT, *((blank, "") for blank in "\n\u3000 ")]
_LOOSE = re.compile(f"[{re.escape(UNSEEN.replace(chr(9), '').replace(chr(10), ''))}]+")
_UNSHOWN = re.compile(f"[{re.escape(''.join(char for char in UNSEEN if not char.isspace()))}]+")
INDENTS = UNSEEN
"""What a paragraph may begin or end with and is no part of it."""
_BLANKS = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")


def fold(text: str) -> str:
    """The text in half width, with one kind of dash, tilde and square bracket; blanks stay.

    >>> fold("（二〇一九—二〇二一）〔3〕")
    '(二〇一九-二〇二一)[3]'
    """
    if _FOLDED.search(text) is None:
        return text
    for mark, folded in _FREQUENT:
        text = text.replace(mark, folded)
    return _FOLDED.sub(lambda match: _FOLD[match[0]], text)


def key(text: str) -> str:
    """The comparison key: folded, tildes as dashes, without blanks and invisible characters. Equal keys mean: nothing changed.

    >>> key("到２０２５年，　占比５２％") == key("到2025年, 占比52%")
    True
    """
    if _KEYED.search(text) is None:
        return text
    for mark, folded in _FREQUENT_KEYED:
        text = text.replace(mark, folded)
    return _KEYED.sub(lambda match: _KEY[match[0]], text)


def compact(text: str) -> str:
    """The text without the blanks and invisible marks that the comparison key does not see, for reading facts from it.

    Line breaks and tabs stay, and one blank between letters or digits of the Latin script, which would run together.

    >>> compact("到 2029\u200b年，　占比 52 %"), compact("Python 3")
    ('到2029年，占比52%', 'Python 3')
    """
    return _LOOSE.sub(_tightened, text) if _LOOSE.search(text) is not None else text


def _tightened(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    apart = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return " " if apart and any(map(str.isspace, match[0])) else ""


def visible(text: str) -> str:
    """The text without marks that nobody sees; blanks stay.

    >>> visible("区\u200b教育局 2026")
    '区教育局 2026'
    """
    return _UNSHOWN.sub("", text)


def tidy(text: str) -> str:
    """One line with single plain blanks, none at its ends; wide indents and no-break blanks are blanks too."""
    return _BLANKS.sub(" ", text).strip()


def lines(text: str) -> list[str]:
    """The paragraphs of a text: its lines as published, without indents and empty ones; tabs inside stay."""
    found = text.splitlines()
    if len(found) == 1:  # a paragraph of a page most of the time
        line = found[0].strip(INDENTS)
        return [line] if line else []
    return [line for raw in found if (line := raw.strip(INDENTS))]
