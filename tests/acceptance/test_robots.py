"""robots.txt over days: asked for once a day, obeyed within a day, taken at its last word while it cannot be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import Watch, watching

HOUR = timedelta(hours=1)
FORBIDDEN = "User-agent: *\nDisallow: /doc/2\n"


@pytest.fixture
def watch(on_reactor, web, tmp_path):
    """Two documents, and a robots.txt that allows all of it."""
    web.put("/list.html", listed([1, 2]))
    for number in (1, 2):
        web.put(f"/doc/{number}.html", notice(number))
    web.put("/robots.txt", "User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
    with watching(tmp_path, COLUMN.format(web.address)) as found:
        yield found


def outcomes(watch: Watch, after: timedelta) -> dict[str, str]:
    """One round: the address's end → its outcome."""
    return {each["url"].rpartition("/")[2]: each["outcome"] for each in watch.check(after)["checks"]}


def asked(web) -> int:
    """How often robots.txt was asked for since the last time."""
    number = web.asked.count("/robots.txt")
    web.asked.clear()
    return number


def test_it_is_asked_for_once_a_day(watch, web):
    """Two rounds an hour apart ask once; after 25 hours it is asked for again."""
    watch.check()
    watch.check(HOUR)
    assert asked(web) == 1
    watch.check(22 * HOUR)
    assert asked(web) == 0
    watch.check(2 * HOUR)
    assert asked(web) == 1


def test_a_shorter_life_is_kept_to(watch, web):
    """Where the server gives it an hour, it is asked for after that hour, and whole: a lie of 304 changes nothing."""
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain", Cache_Control="max-age=3600", ETag='"r1"')
    watch.check()
    watch.check(HOUR / 2)
    assert asked(web) == 1
    assert outcomes(watch, HOUR)["2.html"] == "blocked"
    assert (asked(web), web.served["/robots.txt"]) == (1, 200)
    assert outcomes(watch, HOUR / 2)["2.html"] == "blocked"
    assert asked(web) == 0


def test_a_longer_life_than_a_day_is_not(watch, web):
    """A year of Cache-Control is a day for us."""
    web.put("/robots.txt", "", content_type="text/plain", Cache_Control="max-age=31536000")
    watch.check()
    watch.check(25 * HOUR)
    assert asked(web) == 2


def test_a_new_rule_is_obeyed_within_a_day(watch, web):
    """What is forbidden since yesterday is not fetched, and its check says why."""
    watch.check()
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain")
    assert outcomes(watch, 25 * HOUR) == {"list.html": "not_modified", "1.html": "not_modified", "2.html": "blocked"}
    assert web.asked.count("/doc/2.html") == 1


def test_a_server_in_trouble_is_taken_at_its_last_word(watch, web):
    """A 503 keeps the good copy: what it allows is fetched, what it forbids is not; after thirty days nothing is."""
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain")
    watch.check()
    web.pages["/robots.txt"] = (503, {}, b"later")
    for _ in range(2):
        assert outcomes(watch, 25 * HOUR) == {
            "list.html": "not_modified",
            "1.html": "not_modified",
            "2.html": "blocked",
        }
    web.asked.clear()
    assert set(outcomes(watch, timedelta(days=29)).values()) == {"error"}
    assert set(web.asked) == {"/robots.txt"}
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain")
    assert outcomes(watch, HOUR)["1.html"] == "not_modified"


def test_what_are_no_rules_lifts_none(watch, web):
    """A challenge with status 200, a 429 or an unasked 304 does not allow what was forbidden."""
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain")
    watch.check()
    web.put("/robots.txt", "<script>document.cookie='__jsl_clearance_s=1;';location.href=location.pathname</script>")
    assert outcomes(watch, 25 * HOUR)["2.html"] == "blocked"
    for status in (429, 304):
        web.pages["/robots.txt"] = (status, {}, b"")
        assert outcomes(watch, 25 * HOUR)["2.html"] == "blocked"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_none_allows_all(watch, web, status):
    """Rules that were taken down hold no longer."""
    web.put("/robots.txt", FORBIDDEN, content_type="text/plain")
    assert outcomes(watch, HOUR)["2.html"] == "blocked"
    web.pages["/robots.txt"] = (status, {}, b"none")
    assert outcomes(watch, 25 * HOUR)["2.html"] == "ok"


def test_a_circle_of_redirects_is_none(watch, web):
    """A server that leads in circles has no robots.txt."""
    web.pages["/robots.txt"] = (302, {"Location": "/robots.txt"}, b"")
    assert outcomes(watch, HOUR)["2.html"] == "ok"


def test_only_the_first_half_megabyte_counts(watch, web):
    """What stands behind 500 KiB is not read, and no rule is cut in two."""
    rule = "Disallow: /doc/2.html-and-more\n"
    padding = "#" * (500 * 1024 - len("User-agent: *\n") - len("Disallow: /doc/2.html") - 1) + "\n"
    web.put("/robots.txt", f"User-agent: *\n{padding}{rule}Disallow: /doc/1\n", content_type="text/plain")
    assert outcomes(watch, HOUR) == {"list.html": "listing", "1.html": "ok", "2.html": "ok"}
