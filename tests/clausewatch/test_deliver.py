"""Delivering, with a real outbox and real receivers."""

import io
import itertools
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from clausewatch.deliver import DeliverySummary, deliver
from clausewatch.lanes import LEASE, RETRY_AFTER
from monitor.errors import StorageError
from monitor.observation import Alert, SiteRevision
from notifiers.channels import Account, ChannelConfig, Mail
from storage import tables
from storage.database import connect
from storage.outbox import Outbox, queue
from storage.sites import Sites
from storage.subscriptions import Subscriptions

START = datetime(2025, 3, 10, 4, 0, tzinfo=UTC)
SITE = "澄湖区教育局"


class Clock:
    """A clock that stands still until it is set forward."""

    def __init__(self):
        self.time = START

    def __call__(self):
        """The time it shows."""
        return self.time


class Memory:
    """A real database with one site; `tell` queues an alert for targets."""

    def __init__(self, path):
        self.database = connect(str(path))
        self.outbox = Outbox(self.database)
        self._ids = {}
        Sites(self.database).register(SiteRevision(name=SITE, digest="0" * 64, rules="{}", enabled=True), [], at=START)

    def tell(self, number, *targets, document=None):
        """Queue message `number` for every target, about the site or a document."""
        for to in targets:
            if to not in self._ids:
                added = Subscriptions(self.database).add(to=to, at=START)
                self._ids[to] = added.id
        payload = {"type": "baseline", "number": number, "message": {"zh": f"消息{number}", "en": f"message {number}"}}
        alert = Alert(type="baseline", site=SITE, url="http://e.cn/", severity="none", payload=payload)
        with self.database.write() as connection:
            if document is not None:
                values = {"id": document, "url": f"http://e.cn/{document}", "site_id": 1, "title": "", "versions": 0}
                connection.execute(tables.document.insert().values(values | {"status": "live", "changed_at": START}))
            queue(connection, alert, [self._ids[to] for to in targets], START, document=document)

    def states(self, to):
        """(state, attempts, error) of a target's deliveries in order."""
        return [(each.state, each.attempts, each.error) for each in self.outbox.all() if each.to == to]


class Hook(ThreadingHTTPServer):
    """A webhook's receiver that answers with `status` and keeps the numbers of the messages it was sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.numbers, self.ids = 204, [], []
        self.headers, self.body = {}, b""
        self.url = f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.numbers.append(body["number"] if "number" in body else _title(body))
        self.server.ids.append(self.headers["webhook-id"])
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args):
        pass


def _title(message):
    if "card" in message:
        return message["card"]["header"]["title"]["content"]
    return message["markdown"]["content"].partition("】")[2].partition("*")[0]


@pytest.fixture
def memory(tmp_path):
    """A database of its own."""
    opened = Memory(tmp_path / "clausewatch.db")
    yield opened
    opened.database.close()


@pytest.fixture
def hook():
    """A receiver on loopback."""
    with Hook() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def nowhere():
    """The address of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


@pytest.fixture
def clock():
    """A clock that the test sets."""
    return Clock()


def _config(**given):
    values = {"allow_private": frozenset({"127.0.0.1"}), "secret_for": lambda _: "a secret", "timeout": 5.0}
    return ChannelConfig(**values | given)


def _run(memory, clock, config=None, **given):
    return deliver(memory.outbox, config or _config(), now=clock, **given)


def test_everything_due_is_sent_in_order(memory, clock, hook):
    """All messages of a target arrive once, in their order, however many are claimed at a time."""
    for number in range(7):
        memory.tell(number, hook.url)
    assert _run(memory, clock, limit=3) == DeliverySummary(sent=7)
    assert hook.numbers == list(range(7))
    assert memory.states(hook.url) == [("sent", 1, None)] * 7
    assert _run(memory, clock) == DeliverySummary()


def test_the_console_and_a_webhook_both_get_it(memory, clock, hook):
    """Every target of an alert gets it through its own channel."""
    printed = io.StringIO()
    memory.tell(1, "console:", hook.url)
    assert _run(memory, clock, _config(stream=printed)).sent == 2
    assert hook.numbers == [1]
    assert printed.getvalue() == "消息1\n\n"


