"""Until when and where opinions are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from monitor.changes.pair import Background, Fact, Span, compacted
from monitor.dates import day as calendar_day
from monitor.facts.consultation import term, terms
from monitor.records import Article, Clause, Consultation, Facts
from monitor.text import compact, fold, key

Value = TypeVar("Value", date, str)

_DAY = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COUNTED = re.compile(r"(\d+)(?:个?自然日|日|天)")
_SENTENCE = re.compile(r"[^。;\n]+[。;]?")
_ENTRY_ENDS = "。;,、\n"
_CALL = re.compile("截止|截至|结束|反馈|征求|征集|征询|意见|建议|时间|期限|前|止")


@dataclass(frozen=True, slots=True)
class Located:
    """A fact of the article, and the indices of the clauses that state it (None where none does).

    A fact without type is one that is told elsewhere, and only explains what differs here.
    """

    fact: Fact
    before: int | None
    after: int | None


def consultation(background: Background) -> Iterator[Located]:
    """`deadline_moved` and `contact_changed`, each with the clause where it stands among those compared.

    What only reads otherwise in texts with the same comparison key is no change.
    """
    old, new = background.old.article, background.new.article
    until = _until(old), _until(new)
    contacts = list(_contacts(old.consultation, new.consultation))
    if (until[0] == until[1] and not contacts) or key(old.text) == key(new.text):
        return
    yield from _deadline(background, *until)
    olds, news = background.alignment.old.clauses, background.alignment.new.clauses
    for kind, value_old, value_new in contacts:
        # Where only one side has it, its label came or went with it.
        places = _value_spans if value_old and value_new else _entry_spans
        before, spans_before = _find(olds, value_old, places)
        after, spans_after = _find(news, value_new, places)
        facts = {"kind": kind, "old": value_old, "new": value_new}
        yield Located(Fact("contact_changed", dict(facts), spans_before, spans_after), before, after)


def _deadline(background: Background, old: date | str | None, new: date | str | None) -> Iterator[Located]:
    """One `deadline_moved`, at the first clause that states it; other clauses that follow it say nothing more."""
    if old == new:
        return
    olds, news = (
        _Stated(where.clauses, edition.article)
        for where, edition in (
            (background.alignment.old, background.old),
            (background.alignment.new, background.new),
        )
    )
    # Where only one side has a deadline, its whole sentence came or went.
    whole = not (old and new)
    before, spans_before = olds.first(old, whole=whole)
    after, spans_after = news.first(new, whole=whole)
    facts: Facts = {"old": _iso(old), "new": _iso(new), "days": _days_between(old, new)}
    yield Located(Fact("deadline_moved", facts, spans_before, spans_after), before, after)
    for one, other in background.alignment.pairs:
        if (one, other) != (before, after) and old and new:
            spans = olds.spans(one, old), news.spans(other, new)
            if all(spans):
                yield Located(Fact("", {}, *spans), one, other)


def _until(article: Article) -> date | str | None:
    """The day until which opinions are taken; as printed where it cannot be told which day that is."""
    if article.consultation.deadline:
        return article.consultation.deadline
    found = term(article.text, _published(article))
    return found.shown if found else None


def _published(article: Article) -> date | None:
    return calendar_day(article.published) or article.written


@dataclass(frozen=True, slots=True)
class _Stated:
    """The clauses of one side, and where they state the deadline."""

    clauses: tuple[Clause, ...]
    article: Article

    def first(self, until: date | str | None, *, whole: bool) -> tuple[int | None, tuple[Span, ...]]:
        """The first clause that states it, else the first with that day in a sentence that may; and where in it."""
        if until is None:
            return None, ()
        for index in range(len(self.clauses)):
            if spans := self.spans(index, until):
                if whole:
                    text = compacted(self.clauses[index]).text
                    spans = tuple(sentence for span in spans for sentence in _sentences(text, span))
                return index, spans
        if isinstance(until, str):
            return None, ()
        return _find(self.clauses, until, _sentence_spans if whole else _day_spans)

    def spans(self, index: int, until: date | str) -> tuple[Span, ...]:
        """Where the clause says so itself."""
        return tuple(
            (term.start, term.end)
            for term in terms(compacted(self.clauses[index]).text, _published(self.article))
            if until == (term.day or term.shown)
        )


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentence around the span."""
    return (
        sentence.span()
        for sentence in _SENTENCE.finditer(fold(text))
        if sentence.start() <= span[0] and span[1] <= sentence.end()
    )


def _days_between(old: date | str | None, new: date | str | None) -> int | None:
    """By how many days it moved; None where both are not days, or not numbers of days."""
    if isinstance(old, date) and isinstance(new, date):
        return (new - old).days
    counts = [_COUNTED.fullmatch(each) for each in (old, new) if isinstance(each, str)]
    numbers = [int(match[1]) for match in counts if match]
    return numbers[1] - numbers[0] if len(numbers) == 2 else None


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
    return tuple(match.span() for match in re.finditer(re.escape(fold(compact(value))), fold(text)))


def _calls(text: str) -> Iterator[re.Match[str]]:
    return (sentence for sentence in _SENTENCE.finditer(fold(text)) if _CALL.search(sentence[0]))


def _days(sentence: str, at: int, day: date) -> list[Span]:
    found = []
    for match in _DAY.finditer(sentence):
        year, month, number = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        if (int(month), int(number)) == (day.month, day.day) and year in {None, str(day.year)}:
            found.append((at + match.start(), at + match.end()))
    return found


def _iso(until: date | str | None) -> str | None:
    return until.isoformat() if isinstance(until, date) else until
