"""The sender of a running service, with a real outbox, real receivers, and some that hang."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from clausewatch.sender import Sender
from monitor.errors import StorageError
from notifiers.channels import Mail
from storage.outbox import Outbox
from tests.clausewatch.test_deliver import _config, hook, memory

__all__ = ["hook", "memory"]

READER = "mailto:reader@example.org"


def now() -> datetime:
    """The real time: a sender waits for real."""
    return datetime.now(UTC)


@pytest.fixture
def silent():
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listener:
        yield listener.getsockname()[1]


@contextmanager
def sending(memory, config=None, outbox=None):
    """A sender at work; on the way out it is stopped, and its thread ends."""
    sender = Sender(outbox or memory.outbox, lambda: config or _config(), now)
    thread = threading.Thread(target=sender.run)
    thread.start()
    try:
        yield sender
    finally:
        sender.stop()
        thread.join(30)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> float:
    """How many seconds it took until this held."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "not in time"
        time.sleep(0.02)
    return time.monotonic() - begun


def mailing(port: int):
    """The settings of an installation with a mail server at this port."""
    mail = Mail(sender="watch@example.org", server=f"smtp://127.0.0.1:{port}")
    return _config(mail=lambda: mail)


def test_a_mail_server_that_hangs_delays_no_webhook(memory, hook, silent, monkeypatch):
    """Messages that come while a letter hangs go out within two seconds each, in order; the letter waits."""
    monkeypatch.setattr("clausewatch.sender.ATTEMPT", 6.0)
    memory.tell(0, READER)
    with sending(memory, mailing(silent)) as sender:
        eventually(lambda: memory.states(READER)[0][1] == 1)
        for number in range(1, 4):
            memory.tell(number, READER, hook.url)
            sender.wake()
            assert eventually(lambda number=number: hook.numbers == list(range(1, number + 1))) < 2
        assert {state for state, _, _ in memory.states(READER)} == {"pending"}
    assert [state for state, _, _ in memory.states(hook.url)] == ["sent"] * 3


def test_what_comes_due_is_sent_without_a_wake(memory, hook):
    """The sender looks every moment by itself."""
    with sending(memory):
        time.sleep(0.2)
        memory.tell(1, hook.url)
        assert eventually(lambda: hook.numbers == [1]) < 3
    assert memory.states(hook.url) == [("sent", 1, None)]


def test_many_hanging_receivers_leave_room_for_others(memory, hook, silent, monkeypatch):
    """Twenty hang at once, one connection each; another gets its message at once."""
    monkeypatch.setattr("clausewatch.sender.ATTEMPT", 4.0)
    dead = [f"http://127.0.0.1:{silent}/{number}" for number in range(20)]
    memory.tell(0, *dead)
    with sending(memory) as sender:
        eventually(lambda: all(memory.states(to)[0][1] == 1 for to in dead))
        memory.tell(1, hook.url)
        sender.wake()
        assert eventually(lambda: hook.numbers == [1]) < 2
    assert {memory.states(to)[0][0] for to in dead} == {"pending"}


def test_what_is_stopped_gives_back_what_it_has_not_sent(memory, silent, monkeypatch):
    """One letter is on its way when it is asked to stop; the others of that lane are due at once, untried."""
    monkeypatch.setattr("clausewatch.sender.ATTEMPT", 1.0)
    for number in range(5):
        memory.tell(number, READER)
    with sending(memory, mailing(silent)):
        eventually(lambda: memory.states(READER)[0][1] == 1)
    states = memory.states(READER)
    assert [(state, attempts) for state, attempts, _ in states] == [("pending", 1), *[("pending", 0)] * 4]
    assert memory.outbox.next_due() > now()  # behind the first, which waits for its second attempt


def test_a_receiver_that_never_takes_anything_rests(memory, silent, monkeypatch):
    """Failures in a row count over the looks of one sender: after two it is left alone."""
    monkeypatch.setattr("clausewatch.sender.ATTEMPT", 0.3)
    memory.tell(0, READER)
    memory.tell(1, "mailto:other@example.org")
    with sending(memory, mailing(silent)):
        eventually(lambda: bool(memory.outbox.rests.all()))
    (rest,) = memory.outbox.rests.all().values()
    assert rest.receiver == "mailto:"


def test_a_memory_that_fails_ends_the_sender(memory, hook):
    """When nothing can be marked any more it ends with the storage's error, and sends no further."""

    class Failing(Outbox):
        def sent(self, claimed, at, *, answer=None):
            raise StorageError("disk full")

    for number in range(30):
        memory.tell(number, hook.url)
    with pytest.raises(StorageError, match="disk full"):
        Sender(Failing(memory.database), _config, now).run()
    assert hook.numbers == [0]
