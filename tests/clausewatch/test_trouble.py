"""Receivers in trouble for hours of a virtual clock: nothing is lost, nobody else is late, nobody is flooded after."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from clausewatch.circuit import RESTS, Circuit, chance
from clausewatch.deliver import deliver
from clausewatch.lanes import LEASE, RETRY_AFTER, retry_at
from monitor.errors import SendError
from monitor.observation import Delivery, Rest
from notifiers.channels import Account, ChannelConfig, Mail, open_channel
from tests.clausewatch.test_deliver import START, Clock, Hook, clock, hook, memory
from tests.mailserver import Speaker

__all__ = ["clock", "hook", "memory"]

READER = "mailto:a@example.org"
TICK = timedelta(minutes=5)


def _config(**given):
    values = {"allow_private": frozenset({"127.0.0.1"}), "secret_for": lambda _: "a secret", "timeout": 10.0}
    return ChannelConfig(**values | given)


def _mail(port):
    mail = Mail(sender="watch@example.org", server=f"smtp://127.0.0.1:{port}")
    return _config(mail=lambda: mail)


def _soon_tired_of_mail(to, config):
    return open_channel(to, replace(config, timeout=0.4) if to == READER else config)


def _subjects(server):
    return [message_from_bytes(each.content, policy=policy.default)["Subject"] for each in server.mailbox.envelopes]


def _drain(memory, clock, config):
    """Deliver until nothing waits; gives how many messages each run sent, by the minute."""
    sent = Counter()
    while (due := memory.outbox.next_due()) is not None:
        clock.time = max(clock.time, due)
        sent[clock.time.replace(second=0, microsecond=0)] += deliver(memory.outbox, config, now=clock).sent
    return sent


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(None, id="refuses"),
        pytest.param([], id="hangs"),
        pytest.param([b"220 hello\r\n", b"250"], id="answers half"),
        pytest.param(
            [b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n"], id="hangs after DATA"
        ),
    ],
)
def test_six_hours_without_a_mail_server(lines, memory, clock, hook, mail_server):
    """Every letter arrives once and in order when it is back; the webhook was never late, and few tries were in vain."""
    number = 0
    while clock.time < START + timedelta(hours=6):
        if number < 12:
            memory.tell(number, READER, hook.url)
            number += 1
        with closing(Speaker(*(lines or []))) as server:
            if lines is None:
                server.close()
            deliver(memory.outbox, _mail(server.port), now=clock, open_channel=_soon_tired_of_mail)
        assert hook.numbers == list(range(number))
        clock.time += TICK * 2
    states = memory.states(READER)
    assert {state for state, _, _ in states} == {"pending"}
    tries = sum(attempts for _, attempts, _ in states)
    assert tries <= 36
    back = mail_server()
    runs = _drain(memory, clock, _mail(back.port))
    assert _subjects(back) == [f"【】消息{each}" for each in range(12)]
    assert {state for state, _, _ in memory.states(READER)} == {"sent"}
    assert sum(runs.values()) == 12


def test_a_dead_mail_server_is_asked_a_few_times_not_once_for_each_reader(memory, clock, hook):
    """Forty readers wait while it rests; their letters are not tried one by one, and no attempt is counted."""
    readers = [f"mailto:r{number}@example.org" for number in range(40)]
    memory.tell(1, *readers, hook.url)
    with closing(Speaker()) as server:
        server.close()
        config = _mail(server.port)
        deliver(memory.outbox, config, now=clock)
        tried = sum(each.attempts for each in memory.outbox.all() if each.to in readers)
        assert 2 <= tried <= 5
        assert hook.numbers == [1]
        clock.time += timedelta(seconds=3)
        deliver(memory.outbox, config, now=clock)
        assert sum(each.attempts for each in memory.outbox.all() if each.to in readers) == tried
    (rest,) = memory.outbox.rests.all().values()
    assert rest.receiver == "mailto:"


def test_after_hours_of_trouble_nobody_is_flooded(memory, clock, mail_server):
    """A hundred letters that waited come thirty a minute, in order."""
    for number in range(100):
        memory.tell(number, READER)
    memory.outbox.rests.put(
        Rest(receiver="mailto:", failures=5, until=START + TICK, reason="down"), START, given_up_before=START
    )
    server = mail_server()
    clock.time = START + TICK
    runs = _drain(memory, clock, _mail(server.port))
    assert _subjects(server) == [f"【】消息{each}" for each in range(100)]
    assert max(runs.values()) <= 30
    assert {attempts for _, attempts, _ in memory.states(READER)} == {1}


@pytest.mark.parametrize(
    "body",
    [b'{"errcode": 93000}', b'{"errcode": 45009}', b'{"errcode": -1}', b"<html>busy</html>", b'{"errcode"', b""],
)
def test_a_robot_that_fails_in_good_answers_loses_nothing(body, memory, clock, hook):
    """Six hours of errors under a status of 200; then all messages come once, in order."""
    hook.status, hook.body = 200, body
    with Hook() as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        config = _config(robot_for=lambda *_: Account(url=hook.url))
        for number in range(30):
            memory.tell(number, "wecom:staff", other.url)
        while clock.time < START + timedelta(hours=6):
            deliver(memory.outbox, config, now=clock)
            assert other.numbers == list(range(30))
            clock.time += TICK
        other.shutdown()
        thread.join()
    assert len(hook.numbers) < 80
    hook.numbers.clear()
    hook.body = b'{"errcode": 0}'
    runs = _drain(memory, clock, config)
    assert hook.numbers == [f"消息{number}" for number in range(30)]
    assert max(runs.values()) <= 20


def test_a_run_waits_the_moment_that_a_robot_needs(memory, clock, hook):
    """Twelve messages to a robot that takes five a second all come with one run; a longer wait is left to the next."""
    hook.status, hook.body = 200, b'{"code": 0}'

    def pause(seconds):
        clock.time += timedelta(seconds=seconds)

    config = _config(robot_for=lambda *_: Account(url=hook.url))
    for number in range(12):
        memory.tell(number, "feishu:staff")
    assert deliver(memory.outbox, config, now=clock, pause=pause).sent == 12
    assert timedelta(seconds=2) < clock.time - START < timedelta(seconds=5)
    hook.body = b'{"code": 11232}'
    memory.tell(12, "feishu:staff")
    before = clock.time
    assert deliver(memory.outbox, config, now=clock, pause=pause).retried == 1
    assert clock.time - before <= timedelta(seconds=2)


def test_a_slow_webhook_delays_only_itself(memory, hook):
    """It takes so long that its turn ends; others had all of theirs meanwhile, and it goes on in the next run."""
    clock, slow = Clock(), "https://slow.example.org/"
    came = []

    class Slow:
        def send(self, delivery, at):
            came.append(delivery.payload["number"])
            clock.time += timedelta(seconds=25)
            return "status 200"

        def close(self):
            pass

    def opened(to, config):
        return Slow() if to == slow else open_channel(to, config)

    for number in range(8):
        memory.tell(number, slow)
    summary = deliver(memory.outbox, _config(), now=clock, open_channel=opened)
    assert (summary.sent, summary.left) == (3, 5)
    memory.tell(9, hook.url)
    deliver(memory.outbox, _config(), now=clock, open_channel=opened)
    assert hook.numbers == [9]
    deliver(memory.outbox, _config(), now=clock, open_channel=opened)
    assert came == list(range(8))
    assert {attempts for _, attempts, _ in memory.states(slow)} == {1}


def test_one_poisonous_message_holds_up_its_own_document_only(memory, clock):
    """Everything else for the same receiver goes."""

    class Poisoned:
        def send(self, delivery, at):
            if delivery.payload["number"] == 0:
                raise SendError("500")
            return "status 200"

        def close(self):
            pass

    for number in range(4):
        memory.tell(number, "https://e.example.org/", document=number + 1)
    deliver(memory.outbox, _config(), now=clock, open_channel=lambda *_: Poisoned())
    assert [state for state, _, _ in memory.states("https://e.example.org/")] == ["pending", "sent", "sent", "sent"]


def test_a_stalled_sender_cannot_mark_what_another_claimed(memory, clock, hook):
    """It wakes after its lease: its late word counts nothing, and the message came twice at most."""

    class Stalling:
        def __init__(self, channel):
            self._channel, self.close = channel, channel.close

        def send(self, delivery, at):
            answer = self._channel.send(delivery, at)
            clock.time += LEASE
            assert deliver(memory.outbox, _config(), now=clock).sent == 1
            raise SendError(f"too late for {answer}")

    memory.tell(1, hook.url)
    deliver(
        memory.outbox,
        _config(),
        now=clock,
        open_channel=lambda to, config: Stalling(open_channel(to, config)),
    )
    assert hook.numbers == [1, 1]
    assert len(set(hook.ids)) == 1
    ((state, attempts, error),) = memory.states(hook.url)
    assert (state, attempts, error) == ("sent", 2, None)


def test_retries_spread_but_never_change(delivery):
    """Each attempt's moment lies within a fifth of its gap, differs between deliveries, and is always the same."""
    tried = [delivery(f"msg_{number:04}", 1) for number in range(200)]
    moments = [retry_at(each, START) for each in tried]
    assert moments == [retry_at(each, START) for each in tried]
    assert all(RETRY_AFTER[0] <= moment - START <= RETRY_AFTER[0] * 1.2 for moment in moments)
    assert len(set(moments)) > 190
    assert retry_at(delivery("msg_1", len(RETRY_AFTER) + 1), START) is None
    assert 0 <= min(map(chance, "abcdef")) < max(map(chance, "abcdef")) <= 1


