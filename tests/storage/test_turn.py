"""One round at a time over a database."""

from __future__ import annotations

import subprocess
import sys

from storage.database import Database, connect
from storage.turn import Turn

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
