"""Who may read the pages, and how fast tokens may be guessed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest

from clausewatch.serve import answers, serve
from clausewatch.service import Service
from clausewatch.settings import Settings
from clausewatch.web.access import GUESSES, REST, Guesses
from monitor.errors import UsageError
from notifiers import consent
from storage.database import connect
from tests.storage.district import NOON

ACCESS, SECRET, TO = "a long secret of 青河", "figs", "mailto:reader@example.org"
SECOND = timedelta(seconds=1)


class Reader:
    """Asks a service over ASGI, from one address, at a time that the test moves."""

    def __init__(self, service):
        self.service, self.client, self.pages = service, "192.0.2.7", None

    def ask(self, path, token=None, *, header=None, method="GET", **given):
        """One answer; a `token` goes as a Bearer token, a `header` as it is."""
        header = f"Bearer {token}".encode() if token is not None else header
        headers = {} if header is None else {"authorization": header}
        self.pages = self.pages or answers(self.service)
        transport = httpx.ASGITransport(self.pages, client=(self.client, 1))

        async def once():
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, path, headers=headers, **given)

        return asyncio.run(once())

    def status(self, path, token=None, **given):
        """One answer's status."""
        return self.ask(path, token, **given).status_code


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A reader of an installation with an access token."""
    monkeypatch.setenv("CLAUSEWATCH_ACCESS_TOKEN", ACCESS)
    now = [NOON]
    config = Settings(data_dir=tmp_path, public_url="https://watch.example.org", token_secret=SECRET)
    database = connect(config.database_url)
    service = Service(config, database, now=lambda: now[0])
    found = Reader(service)
    found.pass_time = lambda span: now.__setitem__(0, now[0] + span)
    yield found
    database.close()


@pytest.mark.parametrize(
    "path", ["/", "/feed.atom", "/feed.json?q=x", "/calendar.ics", "/style.css", "/nowhere", "/docs"]
)
def test_nothing_is_read_without_the_token(reader, path):
    """Not even whether there is such an address; the answer asks for a password and says nothing else."""
    answer = reader.ask(path)
    assert (answer.status_code, answer.headers["www-authenticate"].partition(" ")[0]) == (401, "Basic")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert reader.status(path, "wrong") == 401
    assert reader.status(path, ACCESS) in {200, 404}


def test_a_feed_reader_gives_it_as_a_password(reader):
    """Any user name will do; a password that is none, or no password at all, will not."""
    assert reader.status("/feed.atom", auth=("anybody", ACCESS)) == 200
    assert reader.status("/feed.atom", auth=("anybody", "wrong")) == 401
    for header in (b"Basic", b"Basic !!!", "Basic 青".encode(), b"Basic /w==", b"Bearer", b"Digest x", ACCESS.encode()):
        assert reader.status("/feed.atom", header=header) == 401


def test_what_carries_its_own_token_goes_without(reader):
    """A subscription's feed and calendar, the yes and the no; the same addresses without it do not."""
    made = reader.service.subscribe(TO)
    feed, confirm = (consent.issue(SECRET, purpose, made.id, TO) for purpose in ("feed", "confirm"))
    assert [reader.status(f"/{name}?token={feed}") for name in ("feed.atom", "feed.json", "calendar.ics")] == [200] * 3
    assert reader.status(f"/confirm?token={confirm}", method="POST") == 200
    assert [reader.status(f"/feed.atom?{query}") for query in ("token=", "token", "TOKEN=x", "token=x")] == [
        401
    ] * 3 + [404]
    assert reader.status(f"/?token={feed}") == 401


def test_the_health_is_nobodys_secret_but_its_details(reader):
    """Whoever watches the service sees whether it is well, and no more."""
    assert reader.ask("/healthz").json() == {"status": "ok"}
    assert reader.status("/healthz", ACCESS) == 200


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/unsubscribe?token=1.0.x", "/confirm?token=x", "/feed.atom?token=x"]
)
def test_who_guesses_waits(reader, path):
    """After ten wrong tokens an address is put off, right ones too; it is told for how long. Others are not."""
    wrong = None if "token" in path else "wrong"
    assert 429 not in [reader.status(path, wrong) for _ in range(GUESSES)]
    answer = reader.ask(path, wrong)
    assert answer.status_code == 429
    assert reader.status("/", ACCESS) == 429
    assert reader.status("/") == 401
    reader.client = "192.0.2.8"
    assert reader.status("/", ACCESS) == 200
    reader.client = "192.0.2.7"
    reader.pass_time(int(answer.headers["retry-after"]) * SECOND)
    assert reader.status(path, wrong) != 429
    assert reader.status(path, wrong) == 429


def test_guesses_come_back_evenly_and_are_forgotten():
    """One every six seconds; who never guessed never waits; of very many addresses the oldest are forgotten."""
    guesses = Guesses()
    assert guesses.wait("a", NOON) == timedelta()
    for _ in range(GUESSES):
        guesses.wrong("a", NOON)
    assert guesses.wait("a", NOON) == REST
    assert guesses.wait("a", NOON + REST) == timedelta()
    for number in range(10_000):
        guesses.wrong(str(number), NOON)
    assert guesses.wait("a", NOON) == timedelta()


def test_one_household_is_one_address(reader):
    """All addresses of an IPv6 network count together."""
    for number in range(GUESSES):
        reader.client = f"2001:db8::{number:x}"
        assert reader.status("/", "wrong") == 401
    reader.client = "2001:db8::ffff"
    assert reader.status("/", "wrong") == 429
    reader.client = "2001:db8:0:1::1"
    assert reader.status("/", "wrong") == 401


def test_an_open_address_without_a_token_is_refused(tmp_path, monkeypatch):
    """One line says what to set; nothing listens."""
    monkeypatch.delenv("CLAUSEWATCH_ACCESS_TOKEN", raising=False)
    database = connect(str(tmp_path / "memory.db"))
    for host in ("0.0.0.0", "::", "192.0.2.1", "watch.example.org"):
        with pytest.raises(UsageError, match=r"set CLAUSEWATCH_ACCESS_TOKEN .*--host on 127\.0\.0\.1"):
            serve(Service(Settings(data_dir=tmp_path), database), host=host, port=0)
    database.close()


def test_without_a_token_on_loopback_nobody_needs_one(reader, monkeypatch):
    """As it was; but tokens of subscriptions cannot be guessed there either."""
    monkeypatch.delenv("CLAUSEWATCH_ACCESS_TOKEN")
    assert [reader.status("/"), reader.status("/", "whatever")] == [200, 200]
    assert [reader.status("/feed.atom?token=x") for _ in range(GUESSES + 1)] == [404] * GUESSES + [429]
    assert reader.status("/") == 200
