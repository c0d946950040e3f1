"""The demo's sites over HTTP, and the play of the rounds."""

import asyncio
import threading
import tomllib

import httpx
import pytest
from rich.console import Console

from clausewatch.demo.calendar import NOISE, YEAR
from clausewatch.demo.district import SITES
from clausewatch.demo.documents import expected as all_expected
from clausewatch.demo.play import expected, play, write_site_files
from clausewatch.demo.report import report
from clausewatch.demo.server import DistrictServer


@pytest.fixture
def server():
    """A running district."""
    with DistrictServer() as running:
        yield running


def test_all_sites_answer_over_http(server):
    """Every site has robots.txt, leads from its home to its listing, and lists what it publishes."""
    for name, address in server.addresses.items():
        robots = httpx.get(f"{address}/robots.txt", trust_env=False)
        assert (robots.status_code, robots.headers["content-type"]) == (200, "text/plain; charset=utf-8")
        home = httpx.get(f"{address}/", follow_redirects=True, trust_env=False)
        assert (home.status_code, home.url.path) == (200, SITES[name].first)
        assert httpx.get(f"{address}/nowhere", trust_env=False).status_code == 404


def test_conditional_requests_over_http(server):
    """A site with ETags answers 304 until the round changes the page."""
    address = server.addresses["media"] + "/edu/2025/0918/c77-30462.html"
    etag = httpx.get(address, trust_env=False).headers["etag"]
    assert httpx.get(address, headers={"If-None-Match": etag}, trust_env=False).status_code == 304
    server.round = NOISE
    assert httpx.get(address, headers={"If-None-Match": etag}, trust_env=False).status_code == 200
    assert server.seen["media", "/edu/2025/0918/c77-30462.html", 304] == 1


def test_head_has_no_body(server):
    """HEAD gives the length of the page and nothing of it."""
    answer = httpx.head(server.addresses["bureau"] + SITES["bureau"].first, trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000


def test_it_ends_cleanly():
    """After the end no thread is left and no port answers."""
    before = threading.active_count()
    with DistrictServer() as running:
        addresses = list(running.addresses.values())
        httpx.get(addresses[0], trust_env=False)
    assert threading.active_count() == before
    for address in addresses:
        with pytest.raises(httpx.ConnectError):
            httpx.get(address, trust_env=False)


def test_site_files_name_the_running_sites(server, tmp_path):
    """One site file an office, with a column at a listing that answers."""
    files = write_site_files(tmp_path, server.addresses)
    assert sorted(file.stem for file in files) == sorted(SITES)
    for file in files:
        site = tomllib.loads(file.read_text(encoding="utf-8"))
        assert site["home"] == server.addresses[file.stem] + "/"
        assert httpx.get(site["columns"][0]["url"], trust_env=False).status_code == 200


def a_watcher(server, tell):
    """A `check` that reports what `tell(round)` gives: (address or site, change as in JSON)."""

    async def check():
        told = tell(server.round)
        return {
            "checks": [{"url": url, "changes": [one]} for url, one in told if "severity" in one],
            "incidents": [{"site": site, **one} for site, one in told if "severity" not in one],
        }

    return check


def played(*arguments):
    """The verdict of a play in a loop of its own."""
    return asyncio.run(play(*arguments))


def truth(server, round_):
    """All that must be told in a round, as changes and incidents."""
    return [(url, _as_told(one)) for url, one in expected(server.addresses) if one.round == round_]


def _as_told(one):
    if one.type.startswith("incident"):
        return {"cause": one.facts["cause"], "since": "2026-05-01", "open": one.type == "incident_opened"}
    return {
        "type": one.type,
        "severity": "high",
        "path_before": None,
        "path_after": one.path or "",
        "facts": dict(one.facts) | {"beside": "the point"},
        "before": "",
        "after": "",
    }


def silent(changes):
    """The same changes, which nobody is told of."""
    return [(url, one | {"severity": "none"}) for url, one in changes if "severity" in one]


def test_who_tells_the_truth_misses_and_invents_nothing(server):
    """A watcher that tells everything once in its round is right; silent changes and reminders do not count."""
    rounds = []
    verdict = played(
        server,
        a_watcher(
            server,
            lambda n: [
                *truth(server, n),
                *silent(truth(server, n - 1)),
                *(one for one in truth(server, n - 1) if one[1].get("open")),
            ],
        ),
        lambda round_, seen: rounds.append(round_),
    )
    assert verdict.right
    count = len(all_expected())
    assert verdict.to_json() == {"expected": count, "reported": count, "missed": [], "invented": []}
    assert rounds == list(YEAR)


def test_false_alarms_and_silence_are_named(server):
    """What is told in another round or twice is invented; what is not told in its round is missed."""
    first, *others = truth(server, 3)

    def tell(n):
        return {NOISE: [first], 3: [*others, others[-1]]}.get(n, truth(server, n))

    found = played(server, a_watcher(server, tell)).to_json()
    assert [(one["type"], one["path"]) for one in found["missed"]] == [(first[1]["type"], first[1]["path_after"])]
    assert [one["round"] for one in found["invented"]] == [NOISE, 3]
    assert found["expected"] == len(all_expected())
    assert found["reported"] == len(all_expected()) + 1


def test_the_report_names_what_went_wrong(server):
    """The printed table marks what was missed, and lists inventions with their round and address."""
    verdict = played(server, a_watcher(server, lambda n: truth(server, 3)[:1] if n == NOISE else []))
    console = Console(width=160)
    with console.capture() as printed:
        report(verdict, console)
    count = len(all_expected())
    assert printed.get().count("missed") == count + 1
    assert "invented in round 2: deadline_moved" in printed.get()
    assert f"expected {count}, reported 1, missed {count}, invented 1" in printed.get()
