"""A clause with its differing words marked, in plain text: `[-removed-]` and `{+inserted+}`."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.records import Segment
from monitor.text import key

_CONTEXT = 24
_LONGEST = 280
_MARKS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def excerpt(segments: Sequence[Segment]) -> str:
    """The differing words and what stands around them, on one line; what lies far from any difference is an ellipsis.

    A removal and an insertion with the same comparison key are one thing printed in another form: the new form is
    shown without marks.
    """
    pieces = _visible(segments)
    shown = ""
    for index, (mark, text) in enumerate(pieces):
        line = " ".join(text.replace("\t", " | ").split("\n"))
        if mark == "=":
            line = _around(line, first=index == 0, last=index == len(pieces) - 1)
        before, after = _MARKS[mark]
        shown += f"{before}{line}{after}"
    return shown


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text's lines, cut off with an ellipsis where they grow too long for a message."""
    shown = text.replace("\t", " | ")
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _visible(segments: Sequence[Segment]) -> list[Segment]:
    pieces: list[Segment] = []
    index = 0
    while index < len(segments):
        mark, text = segments[index]
        following = segments[index + 1] if index + 1 < len(segments) else None
        if mark == "-" and following and following[0] == "+" and key(text) == key(following[1]):
            mark, text = "=", following[1]
            index += 1
        elif mark != "=" and not key(text):
            text = text if mark == "+" else ""
            mark = "="
        if pieces and pieces[-1][0] == mark:
            pieces[-1] = (mark, pieces[-1][1] + text)
        elif text:
            pieces.append((mark, text))
        index += 1
    return pieces


def _around(text: str, *, first: bool, last: bool) -> str:
    """The ends of an unchanged stretch that touch a difference."""
    head = "" if first else text[:_CONTEXT]
    tail = "" if last else text[-_CONTEXT:]
    if len(text) <= len(head) + len(tail) + 1:
        return text
    return f"{head}…{tail}"
