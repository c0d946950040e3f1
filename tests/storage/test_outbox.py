"""Deliveries: claimed, sent, marked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StorageError, UsageError
from monitor.letter import Letter, Words
from monitor.subscription import Filters
from tests.storage.district import HOUR, NOON, SITE, TEXT, alert, found, observation, read

LEASE = timedelta(minutes=5)


@pytest.fixture
def queued(sites, targets, archive, subscriptions):
    """Three alerts for two subscriptions."""
    (document,) = found(sites, targets, archive)
    ids = tuple(subscriptions.add(to=to, at=NOON).id for to in ("console:", "https://hook.example.cn/"))
    for number in range(3):
        archive.record(observation(document, alert=alert(number=number), subscriptions=ids))
    return ids


def claim(outbox, at=NOON, limit=100):
    """What can be claimed."""
    return outbox.claim(at, limit=limit, lease=LEASE)


def test_deliveries_come_in_the_order_of_their_alerts(queued, outbox):
    """And say to whom, what, and which attempt this is."""
    claimed = claim(outbox)
    assert [each.payload["number"] for each in claimed] == [0, 0, 1, 1, 2, 2]
    first = claimed[0]
    assert (first.to, first.type, first.state, first.attempts) == ("console:", "document.changed", "pending", 1)
    assert len({each.id for each in claimed}) == 6
    assert all(each.id.startswith("msg_") and len(each.id) == 36 for each in claimed)


def test_what_is_claimed_belongs_to_one_until_the_lease_ends(queued, outbox):
    """A crashed sender's deliveries come back under the same ids; what is behind them waited."""
    first = claim(outbox, limit=4)
    assert claim(outbox) == []
    assert claim(outbox, NOON + LEASE / 2) == []
    again = claim(outbox, NOON + LEASE)
    assert [each.id for each in again][:4] == [each.id for each in first]
    assert [each.attempts for each in again] == [2, 2, 2, 2, 1, 1]


def test_what_is_put_off_uses_up_no_attempt(queued, outbox):
    """It comes back at its moment, and the late word of a sender whose lease is over counts nothing."""
    first, *_ = claim(outbox)
    assert outbox.postponed(first, "later, please", until=NOON + HOUR, at=NOON)
    assert first.id not in [each.id for each in claim(outbox, NOON + HOUR / 2)]
    again = next(each for each in claim(outbox, NOON + HOUR) if each.id == first.id)
    assert (again.attempts, again.error) == (1, "later, please")
    assert outbox.postponed(again, "later", until=NOON + 2 * HOUR, at=NOON + HOUR)
    assert not outbox.postponed(first, "too late", until=NOON, at=NOON + HOUR)


def test_what_was_sent_is_never_claimed_again(queued, outbox):
    """And is shown as sent, with its time."""
    first, *_ = claim(outbox)
    assert outbox.sent(first, NOON + HOUR)
    assert not outbox.sent(first, NOON + 2 * HOUR)
    assert first.id not in [each.id for each in claim(outbox, NOON + 2 * HOUR)]
    shown = next(each for each in outbox.all() if each.id == first.id)
    assert (shown.state, shown.at, shown.attempts, shown.error) == ("sent", NOON + HOUR, 1, None)
    assert outbox.all(state="sent") == [shown]


def test_a_failed_attempt_waits_for_its_time(queued, outbox):
    """The reason is kept, and the delivery stays pending."""
    first, *others = claim(outbox)
    for each in others:
        outbox.sent(each, NOON)
    assert outbox.failed(first, "503", retry_at=NOON + HOUR, at=NOON)
    assert outbox.next_due() == NOON + HOUR
    assert claim(outbox, NOON + HOUR / 2) == []
    (again,) = claim(outbox, NOON + HOUR)
    assert (again.id, again.attempts, again.error) == (first.id, 2, "503")


def test_a_permanent_failure_is_given_up(queued, outbox):
    """It is shown as failed and never tried again."""
    for each in claim(outbox):
        outbox.failed(each, "410 Gone", retry_at=None, at=NOON)
    assert {(each.state, each.error) for each in outbox.all()} == {("failed", "410 Gone")}
    assert outbox.next_due() is None
    assert claim(outbox, NOON + 10 * HOUR) == []


