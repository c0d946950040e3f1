"""A mail address that somebody typed gets one letter that asks, and nothing else before its owner said yes."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from clausewatch.asking import ask
from clausewatch.serve import answers
from clausewatch.settings import Email
from clausewatch.verify import verify
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching
from tests.mailserver import MailServer

HOUR = timedelta(hours=1)
PUBLIC = "https://watch.example.org"
TO = "mailto:reader@example.org"


@pytest.fixture
def mailbox(monkeypatch):
    """A real mail server, named in the environment."""
    server = MailServer()
    server.start()
    monkeypatch.setenv("CLAUSEWATCH_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
    yield server.mailbox
    server.stop()


@pytest.fixture
def watch(on_reactor, web, tmp_path, mailbox):
    """An installation with a public address that watches one notice."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", notice(1))
    email = Email(sender="watch@example.org")
    given = {"public_url": PUBLIC, "token_secret": SecretStr("figs"), "email": email}
    with watching(tmp_path, COLUMN.format(web.address), **given) as found:
        found.check()
        yield found


def letters(mailbox):
    """The subjects and texts of all mail so far."""
    mails = [message_from_bytes(each.content, policy=policy.default) for each in mailbox.envelopes]
    return [(mail["Subject"], mail.get_body(("plain",)).get_content()) for mail in mails]


@contextmanager
def browser(service):
    """A client of the service, over a real socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(answers(service), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", trust_env=False) as client:
            yield client
        server.should_exit = True
        thread.join()


def subscribe(watch):
    """Subscribe the reader; gives the subscription and what the person at the keyboard is told."""
    made = watch.service.subscribe(TO)
    return made, ask(watch.service, made)


def change(web, days):
    """The notice asks for another number of days."""
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", f"每周不少于{days}天"))


def test_nothing_is_sent_before_the_yes(watch, web, mailbox):
    """One letter asks; changes wait for nobody; opening the link does nothing; after the yes news come, and only news."""
    made, line = subscribe(watch)
    assert "asked by a letter" in line
    assert not made.confirmed
    change(web, 4)
    watch.check(HOUR)
    ((subject, text),) = letters(mailbox)
    assert "确认订阅" in subject
    path = re.search(r"https://watch\.example\.org(/confirm\?token=\S+)", text)[1]
    with browser(watch.service) as client:
        for _ in range(2):
            assert '<form method="post">' in client.get(path).text
        assert not watch.service.subscriptions.all()[0].confirmed
        assert [client.post(path).status_code for _ in range(2)] == [200, 200]
    assert watch.service.subscriptions.all()[0].confirmed
    watch.check(HOUR)
    assert len(mailbox.envelopes) == 1
    change(web, 3)
    watch.check(HOUR)
    subject, text = letters(mailbox)[1]
    assert "确认" not in subject
    assert "/unsubscribe?token=" in text
    assert verify(watch.service).broken == ()


def test_one_letter_a_day_asks_and_its_link_ends_after_a_week(watch, mailbox):
    """Subscribing again within a day sends no second letter; a link that is too old opens nothing."""
    first, _ = subscribe(watch)
    watch.check(HOUR)
    again, line = subscribe(watch)
    assert again.id == first.id
    assert "less than a day ago" in line
    watch.check(HOUR)
    assert len(mailbox.envelopes) == 1
    watch.now += timedelta(days=1)
    assert "asked by a letter" in subscribe(watch)[1]
    watch.check(HOUR)
    paths = [re.search(r"/confirm\?token=\S+", text)[0] for _, text in letters(mailbox)]
    assert len(paths) == 2
    watch.now += timedelta(days=6)
    with browser(watch.service) as client:
        assert [client.post(path).status_code for path in paths] == [404, 200]


def test_a_false_token_confirms_nothing(watch):
    """A token for another purpose, another subscription or nobody is refused."""
    made, _ = subscribe(watch)
    with browser(watch.service) as client:
        for token in ("", "<script>", f"{made.id}.0.{'x' * 43}"):
            answer = client.post("/confirm", params={"token": token})
            assert answer.status_code == 404
            assert "script" not in answer.text
    assert not watch.service.subscriptions.all()[0].confirmed


def test_where_nobody_could_say_yes_nobody_is_asked(on_reactor, web, tmp_path, mailbox):
    """Without a public address the person at the keyboard is trusted, and the mail comes at once."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", notice(1))
    with watching(tmp_path, COLUMN.format(web.address), email=Email(sender="watch@example.org")) as watch:
        made, line = subscribe(watch)
        assert (made.confirmed, line) == (True, None)
        watch.check()
        assert len(mailbox.envelopes) == 1
