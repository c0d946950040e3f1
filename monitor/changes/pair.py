"""Two matched clauses, what differs in them, and which of that a fact explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.records import Clause, Edition, Facts, Segment
from monitor.segments import Edit, edits, marked
from monitor.tree import marker_end

Span = tuple[int, int]

# What may stand around explained words without being a change of its own.
_MARKS = re.compile(r"[^\w%‰℃+±<>≥≤×~-]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause before and after; `edits` are the real differences of its text, those of its number left out."""

    old: Clause
    new: Clause
    edits: tuple[Edit, ...]
    segments: tuple[Segment, ...]


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
    """What a fact may need to know beside its pair.

    `became` says which path of the old text is which of the new.
    """

    old: Edition
    new: Edition
    became: Mapping[str, str] = field(default_factory=dict)


def pair(old: Clause, new: Clause) -> Pair:
    """The two clauses and their differences; a changed number is marked, but is no difference of the text."""
    head_old, head_new = marker_end(old), marker_end(new)
    head = edits(old.text[:head_old], new.text[:head_new])
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
    real = tuple(edit for edit in body if not edit.typographic)
    return Pair(old, new, real, marked(old.text, new.text, (*head, *body)))


def unexplained(pair: Pair, facts: Iterable[Fact]) -> tuple[Edit, ...]:
    """The differences that no fact explains, those of mere punctuation among them."""
    facts = tuple(facts)
    before = [span for fact in facts for span in fact.before]
    after = [span for fact in facts for span in fact.after]
    return tuple(
        edit
        for edit in pair.edits
        if not _touched(edit, before, after)
        or _words(pair.old.text, (edit.start_before, edit.end_before), before)
        or _words(pair.new.text, (edit.start_after, edit.end_after), after)
    )


def only_marks(pair: Pair, edit: Edit) -> bool:
    """Whether a difference is one of punctuation and blanks alone."""
    return not _words(pair.old.text, (edit.start_before, edit.end_before), ()) and not _words(
        pair.new.text, (edit.start_after, edit.end_after), ()
    )


def _touched(edit: Edit, before: Iterable[Span], after: Iterable[Span]) -> bool:
    return any(start < edit.end_before and edit.start_before < end for start, end in before) or any(
        start < edit.end_after and edit.start_after < end for start, end in after
    )


def _words(text: str, span: Span, covered: Iterable[Span]) -> str:
    """What is left of the span's text without the covered spans and without punctuation."""
    left = list(range(*span))
    for start, end in covered:
        left = [index for index in left if not start <= index < end]
    return _MARKS.sub("", "".join(text[index] for index in left))
