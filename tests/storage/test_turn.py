"""One round at a time over a database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from monitor.errors import TurnLostError
from storage.database import Database, connect
from storage.turn import SILENCE, Turn

HOLDER = """
import sys
from storage.database import connect
from storage.turn import Turn

turn = Turn(connect(sys.argv[1]))
assert turn.take()
print("taken", flush=True)
sys.stdin.read()
"""


def test_two_cannot_have_the_turn(database: Database, url: str):
    """The second gets it when the first gives it back, and not before."""
    other = connect(url)
    with Turn(database) as first, Turn(other) as second:
        assert first.take()
        assert not second.take()
        first.give_back()
        assert second.take()
    other.close()


def test_giving_back_what_was_not_taken_is_harmless(database: Database):
    """A round that failed before its turn came ends like any other."""
    Turn(database).give_back()
    with Turn(database) as turn:
        assert turn.take()


def test_a_killed_process_loses_its_turn(database: Database, url: str):
    """Nobody has to clean up behind a process that was killed in the middle of its round."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder, Turn(database) as turn:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "taken\n"
        assert not turn.take()
        holder.kill()
        holder.wait()
        assert any(turn.take() for _ in range(1000))


class Uptime:
    """Seconds that the test lets pass."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        """How many there were."""
        return self.seconds


def test_a_silent_holder_is_replaced_and_writes_no_more(database: Database, url: str):
    """Ten seconds without a beat, and another takes over without the lock; the old one is fenced off, and noticed."""
    other, uptime = connect(url), Uptime()
    first, second = Turn(database, "lead"), Turn(other, "lead", uptime)
    assert first.take()
    with database.fenced(first.check).write():
        """Who has the turn may write."""
    assert not second.take()
    uptime.seconds = SILENCE / 2
    assert first.keep()
    assert not second.take()
    uptime.seconds += SILENCE - 0.1
    assert not second.take()
    uptime.seconds += 0.1
    assert second.take()
    with pytest.raises(TurnLostError, match="took over"), database.fenced(first.check).write():
        pytest.fail("it wrote")
    assert not first.keep()
    with other.fenced(second.check).write():
        """The new one may write."""
    second.give_back()
    first.give_back()
    other.close()


def test_who_took_over_without_the_lock_keeps_its_turn_when_the_old_one_lets_go(database: Database, url: str):
    """A third that gets the lock of the one that woke up does not take the turn from whoever beats."""
    others, uptime = [connect(url), connect(url)], Uptime()
    hung, new, third = Turn(database), Turn(others[0], clock=uptime), Turn(others[1], clock=uptime)
    assert hung.take()
    assert not new.take()
    uptime.seconds = SILENCE
    assert new.take()
    hung.give_back()
    assert not third.take()
    assert new.keep()  # which has the lock from now on
    assert not third.take()
    new.give_back()
    assert third.take()
    third.give_back()
    for each in others:
        each.close()


def test_rounds_and_the_lead_are_two_things(database: Database, url: str):
    """A round by hand runs while another process leads."""
    other = connect(url)
    with Turn(database, "lead") as lead, Turn(other) as turn:
        assert lead.take()
        assert turn.take()
    other.close()
