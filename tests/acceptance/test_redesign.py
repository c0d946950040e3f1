"""The redesign drill: every office of the demo is built anew, and its rules are repaired by what its documents say."""

from __future__ import annotations

import json
import tomllib
from datetime import timedelta

import pytest

from clausewatch import repair as repairing
from clausewatch.demo.district import SITES
from clausewatch.demo.documents import expected
from clausewatch.demo.play import site_name, write_site_files
from clausewatch.verify import verify
from crawler.reactor import run
from tests.acceptance.rebuilt import RULES, RebuiltServer
from tests.acceptance.watching import watching

WEEK = timedelta(days=7)
ENOUGH = 0.8
EDITED = 3
"""The week in which the offices edit and publish first."""


def with_rules(text: str, site: str) -> str:
    """A demo office's file with the selectors that its operator had chosen, and what he noted of them."""
    item, container, drop = RULES[site]
    chosen = f'listing = {{ item = "{item}" }}  # the entries\n'
    chosen += f"article = {{ container = {json.dumps(container)}, drop = {json.dumps(drop)} }}\n"
    return f"# asked at the office in spring\n{text}{chosen}"


@pytest.fixture
def district():
    """The offices' servers."""
    with RebuiltServer() as server:
        yield server


def watched(home, district, *, chosen: bool):
    """All five offices; with `chosen` by their operators' selectors."""
    (first, *others) = files = sorted(write_site_files(home, district.addresses))
    texts = {
        file: with_rules(file.read_text("utf-8"), file.stem) if chosen else file.read_text("utf-8") for file in files
    }
    for file in files:
        file.unlink()
    context = watching(home, texts[first])
    return context, {file.name: texts[file] for file in others}


def told(report) -> list[tuple[str, str]]:
    """(address, type) of every change of a round that anybody could be told of."""
    changes = [(each["url"], change) for each in report["checks"] for change in each["changes"]]
    return [(url, change["type"]) for url, change in changes if change["severity"] != "none"]


def test_the_redesign_drill(on_reactor, tmp_path, district):
    """All offices change their templates: told in two rounds, no false change, four in five repaired untouched."""
    context, others = watched(tmp_path, district, chosen=True)
    with context as watch:
        for name, text in others.items():
            (tmp_path / "sites" / name).write_text(text, encoding="utf-8")
        first = watch.check()
        assert {each["outcome"] for each in first["checks"]} <= {"ok", "listing"}
        district.round, district.rebuilt = 2, True
        rounds = [watch.check(WEEK), watch.check(WEEK)]
        assert [told(each) for each in rounds] == [[], []]
        opened = {
            each["site"] for each in rounds[0]["incidents"] + rounds[1]["incidents"] if each["cause"] == "structure"
        }
        assert opened == {site_name(name) for name in SITES}

        repaired = set()
        for name in SITES:
            office = site_name(name)
            found = run(lambda office=office: repairing.repair(watch.service, watch.reader, office))
            if found.proven and all(each.state == "mended" for each in found.watched):
                file = repairing.apply(watch.service, found)
                assert "# asked at the office in spring" in file.read_text("utf-8")
                assert tomllib.loads(file.read_text("utf-8"))["name"] == office
                repaired.add(office)
        assert len(repaired) >= ENOUGH * len(SITES), repaired

        after = watch.check(WEEK)
        assert told(after) == []
        closed = {each["site"] for each in after["incidents"] if not each["open"]}
        assert closed == repaired
        failed = [
            each["url"]
            for each in after["checks"]
            if each["site"] in repaired and each["outcome"] not in {"ok", "listing", "not_modified"}
        ]
        assert failed == []
        district.round = EDITED
        edits = told(watch.check(WEEK))
        assert sorted(kind for _, kind in edits) == sorted(each.type for each in expected() if each.round == EDITED)
        assert verify(watch.service).broken == ()


def test_a_rebuilt_site_that_nobody_wrote_selectors_for_goes_on(on_reactor, tmp_path, district):
    """Where everything is found by itself a new template is no news: no incident, no change."""
    context, others = watched(tmp_path, district, chosen=False)
    with context as watch:
        for name, text in others.items():
            (tmp_path / "sites" / name).write_text(text, encoding="utf-8")
        watch.check()
        district.round, district.rebuilt = 2, True
        rounds = [watch.check(WEEK), watch.check(WEEK)]
        assert [told(each) for each in rounds] == [[], []]
        assert [each["incidents"] for each in rounds] == [[], []]
