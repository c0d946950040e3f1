"""Rounds and sending side by side, in this process: what one does never delays the other."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from clausewatch import duty as duties
from clausewatch import settings
from clausewatch.check import one_round
from clausewatch.duty import Duty
from clausewatch.reading import Reader
from clausewatch.service import opened
from clausewatch.vitals import Vitals
from crawler.reactor import run
from tests.acceptance.conftest import SECRET
from tests.acceptance.test_bad_input import NOTICE, site

pytestmark = pytest.mark.usefixtures("on_reactor")

READER = "mailto:reader@example.org"


@pytest.fixture
def service(tmp_path, web, monkeypatch):
    """An installation that watches one page every hour, and whose mail server never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        monkeypatch.setenv("CLAUSEWATCH_SMTP_URL", f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        web.put("/plan.html", NOTICE)
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "yunting.toml").write_text(site(web, "/plan.html"), encoding="utf-8")
        config = settings.embedded(tmp_path, allow_private=frozenset({"127.0.0.1"}))
        mail = config.email.model_copy(update={"sender": "watch@example.org"})
        config = config.model_copy(update={"email": mail, "webhook_secret": SecretStr(SECRET)})
        with opened(config, now=lambda: datetime.now(UTC)) as service:
            yield service


async def until(holds: Callable[[], bool]) -> None:
    """Wait until this holds."""
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - it is another thread that makes it hold
            await asyncio.sleep(0.05)


def test_a_mail_server_that_hangs_delays_no_round(service, web, hook, monkeypatch):
    """Rounds begin at every tick while letters hang, and the webhook hears within two seconds of its round's end."""
    monkeypatch.setattr(duties, "TICK", 1.0)
    monkeypatch.setattr("clausewatch.sender.ATTEMPT", 6.0)
    for to in (READER, hook.address):
        service.subscribe(to)
    vitals, seen = Vitals(), []

    def rounds() -> float:
        return vitals.registry.get_sample_value("clausewatch_round_seconds_count") or 0.0

    async def watch() -> None:
        duty = Duty(service, vitals)
        working = asyncio.create_task(duty.run())
        await until(lambda: rounds() > 0)
        ended = time.monotonic()
        await until(lambda: bool(hook.received))
        seen.append(time.monotonic() - ended)
        before = rounds()
        await asyncio.sleep(4.5)
        seen.append(rounds() - before)
        (letter,) = (each for each in service.outbox.all() if each.to == READER)
        seen.append((letter.state, letter.attempts))
        duty.stop()
        await working

    run(watch)
    heard, more, letter = seen
    print(f"heard {heard:.1f} s after the round's end; {more:.0f} rounds in 4.5 s of one a second")
    assert heard < 2
    assert more >= 3
    assert letter == ("pending", 1)
    states = {each.to: (each.state, each.attempts) for each in service.outbox.all()}
    assert states == {hook.address: ("sent", 1), READER: ("pending", 1)}


def test_what_a_round_finds_is_gathered_until_it_ends(service, web, hook, monkeypatch):
    """However often the sender looks while a round goes on: two dozen changes are one message, not two dozen."""
    monkeypatch.setattr("clausewatch.sender.TICK", 0.1)
    paths = [f"/{number}.html" for number in range(24)]
    for path in paths:
        web.put(path, NOTICE)
    (service.settings.sites / "yunting.toml").write_text(site(web, *paths), encoding="utf-8")
    service.subscribe(hook.address)
    with closing(Reader()) as reader:
        run(lambda: one_round(service, reader))
    assert [each["type"] for each in hook.bodies] == ["baseline"]
    for path in paths:
        web.put(path, NOTICE.replace("不少于5天", "不少于4天"))
    monkeypatch.setattr(service, "now", lambda: datetime.now(UTC) + timedelta(days=40))
    web.slow = 0.2

    async def watch() -> None:
        duty = Duty(service, Vitals())
        working = asyncio.create_task(duty.run())
        await until(lambda: len(hook.received) > 1)
        duty.stop()
        await working

    run(watch)
    assert [(each["type"], each.get("total")) for each in hook.bodies[1:]] == [("digest", 24)]
