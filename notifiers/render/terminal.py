"""A letter for a terminal: the differing words in colour, and nothing that a page said obeyed."""

from __future__ import annotations

import re

from rich.text import Text

from monitor.letter import Language, Letter
from monitor.message.plain import lines
from notifiers.render.harmless import harmless

_STYLES = {"=": "", "-": "red strike", "+": "green"}
# As plain text marks what differs.
_MARKED = re.compile(r"(?P<removed>\[-(?P<old>.*?)-\])|(?P<added>\{\+(?P<new>.*?)\+\})")


def terminal(letter: Letter, language: Language) -> Text:
    """The letter, laid out as its plain text is. Markup inside is text like any other."""
    shown = Text()
    for number, line in enumerate(lines(letter, language)):
        shown.append("\n" if number else "")
        for mark, piece in line:
            shown.append(harmless(piece), style=_STYLES[mark])
    return shown


def styled(message: str) -> Text:
    """The plain text of a message that was stored without its letter: its marked words in style, without the marks."""
    shown, position = Text(), 0
    for match in _MARKED.finditer(message):
        shown.append(message[position : match.start()])
        removed = match["removed"] is not None
        shown.append(match["old"] if removed else match["new"], style=_STYLES["-" if removed else "+"])
        position = match.end()
    shown.append(message[position:])
    return shown
