"""Whether a text that decoded without damage is Chinese at all, or what a wrong encoding made of it.

A wrong encoding seldom stops at a byte: it makes rare characters (鐨勬暀鑲) or accents (Ã¤Â½) of common ones. In real
texts nearly every character is one of the few thousand that the first levels of GB 2312 or Big5 hold.
"""

from __future__ import annotations

import re

_ASCII = bytes(range(0x80))
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LEVELS = (
    ("gb2312", bytes(range(0xB0, 0xD8)), bytes(range(0xD8, 0xF8))),
    ("big5", bytes(range(0xA4, 0xC7)), bytes(range(0xC9, 0xFA))),
)
_ORDINARY = 0.15
_ODD = 0.05
# Damage that an earlier program wrote into the text itself: U+FFFD read as GBK, and letters that became question marks.
_SCARS = re.compile(r"(?:锟斤拷|锟斤|斤拷|\ufffd)+|烫烫烫烫+|屯屯屯屯+|\?{3,}(?:[，。、；：\s]*\?{2,})*")
_SCARRED = "锟\ufffd烫屯?"  # a single character is found many times faster than a few in a row
_RUN = re.compile(r"[^\x00-\x7f\s、，。；：！？（）《》“”‘’—…·〔〕【】]+")
# UTF-8 or GBK read as Latin-1: accents, signs and C1 controls one beside the other.
_ACCENTS = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2020-\u2022\u2030\u2039\u203a\u20ac\u2122]{4,}"
)
_SHORTEST = 8
_SAMPLE = 2000
_MANY_SCARS = 6
_RUN_LENGTH = 4
_GARBLED = 0.4


def strangeness(text: str) -> float:
    """The share (0..1) of a text's characters beyond ASCII that no everyday Chinese text has; 0 where there are none.

    Real texts, simplified or traditional, stay below 0.05; what a wrong encoding made is above 0.5.
    """
    beyond = "".join(_BEYOND_ASCII.findall(text))
    lowest = 1.0 if beyond else 0.0
    for encoding, common, rare in _LEVELS if beyond else ():
        known = beyond.encode(encoding, "ignore")[::2]
        ordinary = len(known) - len(known.translate(None, common))
        unknown = len(beyond) - len(known.translate(None, rare))
        if ordinary + unknown == 0:  # nothing but punctuation
            return 0.0
        lowest = min(lowest, unknown / (ordinary + unknown))
        if lowest < _ORDINARY:
            break
    return lowest


def mojibake(text: str) -> float:
    """The share (0..1) of a text's characters that stand in lines which a wrong encoding has garbled.

    Counts lines of rare characters, runs of accents, and the scars of lost characters (锟斤拷, ????). A single rare
    name, a word with an accent or a mention of 锟斤拷 hardly counts.
    """
    strange = strangeness(text[:: 1 + len(text) // _SAMPLE]) > _ODD  # some characters speak for all
    if not strange and not any(sign in text for sign in _SCARRED):
        return 0.0
    scars = _SCARS.findall(text)
    lost = sum(map(len, scars)) if len("".join(scars)) >= _MANY_SCARS else 0
    if strange:
        lost += sum(len(run) for run in _ACCENTS.findall(text))
        lost += sum(len(line) for line in text.split("\n") if _garbled(line))
    return min(1.0, lost / max(1, sum(map(len, text.split()))))


def _garbled(line: str) -> bool:
    runs = _RUN.findall(line)  # a wrong encoding takes commas and blanks along; a list of rare names keeps them
    length = sum(map(len, runs))
    return length >= _SHORTEST and length >= _RUN_LENGTH * len(runs) and strangeness(line) > _GARBLED