def test_a_dead_channel_blocks_nobody(memory, clock, hook, nowhere):
    """While one receiver is down the others get theirs; its messages wait, with the reason."""
    for number in range(4):
        memory.tell(number, nowhere, hook.url)
    assert _run(memory, clock) == DeliverySummary(sent=4, retried=4)
    assert hook.numbers == [0, 1, 2, 3]
    states = memory.states(nowhere)
    assert [(state, attempts) for state, attempts, _ in states] == [("pending", 1), *[("pending", 0)] * 3]
    assert "the connection failed" in states[0][2]
    assert all(error.startswith("put off") for _, _, error in states[1:])


def test_one_message_that_is_refused_for_good_does_not_stop_the_next(memory, clock, hook):
    """A message that the receiver will never take is given up at once, and the following ones are still tried."""
    hook.status = 400
    for number in range(3):
        memory.tell(number, hook.url)
    assert _run(memory, clock) == DeliverySummary(failed=3)
    assert hook.numbers == [0, 1, 2]
    assert memory.states(hook.url) == [("failed", 1, "127.0.0.1 answered 400")] * 3


def test_a_failed_message_is_tried_again_when_it_is_due(memory, clock, hook):
    """After the back-off, and not before, the same delivery is sent with the same id."""
    hook.status = 503
    memory.tell(1, hook.url)
    assert _run(memory, clock) == DeliverySummary(retried=1)
    assert START + RETRY_AFTER[0] <= memory.outbox.next_due() <= START + RETRY_AFTER[0] * 1.2
    assert _run(memory, clock) == DeliverySummary()
    hook.status = 204
    clock.time = memory.outbox.next_due()
    assert _run(memory, clock) == DeliverySummary(sent=1)
    assert len(set(hook.ids)) == 1
    assert memory.states(hook.url) == [("sent", 2, None)]


def test_a_receiver_that_takes_no_more_is_asked_later(memory, clock, hook):
    """Nothing more goes to it before the moment it named, all stay in order, and no attempt is used up."""
    hook.status, hook.headers = 429, {"Retry-After": "600"}
    for number in range(3):
        memory.tell(number, hook.url)
    for _ in range(2 * len(RETRY_AFTER)):
        hook.numbers.clear()
        assert _run(memory, clock) == DeliverySummary(retried=3)
        assert hook.numbers == [0]
        assert memory.outbox.next_due() == clock.time + timedelta(seconds=600)
        clock.time += timedelta(seconds=600)
    assert {(state, attempts) for state, attempts, _ in memory.states(hook.url)} == {("pending", 0)}
    assert all("answered 429" in error for _, _, error in memory.states(hook.url))
    hook.status = 204
    hook.numbers.clear()
    assert _run(memory, clock) == DeliverySummary(sent=3)
    assert hook.numbers == [0, 1, 2]


def test_a_robots_pace_is_kept_over_runs(memory, clock, hook):
    """Fifty messages to a robot that takes twenty a minute arrive in order, none twice, within three minutes."""
    hook.status, hook.body = 200, b'{"errcode": 0}'
    config = _config(robot_for=lambda *_: Account(url=hook.url))
    for number in range(50):
        memory.tell(number, "wecom:staff")
    sent = []
    while memory.outbox.next_due() is not None:
        sent.append(_run(memory, clock, config).sent)
        clock.time = memory.outbox.next_due() or clock.time
    assert sent == [20, 20, 10]
    assert clock.time - START <= timedelta(minutes=3)
    assert hook.numbers == [f"消息{number}" for number in range(50)]
    assert {(state, attempts) for state, attempts, _ in memory.states("wecom:staff")} == {("sent", 1)}


