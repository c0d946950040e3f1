"""Runs a coroutine on Twisted's asyncio reactor, which Scrapy, APScheduler and uvicorn share.

The reactor cannot be started twice in a process. Where it already runs in another thread (a test session, an
embedding program), a coroutine is handed to that loop instead.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

from twisted.internet import asyncioreactor
from twisted.internet.error import ReactorNotRestartable

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `main()` to its end on the reactor and give back its result; what it raises is raised here.

    The first Ctrl-C or SIGTERM cancels `main`, which may drain and still return; the second one kills at once. A cancelled
    `main` ends in KeyboardInterrupt (Ctrl-C) or SystemExit(143) (SIGTERM). Signals are left alone outside the main
    thread. Raises RuntimeError where this process has already run and stopped its reactor.
    """
    reactor, loop = _installed()
    if reactor.running:
        return _hand_over(main, loop)
    call = _Call(main, loop)
    reactor.callWhenRunning(call.begin, cast("Any", reactor).stop)
    try:
        cast("Any", reactor).run(installSignalHandlers=False)
    except ReactorNotRestartable as error:
        raise RuntimeError("this process's reactor has stopped and cannot start again; use a new process") from error
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    return cast("T", call.result())


class _Call:
    """One coroutine on its way through the loop, and the signals that may cut it short."""

    def __init__(self, main: Callable[[], Coroutine[Any, Any, Any]], loop: asyncio.AbstractEventLoop) -> None:
        self._main, self._loop = main, loop
        self._task: asyncio.Task[Any] | None = None
        self._signal: signal.Signals | None = None

    def begin(self, stop: Callable[[], object]) -> None:
        self._task = self._loop.create_task(self._main())
        self._listen()
        self._task.add_done_callback(lambda _: self._end(stop))

    def result(self) -> Any:
        """What the coroutine returned or raised, once the loop has stopped."""
        if self._task is None or not self._task.done():
            raise RuntimeError("the reactor was stopped by something else before the work was done")
        if not self._task.cancelled():
            return self._task.result()
        if self._signal is signal.SIGTERM:
            raise SystemExit(128 + signal.SIGTERM)
        raise KeyboardInterrupt

    def _end(self, stop: Callable[[], object]) -> None:
        self._ignore()
        stop()

    def _listen(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._loop.add_signal_handler(number, self._interrupt, number)

    def _ignore(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._loop.remove_signal_handler(number)

    def _interrupt(self, number: signal.Signals) -> None:
        self._signal = number
        self._ignore()
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # KeyboardInterrupt would still wait for threads
        if self._task is not None:
            self._task.cancel()


def _installed() -> tuple[asyncioreactor.AsyncioSelectorReactor, asyncio.AbstractEventLoop]:
    """The process's reactor, installed first where there is none, and its loop."""
    if "twisted.internet.reactor" not in sys.modules:
        cast("Any", asyncioreactor).install(asyncio.new_event_loop())
    from twisted.internet import reactor

    if not isinstance(reactor, asyncioreactor.AsyncioSelectorReactor):
        raise TypeError(f"another reactor is installed: {type(reactor).__name__}; we need the asyncio reactor")
    return reactor, reactor._asyncioEventloop  # noqa: SLF001 - Twisted has no public word for it


def _hand_over(main: Callable[[], Coroutine[Any, Any, T]], loop: asyncio.AbstractEventLoop) -> T:
    try:
        here = asyncio.get_running_loop()
    except RuntimeError:
        here = None
    if here is loop:
        raise RuntimeError("already on the reactor; await the coroutine instead of running it")
    return asyncio.run_coroutine_threadsafe(main(), loop).result()
