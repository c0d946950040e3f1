"""What a watcher asks for, on the command line: tried against the past, limited, in a digest, paused."""

from __future__ import annotations

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice


@pytest.fixture
def changed(installation, web):
    """An installation that watched three notices, two of which changed."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", 'region = "汐州省/云汀区"\n' + COLUMN.format(web.address))
    installation.run("check")
    return installation


def change(web):
    """Two of the notices change."""
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
    web.put("/doc/2.html", notice(2).replace("校舍、食堂和校车", "校舍和校车"))


def test_a_wish_is_tried_against_the_past_and_then_made(changed, web, hook):
    """What `--since` lists is what comes when the same happens again; it keeps nothing."""
    change(web)
    changed.run("check", "--all")
    wish = ("--to", hook.address, "--region", "汐州省", "--column", "通知公告", "--keyword", "校车")
    past = changed.json("subscribe", *wish, "--since", "2020-01-01")
    assert [received["url"] for received in past["received"]] == [f"{web.address}/doc/2.html"]
    assert past["messages"] == 1
    assert changed.json("subscribe", *wish, "--region", "别省", "--since", "2999-01-01")["received"] == []
    assert changed.json("subscriptions")["subscriptions"] == []
    made = changed.json("subscribe", *wish, "--keyword", "食堂", "--owner", "李老师")
    assert made["filters"] == {"regions": ["汐州省"], "columns": ["通知公告"], "keywords": ["校车", "食堂"]}
    assert (made["mode"], made["owner"], made["paused"]) == ("at-once", "李老师", False)
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    changed.run("check", "--all")
    assert [body["document"]["url"] for body in hook.bodies] == [f"{web.address}/doc/2.html"]


def test_a_digest_waits_for_its_hour_and_a_paused_subscription_hears_nothing(changed, web, hook):
    """Both are shown by the lists; what waits is pending."""
    wish = ("--to", hook.address, "--mode", "weekly", "--at", "07:30", "--on", "friday", "--quiet", "22:00-07:00")
    made = changed.json("subscribe", *wish)
    assert made["timing"] == {
        "low": "weekly",
        "at": "07:30",
        "on": "friday",
        "quiet": "22:00-07:00",
        "zone": "Asia/Shanghai",
        "remind": [3, 1],
        "remind_expiry": [30],
    }
    other = changed.json("subscribe", "--to", "console:")
    paused = changed.json("subscriptions", "--pause", str(other["id"]))
    assert [each["paused"] for each in paused["subscriptions"]] == [False, True]
    change(web)
    changed.run("check", "--all")
    assert hook.bodies == []
    assert [each["state"] for each in changed.json("deliveries")["deliveries"]] == ["pending", "pending"]
    assert "weekly 07:30, quiet 22:00-07:00" in changed.run("subscriptions").stdout
    resumed = changed.json("subscriptions", "--resume", str(other["id"]))
    assert not any(each["paused"] for each in resumed["subscriptions"])


def test_a_burst_is_one_message(installation, web, hook):
    """A site that publishes all its pages anew is told in one message, which says so."""
    numbers = range(25)
    web.put("/list.html", listed(numbers))
    for number in numbers:
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("subscribe", "--to", hook.address)
    installation.run("check")
    for number in numbers:
        web.put(f"/doc/{number}.html", notice(number).replace("每周不少于5天", "每周不少于4天"))
    installation.run("check", "--all")
    assert [body["type"] for body in hook.bodies] == ["baseline", "digest"]
    assert (hook.bodies[1]["digest"], hook.bodies[1]["total"]) == ("burst", 25)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--type", "clause_eaten"), "no type of change"),
        (("--stage", "last"), "no stage"),
        (("--site", "别处"), "no site"),
        (("--zone", "Mars/Base"), "no time zone"),
        (("--zone", "../etc/passwd"), "no time zone"),
        (("--quiet", "22:00"), "22:00-07:00"),
        (("--at", "25:00"), "08:00"),
        (("--on", "someday"), "no day"),
        (("--keyword", "　"), "says nothing"),
        (("--since", "last year"), "no date"),
        (("--remind", "3,often"), "7,3,1"),
        (("--severity-of", "clause_moved"), "clause_moved=high"),
        (("--severity-of", "typography=high"), "never sent"),
        (("--remind-expiry", "999"), "at most 366"),
    ],
)
def test_what_cannot_be_is_said(installation, wrong, said):
    """Wrong usage, in one line that says what to write instead; nothing is kept."""
    installation.site("yunting", COLUMN.format("https://www.example.org"))
    assert said in installation.run("subscribe", "--to", "console:", *wrong, expect=2).stderr
    assert installation.json("subscriptions")["subscriptions"] == []
