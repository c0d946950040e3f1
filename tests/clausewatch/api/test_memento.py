"""A Memento client (RFC 7089) finds every version of a document and the one that stood at a time."""

from __future__ import annotations

import re
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from clausewatch.web.api import memento
from tests.storage.district import COLUMN, HOUR, NOON, TEXT

LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[a-z]+="[^"]*")*)')
URL = f"{COLUMN}1.html"


def links(text):
    """The links of a header or of a TimeMap: (relations, address, attributes)."""
    found = []
    for match in LINK.finditer(text):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', match[2]))
        found.append((set(given["rel"].split()), match[1], given))
    return found


def one(text, relation):
    """The one link of a relation."""
    (found,) = [address for relations, address, _ in links(text) if relation in relations]
    return found


def http(at):
    """A time as HTTP writes it."""
    return format_datetime(at, usegmt=True)


def test_the_walk_of_a_client(client):
    """From the document's address to its TimeGate, its TimeMap and every memento, each of which leads back."""
    gate = client.get(f"/timegate/{URL}", headers={"Accept-Datetime": http(NOON + HOUR)})
    assert (gate.status_code, gate.headers["vary"]) == (302, "accept-datetime")
    assert "memento-datetime" not in gate.headers
    assert one(gate.headers["link"], "original") == URL
    there = client.get(gate.headers["location"])
    assert there.text == TEXT.replace("55%", "58%")
    assert there.headers["memento-datetime"] == http(NOON + HOUR)

    answer = client.get(one(there.headers["link"], "timemap"))
    assert answer.headers["content-type"] == "application/link-format"
    assert one(answer.text, "original") == URL
    assert one(answer.text, "self").endswith("/documents/1/timemap")
    mementos = [each for each in links(answer.text) if "memento" in each[0]]
    assert [sorted(each[0]) for each in mementos] == [["first", "memento"], ["memento"], ["last", "memento"]]
    for _, address, given in mementos:
        seen = client.get(address)
        assert seen.status_code == 200
        assert seen.headers["memento-datetime"] == given["datetime"]
        assert {one(seen.headers["link"], name) for name in ("original", "timegate", "timemap")} == {
            URL,
            one(answer.text, "timegate"),
            one(answer.text, "self"),
        }
        again = client.get(one(seen.headers["link"], "timegate"), headers={"Accept-Datetime": given["datetime"]})
        assert again.headers["location"] == address


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (None, 3),
        (NOON - 24 * HOUR, 1),
        (NOON, 1),
        (NOON + HOUR / 2, 1),
        (NOON + HOUR, 2),
        (NOON + 999 * HOUR, 3),
    ],
)
def test_the_gate_leads_to_what_stood_then(client, asked, number):
    """Without a time to the latest, before the first look to the first one, else to the version of that moment."""
    headers = {} if asked is None else {"Accept-Datetime": http(asked)}
    gate = client.get("/documents/1/timegate", headers=headers)
    assert gate.headers["location"].endswith(f"/documents/1/versions/{number}/text")


def test_a_time_that_is_none(client):
    """The client is told so, as the standard has it: 400."""
    assert client.get("/documents/1/timegate", headers={"Accept-Datetime": "gestern"}).status_code == 400
    assert client.get("/documents/99/timegate").status_code == 404
    assert client.get("/timemap/link/https://nowhere.example/").status_code == 404


def test_heads_are_enough(client):
    """A client that only asks for headers gets them all."""
    gate = client.head(f"/timegate/{URL}")
    assert gate.status_code == 302
    assert client.head(gate.headers["location"]).headers["memento-datetime"] == http(NOON + 2 * HOUR)


def test_a_long_map_is_paged(client, service, monkeypatch):
    """Each page names the others with their spans; together they hold every memento once."""
    monkeypatch.setattr(memento, "PAGE", 2)
    first = client.get(f"/timemap/link/{URL}")
    (second,) = [each for each in links(first.text) if "timemap" in each[0]]
    assert parsedate_to_datetime(second[2]["from"]) == NOON + 2 * HOUR
    rest = client.get(second[1])
    found = [address for text in (first.text, rest.text) for rel, address, _ in links(text) if "memento" in rel]
    assert [address.rpartition("/versions/")[2] for address in found] == ["1/text", "2/text", "3/text"]
    assert client.get("/documents/1/timemap?page=3").status_code == 404


def test_an_address_cannot_end_its_field():
    """Marks that a page wrote into its own address are quoted in headers and maps."""
    assert memento._reference('https://x.example/a>;rel="b",\r\n青?q=%20&z') == (
        "https://x.example/a%3E;rel=%22b%22,%0D%0A%E9%9D%92?q=%20&z"
    )


def test_a_query_belongs_to_the_address(service, client):
    """An address with a query string is asked for as it is."""
    assert client.get(f"/timegate/{URL}?id=1").status_code == 404
