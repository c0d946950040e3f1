"""What an archivist reads over the API: the JSON of the command line, page by page."""

from __future__ import annotations

import pytest

from clausewatch import contract, course, kin, search
from clausewatch import explain as explaining
from clausewatch.web.api import shapes
from storage.database import connect
from tests.storage.district import SITE, TEXT

DAY = "2026-03-02"


def test_the_command_lines_json(client, service):
    """Each answer is the value that the command prints; a list has its cursor beside it."""
    summary = service.document("1")
    asked = {
        "/documents/1": contract.document(summary),
        "/documents/1/versions/2": contract.stored(service.version(1, number=2), summary),
        f"/documents/1/as-of?at={DAY}": contract.stored(service.version(1), summary),
        "/documents/1/diff?old=1&new=2": contract.comparison(*service.diff("1", 1, 2)),
        "/compare?old=2&new=1&as=repost": contract.comparison(*service.diff("2", None, None, other="1", mode="repost")),
        "/search?q=幼儿园&by=date": search.as_json(search.find(service, "幼儿园", order="date", limit=50)),
        "/documents/1/clause?path=一": course.clause_json(course.clause(service, "1", "一")),
        "/documents/1/target?indicator=公办园占比": course.target_json(course.target(service, "1", "公办园占比")),
        "/documents/1/family": kin.as_json(kin.family(service, "1")),
        "/documents/1/explain": explaining.as_json(explaining.explain(service, "1")),
        "/incidents": {"incidents": []},
    }
    assert {path: client.get(path).json() for path in asked} == asked
    assert [each["name"] for each in client.get("/sites").json()["sites"]] == [SITE]
    assert list(client.get("/status").json()) == ["sites", "incidents", "traffic"]
    versions = client.get("/documents/1/versions").json()
    assert versions["versions"] == [contract.version(each) for each in service.archive.history(1)]
    assert versions["next"] is None


def test_the_shapes_are_the_answers(client):
    """Every answer has exactly the keys that the OpenAPI document gives it."""
    held = {
        "/documents": shapes.Documents,
        "/documents/1/versions": shapes.History,
        "/documents/1/versions/1": shapes.Stored,
        "/documents/1/diff": shapes.Comparison,
        "/documents/1/family": shapes.Family,
        "/search?q=公办园占比 >= 50%25": shapes.Hits,
        "/documents/1/clause?path=一": shapes.ClauseHistory,
        "/documents/1/target?indicator=公办园占比": shapes.Targets,
        "/documents/1/explain": shapes.Explanation,
        "/changes": shapes.Changes,
        "/sites": shapes.Sites,
        "/status": shapes.Status,
    }
    for path, shape in held.items():
        shape.model_validate(client.get(path).json())


def test_as_of_is_the_end_of_a_day_in_shanghai(client):
    """What stood when the day ended; before the first look there is nothing to say."""
    assert client.get("/documents/1/as-of?at=2026-03-02").json()["version"] == 3
    answer = client.get("/documents/1/as-of?at=2026-03-01")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert client.get("/documents/1/as-of?at=gestern").status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/99", 404),
        ("/documents/0", 422),
        ("/documents/1/versions/9", 404),
        ("/documents?site=x", 404),
        ("/documents?limit=201", 422),
        ("/documents?cursor=-1", 422),
        ("/documents?url=https://nowhere.example/", 404),
        ("/documents/", 404),
        ("/compare?old=1", 422),
        ("/nowhere", 404),
        ("/documents/1%0A/timemap", 404),
    ],
)
def test_a_problem_says_what_to_do(client, path, status):
    """Whatever is not there or does not fit is a problem (RFC 9457) with a sentence."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    said = answer.json()
    assert said["status"] == status
    assert len(said["detail"]) > 20


def test_a_wrong_method_is_a_problem_too(client):
    """It says which methods there are."""
    answer = client.put("/documents")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "GET"


def test_a_document_by_its_address(client, service):
    """The list takes an address, in any of its spellings."""
    url = service.document("1").url
    assert [each["id"] for each in client.get("/documents", params={"url": url + "#top"}).json()["documents"]] == [1]


def test_pages_join_to_the_whole(client):
    """Documents by one, versions by one and changes by one are all of them, in order."""

    def walk(path, name, place):
        cursor, found = 0, []
        while cursor is not None and len(found) < 9:
            page = client.get(path, params={"cursor": cursor, "limit": 1}).json()
            found += [place(each) for each in page[name]]
            cursor = page["next"] if page[name] else None
        return found

    assert walk("/documents", "documents", lambda each: each["id"]) == [1, 2, 3]
    assert walk("/documents/1/versions", "versions", lambda each: each["version"]) == [1, 2, 3]
    assert walk("/changes", "changes", lambda each: (each["document"]["id"], each["version"]["version"])) == [
        (1, 2),
        (1, 3),
    ]


def test_who_has_it_gets_it_not_again(client):
    """The tag of the last answer gives 304 without a body; HEAD has the same headers as GET, and no body."""
    first = client.get("/documents")
    again = client.get("/documents", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/documents", headers={"If-None-Match": '"x"'}).status_code == 200
    head = client.head("/documents")
    assert (head.status_code, head.headers["etag"], head.content) == (200, first.headers["etag"], b"")


def test_raw_bytes_are_only_saved(client):
    """They come as a download without type or rights, with their hash; only a version's own bytes come."""
    stored = client.get("/documents/1/versions/1").json()
    answer = client.get(f"/documents/1/versions/1/raw/{stored['content_hash']}")
    assert answer.content.decode() == TEXT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["repr-digest"].startswith("sha-256=:")
    assert client.get(f"/documents/1/versions/2/raw/{stored['content_hash']}").status_code == 404


def test_bytes_that_were_let_go_of(client, service):
    """Their address says so: 410, and the text is still there."""
    known = service.version(1, number=1).content_hash
    with connect(service.settings.database_url).write() as connection:
        connection.exec_driver_sql("UPDATE raw SET body = x'' WHERE sha256 = ?", (known,))
    answer = client.get(f"/documents/1/versions/1/raw/{known}")
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert client.get("/documents/1/versions/1/text").text == TEXT


def test_the_front_page_leads_to_the_description(client):
    """Without scripts and without anything from elsewhere; every route is in the document."""
    page = client.get("", follow_redirects=True)
    assert '<a href="/api/v1/openapi.json">' in page.text
    assert "<script" not in page.text
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "/api/v1"}]
    assert "/changes" in described["paths"]


def test_nothing_new_is_nothing(client):
    """Asking again with the last cursor gives nothing, and the same cursor."""
    last = client.get("/changes").json()["next"]
    assert client.get("/changes", params={"cursor": last}).json() == {"changes": [], "next": last}
