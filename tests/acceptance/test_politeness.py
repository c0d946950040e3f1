"""What sites ask for is kept, over rounds and processes."""

from tests.acceptance.test_incidents import site_with_three


def test_a_host_that_asked_for_an_hour_is_left_alone(installation, web):
    """One 503 with Retry-After: neither this round nor the next, asked for by hand, sends another request."""
    site_with_three(installation, web)
    web.pages["/list.html"] = (503, {"Retry-After": "3600", "Content-Type": "text/html"}, b"<p>later</p>")
    web.asked.clear()
    installation.json("check", "--all", expect=3)
    assert [path for path in web.asked if path != "/robots.txt"] == ["/list.html"]
    web.asked.clear()
    again = installation.run("check", "--all", "--json")
    assert "127.0.0.1 asked to be left alone until" in again.stderr
    assert web.asked == []
