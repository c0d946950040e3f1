"""Edits of a text's running lines as a person makes them in a round of revision."""

from __future__ import annotations

import re
from random import Random

from benchmarks.edits.printing import sentence_text
from benchmarks.edits.sentences import prose

_RUNNING = 60  # a longer line is running text, no heading and no entry of a table of contents


def edited_lines(text: str, chance: Random, count: int) -> str:
    """The text with so many of its lines of running text edited, each in one way."""
    lines = text.split("\n")
    running = [at for at, line in enumerate(lines) if len(line) > _RUNNING]
    for at in chance.sample(running, min(len(running), count)):
        lines[at] = chance.choice(_EDITS)(lines[at], chance)
    return "\n".join(lines)


def _words_exchanged(line: str, chance: Random) -> str:
    """One word for another of much the same meaning, where the line has one of those; else the words in its middle."""
    known = [word for word in _SYNONYMS if word in line]
    if known:
        word = chance.choice(known)
        return line.replace(word, _SYNONYMS[word], 1)
    middle = len(line) // 2
    return f"{line[:middle]}逐步{line[middle + 2 :]}"


def _sentence_added(line: str, chance: Random) -> str:
    sentences = line.split("。")
    at = chance.randint(1, len(sentences) - 1) if len(sentences) > 1 else 1
    return "。".join([*sentences[:at], sentence_text(prose(chance), {}).rstrip("。"), *sentences[at:]])


def _sentence_dropped(line: str, chance: Random) -> str:
    """Without one of its sentences but the first; a line of a single one without its last phrase."""
    sentences = line.split("。")
    if len(sentences) > 2:
        del sentences[chance.randint(1, len(sentences) - 2)]
        return "。".join(sentences)
    phrases = re.split("(?<=[,，])", line)
    return "".join(phrases[:-1]).rstrip(",，") + "。" if len(phrases) > 1 else line[: len(line) // 2]


def _number_changed(line: str, chance: Random) -> str:
    """A number a little higher; a line without any gets other words."""
    numbers = list(re.finditer(r"\d+", line))
    if not numbers:
        return _words_exchanged(line, chance)
    number = chance.choice(numbers)
    return f"{line[: number.start()]}{int(number[0]) + chance.randint(1, 9)}{line[number.end() :]}"


_SYNONYMS = {
    "加强": "强化",
    "推进": "推动",
    "完善": "健全",
    "提高": "提升",
    "建立": "构建",
    "开展": "组织开展",
    "加快": "稳步推进",
    "积极": "主动",
    "落实": "贯彻落实",
    "重点": "着力",
}
_EDITS = (_words_exchanged, _sentence_added, _sentence_dropped, _number_changed)
