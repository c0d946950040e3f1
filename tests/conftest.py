"""Fixtures that more than one package's tests share."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest

from crawler import reactor
from tests.faultserver import FaultServer
from tests.mailserver import MailServer

T = TypeVar("T")
Runner = Callable[[Callable[[], Coroutine[Any, Any, T]]], T]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: packed ones hold the second in which they were made, and two workers must agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def on_reactor() -> Iterator[Runner[Any]]:
    """Runs a coroutine on the session's one reactor, which lives in a thread: it could not be started twice.

    While it runs, `crawler.reactor.run` anywhere in the session does the same.
    """
    ready = threading.Event()
    ends: list[Callable[[], object]] = []

    async def live() -> None:
        end = asyncio.Event()
        loop = asyncio.get_running_loop()
        ends.append(lambda: loop.call_soon_threadsafe(end.set))
        ready.set()
        await end.wait()

    thread = threading.Thread(target=reactor.run, args=(live,), name="reactor")
    thread.start()
    assert ready.wait(10)
    yield reactor.run
    ends[0]()
    thread.join(10)


@pytest.fixture
def faults() -> Iterator[FaultServer]:
    """A fault server on 127.0.0.1."""
    with FaultServer() as server:
        yield server


@pytest.fixture
def mail_server() -> Iterator[Callable[..., MailServer]]:
    """Starts mail servers, and stops them."""
    with ExitStack() as stack:

        def start(**given: Any) -> MailServer:
            server = MailServer(**given)
            server.start()
            stack.callback(server.stop)
            return server

        yield start
