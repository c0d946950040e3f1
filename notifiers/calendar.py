"""Deadlines as a calendar (RFC 5545). Pure: dates in, bytes out, the same for the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from monitor.reminding import TermKind
from notifiers.render.harmless import harmless, web_address

MEDIA_TYPE = "text/calendar; charset=utf-8"
_CALLED: Mapping[TermKind, str] = MappingProxyType(
    {"deadline": "征求意见截止", "expiry": "有效期届满", "overdue": "应有正式稿"}
)
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that comes for a document, as `monitor.reminding.Term` has it.

    `at` is when anything about the document changed last, `first_url` where a document that moved was known first.
    """

    url: str
    title: str
    site: str
    day: date
    at: datetime
    withdrawn: bool = False
    first_url: str | None = None
    kind: TermKind = "deadline"


def calendar(title: str, deadlines: Sequence[Deadline]) -> bytes:
    """One whole day for each deadline. A document's keeps its UID; whatever changes raises its SEQUENCE."""
    made = Calendar()
    made.add("prodid", "-//clausewatch//deadlines//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", harmless(title))
    for deadline in deadlines:
        made.add_component(_event(deadline))
    body: bytes = made.to_ical()
    return body


def _event(deadline: Deadline) -> Event:
    event = Event()
    known_at = deadline.first_url or deadline.url
    event.add("uid", uuid5(NAMESPACE_URL, f"{known_at.encode('utf-8', 'replace').decode()}#{deadline.kind}").urn)
    event.add("dtstamp", deadline.at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(0, int((deadline.at - _COUNTED_FROM).total_seconds())))
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + timedelta(days=1))
    event.add("summary", harmless(f"{_CALLED[deadline.kind]}:{deadline.title or deadline.url}"))
    event.add("description", harmless(f"{deadline.site}\n{deadline.url}"))
    if url := web_address(deadline.url):
        event.add("url", url)
    event.add("status", "CANCELLED" if deadline.withdrawn else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