@pytest.fixture
def delivery():
    """Makes a delivery that was claimed so often."""

    def make(name, attempts):
        return Delivery(
            id=name,
            subscription=1,
            document=None,
            state="pending",
            attempts=attempts,
            at=START,
            error=None,
            to="console:",
            type="baseline",
            payload={},
        )

    return make


def test_rests_grow_to_half_an_hour_and_end_with_one_success():
    """The second failure in a row begins one, each look in vain the next; one message taken ends the trouble."""
    circuit, at, lengths = Circuit({}), START, []
    to, error = "https://e.example.org/", SendError("no answer")
    assert circuit.refused(to, error, at) is None
    for _ in range(5):
        rest = circuit.refused(to, error, at)
        lengths.append(rest.until - at)
        assert circuit.rest(to, at) == rest
        assert circuit.rest("https://other.example.org/", at) is None
        assert circuit.refused(to, error, at) is None  # it was on its way already
        at = rest.until
        assert circuit.rest(to, at) is None
    for length, least in zip(lengths, (*RESTS, RESTS[-1], RESTS[-1]), strict=True):
        assert least <= length <= least * 1.2
    assert circuit.took(to) == [to]
    assert circuit.took(to) == []
    assert circuit.refused(to, error, at) is None


def test_a_receiver_that_asks_to_wait_is_in_no_trouble():
    """Its rest is as long as it says, and counts as no failure."""
    circuit = Circuit({})
    rest = circuit.refused("wecom:staff", SendError("later", later=timedelta(minutes=1)), START)
    assert (rest.failures, rest.until) == (0, START + timedelta(minutes=1))
    assert rest.reason == "later"
