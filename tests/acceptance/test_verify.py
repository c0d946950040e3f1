"""`verify` as an archivist runs it."""

from __future__ import annotations

import sqlite3

from tests.acceptance.test_watching import COLUMN, listed, notice


def test_it_holds_and_says_where_it_does_not(installation, web, hook):
    """An untouched archive is proved with exit 0; one number altered in a stored clause is named with exit 1."""
    web.put("/list.html", listed([1, 2]))
    for number in (1, 2):
        web.put(f"/doc/{number}.html", notice(number))
    installation.site("yunting", COLUMN.format(web.address))
    installation.run("subscribe", "--to", hook.address)
    installation.run("check")
    web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
    installation.run("check", "--all")
    proved = installation.json("verify")
    assert (proved["ok"], proved["documents"], proved["versions"], proved["alerts"]) == (True, 2, 3, 2)
    assert "every link holds" in installation.run("verify", f"{web.address}/doc/2.html").stdout
    assert installation.json("verify")["seal"] == proved["seal"]

    with sqlite3.connect(installation.home / "data" / "clausewatch.db") as database:
        changed = database.execute("UPDATE clause_text SET text = replace(text, '不少于4天', '不少于6天')").rowcount
        assert changed > 0
    database.close()
    told = installation.json("verify", expect=1)
    (broken,) = told["broken"]
    assert (broken["link"], broken["document"], broken["version"]) == ("clause", 1, 2)
    assert "clause" in installation.run("verify", "1", expect=1).stdout
    assert installation.json("verify", "2")["ok"] is True
