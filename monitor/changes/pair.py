"""Two matched clauses, what differs in them, and which of that a fact explains."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from operator import itemgetter

from monitor.align import Alignment
from monitor.records import Clause, Edition, Facts, Segment
from monitor.segments import Edit, begin_alike, edits, end_alike, marked
from monitor.text import UNSEEN, compact, key, visible
from monitor.tree import marker_end

Span = tuple[int, int]

# What may stand around explained words without being a change of its own.
_MARKS = re.compile(r"[^\w%‰℃+±<>≥≤×~-]+")

_PHRASE_ENDS = "。!?;:,！？；：，\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause before and after, `compacted`; `edits` are the real differences of its text, those of its number left out.

    `segments` are of the clauses as published. `phrases` are the words of both from the first phrase that differs in
    any way to the last: what reads facts looks there first, whether there can be any.
    """

    old: Clause
    new: Clause
    edits: tuple[Edit, ...]
    segments: tuple[Segment, ...]
    phrases: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that changed, with the spans of the old and the new text that it explains.

    `cell` is what a table's cell adds to the path.
    """

    type: str
    facts: Facts
    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Background:
    """What a fact may need to know beside its pair."""

    old: Edition
    new: Edition
    alignment: Alignment


def compacted(clause: Clause) -> Clause:
    """The clause as facts are read from it: blanks inside a number or a name are no part of it; a table's part its cells."""
    text = visible(clause.text) if clause.kind == "table" else compact(clause.text)
    return clause if text == clause.text else clause._replace(text=text)


def shown(old: Clause, new: Clause) -> tuple[Segment, ...]:
    """The segments of two clauses as published, their numbers marked where they differ."""
    return marked(old.text, new.text, chain(*_places(old, new)))


def pair(old: Clause, new: Clause) -> Pair:
    """The two clauses and their differences; a changed number is marked, but is no difference of the text."""
    head, body = _places(old, new)
    segments = marked(old.text, new.text, (*head, *body))
    plain = compacted(old), compacted(new)
    if plain != (old, new):
        _, body = _places(*plain)
    phrases = _differing(plain[0].text, plain[1].text)
    return Pair(
        *plain,
        edits=tuple([edit for edit in body if not edit.typographic]),
        segments=segments,
        phrases=(plain[0].text[slice(*phrases[0])], plain[1].text[slice(*phrases[1])]),
    )


def _differing(old: str, new: str) -> tuple[Span, Span]:
    """Of both texts the phrases from the first that differs to the last; whole ones that came or went without neighbours."""
    head = begin_alike(old, new)
    begin = max([old.rfind(mark, 0, head) for mark in _PHRASE_ENDS]) + 1
    tail = end_alike(old[begin:], new[begin:])
    end_old, end_new = len(old) - tail, len(new) - tail
    if not all(at == begin or text[at - 1] in _PHRASE_ENDS for text, at in ((old, end_old), (new, end_new))):
        more = min([at for mark in _PHRASE_ENDS if (at := old.find(mark, end_old)) >= 0], default=len(old)) - end_old
        end_old, end_new = end_old + more, end_new + more
    return (begin, end_old), (begin, end_new)


def _places(old: Clause, new: Clause) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Where the numbers differ, and where the texts behind them do."""
    head_old, head_new = head_end(old), head_end(new)
    head = _numbers(old.text[:head_old], new.text[:head_new])
    body = tuple(
        Edit(
            edit.start_before + head_old,
            edit.end_before + head_old,
            edit.start_after + head_new,
            edit.end_after + head_new,
            edit.typographic,
        )
        for edit in edits(old.text[head_old:], new.text[head_new:])
    )
    return head, body


def _numbers(old: str, new: str) -> tuple[Edit, ...]:
    """Where two printed numbers differ: the number itself, its brackets, dot and blanks left out where both have them."""
    if old == new:
        return ()
    start = len(list(takewhile(_same_mark, zip(old, new, strict=False))))
    end = len(list(takewhile(_same_mark, zip(old[start:][::-1], new[start:][::-1], strict=False))))
    return (Edit(start, len(old) - end, start, len(new) - end, typographic=key(old) == key(new)),)


def _same_mark(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1] and not pair[0].isalnum()


def head_end(clause: Clause) -> int:
    """Where the clause's number ends, the blanks behind it included."""
    end = marker_end(clause)
    behind = clause.text[end:]
    return end + len(behind) - len(behind.lstrip(UNSEEN)) if end else 0


def unexplained(pair: Pair, facts: Iterable[Fact]) -> tuple[Edit, ...]:
    """The differences that no fact explains, those of mere punctuation among them."""
    facts = tuple(facts)
    before = _merged(span for fact in facts for span in fact.before)
    after = _merged(span for fact in facts for span in fact.after)
    return tuple(edit for edit in pair.edits if not _explained(pair, edit, before, after))


def only_marks(pair: Pair, edit: Edit) -> bool:
    """Whether a difference is one of punctuation and blanks alone."""
    return not _words(pair.old.text, (edit.start_before, edit.end_before), ()) and not _words(
        pair.new.text, (edit.start_after, edit.end_after), ()
    )


def _explained(pair: Pair, edit: Edit, before: Sequence[Span], after: Sequence[Span]) -> bool:
    """Whether a span touches the edit, and spans cover every word of it."""
    gone, come = (edit.start_before, edit.end_before), (edit.start_after, edit.end_after)
    before, after = _touching(gone, before), _touching(come, after)
    if not before and not after:
        return False
    return not _words(pair.old.text, gone, before) and not _words(pair.new.text, come, after)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _touching(span: Span, spans: Sequence[Span]) -> list[Span]:
    start, end = span
    first = bisect_right(spans, start, key=itemgetter(1))
    return list(takewhile(lambda one: one[0] < end, islice(spans, first, None)))


def _words(text: str, span: Span, covered: Iterable[Span]) -> str:
    """What is left of the span's text without the covered spans, which stand in order, and without punctuation."""
    at, end = span
    left = ""
    for start, stop in covered:
        left += text[at : min(start, end)]
        at = max(at, stop)
    return _MARKS.sub("", left + text[at:end])
