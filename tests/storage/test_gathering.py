"""Deliveries before they are sent: held for their hour, let go, folded into digests."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clausewatch.gather import BURST, gather
from monitor.errors import UsageError
from monitor.observation import Alert
from monitor.subscription import Filters, Timing
from storage.archive import Archive
from storage.gathering import Gathering
from storage.migrations import bring_up_to_date
from storage.outbox import Outbox
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from tests.storage.district import COLUMN, HOUR, NOON, SITE, found, observation
from tests.storage.earlier import earlier

LEASE = timedelta(minutes=5)
MORNING = NOON + 20 * HOUR  # 08:00 in Shanghai
DAILY = Timing(mode="daily")


class Desk:
    """One database's outbox, with all that fills and empties it."""

    def __init__(self, database):
        self.sites, self.targets, self.archive = Sites(database), Targets(database), Archive(database)
        self.subscriptions, self.outbox, self.gathering = Subscriptions(database), Outbox(database), Gathering(database)

    def found(self, count=1):
        """The targets of so many documents."""
        return found(self.sites, self.targets, self.archive, count)

    def tell(self, targets, severities, *subscriptions):
        """One alert of each severity, each about another document."""
        ids = [each.id for each in subscriptions]
        for target, severity in zip(targets, severities, strict=True):
            told_of = told(target.document, severity)
            self.archive.record(observation(target, alert=told_of, subscriptions=ids))

    def claim(self, at):
        """What can be claimed."""
        return self.outbox.claim(at, limit=1000, lease=LEASE)


@pytest.fixture
def desk(database):
    """The desk of an empty database, of each kind in turn."""
    return Desk(database)


def told(document: int, severity: str = "high", kind: str = "document.changed") -> Alert:
    """An alert about a document."""
    payload = {
        "type": kind,
        "severity": severity,
        "document": {"id": document, "title": f"第{document}号通知", "site": SITE},
        "version": {"number": 2},
        "changes": [{"type": "target_changed"}],
        "message": {"zh": "变了", "en": "changed"},
    }
    return Alert(type=kind, site=SITE, url=COLUMN, severity=severity, payload=payload)


def test_a_daily_digest_waits_for_its_hour_and_tells_the_gravest_first(desk):
    """Nothing goes out before; then one message tells all, and what is folded is not sent again."""
    documents = desk.found(3)
    someone = desk.subscriptions.add(to="console:", timing=DAILY, at=NOON)
    desk.tell(documents, ["medium", "critical", "high"], someone)
    gather(desk.gathering, now=lambda: NOON)
    assert desk.claim(MORNING - HOUR) == []
    gather(desk.gathering, now=lambda: MORNING)
    (digest,) = desk.claim(MORNING)
    assert (digest.type, digest.payload["digest"], digest.payload["total"]) == ("digest", "daily", 3)
    assert [item["severity"] for item in digest.payload["items"]] == ["critical", "high", "medium"]
    assert digest.letter.heading.zh == "每日摘要"
    assert [each.id for each in desk.outbox.all()] == [digest.id]
    desk.outbox.sent(digest, MORNING)
    gather(desk.gathering, now=lambda: MORNING + HOUR)
    assert desk.claim(MORNING + 30 * HOUR) == []


def test_low_severity_comes_in_a_daily_digest_beside_what_comes_at_once(desk):
    """Unless it was asked for at once."""
    documents = desk.found(2)
    low = Filters(severity="low")
    usual = desk.subscriptions.add(to="console:", filters=low, at=NOON)
    eager = desk.subscriptions.add(to="mailto:a@example.org", filters=low, timing=Timing(low="at-once"), at=NOON)
    desk.tell(documents, ["low", "high"], usual, eager)
    gather(desk.gathering, now=lambda: NOON)
    assert sorted((each.to, each.payload["severity"]) for each in desk.claim(NOON)) == [
        ("console:", "high"),
        ("mailto:a@example.org", "high"),
        ("mailto:a@example.org", "low"),
    ]
    gather(desk.gathering, now=lambda: MORNING)
    (digest,) = [each for each in desk.claim(MORNING) if each.type == "digest"]
    assert (digest.to, [item["severity"] for item in digest.payload["items"]]) == ("console:", ["low"])


def test_a_burst_is_one_digest_that_says_so(desk):
    """Two hundred pages that change in one round are one message of one screen; as many as usual stay apart."""
    documents = desk.found(200)
    many = desk.subscriptions.add(to="console:", at=NOON)
    few = desk.subscriptions.add(to="mailto:a@example.org", at=NOON)
    desk.tell(documents[:BURST], ["high"] * BURST, many, few)
    desk.tell(documents[BURST:], ["high"] * (200 - BURST), many)
    gather(desk.gathering, now=lambda: NOON)
    claimed = desk.claim(NOON)
    (digest,) = [each for each in claimed if each.to == "console:"]
    assert len([each for each in claimed if each.to != "console:"]) == BURST
    assert (digest.payload["digest"], digest.payload["total"]) == ("burst", 200)
    lines = digest.payload["message"]["zh"].split("\n")
    assert len(lines) <= 25
    assert "200份文件" in lines[0]
    assert "重新发布" in digest.payload["message"]["zh"]
    assert "另有180项未列出" in digest.payload["message"]["zh"]


