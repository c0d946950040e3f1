"""What differs between two publications of the same words, and must tell nobody anything.

Only forms that the comparison key folds: width, blanks, kinds of dashes and brackets. The words are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_WIDE = str.maketrans(",:;()", "，：；（）")
_NARROW = str.maketrans("，：；（）", ",:;()")
_AFTER_MARK = re.compile(r"(?<=[,;:，；：。、])(?=[\u4e00-\u9fff])")
_BESIDE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff])")
_DASH = re.compile(r"(?<=\d)-(?=\d)")
_BLANKS = (" ", "\u00a0", "\u3000", "\u2002", "\u200b")
_INDENTS = ("\u3000\u3000", "    ", "\u00a0\u00a0", "\u2003")
_ENDS = (" ", "\u00a0", "\u3000", "\u200b", "  ")

Noise = Callable[[str, Random], str]


def noisy(text: str, chance: Random, kinds: tuple[str, ...]) -> str:
    """A clause's text (or a line of it) with some of the kinds of noise."""
    for kind in kinds:
        if chance.random() < 0.5:
            text = KINDS[kind](text, chance)
    return text


def kinds(chance: Random) -> tuple[str, ...]:
    """Which kinds of noise one publication has; often none."""
    return tuple(chance.sample(tuple(KINDS), chance.randint(1, len(KINDS)))) if chance.random() < 0.6 else ()


def _wide(text: str, _: Random) -> str:
    return text.translate(_WIDE)


def _narrow(text: str, _: Random) -> str:
    return text.translate(_NARROW)


def _wide_digits(text: str, chance: Random) -> str:
    if "@" in text or "//" in text or "\t" in text:
        return text
    at = [match.start() for match in re.finditer(r"(?<=[\u4e00-\u9fff])\d(?=[\u4e00-\u9fff])", text)]
    if not at:
        return text
    one = chance.choice(at)
    return text[:one] + chr(ord(text[one]) + 0xFEE0) + text[one + 1 :]


def _blanks(text: str, chance: Random) -> str:
    return _sown(_AFTER_MARK, text, chance)


def _around_numbers(text: str, chance: Random) -> str:
    # The number at the head of a line and those of 第5项 and the like stay as they are.
    return _sown(_BESIDE_NUMBER, text, chance, since=8)


def _dashes(text: str, chance: Random) -> str:
    return text if "@" in text or "021-" in text or "//" in text else _DASH.sub(chance.choice("-—–－"), text)


def _quotation_brackets(text: str, _: Random) -> str:
    return text.replace("(责任单位", "（责任单位").replace("配合)", "配合）")


def _square_brackets(text: str, chance: Random) -> str:
    opening, closing = chance.choice(("[]", "【】", "［］"))
    return text.replace("〔", opening).replace("〕", closing)


def _indents(text: str, chance: Random) -> str:
    indent = chance.choice(_INDENTS)
    return text if "\t" in text else "\n".join(indent + line for line in text.split("\n"))


def _ends(text: str, chance: Random) -> str:
    return text if "\t" in text else "\n".join(line + chance.choice(_ENDS) for line in text.split("\n"))


def _lines(text: str, _: Random) -> str:
    return text if "\t" in text else text.replace("\n", "\n\n")


def _sown(pattern: re.Pattern[str], text: str, chance: Random, since: int = 0) -> str:
    if "\t" in text:
        return text
    return pattern.sub(
        lambda match: chance.choice(_BLANKS) if match.start() >= since and chance.random() < 0.2 else "", text
    )


KINDS: dict[str, Noise] = {
    "wide marks": _wide,
    "narrow marks": _narrow,
    "wide digits": _wide_digits,
    "blanks": _blanks,
    "blanks around numbers": _around_numbers,
    "dashes": _dashes,
    "one bracket of two": _quotation_brackets,
    "square brackets": _square_brackets,
    "indents": _indents,
    "blanks at ends": _ends,
    "blank lines": _lines,
}
