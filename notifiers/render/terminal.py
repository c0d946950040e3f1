"""A message for a terminal: the differing words in colour, and nothing that a page said obeyed."""

from __future__ import annotations

import re

from rich.text import Text

# Escape sequences move the cursor, rename windows and forge lines; direction marks turn the text around them.
_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# As `monitor.message` marks what differs.
_MARKED = re.compile(r"(?P<removed>\[-(?P<old>.*?)-\])|(?P<added>\{\+(?P<new>.*?)\+\})")
_REMOVED, _ADDED = "red strike", "green"


def harmless(text: str) -> str:
    """The text with control characters (line ends and tabs excepted) and direction marks made visible as `�`."""
    return _OBEYED.sub("�", text)


def styled(message: str) -> Text:
    """The message with its marked words in style and without the marks. Markup inside is text like any other."""
    shown, position = Text(), 0
    for match in _MARKED.finditer(message):
        shown.append(message[position : match.start()])
        removed = match["removed"] is not None
        shown.append(match["old"] if removed else match["new"], style=_REMOVED if removed else _ADDED)
        position = match.end()
    shown.append(message[position:])
    return shown
