"""A round's end: what the last versions say of days that come is kept, and who is to be reminded of one is.

The days come from the archive, so a version that was found by an older program is read for them, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

from clausewatch import contract
from monitor import message
from monitor.attached import whole_text
from monitor.dates import SHANGHAI, iso
from monitor.facts.validity import validity
from monitor.interests import Interests
from monitor.message.reminder import SEVERITY, reminder
from monitor.observation import Alert, DocumentSummary, StoredVersion
from monitor.reminding import FURTHEST, LATE, Term, over, overdue, ripe
from monitor.subscription import Subscription, Timing
from monitor.timing import awake
from storage.archive import Archive
from storage.terms import Reminding, Terms

READER = 2
"""Which state of the functions that read terms this is: with another one everything is read again."""
_STATES = 1000
"""More than months can be set: each number of them is a state of its own, too."""
_MOST = 200
"""Versions that one round reads for their terms: an archive of before is caught up with in many."""


class Subscribed(Protocol):
    """Who may want to be reminded."""

    def all(self) -> Sequence[Subscription]:
        """Every subscription in force."""


def remind(
    terms: Terms,
    archive: Archive,
    subscriptions: Subscribed,
    interests: Callable[[Sequence[Subscription]], Interests],
    *,
    months: int,
    now: Callable[[], datetime],
) -> None:
    """Keep the days that are new, take back reminders that hold no more, queue those that are due. Raises StorageError.

    A final is overdue so many `months` after the last day for opinions, never with 0.
    """
    at = now()
    read_terms(terms, archive, months, at)
    today = at.astimezone(SHANGHAI).date()
    terms.forget_old(today, at)
    # A day's zones reach from one day before Shanghai's to half a day after.
    coming = terms.coming(today - timedelta(days=LATE + 1), today + timedelta(days=FURTHEST + 1))
    if not coming:
        return
    listening = [each for each in subscriptions.all() if each.listens]
    known = terms.known()
    for term in coming:
        told = terms.told(term)
        days = {
            each.id: found
            for each in listening
            if (found := ripe(each.timing, term, told.get(each.id, ()), known=known.get(each.id, at), now=at))
        }
        if not days or (stored := archive.latest(term.document)) is None:
            continue
        write = partial(of_term, term, stored, archive.summary(term.document), archive.column(term.document))
        asked = [each for each in listening if each.id in days]
        wanting = interests(asked).wanting(write(today=today))
        for day, to in _by_day([each for each in asked if each.id in wanting], days, at).items():
            if day <= over(term):  # else the quiet hours end too late
                terms.remind(term, write(today=day), to, at)


def read_terms(terms: Terms, archive: Archive, months: int, at: datetime) -> None:
    """Read the versions that were not read for their terms yet. Raises StorageError."""
    reader = READER * _STATES + months
    for document in terms.unread(reader, _MOST):
        if (stored := archive.latest(document)) is None:
            continue
        edition = stored.edition
        found = validity(whole_text(edition), edition.article)
        deadline = edition.article.consultation.deadline
        terms.put(
            document,
            version=stored.number,
            reader=reader,
            days={
                "deadline": deadline,
                "expiry": found.until if found else None,
                "overdue": overdue(deadline, months) if edition.article.stage == "draft" else None,
            },
            said=found.shown if found else None,
            at=at,
        )


def of_term(term: Term, stored: StoredVersion, document: DocumentSummary, column: str | None, *, today: date) -> Alert:
    """The alert that reminds of a term, with the days that are left on `today`."""
    edition = stored.edition
    article = edition.article
    subject = message.Subject(title=document.title, site=document.site, column=column, url=document.url)
    letter = reminder(subject, edition, term, today=today)
    payload: contract.JsonObject = {
        "type": "deadline.reminder",
        "document": {
            "id": document.id,
            "url": document.url,
            "title": document.title,
            "site": document.site,
            "column": column,
            "kind": article.kind,
            "stage": article.stage,
            "published": iso(article.published),
        },
        "severity": SEVERITY,
        "reminder": {
            "kind": term.kind,
            "day": term.day.isoformat(),
            "days_left": (term.day - today).days,
            "said": term.said,
            "contacts": [{"kind": each.kind, "value": each.value} for each in article.consultation.contacts],
        },
        "changes": [],
        "message": contract.message(message.plain(letter)),
        "links": {"source": document.url},
    }
    return Alert(
        type="deadline.reminder",
        site=document.site,
        url=document.url,
        severity=SEVERITY,
        payload=payload,
        letter=letter,
        edition=edition,
    )


def _by_day(
    to: Sequence[Subscription], days: Mapping[int, tuple[int, ...]], at: datetime
) -> dict[date, list[Reminding]]:
    """The day on which each is told → those."""
    found: defaultdict[date, list[Reminding]] = defaultdict(list)
    for each in to:
        due, held = _out(each.timing, at)
        told = Reminding(subscription=each.id, days=days[each.id], at=due, held=held)
        found[due.astimezone(SHANGHAI).date()].append(told)
    return found


def _out(timing: Timing, now: datetime) -> tuple[datetime, bool]:
    """When a reminder whose moment came goes out, and whether it waits for a digest or the morning."""
    out = awake(timing, now)
    return out, timing.mode != "at-once" or out > now
