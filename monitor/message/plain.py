"""A letter as plain text, line by line. Removed words stand in `[-…-]`, inserted ones in `{+…+}`."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.letter import Language, Letter, Passage
from monitor.records import Message

MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
_HEADING = {"zh": "【{}】{}", "en": "[{}] {}"}
VIEW = {"zh": "对照阅读:{}", "en": "Read it here: {}"}
"""What stands before the address of our own page."""
_INDENT = "   "


def plain(letter: Letter) -> Message:
    """The letter in both languages."""
    return Message(zh=text(letter, "zh"), en=text(letter, "en"))


def text(letter: Letter, language: Language) -> str:
    """The letter in one language."""
    return "\n".join("".join(_marked(*piece) for piece in line) for line in lines(letter, language))


def lines(letter: Letter, language: Language) -> Iterator[Passage]:
    """The letter's lines, differing words still apart; only they have a mark."""
    yield _line(heading(letter, language))
    for words in (*letter.origin, *letter.summary):
        yield _line(words.of(language))
    for number, group in enumerate(letter.groups, 1):
        yield _line(f"{number}. {group.place.of(language)}")
        for words in group.said:
            yield _line(_INDENT + words.of(language))
        for passage in group.passages:
            yield (("=", _INDENT), *passage)
    for words in letter.notes:
        yield _line(words.of(language))
    if letter.view:
        yield _line(VIEW[language].format(letter.view))
    if letter.url:
        yield _line(letter.url)


def heading(letter: Letter, language: Language) -> str:
    """The first line: the kinds of change, and of what."""
    return _HEADING[language].format(letter.heading.of(language), letter.title)


def _line(said: str) -> Passage:
    return (("=", said),)


def _marked(mark: str, piece: str) -> str:
    before, after = MARKS[mark]
    return f"{before}{piece}{after}"
