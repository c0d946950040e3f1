"""Order, fairness and rests in the outbox; which copy of a database sends; sending again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from monitor.errors import UsageError
from monitor.observation import Rest
from storage.archive import Archive
from storage.database import connect
from storage.outbox import Outbox
from storage.sites import Sites
from storage.subscriptions import Subscriptions
from storage.targets import Targets
from tests.storage.district import HOUR, NOON, alert, found, observation

LEASE = timedelta(minutes=5)
HOOK = "https://hook.example.cn/"


@pytest.fixture
def documents(sites, targets, archive):
    """Two documents."""
    return found(sites, targets, archive, count=2)


def claim(outbox, at=NOON, **given):
    """What can be claimed: (target, number)."""
    claimed = outbox.claim(at, **{"limit": 100, "lease": LEASE} | given)
    return claimed, [(each.to, each.payload["number"]) for each in claimed]


def tell(archive, document, number, subscriptions, at=NOON):
    """An alert about a document."""
    archive.record(observation(document, at, alert=alert(number=number), subscriptions=subscriptions))


def test_nothing_overtakes_an_earlier_message_about_the_same_document(documents, archive, subscriptions, outbox):
    """While it waits the later ones wait; other documents and other subscriptions do not."""
    first, second = (subscriptions.add(to=to, at=NOON).id for to in ("console:", HOOK))
    for number in (1, 2):
        tell(archive, documents[0], number, [first, second])
    tell(archive, documents[1], 3, [first])
    claimed, _ = claim(outbox, limit=1)
    assert outbox.failed(claimed[0], "no", retry_at=NOON + HOUR, at=NOON)
    assert claim(outbox)[1] == [(HOOK, 1), (HOOK, 2), ("console:", 3)]
    assert claim(outbox, NOON + HOUR)[1][:2] == [("console:", 1), (HOOK, 1)]


def test_what_was_given_up_holds_up_nobody(documents, archive, subscriptions, outbox):
    """The next one about the same document goes."""
    someone = subscriptions.add(to=HOOK, at=NOON).id
    for number in (1, 2):
        tell(archive, documents[0], number, [someone])
    claimed, _ = claim(outbox, limit=1)
    outbox.failed(claimed[0], "410", retry_at=None, at=NOON)
    assert claim(outbox)[1] == [(HOOK, 2)]


def test_a_long_queue_for_one_leaves_room_for_others(documents, archive, subscriptions, outbox):
    """So many of each target at a time, and none of those that shall wait."""
    first, second = (subscriptions.add(to=to, at=NOON).id for to in (HOOK, "console:"))
    for number in range(5):
        tell(archive, documents[0], number, [first])
    tell(archive, documents[1], 9, [second])
    assert claim(outbox, per_target=2)[1] == [(HOOK, 0), (HOOK, 1), ("console:", 9)]
    assert claim(outbox, NOON + LEASE, without=[HOOK])[1] == [("console:", 9)]


@pytest.mark.parametrize(
    ("receiver", "resting"),
    [(HOOK, {HOOK}), ("mailto:", {"mailto:a@e.cn", "mailto:b@e.cn"}), ("https://hook.example.cn", set())],
)
def test_who_rests_gets_nothing_until_the_rest_is_over(  # noqa: PLR0917
    receiver, resting, documents, archive, subscriptions, outbox
):
    """A target, or all targets of a way; no attempt is counted, the reason is shown, and nobody else waits."""
    everybody = {HOOK, f"{HOOK}2", "mailto:a@e.cn", "mailto:b@e.cn"}
    tell(archive, documents[0], 1, [subscriptions.add(to=to, at=NOON).id for to in sorted(everybody)])
    rest = Rest(receiver=receiver, failures=3, until=NOON + HOUR, reason="no answer")
    for _ in range(2):  # the second word counts
        outbox.rests.put(rest, NOON, given_up_before=NOON)
    assert outbox.rests.all() == {receiver: rest}
    assert {to for to, _ in claim(outbox)[1]} == everybody - resting
    waiting = [each for each in outbox.all() if each.to in resting]
    assert {(each.attempts, each.due_at, each.error) for each in waiting} <= {(0, NOON + HOUR, "put off: no answer")}
    assert {to for to, _ in claim(outbox, NOON + HOUR)[1]} == everybody


def test_a_rest_that_ends_early_brings_back_what_waited(documents, archive, subscriptions, outbox):
    """At once and in order; what a sender has in hand stays with it."""
    someone = subscriptions.add(to=HOOK, at=NOON).id
    for document, number in zip(documents, (1, 2), strict=True):
        tell(archive, document, number, [someone])
    (first, second), _ = claim(outbox)
    outbox.failed(first, "no", retry_at=NOON + 20 * HOUR, at=NOON)
    outbox.rests.put(Rest(receiver=HOOK, failures=1, until=NOON + HOUR, reason="no"), NOON, given_up_before=NOON)
    outbox.rests.end(HOOK, NOON)
    assert outbox.rests.all() == {}
    assert claim(outbox)[1] == [(HOOK, 1)]
    assert outbox.sent(second, NOON, answer="status 204")
    assert outbox.all(state="sent")[0].answer == "status 204"


def test_what_waited_too_long_for_a_rest_has_failed(documents, archive, subscriptions, outbox):
    """Visibly, with the reason; what is younger waits on."""
    someone = subscriptions.add(to=HOOK, at=NOON).id
    tell(archive, documents[0], 1, [someone])
    tell(archive, documents[1], 2, [someone], at=NOON + HOUR)
    rest = Rest(receiver=HOOK, failures=9, until=NOON + 2 * HOUR, reason="no answer")
    outbox.rests.put(rest, NOON + HOUR, given_up_before=NOON + HOUR)
    assert [(each.state, each.error) for each in outbox.all()] == [
        ("failed", "waited too long: no answer"),
        ("pending", None),
    ]


def test_anything_can_be_sent_again(documents, archive, subscriptions, outbox):
    """Sent, failed or resting: due at once under its old id, with new attempts; a sender in between cannot mark it."""
    someone = subscriptions.add(to=HOOK, at=NOON).id
    tell(archive, documents[0], 1, [someone])
    (slow,), _ = claim(outbox)
    outbox.rests.put(Rest(receiver="https:", failures=1, until=NOON + HOUR, reason="no"), NOON, given_up_before=NOON)
    (again,) = outbox.resend([slow.id], NOON)
    assert (again.id, again.state, again.attempts, again.error) == (slow.id, "pending", 0, None)
    assert not outbox.sent(slow, NOON)
    (mine,), _ = claim(outbox)
    assert mine.attempts == 1
    assert outbox.failed(mine, "410", retry_at=None, at=NOON)
    assert [each.state for each in outbox.resend([mine.id], NOON)] == ["pending"]


def test_what_cannot_be_sent_again_is_told(documents, archive, subscriptions, outbox):
    """An unknown delivery, and one whose subscription ended; then none of those named is sent."""
    stays, goes = (subscriptions.add(to=to, at=NOON).id for to in (HOOK, "console:"))
    tell(archive, documents[0], 1, [stays, goes])
    for each in claim(outbox)[0]:
        outbox.sent(each, NOON)
    subscriptions.remove(goes, at=NOON)
    kept, gone = outbox.all()
    for wrong, told in ((gone.id, "was removed"), ("msg_0", "no delivery msg_0")):
        with pytest.raises(UsageError, match=told):
            outbox.resend([kept.id, wrong], NOON)
    assert outbox.next_due() is None
    assert outbox.all(subscription_id=stays) == [kept]


@pytest.fixture
def sender(sqlite_path):
    """An SQLite database with one message on its way."""
    database = connect(str(sqlite_path))
    (document,) = found(Sites(database), Targets(database), Archive(database))
    tell(Archive(database), document, 1, [Subscriptions(database).add(to=HOOK, at=NOON).id])
    Outbox(database).epoch.renew(NOON)
    database.close()
    return sqlite_path


def run(path):
    """A run that sends all; gives (held back, sent)."""
    database = connect(str(path))
    outbox = Outbox(database)
    held = outbox.epoch.renew(NOON)
    sent = [outbox.sent(each, NOON) for each in outbox.claim(NOON, limit=9, lease=LEASE)]
    database.close()
    return held, len(sent)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_restored_file_sends_nothing_again(elsewhere, sender, tmp_path):
    """Put back in its place or elsewhere: what was on its way then is held back, visibly, and can be sent by hand."""
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(sender)) as original, closing(sqlite3.connect(backup)) as copy:
        original.backup(copy)
    assert run(sender) == (0, 1)
    restored = backup if elsewhere else sender
    if not elsewhere:
        for name in ("", "-wal", "-shm"):
            sender.with_name(sender.name + name).unlink(missing_ok=True)
        shutil.copy(backup, sender)
    assert run(restored) == (1, 0)
    assert run(restored) == (0, 0)
    database = connect(str(restored))
    outbox = Outbox(database)
    (held,) = outbox.all(state="failed")
    assert "restored from a backup" in held.error
    outbox.resend([held.id], NOON)
    database.close()
    assert run(restored) == (0, 1)


def test_a_file_that_was_moved_with_its_mark_goes_on(sender, tmp_path):
    """Moving house is no restoring; neither is a first start, or a second run."""
    for path in sender.parent.glob(f"{sender.name}*"):
        path.rename(tmp_path / path.name.replace(sender.name, "moved.db"))
    assert run(tmp_path / "moved.db") == (0, 1)


def test_dying_while_the_mark_is_made_anew_holds_nothing_back(sender):
    """Before the database has the new mark, and after."""
    mark = sender.with_name(f"{sender.name}-epoch")
    before = mark.read_text(encoding="ascii")
    mark.write_text(f"{before}{'0' * 32}\n", encoding="ascii")
    assert run(sender) == (0, 1)
    after = mark.read_text(encoding="ascii")
    mark.write_text(f"{before}{after}", encoding="ascii")
    assert run(sender) == (0, 0)


def test_a_restored_server_sends_nothing_again(postgres):
    """A dump makes new tables: their number is not the one that sent."""
    database = connect(postgres())
    epoch = Outbox(database).epoch
    assert (epoch.renew(NOON), epoch.renew(NOON)) == (0, 0)
    with database.write() as connection:
        known = connection.execute(text("SELECT mark FROM epoch")).scalar_one()
        connection.execute(text("UPDATE epoch SET mark = :mark"), {"mark": known.replace("/", "/1", 1)})
        connection.execute(text("INSERT INTO site (name, digest, enabled) VALUES ('s', '', true)"))
        connection.execute(text("INSERT INTO subscription (\"to\", severity, added_at) VALUES ('console:', '', now())"))
        connection.execute(
            text("INSERT INTO alert (type, site_id, severity, at, payload) VALUES ('', 1, '', now(), '')")
        )
        connection.execute(
            text(
                "INSERT INTO delivery (id, alert_id, subscription_id, state, attempts, due_at, at) "
                "VALUES ('msg_1', 1, 1, 'pending', 0, now(), now())"
            )
        )
    assert (epoch.renew(NOON), epoch.renew(NOON)) == (1, 0)
    database.close()