def test_baselines_stay_summaries_of_their_own(desk):
    """A burst does not swallow them."""
    documents = desk.found(BURST + 2)
    someone = desk.subscriptions.add(to="console:", at=NOON)
    desk.tell(documents[1:], ["high"] * (BURST + 1), someone)
    baseline = told(1, "none", "baseline")
    desk.archive.record(observation(documents[0], alert=baseline, subscriptions=(someone.id,)))
    gather(desk.gathering, now=lambda: NOON)
    assert sorted(each.type for each in desk.claim(NOON)) == ["baseline", "digest"]


def test_quiet_hours_hold_messages_until_the_morning(desk):
    """Then each comes alone, as it would have come at once."""
    documents = desk.found(2)
    quiet = Timing(quiet=(NOON.time(), MORNING.time()), zone="UTC")
    someone = desk.subscriptions.add(to="console:", timing=quiet, at=NOON)
    desk.tell(documents, ["high", "medium"], someone)
    gather(desk.gathering, now=lambda: NOON + HOUR)
    assert desk.claim(NOON + HOUR) == []
    gather(desk.gathering, now=lambda: MORNING)
    assert [each.type for each in desk.claim(MORNING)] == ["document.changed"] * 2


def test_a_night_full_of_messages_is_one_digest(desk):
    """It says that they were gathered in the quiet hours."""
    documents = desk.found(BURST + 1)
    quiet = Timing(quiet=(NOON.time(), MORNING.time()), zone="UTC")
    desk.tell(documents, ["high"] * (BURST + 1), desk.subscriptions.add(to="console:", timing=quiet, at=NOON))
    gather(desk.gathering, now=lambda: MORNING)
    assert [each.payload["digest"] for each in desk.claim(MORNING)] == ["gathered"]


def test_several_changes_of_a_document_are_one_line_of_a_digest(desk):
    """With the number of times, and the highest severity."""
    (document,) = desk.found()
    someone = desk.subscriptions.add(to="console:", timing=DAILY, at=NOON)
    for severity in ("high", "medium"):
        desk.tell([document], [severity], someone)
    gather(desk.gathering, now=lambda: MORNING)
    (digest,) = desk.claim(MORNING)
    (item,) = digest.payload["items"]
    assert (item["times"], item["severity"]) == (2, "high")


def test_what_was_tried_meanwhile_is_not_folded(desk):
    """A digest that would tell again what may have arrived is not made, and nothing of it stays."""
    documents = desk.found(2)
    someone = desk.subscriptions.add(to="console:", at=NOON)
    desk.tell(documents, ["high", "high"], someone)
    ((_, waiting),) = desk.gathering.ripe(NOON)
    desk.claim(NOON)
    digest = told(0, kind="digest")
    assert not desk.gathering.fold([each.id for each in waiting], digest, someone.id, NOON)
    assert [each.type for each in desk.outbox.all()] == ["document.changed"] * 2


def test_a_paused_subscription_is_told_nothing_until_it_is_resumed(desk):
    """What was gathered waits, what happens meanwhile is not told, and the unknown one is a usage error."""
    documents = desk.found(3)
    someone = desk.subscriptions.add(to="console:", timing=DAILY, at=NOON)
    desk.tell(documents[:1], ["high"], someone)
    desk.subscriptions.pause(someone.id, at=NOON)
    assert desk.subscriptions.all()[0].paused
    desk.tell(documents[1:2], ["high"], someone)
    gather(desk.gathering, now=lambda: MORNING)
    assert desk.claim(MORNING) == []
    desk.subscriptions.resume(someone.id)
    gather(desk.gathering, now=lambda: MORNING + HOUR)
    (digest,) = desk.claim(MORNING + HOUR)
    assert [item["document"]["id"] for item in digest.payload["items"]] == [documents[0].document]
    for wrong in (desk.subscriptions.resume, lambda id_: desk.subscriptions.pause(id_, at=NOON)):
        with pytest.raises(UsageError, match="no subscription"):
            wrong(999)


def test_the_same_wish_with_another_timing_is_the_same_subscription(subscriptions):
    """It takes on the new timing; another owner's is another one."""
    first = subscriptions.add(to="console:", timing=DAILY, at=NOON)
    quiet = Timing(mode="weekly", weekday=4, quiet=(NOON.time(), MORNING.time()), zone="Europe/Dublin")
    again = subscriptions.add(to="console:", timing=quiet, at=NOON)
    assert (again.id, again.timing) == (first.id, quiet)
    assert subscriptions.add(to="console:", owner="王老师", at=NOON).id != first.id


def test_older_subscriptions_keep_their_limits_and_hear_of_what_is_low_at_once(database, subscriptions):
    """The migration makes filters of the columns that there were."""
    with database.write() as connection:
        earlier(connection, "0007")
        connection.exec_driver_sql(f"INSERT INTO site (id, name, digest, enabled) VALUES (1, '{SITE}', 'a', true)")
        connection.exec_driver_sql(
            'INSERT INTO subscription (id, "to", site_id, keyword, severity, added_at) VALUES '
            "(1, 'console:', 1, '校车', 'low', '2026-01-01 00:00:00'), "
            "(2, 'console:', NULL, NULL, 'high', '2026-01-01 00:00:00')"
        )
    with database.write() as connection:
        bring_up_to_date(connection, "older")
    at_once = Timing(low="at-once")
    assert [(each.filters, each.timing) for each in subscriptions.all()] == [
        (Filters(sites=(SITE,), keywords=("校车",), severity="low"), at_once),
        (Filters(severity="high"), at_once),
    ]