def test_a_lost_lease_cannot_mark(queued, outbox):
    """The claim's number fences off a sender that was too slow, with a yes as with a no."""
    slow = claim(outbox, limit=1)[0]
    quick = claim(outbox, NOON + LEASE)[0]
    assert quick.id == slow.id
    assert not outbox.sent(slow, NOON)
    assert not outbox.failed(slow, "slow", retry_at=NOON, at=NOON)
    assert outbox.sent(quick, NOON)


def test_two_senders_never_share_a_delivery(sites, targets, archive, subscriptions, outbox):
    """However many claim at once, each delivery goes to one."""
    someone = subscriptions.add(to="console:", at=NOON).id
    for document in found(sites, targets, archive, count=6):
        archive.record(observation(document, alert=alert(), subscriptions=(someone,)))
    with ThreadPoolExecutor(8) as pool:
        claimed = [each.id for batch in pool.map(lambda _: claim(outbox, limit=1), range(12)) for each in batch]
    assert len(claimed) == len(set(claimed)) == 6


def test_an_alert_reaches_a_subscription_once(sites, targets, archive, subscriptions, outbox):
    """A subscription named twice gets one delivery, one that is gone gets none."""
    (document,) = found(sites, targets, archive)
    stays, goes = (subscriptions.add(to=to, at=NOON).id for to in ("console:", "https://hook.example.cn/"))
    subscriptions.remove(goes, at=NOON)
    archive.record(read(document, TEXT, alert=alert(), subscriptions=(stays, stays, goes)))
    assert [each.subscription for each in outbox.all()] == [stays]


def test_the_letter_travels_beside_the_payload(sites, targets, archive, subscriptions, outbox):
    """The body of webhooks stays as it was given; an alert without a letter, as earlier versions kept them, has none."""
    (document,) = found(sites, targets, archive)
    someone = subscriptions.add(to="console:", at=NOON).id
    letter = Letter(heading=Words("新文件", "New document"), title="计划", severity="high", url=None)
    for told in (replace(alert(number=1), letter=letter), alert(number=2)):
        archive.record(observation(document, alert=told, subscriptions=(someone,)))
    assert [(each.payload, each.letter) for each in claim(outbox)] == [
        ({"type": "document.changed", "number": 1}, letter),
        ({"type": "document.changed", "number": 2}, None),
    ]


def test_an_alert_of_an_unknown_site_is_refused(sites, targets, archive, subscriptions):
    """Nothing of the observation stays either."""
    (document,) = found(sites, targets, archive)
    someone = subscriptions.add(to="console:", at=NOON).id
    with pytest.raises(StorageError, match="is not in the database"):
        archive.record(read(document, TEXT, alert=replace(alert(), site="nobody"), subscriptions=(someone,)))
    assert archive.latest(document.document) is None


def test_subscriptions_are_kept_and_ended(sites, targets, archive, subscriptions, outbox):
    """The same one twice is one; removing gives up what is on its way."""
    (document,) = found(sites, targets, archive)
    everything = subscriptions.add(to="console:", at=NOON)
    narrow = Filters(sites=(SITE,), documents=(document.document,), keywords=("幼儿园", "托育"), severity="low")
    one = subscriptions.add(to="console:", filters=narrow, owner="李老师", at=NOON)
    assert (one.filters, one.owner, one.paused) == (narrow, "李老师", False)
    assert subscriptions.all(owner="李老师") == [one]
    assert subscriptions.add(to="console:", at=NOON + HOUR) == everything
    assert subscriptions.all() == [everything, one]
    archive.record(read(document, TEXT, alert=alert(), subscriptions=(one.id,)))
    subscriptions.remove(one.id, at=NOON)
    assert subscriptions.all() == [everything]
    assert [(each.state, each.error) for each in outbox.all()] == [("failed", "the subscription was removed")]


@pytest.mark.parametrize("wrong", [{"sites": ("nobody",)}, {"documents": (999,)}, {"severity": "loud"}])
def test_subscriptions_to_what_is_not_there_are_usage_errors(subscriptions, wrong):
    """The message says what there is, and nothing is added."""
    with pytest.raises(UsageError):
        subscriptions.add(to="console:", at=NOON, filters=Filters(**wrong))
    assert subscriptions.all() == []


def test_removing_twice_is_a_usage_error(subscriptions):
    """There is nothing to remove the second time."""
    one = subscriptions.add(to="console:", at=NOON)
    subscriptions.remove(one.id, at=NOON)
    with pytest.raises(UsageError, match="no subscription"):
        subscriptions.remove(one.id, at=NOON)
