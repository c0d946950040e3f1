"""The yes of a receiver, and what an older database is upgraded to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from monitor.errors import UsageError
from monitor.observation import Alert
from monitor.subscription import Timing
from storage.consent import Consent
from storage.gathering import Gathering
from storage.migrations import bring_up_to_date
from storage.sites import Sites
from storage.targets import Targets
from tests.storage.district import COLUMN, HOUR, NOON, SITE, found, observation
from tests.storage.earlier import earlier

TO = "mailto:reader@example.org"
LEASE = timedelta(minutes=5)
LETTER = Alert(
    type="subscription.confirm",
    site="",
    url="",
    severity="none",
    payload={"type": "subscription.confirm", "changes": []},
)


def told(document):
    """An alert about a document."""
    payload = {"type": "document.changed", "document": {"id": document}, "severity": "high", "changes": []}
    return Alert(type="document.changed", site=SITE, url=COLUMN, severity="high", payload=payload)


def test_only_the_letter_goes_to_who_did_not_say_yes(database, archive, subscriptions, outbox):
    """Changes are not kept for them; after the yes they are; the letter is folded into no digest."""
    consent = Consent(database)
    (target,) = found(Sites(database), Targets(database), archive)
    made = subscriptions.add(to=TO, timing=Timing(mode="daily"), confirmed=False, at=NOON)
    assert consent.ask(made.id, LETTER, NOON)
    archive.record(observation(target, alert=told(target.document), subscriptions=[made.id]))
    (letter,) = outbox.claim(NOON, limit=9, lease=LEASE)
    assert (letter.type, letter.document, letter.about) == ("subscription.confirm", None, "subscription")
    assert outbox.sent(letter, NOON)
    consent.confirm(made.id, NOON + HOUR)
    assert Gathering(database).ripe(NOON + 48 * HOUR) == []
    archive.record(observation(target, NOON + HOUR, alert=told(target.document), subscriptions=[made.id]))
    assert [each.state for each in outbox.all()] == ["sent", "held"]


def test_a_yes_is_asked_for_once_a_day_and_given_once(database, subscriptions, outbox):
    """Until it is given; the first one counts; nobody is asked of a subscription that is gone."""
    consent = Consent(database)
    made = subscriptions.add(to=TO, confirmed=False, at=NOON)
    times = [NOON, NOON + 23 * HOUR, NOON + 24 * HOUR]
    assert [consent.ask(made.id, LETTER, at) for at in times] == [True, False, True]
    assert subscriptions.add(to=TO, confirmed=False, at=NOON).asked_at == NOON + 24 * HOUR
    consent.confirm(made.id, NOON)
    assert subscriptions.add(to=TO, confirmed=False, at=NOON).confirmed
    assert not consent.ask(made.id, LETTER, NOON + 99 * HOUR)
    subscriptions.remove(made.id, at=NOON)
    with pytest.raises(UsageError, match="no subscription"):
        consent.confirm(made.id, NOON)
    assert len(outbox.all()) == 2


def test_who_is_trusted_later_needs_no_yes(subscriptions):
    """The same wish, made where nobody is asked, is confirmed."""
    waiting = subscriptions.add(to=TO, confirmed=False, at=NOON)
    trusted = subscriptions.add(to=TO, at=NOON)
    assert (waiting.id, waiting.confirmed, trusted.confirmed) == (trusted.id, False, True)


def test_an_older_database_keeps_its_alerts_and_its_subscribers(database):
    """Who was subscribed need not say yes; alerts and their deliveries are there as they were."""
    with database.write() as connection:
        earlier(connection, "0010")
        for statement in (
            "INSERT INTO site (id, name, digest, enabled) VALUES (1, 's', '', true)",
            "INSERT INTO subscription (id, \"to\", severity, added_at) VALUES (1, 'console:', 'low', '2026-01-01 00:00:00')",
            "INSERT INTO alert (id, type, site_id, severity, at, payload) VALUES (7, 'baseline', 1, 'none', '2026-01-01 00:00:00', '')",
            "INSERT INTO delivery (id, alert_id, subscription_id, state, attempts, at) VALUES ('a', 7, 1, 'sent', 1, '2026-01-01 00:00:00')",
        ):
            connection.execute(text(statement))
    with database.write() as connection:
        bring_up_to_date(connection, "older")
    with database.read() as connection:
        joined = "SELECT alert.site_id, delivery.id FROM alert JOIN delivery ON delivery.alert_id = alert.id"
        assert connection.execute(text(joined)).all() == [(1, "a")]
        assert connection.execute(text("SELECT confirmed_at IS NULL FROM subscription")).scalar() in (0, False)
