"""Running a coroutine on the reactor, each time in a process of its own: it cannot start twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faultserver import FaultServer

ROOT = Path(__file__).parents[2]


def _start(body: str) -> subprocess.Popen[str]:
    script = f"import asyncio\nfrom crawler.reactor import run\n{body}"
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def test_the_result_is_given_back_and_nothing_is_left_open() -> None:
    """`run` returns what the coroutine returns, and the process ends without a warning."""
    body = "async def main():\n    await asyncio.sleep(0)\n    return 42\nprint(run(main))"
    assert _finish(_start(body)) == (0, "42\n", "")


def test_an_error_is_raised_where_run_was_called() -> None:
    """The coroutine's own exception comes out of `run`."""
    body = (
        "async def main():\n    raise LookupError('gone')\ntry:\n    run(main)\nexcept LookupError as e:\n    print(e)"
    )
    assert _finish(_start(body)) == (0, "gone\n", "")


def test_a_second_start_is_refused_in_words() -> None:
    """A stopped reactor says that it cannot start again."""
    body = "async def main(): pass\nrun(main)\ntry:\n    run(main)\nexcept RuntimeError as e:\n    print(e)"
    code, out, err = _finish(_start(body))
    assert (code, err) == (0, "")
    assert "cannot start again" in out


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)])
def test_a_signal_lets_the_work_clean_up(number: signal.Signals, code: int) -> None:
    """The first signal cancels the coroutine, which may tidy up; then the process ends as signals end processes."""
    body = (
        "async def main():\n"
        "    print('begun', flush=True)\n"
        "    try:\n"
        "        await asyncio.sleep(30)\n"
        "    finally:\n"
        "        print('tidied', flush=True)\n"
        "run(main)"
    )
    process = _start(body)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    ended, out, _ = _finish(process)
    assert out == "tidied\n"
    assert ended == code


def test_work_that_drains_ends_well() -> None:
    """A coroutine that takes the cancelling as 'finish soon' returns its result after a SIGTERM."""
    body = (
        "async def main():\n"
        "    print('begun', flush=True)\n"
        "    try:\n"
        "        await asyncio.sleep(30)\n"
        "    except asyncio.CancelledError:\n"
        "        return 'drained'\n"
        "print(run(main))"
    )
    process = _start(body)
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    assert _finish(process)[:2] == (0, "drained\n")


def test_a_running_reactor_takes_the_work(on_reactor: Callable[..., Any]) -> None:
    """Where the reactor runs in another thread, `run` hands the coroutine over and waits for it."""

    async def main() -> str:
        return "done"

    begun = time.monotonic()
    assert on_reactor(main) == "done"
    assert time.monotonic() - begun < 5


def test_running_on_the_reactor_itself_is_refused(on_reactor: Callable[..., Any]) -> None:
    """Waiting on the loop for the loop would never end, so it is an error."""

    async def nested() -> None:
        async def inner() -> None:
            """Never started."""

        on_reactor(inner)

    with pytest.raises(RuntimeError, match="await the coroutine"):
        on_reactor(nested)


def test_a_crawl_in_its_own_process_says_nothing(faults: FaultServer) -> None:
    """A crawl with good, missing and refused pages writes nothing to stdout or stderr by itself, and ends clean."""
    body = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from crawler.crawl import crawl\n"
        "from crawler.fetch.settings import FetchSettings\n"
        "from tests.crawler.conftest import make_order\n"
        "seen = []\n"
        "async def keep(order, page):\n"
        "    seen.append(page)\n"
        "    return ()\n"
        f"urls = {[faults.url('/page'), faults.url('/reset'), 'http://10.0.0.1/', faults.url('/gzip/cut')]!r}\n"
        "fetch = FetchSettings(delay=0, retries=1, allow_private=frozenset({'127.0.0.1'}))\n"
        "run(lambda: crawl([make_order(u) for u in urls], keep, fetch, lambda: datetime.now(UTC)))\n"
        "sys.exit(len(seen))"
    )
    assert _finish(_start(body)) == (4, "", "")