def test_a_mail_server_in_trouble_for_hours_loses_nothing(memory, clock, mail_server, hook):
    """It refuses, answers later and comes back: all is delivered once and in order, and others were never late."""
    server = mail_server()
    mail = Mail(sender="watch@example.org", server=f"smtp://127.0.0.1:{server.port}")
    config = _config(mail=lambda: mail)
    for number in range(5):
        memory.tell(number, "mailto:a@example.org", hook.url)
    moods = [("MAIL", "451 4.3.0 later"), ("RCPT", "450 4.2.0 greylisted"), ("DATA", "452 4.3.1 disk full")]
    for step, answer in itertools.takewhile(lambda _: clock.time < START + timedelta(hours=6), itertools.cycle(moods)):
        server.mailbox.answers = {step: answer}
        _run(memory, clock, config)
        assert hook.numbers == [0, 1, 2, 3, 4]
        clock.time = max(memory.outbox.next_due(), clock.time + timedelta(minutes=10))
    server.mailbox.answers = {}
    while memory.outbox.next_due() is not None:
        _run(memory, clock, config)
        clock.time = memory.outbox.next_due() or clock.time
    subjects = [message_from_bytes(each.content, policy=policy.default)["Subject"] for each in server.mailbox.envelopes]
    assert subjects == [f"【】消息{number}" for number in range(5)]
    assert {state for state, _, _ in memory.states("mailto:a@example.org")} == {"sent"}


def test_after_three_days_it_is_given_up_visibly(memory, clock, hook):
    """The gaps grow; when they are used up the delivery has failed and says why."""
    hook.status = 500
    memory.tell(1, hook.url)
    while (due := memory.outbox.next_due()) is not None:
        clock.time = due
        _run(memory, clock)
    assert timedelta(days=2) < clock.time - START < timedelta(days=5)
    assert memory.states(hook.url) == [("failed", len(RETRY_AFTER) + 1, "127.0.0.1 answered 500")]


def test_a_target_that_is_not_allowed_any_more_waits(memory, clock, hook):
    """When the settings take a host back, its deliveries fail with the advice of subscribing, and wait."""
    memory.tell(1, hook.url)
    assert _run(memory, clock, _config(allow_private=frozenset())) == DeliverySummary(retried=1)
    ((state, _, error),) = memory.states(hook.url)
    assert state == "pending"
    assert "fetch.allow_private" in error
    assert hook.numbers == []


def test_a_bug_in_a_channel_is_recorded_and_logged(memory, clock, hook, caplog):
    """An unexpected error stays with its delivery and is told with its traceback; the others are sent."""

    class Broken(io.StringIO):
        def write(self, text):
            raise RuntimeError("a bug")

    memory.tell(1, "console:", hook.url)
    assert _run(memory, clock, _config(stream=Broken())) == DeliverySummary(sent=1, retried=1)
    ((_, _, error),) = memory.states("console:")
    assert error == "internal error, please report it: RuntimeError"
    assert "RuntimeError: a bug" in caplog.text


def test_what_was_claimed_before_a_crash_comes_back(memory, clock, hook):
    """A delivery that another process claimed and never marked is sent when its lease is over, not before."""
    memory.tell(1, hook.url)
    memory.outbox.claim(START, limit=10, lease=LEASE)
    assert _run(memory, clock) == DeliverySummary()
    clock.time = START + LEASE
    assert _run(memory, clock) == DeliverySummary(sent=1)
    assert hook.numbers == [1]


def test_when_the_lease_is_over_nothing_more_is_sent(memory, clock, hook):
    """A run that took too long leaves the rest to whoever claims it next, so nothing goes out twice."""
    memory.tell(1, hook.url)
    memory.tell(2, hook.url)

    def late():
        return START + LEASE if hook.numbers else START

    summary = deliver(memory.outbox, _config(), now=late)
    assert (summary.sent, summary.left) == (1, 1)
    assert hook.numbers == [1]


def test_a_memory_that_fails_stops_the_run(memory, clock, hook):
    """When nothing can be marked any more the run ends with the storage's error, and sends no further."""

    class Failing(Outbox):
        def sent(self, claimed, at, *, answer=None):
            raise StorageError("disk full")

    for number in range(50):
        memory.tell(number, hook.url)
    with pytest.raises(StorageError, match="disk full"):
        deliver(Failing(memory.database), _config(), now=clock)
    assert len(hook.numbers) < 50
