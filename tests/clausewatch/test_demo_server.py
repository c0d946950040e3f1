"""The demo's sites over HTTP, and the play of the rounds."""

import asyncio
import threading
import tomllib

import httpx
import pytest
from rich.console import Console

from clausewatch.demo.district import SITES
from clausewatch.demo.documents import Round, edits
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
    server.round = Round.NOISE
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
    """A `check` that reports what `tell(round)` gives: (address, change as in JSON)."""

    async def check():
        return {"checks": [{"url": url, "changes": [change]} for url, change in tell(server.round)]}

    return check


def played(*arguments):
    """The verdict of a play in a loop of its own."""
    return asyncio.run(play(*arguments))


def truth(server):
    """All that must be told, as changes."""
    return [
        (
            url,
            {
                "type": edit.type,
                "severity": "high",
                "path_before": None,
                "path_after": edit.path or "",
                "facts": dict(edit.facts) | {"beside": "the point"},
                "before": "",
                "after": "",
            },
        )
        for url, edit in expected(server.addresses)
    ]


def test_who_tells_the_truth_misses_and_invents_nothing(server):
    """A watcher that tells every edit once in the last round is right; silent changes do not count."""
    silent = [(url, change | {"severity": "none"}) for url, change in truth(server)]
    rounds = []
    verdict = played(
        server,
        a_watcher(server, lambda round_: truth(server) if round_ is Round.EDITS else silent),
        lambda round_, seen: rounds.append((round_, len(seen["checks"]))),
    )
    assert verdict.right
    assert verdict.to_json() == {"expected": len(edits()), "reported": len(edits()), "missed": [], "invented": []}
    assert [round_ for round_, _ in rounds] == list(Round)


def test_false_alarms_and_silence_are_named(server):
    """What is told in the noise round or twice is invented; what is not told in the last round is missed."""
    answers = {
        Round.BASELINE: [],
        Round.NOISE: truth(server)[:1],
        Round.EDITS: [*truth(server)[1:], truth(server)[-1]],
    }
    verdict = played(server, a_watcher(server, answers.__getitem__))
    found = verdict.to_json()
    assert [(one["type"], one["path"]) for one in found["missed"]] == [(edits()[0].type, edits()[0].path)]
    assert [one["round"] for one in found["invented"]] == [Round.NOISE, Round.EDITS]
    assert found["expected"] == len(edits())
    assert found["reported"] == len(edits()) + 1


def test_the_report_names_what_went_wrong(server):
    """The printed table marks missed edits, and lists inventions with their round and address."""
    verdict = played(server, a_watcher(server, lambda round_: truth(server)[:1] if round_ is Round.NOISE else []))
    console = Console(width=160)
    with console.capture() as printed:
        report(verdict, console)
    assert printed.get().count("missed") == len(edits()) + 1
    assert "invented in round 2: deadline_moved" in printed.get()
    assert f"expected {len(edits())}, reported 1, missed {len(edits())}, invented 1" in printed.get()
