"""The letter about a day that comes: until then opinions are taken, or a work is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from monitor.changes.work import stage
from monitor.letter import Letter, Words
from monitor.message.figures import day as printed
from monitor.message.graphemes import shortened
from monitor.message.revision import LONGEST_TITLE
from monitor.message.subject import Subject, origin, titled
from monitor.message.words import CONTACT
from monitor.records import Edition
from monitor.reminding import Term, TermKind

SEVERITY = "high"
"""As grave as that the day moves."""
_LONGEST = 280
_WEEKDAYS = "一二三四五六日"

_HEADING: Mapping[TermKind, Words] = MappingProxyType(
    {
        "deadline": Words("截止提醒", "Deadline reminder"),
        "expiry": Words("到期提醒", "Expiry reminder"),
        "overdue": Words("未见正式稿", "No final yet"),
    }
)
_ENDS: Mapping[str, Words] = MappingProxyType(
    {
        "deadline": Words("意见征集截止于", "Comments are taken until "),
        "expiry": Words("文件有效期至", "It is in force until "),
    }
)


def reminder(subject: Subject, edition: Edition, term: Term, *, today: date) -> Letter:
    """The letter that reminds of a term, with the days that are left on `today`."""
    article = edition.article
    subject = replace(subject, stage=subject.stage or article.stage, marker=subject.marker or stage(edition))
    said = _overdue(edition, term) if term.kind == "overdue" else _until(term, today)
    more = _how(edition) if term.kind == "deadline" else _why(term)
    return Letter(
        heading=_HEADING[term.kind],
        title=shortened(titled(subject), LONGEST_TITLE),
        severity=SEVERITY,
        origin=tuple(origin(subject)),
        summary=(said, *more),
        url=subject.url,
    )


def _until(term: Term, today: date) -> Words:
    on, name, left = printed(term.day.isoformat()), _ENDS[term.kind], (term.day - today).days
    zh = "就在今天" if left == 0 else f"还有{left}天(自{today.month}月{today.day}日起计)"
    en = "today" if left == 0 else f"{left} day{'s' if left > 1 else ''} from {today.isoformat()}"
    return Words(
        f"{name.zh}{on.zh}(星期{_WEEKDAYS[term.day.weekday()]}),{zh}。", f"{name.en}{on.en} ({term.day:%A}), {en}."
    )


def _overdue(edition: Edition, term: Term) -> Words:
    """That the consultation ended long ago, and what became of it is not known."""
    deadline = edition.article.consultation.deadline
    assert deadline is not None
    ended = printed(deadline.isoformat())
    months = (term.day.year - deadline.year) * 12 + term.day.month - deadline.month
    return Words(
        f"意见征集已于{ended.zh}截止,至今{months}个月,未见正式稿。",
        f"Comments were taken until {ended.en}, {months} months ago; no final is known.",
    )


def _how(edition: Edition) -> Iterator[Words]:
    """How to take part."""
    contacts = edition.article.consultation.contacts
    if not contacts:
        yield Words("参与方式见原文。", "How to take part stands in the document.")
        return
    yield Words("参与方式:", "How to take part:")
    for contact in contacts:
        name, value = CONTACT[contact.kind], shortened(contact.value, _LONGEST)
        yield Words(f"· {name.zh}:{value}", f"- {name.en}: {value}")


def _why(term: Term) -> Iterator[Words]:
    """The words that say so."""
    if term.said:
        said = shortened(term.said, _LONGEST)
        yield Words(f"原文:{said}", f"It says: {said}")
