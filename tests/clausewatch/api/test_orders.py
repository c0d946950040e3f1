"""What is ordered over the API: subscriptions, deliveries, sites and links, by the functions of the command line."""

from __future__ import annotations

import json

import pytest

from clausewatch import contract, kin, standing
from clausewatch.web.api import shapes
from tests.storage.district import NOON, SITE, alert

JSON = {"Content-Type": "application/json"}
WISH = {
    "to": "console:",
    "filters": {"sites": [SITE], "documents": ["1"], "keywords": ["公办园"], "levels": ["clause_moved=high"]},
    "severity": "low",
    "mode": "daily",
    "timing": {"at": "09:30", "quiet": "22:00-07:00", "remind": "7,1"},
    "owner": "甲",
}


def test_a_subscription_from_making_to_its_end(service, as_):
    """It is the one that the command line would make; it is paused, resumed and ended by its id."""
    watcher = as_["watch"]
    answer = watcher.post("/subscriptions", json=WISH)
    assert answer.status_code == 201
    (made,) = service.subscriptions.all()
    assert answer.json() == contract.subscription(made) | {"notes": []}
    assert (made.filters.keywords, made.timing.mode, made.owner) == (("公办园",), "daily", "甲")
    shapes.Made.model_validate(answer.json())
    assert watcher.post(f"/subscriptions/{made.id}/pause").json()["paused"] is True
    assert watcher.post(f"/subscriptions/{made.id}/resume").json()["paused"] is False
    assert watcher.get("/subscriptions").json() == {"subscriptions": [contract.subscription(made)], "next": None}
    assert watcher.delete(f"/subscriptions/{made.id}").status_code == 204
    assert watcher.delete(f"/subscriptions/{made.id}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "pigeon:home"},
        {"to": "http://127.0.0.1/hook"},
        {"filters": {"sites": ["没有"]}},
        {"filters": {"documents": ["99"]}},
        {"filters": {"types": ["nothing"]}},
        {"timing": {"zone": "Mars/Olympus"}},
        {"mode": "hourly"},
        {"confirmed": True},
        {"filters": {"id": 1}},
        {"to": "console:\u0000"},
        {"owner": "\ud800"},
    ],
)
def test_a_wrong_wish_is_refused(service, as_, wrong):
    """By the validators of the command line, and an unknown key is wrong everywhere; nothing is made."""
    answer = as_["watch"].post("/subscriptions", content=json.dumps(WISH | wrong), headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert service.subscriptions.all() == []


def test_a_body_has_its_length(as_):
    """A long one is refused before it is read, and one of unknown length, too."""
    assert as_["watch"].post("/subscriptions", content=b" " * 70_000).status_code == 413
    assert as_["watch"].post("/subscriptions", content=iter([b"{}"])).status_code == 411
    assert as_["watch"].post("/subscriptions", content=b"\xff", headers=JSON).status_code == 400


def test_deliveries_are_paged_and_sent_again(service, as_):
    """Page by page they are all there, by state and by subscription; one is sent again by its id."""
    ids = [service.subscribe(f"mailto:{name}@example.org").id for name in "abc"]
    outbox_alert = alert()
    _queue(service, outbox_alert, ids)
    watcher, cursor, found = as_["watch"], None, []
    while True:
        page = watcher.get("/deliveries", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += page["deliveries"]
        if (cursor := page["next"]) is None:
            break
    assert found == [contract.delivery(each) for each in service.outbox.all()]
    assert len(found) == 3
    only = watcher.get("/deliveries", params={"subscription": ids[0], "state": "pending"}).json()
    assert [each["subscription"] for each in only["deliveries"]] == [ids[0]]
    again = watcher.post(f"/deliveries/{found[0]['id']}/resend")
    assert again.json()["id"] == found[0]["id"]
    shapes.Delivery.model_validate(again.json())
    assert watcher.post("/deliveries/msg_none/resend").status_code == 404


def _queue(service, told, ids):
    from storage import outbox
    from storage.database import connect

    database = connect(service.settings.database_url)
    with database.write() as connection:
        outbox.queue(connection, told, ids, NOON)
    database.close()


def test_who_only_reads_sees_no_receivers(service, client, as_):
    """`explain` shows who was and was not told to whoever may see subscriptions, and to nobody else."""
    service.subscribe("mailto:reader@example.org")

    def shown(asking):
        versions = asking.get("/documents/1/explain").json()["versions"]
        return any(each["passed_over"] or each["deliveries"] for each in versions)

    assert [shown(client), shown(as_["read"]), shown(as_["operate"]), shown(as_["watch"])] == [
        False,
        False,
        False,
        True,
    ]


def test_sites_are_held_back(service, as_):
    """Paused until a day, slowed, and taken up again, as `pause`, `slow` and `resume` do."""
    operator = as_["operate"]
    paused = operator.post("/sites/pause", json={"sites": [SITE], "until": "2026-03-10", "why": "迁站"})
    assert paused.json() == {"sites": standing.sites(service)}
    assert paused.json()["sites"][0]["paused"]["until"] == "2026-03-10T00:00:00+08:00"
    assert operator.post("/sites/slow", json={"sites": [SITE], "delay": "2m"}).json()["sites"][0]["delay"] == 120
    assert operator.post("/sites/resume", json={"sites": [SITE]}).json()["sites"][0]["paused"] is None


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("pause", {"sites": ["没有"]}),
        ("pause", {"sites": []}),
        ("pause", {"sites": [SITE], "until": "gestern"}),
        ("pause", {"sites": [SITE], "until": "2020-01-01"}),
        ("slow", {"sites": [SITE], "delay": "2d"}),
        ("resume", {"sites": [SITE], "force": True}),
    ],
)
def test_a_wrong_order_is_refused(service, as_, path, order):
    """The answer says why, and the site stays as it is."""
    before = standing.sites(service)
    assert as_["operate"].post(f"/sites/{path}", json=order).status_code == 422
    assert standing.sites(service) == before


def test_a_link_is_confirmed_and_cut(service, as_):
    """By the two documents, as `link` does; a link that is not there is none."""
    links = kin.family(service, "1").links
    assert links
    one, other = str(links[0].tie.one), str(links[0].tie.other)
    confirmed = as_["operate"].post("/links/confirm", json={"one": one, "other": other})
    assert confirmed.json()["state"] == "confirmed"
    shapes.Link.model_validate(confirmed.json())
    assert as_["operate"].post("/links/cut", json={"one": one, "other": other}).json()["state"] == "cut"
    assert as_["operate"].post("/links/cut", json={"one": one, "other": "99"}).status_code == 422
