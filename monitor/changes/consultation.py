"""Until when and where opinions are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from monitor.changes.pair import Background, Fact, Span, compacted
from monitor.records import Clause, Consultation
from monitor.text import compact, fold, key

Value = TypeVar("Value", date, str)

_DAY = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SENTENCE = re.compile(r"[^。;\n]+[。;]?")
_ENTRY_ENDS = "。;,、\n"
_CALL = re.compile("截止|截至|结束|反馈|征求|征集|征询|意见|建议|时间|期限|前")


@dataclass(frozen=True, slots=True)
class Located:
    """A fact of the article, and the indices of the clauses that state it (None where none does)."""

    fact: Fact
    before: int | None
    after: int | None


def consultation(background: Background, olds: tuple[Clause, ...], news: tuple[Clause, ...]) -> Iterator[Located]:
    """`deadline_moved` and `contact_changed`, each with the clause where it stands among those compared."""
    old, new = background.old.article.consultation, background.new.article.consultation
    if old == new:
        return
    if old.deadline != new.deadline:
        # Where only one side has a deadline, its whole sentence came or went.
        spans = _day_spans if old.deadline and new.deadline else _sentence_spans
        days = (new.deadline - old.deadline).days if old.deadline and new.deadline else None
        facts = {"old": _iso(old.deadline), "new": _iso(new.deadline), "days": days}
        before, spans_before = _find(olds, old.deadline, spans)
        after, spans_after = _find(news, new.deadline, spans)
        yield Located(Fact("deadline_moved", dict(facts), spans_before, spans_after), before, after)
    for kind, value_old, value_new in _contacts(old, new):
        # Where only one side has it, its label came or went with it.
        places = _value_spans if value_old and value_new else _entry_spans
        before, spans_before = _find(olds, value_old, places)
        after, spans_after = _find(news, value_new, places)
        facts = {"kind": kind, "old": value_old, "new": value_new}
        yield Located(Fact("contact_changed", dict(facts), spans_before, spans_after), before, after)


def _contacts(old: Consultation, new: Consultation) -> Iterator[tuple[str, str | None, str | None]]:
    """What went and what came, kind by kind; a value gone and one come of a kind are one exchange."""
    for kind in dict.fromkeys(contact.kind for contact in (*old.contacts, *new.contacts)):
        olds = {key(contact.value): contact.value for contact in old.contacts if contact.kind == kind}
        news = {key(contact.value): contact.value for contact in new.contacts if contact.kind == kind}
        gone = [value for mark, value in olds.items() if mark not in news]
        come = [value for mark, value in news.items() if mark not in olds]
        for value_old, value_new in zip_longest(gone, come):
            yield kind, value_old, value_new


def _find(
    clauses: tuple[Clause, ...], value: Value | None, spans: Callable[[str, Value], tuple[Span, ...]]
) -> tuple[int | None, tuple[Span, ...]]:
    """The first clause that states the value, and where in it, compacted."""
    if value is not None:
        for index, clause in enumerate(clauses):
            if found := spans(compacted(clause).text, value):
                return index, found
    return None, ()


def _day_spans(text: str, day: date) -> tuple[Span, ...]:
    """Where the day is printed in sentences that ask for opinions."""
    return tuple(span for sentence in _calls(text) for span in _days(sentence[0], sentence.start(), day))


def _sentence_spans(text: str, day: date) -> tuple[Span, ...]:
    """The sentences that ask for opinions until the day."""
    return tuple(sentence.span() for sentence in _calls(text) if _days(sentence[0], 0, day))


def _entry_spans(text: str, value: str) -> tuple[Span, ...]:
    """The value with its label and number: from the last mark before it to its end."""
    plain = fold(text)
    return tuple(
        (max(plain.rfind(mark, 0, start) for mark in _ENTRY_ENDS) + 1, end) for start, end in _value_spans(text, value)
    )


def _value_spans(text: str, value: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in re.finditer(re.escape(compact(value)), text))


def _calls(text: str) -> Iterator[re.Match[str]]:
    return (sentence for sentence in _SENTENCE.finditer(fold(text)) if _CALL.search(sentence[0]))


def _days(sentence: str, at: int, day: date) -> list[Span]:
    found = []
    for match in _DAY.finditer(sentence):
        year, month, number = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        if (int(month), int(number)) == (day.month, day.day) and year in {None, str(day.year)}:
            found.append((at + match.start(), at + match.end()))
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
