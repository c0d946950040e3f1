"""A source that broke is told once, and once when it works again."""

from __future__ import annotations

from tests.acceptance.test_bad_input import NOTICE
from tests.acceptance.test_watching import COLUMN, listed, notice


def site_with_three(installation, web) -> None:
    """A column of three documents, its baseline done."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.json("check")


def test_one_incident_and_one_recovery(installation, web, hook):
    """Every page answers 412 for five rounds: one message after the third, one when the pages are back."""
    site_with_three(installation, web)
    installation.run("subscribe", "--to", hook.address)
    good = dict(web.pages)
    challenge = (412, {"Content-Type": "text/html"}, b"<html><body><script>$_ts={}</script></body></html>")
    web.pages.update(dict.fromkeys(good, challenge))
    reports = [installation.json("check", "--all", expect=3) for _ in range(5)]
    assert [len(report["incidents"]) for report in reports] == [0, 0, 1, 0, 0]
    (told,) = reports[2]["incidents"]
    assert (told["cause"], told["open"]) == ("blocked", True)
    status = installation.json("status")
    assert [site["state"] for site in status["sites"]] == ["broken"]
    assert [incident["cause"] for incident in status["incidents"]] == ["blocked"]
    web.pages.update(good)
    (closed,) = installation.json("check", "--all")["incidents"]
    assert (closed["cause"], closed["open"]) == ("blocked", False)
    assert installation.json("status")["incidents"] == []
    assert [body["type"] for body in hook.bodies] == ["incident.opened", "incident.closed"]
    assert "信源异常" in hook.bodies[0]["message"]["zh"]
    assert hook.bodies[0]["incident"]["advice"]


def test_a_document_that_is_gone_is_no_incident(installation, web):
    """One page that answers 404 is that page's trouble, however often."""
    site_with_three(installation, web)
    del web.pages["/doc/2.html"]
    reports = [installation.json("check", "--all", expect=3) for _ in range(4)]
    assert [report["incidents"] for report in reports] == [[], [], [], []]
    assert installation.json("status")["sites"][0]["state"] == "ok"


def test_a_page_built_anew_says_so(installation, web):
    """A watched page that held a notice and holds nothing now: its structure changed, which is told after two rounds."""
    web.put("/good.html", NOTICE)
    installation.site(
        "yunting", f'name = "云汀区教育局"\nhome = "{web.address}/"\n[[pages]]\nurl = "{web.address}/good.html"\n'
    )
    installation.json("check")
    web.put("/good.html", "<html><body><div>首页</div></body></html>")
    reports = [installation.json("check", "--all", expect=3) for _ in range(2)]
    assert [[incident["cause"] for incident in report["incidents"]] for report in reports] == [[], ["structure"]]


def test_one_document_of_another_make_is_no_rebuilt_site(installation, web):
    """Selectors that fit one document no more are that page's trouble; where two do not fit, the site was rebuilt."""
    web.put("/list.html", listed([1, 2, 3]))
    for number in (1, 2, 3):
        web.put(
            f"/doc/{number}.html",
            notice(number).replace("<body>", '<body><div id="zoom">').replace("</body>", "</div></body>"),
        )
    installation.site("yunting", COLUMN.format(web.address) + 'article = { container = "#zoom" }\n')
    installation.json("check")
    web.put("/doc/1.html", notice(1))
    reports = [installation.json("check", "--all", expect=3) for _ in range(2)]
    assert [report["incidents"] for report in reports] == [[], []]
    web.put("/doc/2.html", notice(2))
    reports = [installation.json("check", "--all", expect=3) for _ in range(2)]
    assert [[each["cause"] for each in report["incidents"]] for report in reports] == [[], ["structure"]]
