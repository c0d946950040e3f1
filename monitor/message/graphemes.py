"""Cutting text where a reader would: never inside what is seen as one character."""

from __future__ import annotations

import unicodedata
from itertools import takewhile

_JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})


def head(text: str, size: int) -> str:
    """The beginning of a text, at most `size` code points, without half a character at its end."""
    return text[: _border(text, size)]


def tail(text: str, size: int) -> str:
    """The end of a text, at most `size` code points, without half a character at its beginning."""
    start = max(len(text) - size, 0)
    while start < len(text) and not _between(text, start):
        start += 1
    return text[start:]


def shortened(text: str, longest: int) -> str:
    """The text, cut off with an ellipsis where it has more than `longest` code points."""
    return text if len(text) <= longest else head(text, longest - 1) + "…"


def _border(text: str, at: int) -> int:
    at = max(min(at, len(text)), 0)
    while at and not _between(text, at):
        at -= 1
    return at


def _between(text: str, at: int) -> bool:
    """Whether a character ends right before `at` and another one begins there."""
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    if _extends(after) or before == _JOINER or (before, after) == ("\r", "\n"):
        return False
    if _flag(before) and _flag(after):  # flags are pairs of letters
        return sum(1 for _ in takewhile(_flag, reversed(text[:at]))) % 2 == 0
    return True


def _extends(char: str) -> bool:
    """Whether a character only adds to the one before it: accents, variants, skin tones, the vowels of a syllable."""
    return (
        char == _JOINER
        or unicodedata.category(char) in _MARKS
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
        or char == "\u200c"
    )


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
