"""What `explain` says of a document that changed, was noisy and was missing."""

from __future__ import annotations

from datetime import timedelta

from clausewatch.explain import as_json, explain
from monitor.subscription import Filters, Timing
from tests.acceptance.test_watching import COLUMN, listed, notice
from tests.acceptance.watching import watching

HOUR = timedelta(hours=1)


def test_it_says_who_was_told_who_was_not_and_why(on_reactor, web, tmp_path):
    """A changed target: told to one, left out by another's filters, not to a paused one; numbers only: to nobody."""
    web.put("/list.html", listed([1]))
    web.put("/doc/1.html", notice(1))
    with watching(tmp_path, COLUMN.format(web.address)) as watch:
        watch.check()
        add = watch.service.subscriptions.add
        told = add(to="console:", timing=Timing(), at=watch.now)
        other = add(to="console:", filters=Filters(keywords=("没有这个词",)), timing=Timing(), at=watch.now)
        paused = add(to="console:", filters=Filters(sites=("云汀区教育局",)), timing=Timing(), at=watch.now)
        watch.service.subscriptions.pause(paused.id, at=watch.now)
        web.put("/doc/1.html", notice(1).replace("每周不少于5天", "每周不少于4天"))
        watch.check(HOUR)
        del web.pages["/doc/1.html"]
        watch.check(HOUR)
        found = explain(watch.service, f"{web.address}/doc/1.html")
    shown = as_json(found)
    assert [look["outcome"] for look in shown["looks"]] == ["not_found", "ok", "ok"]
    assert [look["baseline"] for look in shown["looks"]] == [False, False, True]
    first, second = shown["versions"]
    assert "baseline" in first["why"]
    assert (second["changes"], second["why"]) == (["target_changed"], "told")
    assert [(one["subscription"], one["state"]) for one in second["deliveries"]] == [(told.id, "sent")]
    left_out = {one["subscription"]: one["why"] for one in second["passed_over"]}
    assert left_out == {other.id: "its filters or its least severity leave this out", paused.id: "it is paused"}


def test_a_document_that_nobody_knows_is_said(installation):
    """The command's one line for an unknown document."""
    installation.run("init")
    assert "there is no document 7" in installation.run("explain", "7", expect=2).stderr
