"""Processes under load are killed at random moments, as a power cut or an operator would."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

from tests.crash.conftest import CHANNELS

KILLS = int(os.environ.get("CLAUSEWATCH_KILLS", "10"))


def test_random_kills_lose_nothing_and_repeat_little(scene):
    """All that was committed arrives; more than once only what was claimed more than once; the file stays whole."""
    dice = random.Random(20260302)
    subscriptions = scene.subscribe(*CHANNELS)
    for turn in range(KILLS):
        pid = scene.start("load", first=turn * 1000, subscriptions=subscriptions, log=str(scene.log))
        time.sleep(dice.uniform(0.1, 0.6))
        os.kill(pid, signal.SIGKILL)
        assert scene.end() == -signal.SIGKILL
        if scene.database.path is not None:
            with scene.database.read() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    scene.finish()
    committed = {int(line) for line in scene.log.read_text().splitlines()}
    arrived = scene.receivers.arrived
    numbers = {number for _, number in arrived}
    assert committed <= numbers
    assert len(numbers - committed) <= KILLS  # committed, and killed before it was written down
    assert set(arrived) == {(scene.receivers.target(channel), number) for channel in CHANNELS for number in numbers}
    assert {each.state for each in scene.outbox.all()} == {"sent"}
    claimed = Counter(
        {(each.to, int(each.payload["message"]["en"].split()[1])): each.attempts for each in scene.outbox.all()}
    )
    assert arrived <= claimed
    repeated = arrived.total() - len(arrived)
    assert repeated <= KILLS * len(CHANNELS)
    print(f"{KILLS} kills, {len(arrived)} messages, {repeated} repetitions")
