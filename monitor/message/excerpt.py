"""The document's own words in a letter: what differs, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.letter import Mark, Passage
from monitor.message.graphemes import head, shortened, tail
from monitor.records import Segment
from monitor.text import key

_CONTEXT = 24
_LONGEST_PIECE = 160
_LONGEST = 480
_LINES = 12
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ASCII = r"[A-Za-z0-9.@_%/:-]+"
_CUT_HEAD, _CUT_TAIL = re.compile(_ASCII), re.compile(rf"{_ASCII}\Z")


def excerpt(segments: Sequence[Segment]) -> tuple[Passage, int]:
    """The differing words with their neighbourhood, on one line, and how many differences were too many to show.

    A removal and an insertion with the same comparison key are one thing printed in another form: the new form is
    shown as kept. What lies far from any difference is an ellipsis.
    """
    pieces = visible(segments)
    shown: list[Segment] = []
    length = 0
    for index, (mark, text) in enumerate(pieces):
        if length > _LONGEST:
            left = pieces[index:]
            return (*shown, ("=", "…")), sum(1 for mark, _ in left if mark != "=")
        line = one_line(text)
        if mark == "=":
            line = _around(line, first=index == 0, last=index == len(pieces) - 1)
        else:
            line = shortened(line, _LONGEST_PIECE)
        shown += _blanks_apart(mark, line)
        length += len(line)
    return tuple(shown), 0


def whole(text: str, mark: Mark) -> tuple[tuple[Passage, ...], bool]:
    """A text that came or went, line by line with its mark, and whether all of it is shown."""
    shown: list[Passage] = []
    length = 0
    lines = text.split("\n")
    for line in lines:
        if length > _LONGEST or len(shown) == _LINES:
            return (*shown, (("=", "…"),)), False
        cut = shortened(one_line(line), max(_LONGEST - length, _CONTEXT))
        length += len(cut)
        shown.append(((mark, cut),))
    return tuple(shown), all(len(passage[0][1]) >= len(line) for passage, line in zip(shown, lines, strict=True))


def one_line(text: str) -> str:
    """A text without line ends, a table's cells divided by bars."""
    return _LINE_END.sub(" ", text.replace("\t", " | "))


def visible(segments: Sequence[Segment]) -> list[Segment]:
    """The segments as they are shown: what only looks different is kept, neighbours of one mark are one."""
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
    """The ends of an unchanged stretch that touch a difference, without half a number, word or address."""
    start = "" if first else head(text, _CONTEXT)
    end = "" if last else tail(text, _CONTEXT)
    if len(text) <= len(start) + len(end) + 1:
        return text
    if _CUT_HEAD.match(text, len(start)) and (half := _CUT_TAIL.search(start)):
        start = start[: half.start()]
    if _CUT_HEAD.match(text[-len(end) - 1 :][:1]) and (half := _CUT_HEAD.match(end)):
        end = end[half.end() :]
    return f"{start}…{end}"


def _blanks_apart(mark: Mark, line: str) -> Iterator[Segment]:
    """A differing piece without the blanks at its ends, which are kept."""
    if mark == "=" or line == line.strip():
        yield (mark, line)
        return
    bare = line.strip()
    start = line.index(bare) if bare else len(line)
    for piece in (("=", line[:start]), (mark, bare), ("=", line[start + len(bare) :])):
        if piece[1]:
            yield piece
