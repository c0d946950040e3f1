"""Five documents that real offices published, watched by the real command for three rounds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re

import pytest
from standardwebhooks.webhooks import Webhook

from tests.acceptance.conftest import SECRET
from tests.seedpages import ALL, GOLD, Noise, Seed, listing, page


def _with_a_seventh(lines: list[str]) -> list[str]:
    """Part 二 of the action plan with another item 7, and the arabic numbers behind it one higher."""
    at = next(index for index, line in enumerate(lines) if line.startswith("7."))
    new = "7.开展阅读行动。每校每年添置图书不少于500册,建立班级图书角。(责任单位:区教育局、区文广旅局)"
    after = [re.sub(r"^(\d+)\.", lambda match: f"{int(match[1]) + 1}.", line) for line in lines[at:]]
    return [*lines[:at], new, *after]


EDITS = {
    "000": lambda lines: [line.replace("截止日期为2020年1月31日", "截止日期为2020年2月15日") for line in lines],
    "002": _with_a_seventh,
    "003": lambda lines: [line.replace("公办园在园幼儿占比达50%以上", "公办园在园幼儿占比达55%以上") for line in lines],
}


def serve(web, *, noise: Noise | None = None, edits=None) -> None:
    """Put the five pages and their listing onto the web."""
    for seed in ALL:
        body = page(seed, noise=noise, edit=(edits or {}).get(seed.number, list))
        web.put(seed.path, body, content_type="text/html" if seed.encoding != "utf-8" else "text/html; charset=utf-8")
    web.put("/list.html", listing())


def numbered(seed: Seed, outline) -> dict[int, list[str]]:
    """Level → the numbers and titles of an outline, as gold writes them."""
    found: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for clause in outline["clauses"]:
        if clause["level"] in found and clause["number"]:
            mark = {1: "{}、", 2: "{}", 3: "{}."}[clause["level"]].format(clause["number"])
            found[clause["level"]].append(mark + clause["title"])
    return found


def gold(number: str) -> dict[int, list[str]]:
    """The same from the gold file."""
    given = json.loads((GOLD / f"{number}.json").read_text("utf-8"))
    third = [f"{item['no']}.{item['title']}" for item in given["level3_items"]]
    return {1: given["level1"], 2: given["level2"], 3: third}


READ_BY_HAND = {
    "001": {1: ["一、规划与布局", "二、内涵与品质", "三、管理与评价", "四、保障与支撑"], 2: 0, 3: 30},
    "004": {1: ["一、工作举措与主要成效", "二、存在问题", "三、下阶段工作思路"], 2: 3, 3: 11},
}


@pytest.fixture
def watched(installation, web, hook):
    """One site with one column, and a webhook that hears everything from low on."""
    site = (
        f'name = "五份文件"\nhome = "{web.address}/"\n[[columns]]\nname = "规划计划"\nurl = "{web.address}/list.html"\n'
    )
    installation.site("five", site)
    installation.run("subscribe", "--to", hook.address, "--severity", "low")
    return installation


def test_baseline_noise_and_edits(watched, web, hook):
    """First all five are read right, then noise says nothing, then three edits are told once each, and signed."""
    serve(web)
    first = watched.json("check")
    assert {check["outcome"] for check in first["checks"]} == {"ok", "listing"}
    assert all(check["baseline"] and not check["changes"] for check in first["checks"])
    documents = {d["url"].rpartition("/")[2][:3]: d for d in watched.json("documents")["documents"]}
    assert sorted(documents) == ["000", "001", "002", "003", "004"]
    for seed in ALL:
        shown = watched.json("show", str(documents[seed.number]["id"]))
        article, outline = shown["article"], shown["outline"]
        assert article["title"] == seed.title
        assert article["published"] == seed.published
        assert article["publisher"] == seed.publisher
        found = numbered(seed, outline)
        if seed.number in READ_BY_HAND:
            by_hand = READ_BY_HAND[seed.number]
            assert found[1] == by_hand[1]
            assert (len(found[2]), len(found[3])) == (by_hand[2], by_hand[3])
        else:
            assert found == gold(seed.number)
    assert [body["type"] for body in hook.bodies] == ["baseline"]

    serve(web, noise=Noise(counter=15002, neighbours=("关于假期安全的通知", "关于招生的通知..."), junk="x7k2q"))
    second = watched.json("check", "--all")
    assert {check["outcome"] for check in second["checks"]} <= {"ok", "not_modified", "listing"}
    assert not any(check["changes"] or check["new"] for check in second["checks"])
    assert len(hook.received) == 1

    serve(web, noise=Noise(counter=15100, junk="p0d3z"), edits=EDITS)
    third = watched.json("check", "--all")
    told = [
        (check["url"].rpartition("/")[2][:3], change["type"])
        for check in third["checks"]
        for change in check["changes"]
        if change["severity"] != "none"
    ]
    assert sorted(told) == [("000", "deadline_moved"), ("002", "clause_added"), ("003", "target_changed")]
    assert sorted(body["document"]["url"].rpartition("/")[2][:3] for body in hook.bodies[1:]) == ["000", "002", "003"]
    for headers, body in hook.received:
        Webhook(SECRET).verify(body, headers)
    by_number = {body["document"]["url"].rpartition("/")[2][:3]: body for body in hook.bodies[1:]}
    (deadline,) = by_number["000"]["changes"]
    assert deadline["facts"] == {"old": "2020-01-31", "new": "2020-02-15", "days": 15}
    target = next(c for c in by_number["003"]["changes"] if c["severity"] != "none")
    assert (target["facts"]["old"], target["facts"]["new"]) == ("50%以上", "55%以上")
    added = next(c for c in by_number["002"]["changes"] if c["type"] == "clause_added")
    assert (added["path_before"], added["path_after"], added["title"]) == (None, "二/(三)/7", "开展阅读行动")
    renumbered = [c for c in by_number["002"]["changes"] if c["type"] == "clause_renumbered"]
    assert [(c["path_before"], c["path_after"]) for c in renumbered][:1] == [("二/(三)/7", "二/(三)/8")]
    assert len(renumbered) == 8
    states = {d["state"] for d in watched.json("deliveries")["deliveries"]}
    assert states == {"sent"}


def test_an_unsigned_message_would_not_pass(watched, web, hook):
    """The signature covers the body: one changed byte does not verify."""
    serve(web)
    watched.json("check")
    ((headers, body),) = hook.received
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    wrong = "v1," + base64.b64encode(hmac.new(key, signed + b" ", hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == right != wrong


def test_a_webhook_that_is_down_loses_nothing(watched, web, hook):
    """What could not be delivered waits with its reason, and goes out with the same id later."""
    serve(web)
    hook.status = 503
    watched.json("check")
    (waiting,) = watched.json("deliveries")["deliveries"]
    assert waiting["state"] == "pending"
    assert "503" in waiting["error"]
