"""The days that come for documents, and the reminders of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.observation import Alert
from monitor.subscription import Timing
from storage.sites import Sites
from storage.tables import family_link
from storage.targets import Targets
from storage.terms import Reminding, Terms
from tests.storage.district import COLUMN, HOUR, NOON, SITE, TEXT, found, read

DAY = date(2026, 3, 20)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LEASE = timedelta(minutes=10)
PAYLOAD = {"type": "deadline.reminder", "changes": [], "severity": "high"}
ALERT = Alert(type="deadline.reminder", site=SITE, url=COLUMN, severity="high", payload=PAYLOAD)


class Calendar:
    """A document that was read, and its terms."""

    def __init__(self, database, archive):
        (target,) = found(Sites(database), Targets(database), archive)
        self.document = archive.record(read(target, TEXT)).document
        self.terms = Terms(database)

    def put(self, deadline, expiry=None, at=NOON, version=1):
        """What its version states."""
        days = {"deadline": deadline, "expiry": expiry}
        self.terms.put(self.document, version=version, reader=1, days=days, said=None, at=at)

    def coming(self):
        """The terms of the year."""
        return self.terms.coming(*YEAR)


@pytest.fixture
def calendar(database, archive):
    """The calendar of a database, of each kind in turn."""
    return Calendar(database, archive)


def test_a_version_is_read_once_by_each_reader(calendar):
    """What was read is not asked for again, until the reading functions are others."""
    assert calendar.terms.unread(1, 9) == [calendar.document]
    calendar.put(None)
    assert calendar.terms.unread(1, 9) == []
    assert calendar.terms.unread(2, 9) == [calendar.document]
    assert calendar.coming() == []


def test_a_day_is_known_since_it_was_stated_first(calendar):
    """Another version with the same day changes nothing; another day is known anew, and none is none."""
    calendar.put(DAY, date(2026, 12, 31))
    calendar.put(DAY, date(2026, 11, 30), NOON + HOUR)
    assert [(each.kind, each.day, each.since) for each in calendar.coming()] == [
        ("deadline", DAY, NOON),
        ("expiry", date(2026, 11, 30), NOON + HOUR),
    ]
    calendar.put(None, None, NOON + 2 * HOUR)
    assert calendar.coming() == []


def test_days_come_in_order_for_everything_or_a_site(calendar):
    """The earliest first, from a day on, with their documents."""
    calendar.put(DAY, date(2026, 3, 10))
    found = calendar.terms.since(date(2026, 3, 1), 9)
    assert [(document.id, term.kind, term.day) for document, term in found] == [
        (calendar.document, "expiry", date(2026, 3, 10)),
        (calendar.document, "deadline", DAY),
    ]
    assert [term.kind for _, term in calendar.terms.since(date(2026, 3, 11), 9, site=SITE)] == ["deadline"]
    assert calendar.terms.since(date(2026, 3, 1), 9, site="elsewhere") == []
    assert len(calendar.terms.since(date(2026, 3, 1), 1)) == 1


def test_a_reminder_is_told_once_and_remembered(calendar, subscriptions, outbox):
    """Both days that one message tells are remembered; who ended a moment ago gets none."""
    calendar.put(DAY)
    (term,) = calendar.coming()
    stays, gone = (subscriptions.add(to="console:", owner=owner, at=NOON) for owner in ("a", "b"))
    subscriptions.remove(gone.id, at=NOON)
    calendar.terms.remind(
        term, ALERT, [Reminding(subscription=each.id, days=(3, 1), at=NOON, held=False) for each in (stays, gone)], NOON
    )
    assert calendar.terms.told(term) == {stays.id: {1, 3}}
    assert [(each.subscription, each.state) for each in outbox.all()] == [(stays.id, "pending")]


@pytest.mark.parametrize(
    "case",
    [(DAY, DAY, 1), (date(2026, 3, 27), DAY, 0), (None, DAY, 0), (DAY, date(2026, 3, 21), 0)],
)
def test_what_holds_no_more_is_taken_back(calendar, subscriptions, outbox, case):
    """A reminder that waits goes where its day moved, is gone or is over; what is sent or being sent stays."""
    deadline, today, left = case
    calendar.put(DAY)
    (term,) = calendar.coming()
    for owner, held in (("held", True), ("sending", False)):
        to = subscriptions.add(to="console:", owner=owner, timing=Timing(), at=NOON)
        calendar.terms.remind(term, ALERT, [Reminding(subscription=to.id, days=(3,), at=NOON, held=held)], NOON)
    assert len(outbox.claim(NOON, limit=9, lease=LEASE)) == 1
    calendar.put(deadline, at=NOON + HOUR)
    calendar.terms.forget_old(today, NOON + LEASE / 2)
    assert [each.state for each in outbox.all()] == ["held"] * left + ["pending"]
    calendar.terms.forget_old(today, NOON + LEASE)
    assert len(outbox.all()) == 2 * left
    assert calendar.terms.told(term) == ({each.subscription: {3} for each in outbox.all()})


@pytest.mark.parametrize(
    ("relation", "waits"), [(None, True), ("explains", True), ("redraft_of", False), ("final_of", False)]
)
def test_a_final_is_not_overdue_once_it_is_known(calendar, database, relation, waits):
    """Nor is that of a draft that was followed by another one; a link that was cut counts for nothing."""
    calendar.terms.put(calendar.document, version=1, reader=1, days={"overdue": DAY}, said=None, at=NOON)
    if relation is not None:
        link = {
            "one_id": calendar.document,
            "other_id": calendar.document,
            "relation": relation,
            "reason_zh": "",
            "reason_en": "",
            "confidence": 1.0,
            "state": "found",
            "at": NOON,
        }
        with database.write() as connection:
            connection.execute(family_link.insert(), link)
    assert [each.kind for each in calendar.coming()] == ["overdue"] * waits
    with database.write() as connection:
        connection.execute(family_link.update().values(state="cut"))
    assert [each.kind for each in calendar.coming()] == ["overdue"]
