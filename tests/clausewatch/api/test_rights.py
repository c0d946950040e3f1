"""Who may do what over the API: every route, every scope, and nobody sees another person's subscriptions."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta

import httpx
import pytest

from clausewatch import tokens
from clausewatch.serve import answers
from clausewatch.web.access import GUESSES
from clausewatch.web.api.app import application, described
from monitor.errors import UsageError
from monitor.rights import SCOPES
from storage.database import connect

TO = "console:"
MESSAGE = "msg_none"
NEEDS = {
    "GET /documents": "read",
    "GET /documents/{document}": "read",
    "GET /documents/{document}/versions": "read",
    "GET /documents/{document}/versions/{number}": "read",
    "GET /documents/{document}/versions/{number}/text": "read",
    "GET /documents/{document}/versions/{number}/raw/{sha256}": "read",
    "GET /documents/{document}/as-of": "read",
    "GET /documents/{document}/diff": "read",
    "GET /documents/{document}/family": "read",
    "GET /documents/{document}/explain": "read",
    "GET /documents/{document}/timegate": "read",
    "GET /documents/{document}/timemap": "read",
    "GET /timegate/{url}": "read",
    "GET /timemap/link/{url}": "read",
    "GET /compare": "read",
    "GET /search": "read",
    "GET /documents/{document}/clause": "read",
    "GET /documents/{document}/target": "read",
    "GET /changes": "read",
    "GET /sites": "read",
    "GET /status": "read",
    "GET /incidents": "read",
    "GET /": "read",
    "GET /openapi.json": "read",
    "GET /subscriptions": "watch",
    "POST /subscriptions": "watch",
    "POST /subscriptions/{subscription}/pause": "watch",
    "POST /subscriptions/{subscription}/resume": "watch",
    "DELETE /subscriptions/{subscription}": "watch",
    "GET /deliveries": "watch",
    "POST /deliveries/{delivery}/resend": "watch",
    "POST /sites/pause": "operate",
    "POST /sites/resume": "operate",
    "POST /sites/slow": "operate",
    "POST /links/confirm": "operate",
    "POST /links/cut": "operate",
}


def asked(client, route, **given):
    """One question to a route, with values in its place that are well formed and name nothing."""
    method, _, path = route.partition(" ")
    values = {"document": 9, "number": 9, "subscription": 9, "delivery": MESSAGE, "url": "https://x.example/"}
    return client.request(method, path.format(sha256="0" * 64, **values), **given)


def test_every_route_is_in_the_table(service):
    """A route that this table does not name is tested by nobody."""
    found = {
        f"{method.upper()} {path}"
        for path, operations in described(application(service))["paths"].items()
        for method in operations
    }
    assert found | {"GET /", "GET /openapi.json"} == set(NEEDS)


@pytest.fixture
def closed(monkeypatch):
    """The pages have an access token."""
    monkeypatch.setenv("CLAUSEWATCH_ACCESS_TOKEN", "a long secret")


def test_nothing_is_said_without_a_token(closed, client):
    """Whatever the spelling of the address and the method: 401 alone, as a problem."""
    for path in ("", "/", "/documents", "/documents/", "/%64ocuments", "/nowhere", "/../v1/sites", "//sites"):
        for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE", "TRACE"):
            answer = client.request(method, path)
            said = (answer.status_code, answer.headers["content-type"])
            assert said == (401, "application/problem+json"), (method, path)
            assert answer.headers["www-authenticate"].startswith("Bearer ")


def test_every_route_asks_for_its_scope(closed, client, as_):
    """Without a token 401, with one that lacks the scope 403, with it an answer of its own; all may read."""
    for route, needed in NEEDS.items():
        assert asked(client, route).status_code == 401, route
        for scope in SCOPES:
            refused = asked(as_[scope], route).status_code == 403
            assert refused == (needed not in {"read", scope}), (route, scope)


def test_loopback_reads_without_a_token_and_writes_with_one(client):
    """Where the pages have no access token reading is open, and nothing else is."""
    for route, needed in NEEDS.items():
        assert (asked(client, route).status_code == 403) == (needed != "read"), route


def test_the_access_token_reads(closed, address):
    """As a Bearer token and as a password; it does nothing else, and no password does."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        for header in ("Bearer a long secret", "Basic " + base64.b64encode(b"x:a long secret").decode()):
            headers = {"Authorization": header}
            assert client.get("/documents", headers=headers).status_code == 200
            assert client.get("/subscriptions", headers=headers).status_code == 403


