"""One crawl over many orders, against a server with a fault a path."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.crawl import crawl
from crawler.fetch.settings import FetchSettings
from crawler.hosts import HostNotes
from crawler.page import FetchOrder, Page
from monitor.observation import FetchedFile
from monitor.records import Cause, Outcome
from tests.crawler.conftest import NOW, Fetch
from tests.faultserver import PAGE, Connection, FaultServer

LOOPBACK = frozenset({"127.0.0.1"})
FAST = FetchSettings(delay=0, retries=0, allow_private=LOOPBACK)
OrderMaker = Callable[..., FetchOrder]


@pytest.mark.parametrize("path", ["/page", "/gzip", "/br", "/zstd", "/policy", "/cookie", "/redirect?to=/page"])
def test_a_whole_page_arrives(pages: Fetch, faults: FaultServer, path: str) -> None:
    """Plain, packed and redirected pages arrive with their bytes, their headers in lower case, and no failure."""
    (page,) = pages(faults.url(path))
    assert (page.status, page.body, page.failure) == (200, PAGE, None)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.url == faults.url(path)
    assert page.fetched_at == NOW


def test_a_redirected_page_names_both_addresses(pages: Fetch, faults: FaultServer) -> None:
    """`url` is what was asked for, `final_url` what answered."""
    (page,) = pages(faults.url("/redirect?to=/page"))
    assert page.final_url == faults.url("/page")


@pytest.mark.parametrize(
    ("path", "permanent"),
    [
        ("/page", False),
        ("/redirect?to=/page", False),
        ("/redirect?to=/page&code=301", True),
        ("/redirect?to=/page&code=308", True),
        ("/redirect?to=/redirect?to%3D/page&code=301", False),
    ],
)
def test_a_redirect_for_good_is_told_from_one_for_now(
    pages: Fetch, faults: FaultServer, path: str, permanent: bool
) -> None:
    """Only where every hop is for good is the way there."""
    (page,) = pages(faults.url(path))
    assert (page.status, page.permanent) == (200, permanent)


@pytest.mark.parametrize(
    ("path", "outcome", "words"),
    [
        ("/gzip/cut", Outcome.TRUNCATED, "cut or damaged"),
        ("/gzip/sum", Outcome.TRUNCATED, "cut or damaged"),
        ("/short", Outcome.TRUNCATED, "before the page was complete"),
        ("/reset/body", Outcome.TRUNCATED, "before the page was complete"),
        ("/reset", Outcome.ERROR, "closed the connection"),
        ("/closed", Outcome.ERROR, "closed the connection"),
        ("/garbage", Outcome.ERROR, "does not speak HTTP"),
        ("/odd", Outcome.ERROR, "not asked for"),
        ("/bomb", Outcome.TOO_LARGE, "fetch.page_bytes"),
        ("/bomb/404", Outcome.TOO_LARGE, "fetch.page_bytes"),
        ("/endless", Outcome.TOO_LARGE, "fetch.page_bytes"),
        ("/huge", Outcome.TOO_LARGE, "fetch.page_bytes"),
        ("/silent", Outcome.ERROR, "did not answer in time"),
        ("/drip", Outcome.ERROR, "did not answer in time"),
        ("/busy", Outcome.ERROR, "(503)"),
        ("/later?after=soon", Outcome.ERROR, "fewer requests"),
        ("/always304", Outcome.ERROR, "not modified"),
        ("/circle", Outcome.ERROR, "more than 10 times"),
        ("/redirect?to=file:///etc/passwd", Outcome.ERROR, "cannot be followed"),
        ("/redirect?to=data:text/html,x", Outcome.ERROR, "cannot be followed"),
        ("/redirect?to=http://[::1", Outcome.ERROR, "cannot be read"),
        ("/redirect?to=http://a b.example/", Outcome.ERROR, "no host name"),
        ("/redirect?to=http://a:99999/", Outcome.ERROR, "cannot be read"),
        ("/redirect?to=http://user@127.0.0.1/", Outcome.ERROR, "user name"),
        ("/refresh?to=http://[::1", Outcome.ERROR, "cannot be read"),
        ("/secret/plan", Outcome.BLOCKED, "robots.txt"),
        ("/redirect?to=/secret/plan", Outcome.BLOCKED, "robots.txt"),
    ],
)
def test_every_fault_is_a_page_with_a_reason(
    pages: Fetch, faults: FaultServer, path: str, outcome: Outcome, words: str
) -> None:
    """A fault is told in one line that says what is wrong; the page beside it arrives all the same."""
    arrived = pages(faults.url(path), faults.url("/page"), timeout=1, page_bytes=1 << 20)
    by_url = {page.url: page for page in arrived}
    failure = by_url[faults.url(path)].failure
    assert failure is not None
    assert (failure.outcome, "\n" in failure.reason) == (outcome, False)
    assert words in failure.reason
    assert by_url[faults.url("/page")].body == PAGE


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("FILE:/etc/passwd", "only http and https"),
        ("source:file:/etc/passwd", "cannot be read"),
        ("ftp://127.0.0.1/", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("//127.0.0.1/", "cannot be read"),
        ("plan.html", "cannot be read"),
        ("http://", "names no host"),
        ("http://127.0.0.1:99999/", "cannot be read"),
        ("http://[::1/", "cannot be read"),
        ("http://a..example/", "no host name"),
        ("http://a b.example/", "no host name"),
        ("http://\u202e.example/", "no host name"),
        ("http://\x00.example/", "no host name"),
        ("http://\udcff/", "cannot be read"),
        ("http://127.0.0.1:1/\udcff", "cannot be read"),
        ("http://user@127.0.0.1/", "user name"),
        ("http://nowhere.invalid/", "no such host"),
        ("http://127.0.0.1:1/", "refuses the connection"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_page_too(pages: Fetch, url: str, words: str) -> None:
    """What cannot be asked for, found or reached gives exactly one page, which says so."""
    (page,) = pages(url)
    assert page.status is None
    assert page.failure is not None
    assert words in page.failure.reason


_HOSTILE = st.text(st.sampled_from("ab.-_[]:%@/\\?#019 \t\n\x00é中。１😀ß\u202e\udcff"), max_size=14)


@given(st.lists(_HOSTILE.map("http://{}.invalid/".format) | _HOSTILE.map("http://{}".format), min_size=20, max_size=40))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_link_breaks_a_crawl(pages: Fetch, urls: list[str]) -> None:
    """Whatever an address holds, it gets its one page and the others theirs."""
    assert sorted(page.url for page in pages(*urls, timeout=5)) == sorted(urls)


def test_a_missing_page_is_an_answer(pages: Fetch, faults: FaultServer) -> None:
    """A 404 arrives as a page with its status and body, without a failure."""
    (page,) = pages(faults.url("/missing"))
    assert (page.status, page.body, page.failure) == (404, b"gone", None)


@pytest.mark.parametrize("status", [403, 410, 412, 501, 521])
def test_other_statuses_are_answers_to_be_judged(pages: Fetch, faults: FaultServer, status: int) -> None:
    """Refusals and firewall challenges arrive with status and body: what they mean is not decided here."""
    faults.faults["/judged"] = lambda c: c.answer(b"<script>1</script>", status=f"{status} No")
    (page,) = pages(faults.url("/judged"), retries=2)
    assert (page.status, page.body, page.failure) == (status, b"<script>1</script>", None)


def test_validators_are_sent_and_not_modified_arrives(pages: Fetch, faults: FaultServer, order: OrderMaker) -> None:
    """A target with validators costs a 304; an unconditional order gets the whole page."""
    known = order(faults.url("/etag"), etag='"v1"', last_modified="Mon, 02 Nov 2026 08:00:00 GMT")
    (unchanged,) = pages(known)
    (whole,) = pages(replace(known, conditional=False))
    asked = [hit.headers for hit in faults.hits if hit.path == "/etag"]
    assert (unchanged.status, unchanged.body, unchanged.failure) == (304, b"", None)
    assert (whole.status, whole.headers["etag"]) == (200, '"v1"')
    assert asked[0]["if-modified-since"] == "Mon, 02 Nov 2026 08:00:00 GMT"
    assert "if-none-match" not in asked[1]


def test_files_have_validators_and_limits_of_their_own(pages: Fetch, faults: FaultServer, order: OrderMaker) -> None:
    """An attachment is asked for with its own ETag, also the second one, and may be larger than a page."""
    url = faults.url("/etag")
    file = FetchedFile(name="清单.xlsx", url=url, etag='"v1"')
    asked = replace(order(faults.url("/notice.html"), etag='"page"'), url=url, file=file, page_number=2)
    (page,) = pages(asked)
    assert page.status == 304
    large = replace(asked, url=faults.url("/page"), conditional=False)
    assert pages(large, page_bytes=1000, file_bytes=100_000)[0].body == PAGE
    (refused,) = pages(large, page_bytes=100_000, file_bytes=1000)
    assert refused.failure is not None
    assert (refused.failure.outcome, "fetch.file_bytes" in refused.failure.reason) == (Outcome.TOO_LARGE, True)


def test_we_introduce_ourselves_and_keep_nothing(pages: Fetch, faults: FaultServer) -> None:
    """Requests name the service and its contact, ask for what we can unpack, and carry no cookie and no referer."""
    pages(faults.url("/cookie"), contact="mailto:ops@example.org")
    pages(faults.url("/redirect?to=/cookie"), contact="mailto:ops@example.org")
    for hit in faults.hits:
        assert hit.headers["user-agent"] == "clausewatch (+mailto:ops@example.org)"
        assert hit.headers["accept-encoding"] == "gzip, deflate, br, zstd"
        assert not {"cookie", "referer"} & set(hit.headers)


def test_robots_is_read_once_and_missing_rules_allow(pages: Fetch, faults: FaultServer) -> None:
    """One robots.txt a host and crawl; a site without one allows everything."""
    pages(faults.url("/page"), faults.url("/gzip"))
    assert sum(hit.path == "/robots.txt" for hit in faults.hits) == 1
    faults.faults["/robots.txt"] = lambda c: c.answer(b"<html>404</html>", status="404 Not Found")
    (page,) = pages(faults.url("/secret/plan"))
    assert page.status == 200


def test_unreadable_robots_hold_everything_back(pages: Fetch, faults: FaultServer) -> None:
    """While the server cannot say what is allowed, nothing is asked for, and the reason says so."""
    faults.faults["/robots.txt"] = lambda c: c.answer(b"oops", status="500 Oops")
    (page,) = pages(faults.url("/page"))
    assert page.failure is not None
    assert page.failure.transient
    assert "robots.txt could not be read" in page.failure.reason
    assert faults.paths() == []


def test_a_challenge_for_robots_is_the_firewalls_doing(pages: Fetch, faults: FaultServer) -> None:
    """Where a firewall answers for robots.txt as well, the source is blocked, not unreachable."""
    challenge = b"<script>document.cookie='__jsl_clearance_s=1;';location.href=location.pathname</script>"
    faults.faults["/robots.txt"] = lambda c: c.answer(challenge, status="521 Challenge")
    (page,) = pages(faults.url("/page"))
    assert page.failure is not None
    assert (page.failure.outcome, page.failure.cause) == (Outcome.BLOCKED, Cause.BLOCKED)
    assert faults.paths() == []


def test_robots_may_redirect(pages: Fetch, faults: FaultServer) -> None:
    """Rules that stand at another address are found there."""
    faults.faults["/robots.txt"] = lambda c: c.answer(status="301 Moved", Location="/rules.txt")
    faults.faults["/rules.txt"] = lambda c: c.answer(b"User-agent: clausewatch\nDisallow: /page\n")
    (page,) = pages(faults.url("/page"))
    assert page.failure is not None
    assert page.failure.outcome is Outcome.BLOCKED


def test_passing_trouble_is_tried_again(pages: Fetch, faults: FaultServer) -> None:
    """A server that recovers within the retries gives its page, and one cut body does too."""
    attempts: list[float] = []

    def cut_once(connection: Connection) -> None:
        attempts.append(time.monotonic())
        connection.answer(PAGE[:100], length=len(PAGE)) if len(attempts) == 1 else connection.answer(PAGE)

    faults.faults["/once"] = cut_once
    arrived = pages(faults.url("/flap"), faults.url("/once"), retries=2)
    assert [page.status for page in arrived] == [200, 200]
    assert attempts[1] - attempts[0] >= 0.9


def test_retries_end_with_the_hosts_budget(pages: Fetch, faults: FaultServer) -> None:
    """However many attempts are allowed, a host gets its few seconds; then the failure is told."""
    begun = time.monotonic()
    arrived = pages(*(faults.url(f"/busy?{n}") for n in range(5)), retries=50, retry_seconds=2.5)
    assert time.monotonic() - begun < 5
    assert all(page.failure is not None and page.status == 503 for page in arrived)
    assert len(arrived) == 5


def test_a_long_retry_after_is_not_waited_for(pages: Fetch, faults: FaultServer) -> None:
    """A server that wants more time than a round has gets it from the schedule; a short wish is kept."""
    begun = time.monotonic()
    pages(faults.url("/later"), retries=2)
    assert time.monotonic() - begun < 3
    faults.hits.clear()
    pages(faults.url("/later?after=1"), retries=1)
    first, second = (hit.at for hit in faults.hits if hit.path.startswith("/later"))
    assert second - first >= 1


def test_a_host_that_says_when_is_not_asked_before(on_reactor: Any, faults: FaultServer, order: OrderMaker) -> None:
    """After one Retry-After of an hour nothing of that host is asked in this crawl, and the moment is handed on."""
    arrived: list[Page] = []

    async def keep(_: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        arrived.append(page)
        return ()

    hosts = HostNotes()
    orders = [order(faults.url(path)) for path in ("/later?after=3600", "/page", "/page?2")]
    on_reactor(lambda: crawl(orders, keep, FAST, lambda: NOW, hosts))
    assert hosts.holds == {"127.0.0.1": NOW + timedelta(hours=1)}
    assert [page.status for page in arrived] == [429, None, None]
    assert all(page.failure is not None for page in arrived)
    assert "2026-11-23 09:00" in str(arrived[1].failure)
    faults.hits.clear()
    on_reactor(lambda: crawl(orders[1:], keep, FAST, lambda: NOW, hosts))
    assert faults.hits == []
    on_reactor(lambda: crawl(orders[1:], keep, FAST, lambda: NOW + timedelta(hours=1), hosts))
    assert [page.status for page in arrived[-2:]] == [200, 200]


def test_a_short_wish_holds_for_every_page_of_the_host(pages: Fetch, faults: FaultServer) -> None:
    """Other pages wait as well, and are fetched then."""
    arrived = pages(faults.url("/later?after=1"), faults.url("/page"), retries=0)
    first, second = (hit.at for hit in faults.hits if not hit.path.startswith("/robots"))
    assert second - first >= 0.99
    assert [page.status for page in arrived] == [429, 200]


def test_one_connection_a_host_with_its_gap(pages: Fetch, faults: FaultServer, order: OrderMaker) -> None:
    """Requests to one host keep the gap that its site wants, robots.txt included, and never overlap."""
    open_now, most = [0], [0]

    def busy(connection: Connection) -> None:
        open_now[0] += 1
        most[0] = max(most[0], open_now[0])
        time.sleep(0.05)
        open_now[0] -= 1
        connection.answer(PAGE)

    faults.faults["/page"] = busy
    pages(*(replace(order(faults.url(f"/page?{n}")), delay=0.2) for n in range(4)))
    times = [hit.at for hit in faults.hits]
    assert len(times) == 5
    # A busy machine may note one arrival late, which shortens the next gap; without any gap they would be 0.05 s.
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))
    assert times[-1] - times[0] >= 4 * 0.19
    assert most == [1]


def test_one_connection_a_host_even_without_a_gap(pages: Fetch, faults: FaultServer) -> None:
    """With no delay at all, a host still sees one request after another."""
    under_way: list[int] = []
    most: list[int] = []

    def slow(connection: Connection) -> None:
        under_way.append(1)
        most.append(len(under_way))
        time.sleep(0.02)
        connection.answer(PAGE)
        under_way.pop()

    faults.faults["/slow"] = slow
    assert len(pages(*(faults.url(f"/slow?{n}") for n in range(12)))) == 12
    assert max(most) == 1


def test_followups_are_fetched_in_the_same_crawl(on_reactor: Any, faults: FaultServer, order: OrderMaker) -> None:
    """What `arrived` gives back is fetched too, repeated addresses included, until nothing is left."""
    seen: list[str] = []

    async def follow(asked: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        seen.append(page.url)
        await asyncio.sleep(0)
        following = [order(faults.url("/gzip")), order(faults.url("/page")), order("file:///x")]
        return following if len(seen) == 1 else ()

    stats = on_reactor(lambda: crawl([order(faults.url("/page"))], follow, FAST, lambda: NOW))
    assert sorted(seen) == sorted([faults.url("/page"), faults.url("/page"), faults.url("/gzip"), "file:///x"])
    assert (stats.pages, stats.failures, stats.requests, stats.retries) == (4, 1, 4, 0)


def test_nothing_to_fetch_is_a_crawl_too(on_reactor: Any) -> None:
    """An empty batch ends at once."""

    async def never(_: FetchOrder, __: Page) -> Sequence[FetchOrder]:
        raise AssertionError

    assert on_reactor(lambda: crawl([], never, FAST, lambda: NOW)).pages == 0


class _OurBugError(Exception):
    """Something that only a bug raises."""


def test_an_error_of_ours_ends_the_crawl_loudly(on_reactor: Any, faults: FaultServer, order: OrderMaker) -> None:
    """What `arrived` raises is raised by the crawl, soon, and no further page is handed over."""
    calls: list[str] = []

    async def broken(_: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        calls.append(page.url)
        raise _OurBugError(page.url)

    orders = [replace(order(faults.url(f"/page?{n}")), delay=1.0) for n in range(20)]
    begun = time.monotonic()
    with pytest.raises(_OurBugError):
        on_reactor(lambda: crawl(orders, broken, FAST, lambda: NOW))
    assert time.monotonic() - begun < 15
    assert len(calls) == 1


def test_a_cancelled_crawl_stops_soon(on_reactor: Any, faults: FaultServer, order: OrderMaker) -> None:
    """Cancelling hands over nothing more, though requests and retries are waiting."""
    arrived: list[Page] = []

    async def keep(_: FetchOrder, page: Page) -> Sequence[FetchOrder]:
        arrived.append(page)
        return ()

    async def cut_short() -> None:
        orders = [replace(order(faults.url(f"/page?{n}")), delay=0.5) for n in range(50)]
        orders.append(order("http://127.0.0.1:1/"))
        task = asyncio.ensure_future(crawl(orders, keep, replace(FAST, retries=9), lambda: NOW))
        await asyncio.sleep(1.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    begun = time.monotonic()
    on_reactor(cut_short)
    assert time.monotonic() - begun < 15
    count = len(arrived)
    time.sleep(0.8)
    assert len(arrived) == count < 50
