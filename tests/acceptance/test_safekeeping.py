"""`backup`, `restore` and `move` as an operator runs them, from either kind of database into either."""

from __future__ import annotations

import itertools
import os
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from storage import tables
from storage.database import connect
from tests.acceptance.conftest import SECRET
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.storage.conftest import postgres

__all__ = ["postgres"]

BOTH_WAYS = [
    pytest.param(("sqlite", "postgresql"), id="sqlite to postgresql"),
    pytest.param(("postgresql", "sqlite"), id="postgresql to sqlite", marks=pytest.mark.long),
]


@pytest.fixture
def fresh(request, tmp_path):
    """The address of another empty database of a kind."""
    numbers = itertools.count()

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / f"memory{next(numbers)}.db")
        return str(request.getfixturevalue("postgres")())

    return make


def watched(installation, web, hook) -> None:
    """Two documents, one of which changed; its message could not be sent yet."""
    web.put("/list.html", listed([1, 2]))
    for number in (1, 2):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("subscribe", "--to", hook.address)
    installation.run("check")
    hook.status = 503
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
    installation.run("check", "--all")
    hook.status = 204
    hook.received.clear()


def ripen(installation) -> None:
    """What waits for its next attempt is due now, however fast this machine is."""
    database = connect(installation.environ["CLAUSEWATCH_DATABASE"])
    with database.write() as connection:
        waits = tables.delivery.c.state == "pending"
        connection.execute(update(tables.delivery).where(waits).values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))
    database.close()


def states(installation) -> dict[str, str]:
    """Delivery → its state."""
    return {each["id"]: each["state"] for each in installation.json("deliveries")["deliveries"]}


@pytest.mark.parametrize("kinds", BOTH_WAYS)
def test_a_backup_comes_back_whole_and_sends_nothing_again(installation, web, hook, fresh, kinds):
    """A restored backup has the same seal and versions, holds back what was on its way, and goes on watching."""
    installation.environ["CLAUSEWATCH_DATABASE"] = fresh(kinds[0])
    watched(installation, web, hook)
    before = installation.json("verify")
    history = installation.json("history", "1")
    file = installation.home / "kept" / "today.db"
    kept = installation.json("backup", str(file))
    assert (kept["ok"], kept["seal"], kept["versions"]) == (True, before["seal"], 3)
    assert [each.name for each in file.parent.iterdir()] == ["today.db"]
    assert SECRET.encode() not in file.read_bytes()
    assert "exists already" in installation.run("backup", str(file), expect=2).stderr
    assert sorted(states(installation).values()) == ["pending", "sent"]

    installation.environ["CLAUSEWATCH_DATABASE"] = fresh(kinds[1])
    assert installation.json("restore", str(file))["seal"] == before["seal"]
    assert installation.json("verify") == before
    assert installation.json("history", "1") == history
    ripen(installation)
    assert installation.json("check", "--all")["checks"]
    assert hook.received == []
    assert sorted(states(installation).values()) == ["failed", "sent"]
    assert "is in use" in installation.run("restore", str(file), expect=2).stderr

    web.put("/doc/2.html", notice(2).replace("每周不少于5天", "每周不少于3天"))
    installation.run("check", "--all")
    assert [body["type"] for body in hook.bodies] == ["document.changed"]
    assert installation.json("verify")["ok"]


def test_a_backup_over_the_place_it_came_from_sends_nothing_again(installation, web, hook, tmp_path):
    """Also where the file that tells copies apart still stands beside, and agrees with the backup."""
    path = tmp_path / "memory.db"
    installation.environ["CLAUSEWATCH_DATABASE"] = str(path)
    watched(installation, web, hook)
    installation.run("backup", str(tmp_path / "today.db"))
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert path.with_name("memory.db-epoch").exists()
    installation.run("restore", str(tmp_path / "today.db"))
    ripen(installation)
    installation.run("check", "--all")
    assert hook.received == []
    assert sorted(states(installation).values()) == ["failed", "sent"]


@pytest.mark.parametrize("kinds", BOTH_WAYS)
def test_a_move_goes_on_where_the_old_one_stopped(installation, web, hook, fresh, kinds):
    """The seal stays, what was sent stays sent, what waits waits on at the new place and is held back at the old one."""
    old, new = map(fresh, kinds)
    installation.environ["CLAUSEWATCH_DATABASE"] = old
    watched(installation, web, hook)
    before, waiting = installation.json("verify"), states(installation)
    assert installation.json("move", "--to", new)["seal"] == before["seal"]
    assert "in use" in installation.run("move", "--to", new, expect=2).stderr

    installation.environ["CLAUSEWATCH_DATABASE"] = new
    assert installation.json("verify") == before
    assert states(installation) == waiting
    web.put("/doc/2.html", notice(2).replace("每周不少于5天", "每周不少于3天"))
    ripen(installation)
    installation.run("check", "--all")
    arrived = [headers["webhook-id"] for headers, _ in hook.received]
    assert len(set(arrived)) == len(arrived) == 2
    assert not {id_ for id_, state in waiting.items() if state == "sent"} & set(arrived)

    installation.environ["CLAUSEWATCH_DATABASE"] = old
    hook.received.clear()
    ripen(installation)
    installation.run("check")
    assert hook.received == []
    assert sorted(states(installation).values()) == ["failed", "sent"]


def test_a_backup_is_one_state_while_everything_is_written(installation, web, hook, tmp_path):
    """Backups made during a round hold, each with as many versions as it has, and the round is not disturbed."""
    web.put("/list.html", listed(range(30)))
    for number in range(30):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("sites")
    rounds: list[int] = []
    round_ = threading.Thread(target=lambda: rounds.append(len(installation.json("check")["checks"])))
    round_.start()
    versions = []
    while round_.is_alive():
        kept = installation.json("backup", str(tmp_path / f"kept{len(versions)}.db"))
        assert kept["ok"]
        versions.append(kept["versions"])
    round_.join()
    assert rounds == [31]
    assert versions == sorted(versions)
    assert installation.json("backup", str(tmp_path / "last.db"))["versions"] == 30


def test_a_file_that_is_no_backup_is_refused(installation, tmp_path):
    """Other bytes, half a file, a directory and a file that is not there get one line each."""
    (tmp_path / "noise.db").write_bytes(os.urandom(5000))
    installation.run("init", str(tmp_path / "home"))
    assert "noise.db" in installation.run("restore", "noise.db", expect=1).stderr
    assert "is no file" in installation.run("restore", "home", expect=2).stderr
    assert "is no file" in installation.run("restore", "nothing.db", expect=2).stderr