def test_a_token_is_no_password_and_no_cookie(client, token):
    """Browsers send these along with other people's forms: a token counts only where it was put on purpose."""
    password = "Basic " + base64.b64encode(f"x:{token['operate']}".encode()).decode()
    assert client.post("/sites/resume", headers={"Authorization": password}, json={"sites": ["x"]}).status_code == 401
    assert client.post("/sites/resume", headers={"Cookie": f"token={token['operate']}"}, json={}).status_code == 403


def test_a_token_ends(service, client, as_):
    """On its day, or at once when it is revoked; a wrong secret never opens anything."""
    now = service.now()
    made, shown = tokens.make(service, ["watch"], expires="2026-03-03", owner=None)
    assert tokens.holder(service, shown.encode()).may("watch")
    for wrong in (
        shown[:-1] + ("A" if shown[-1] != "A" else "B"),
        shown.replace(f"cw_{made.id}_", "cw_99_"),
        "cw_1_",
        "",
    ):
        assert tokens.holder(service, wrong.encode()) is None
    service.now = lambda: now + timedelta(days=2)
    assert tokens.holder(service, shown.encode()) is None
    service.now = lambda: now
    service.tokens.revoke(made.id, now)
    assert client.get("/documents", headers={"Authorization": f"Bearer {shown}"}).status_code == 401
    assert as_["watch"].get("/subscriptions").status_code == 200


def test_who_guesses_waits(service):
    """After ten wrong tokens an address is put off, with a right one too, and told for how long."""
    pages = answers(service)

    def status(given):
        async def once():
            transport = httpx.ASGITransport(pages, client=("192.0.2.7", 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
                return await client.get("/documents", headers={"Authorization": given} if given else {})

        return asyncio.run(once())

    _, right = tokens.make(service, ["read"], expires=None, owner=None)
    assert [status("Bearer wrong").status_code for _ in range(GUESSES)] == [401] * GUESSES
    answer = status(f"Bearer {right}")
    assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    assert status(None).status_code == 200


def test_nobody_sees_anothers_subscriptions(service, address):
    """A token with an owner sees, makes, pauses and ends this person's alone; others are not there."""
    theirs = service.subscribe(TO, owner="乙")
    _, shown = tokens.make(service, ["watch"], expires=None, owner="甲")
    with httpx.Client(base_url=address, trust_env=False, headers={"Authorization": f"Bearer {shown}"}) as client:
        mine = client.post("/subscriptions", json={"to": TO}).json()
        assert mine["owner"] == "甲"
        assert client.post("/subscriptions", json={"to": TO, "owner": "乙"}).status_code == 403
        assert [each["id"] for each in client.get("/subscriptions").json()["subscriptions"]] == [mine["id"]]
        for method, path in (("POST", "/pause"), ("POST", "/resume"), ("DELETE", "")):
            assert client.request(method, f"/subscriptions/{theirs.id}{path}").status_code == 404
        assert client.delete(f"/subscriptions/{mine['id']}").status_code == 204
    assert [each.id for each in service.subscriptions.all()] == [theirs.id]


def test_only_a_hash_is_kept(service, token):
    """What was shown stands nowhere in the database."""
    database = connect(service.settings.database_url)
    kept = database.path.read_bytes() + b"".join(each.read_bytes() for each in database.path.parent.glob("*-wal"))
    database.close()
    for shown in token.values():
        assert shown.split("_", 2)[2].encode() not in kept


@pytest.mark.parametrize(
    ("scopes", "expires", "said"),
    [
        (["rule"], None, "there are: read, watch, operate"),
        ([], None, "--scope read"),
        (["read"], "morgen", "write it like"),
        (["read"], "2026-03-01", "over already"),
    ],
)
def test_a_token_that_cannot_be_made(service, scopes, expires, said):
    """The error says what to write instead."""
    with pytest.raises(UsageError, match=said):
        tokens.make(service, scopes, expires=expires, owner=None)
