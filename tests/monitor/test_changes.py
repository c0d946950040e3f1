"""Frozen cases: two texts and the changes between them, from plain text to comparison.

A case is a directory of `tests/changes`; its `expected.json` lists all changes, each with the keys that matter.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.compare import compare
from monitor.outline import outline
from monitor.records import Edition
from monitor.transcript import article

CASES = sorted((Path(__file__).parents[1] / "changes").iterdir())
SCENARIOS = Path(__file__).parents[3] / "shared" / "scenarios.json"
SILENT_ELSEWHERE = "clause_renumbered"


def edition(text: str) -> Edition:
    """A plain text as the command line reads it."""
    read = article(text)
    return Edition(read, outline(read.text, title=read.title))


def shown(change, expected):
    """The change, cut down to what is expected of it."""
    told = {"marked": [[mark, text] for mark, text in change.segments if mark != "="]}
    for name in ("type", "severity", "path_before", "path_after", "title"):
        told[name] = getattr(change, name)
    told["facts"] = {name: change.facts.get(name) for name in expected.get("facts", {})}
    return {name: told[name] for name in expected}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_frozen_cases_are_told_exactly(case):
    """Every expected change, in order, and none beside them."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    old, new = (edition((case / name).read_text("utf-8")) for name in ("before.txt", "after.txt"))
    changes = compare(old, new, expected["as"]).changes
    assert [change.type for change in changes] == [each["type"] for each in expected["changes"]]
    found = [shown(change, each) for change, each in zip(changes, expected["changes"], strict=True)]
    assert found == expected["changes"]


def scenarios():
    """The shared scenarios that speak of comparing."""
    if not SCENARIOS.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/scenarios.json is not there"))]
    listed = json.loads(SCENARIOS.read_text("utf-8"))
    return [pytest.param(each, id=each["id"]) for each in listed if each["check"] == "compare"]


@pytest.mark.parametrize("scenario", scenarios())
def test_shared_scenarios_are_told(scenario):
    """Exactly the expected changes of weight; renumbering may be listed beside them."""
    old, new = edition(scenario["before"]), edition(scenario["after"])
    found = compare(old, new, scenario.get("as", "revision"))
    told = [change for change in found.changes if change.type != SILENT_ELSEWHERE]
    wanted = [each for each in scenario["expected_changes"] if each["type"] != SILENT_ELSEWHERE]
    assert sorted(change.type for change in told) == sorted(each["type"] for each in wanted)
    for each in wanted:
        assert any(_tells(change, each) for change in told), each
    assert set(scenario.get("expected_findings", [])) <= {finding.type for finding in found.findings}


def _tells(change, expected):
    words = {text for mark, text in change.segments if mark != "="}
    for name, value in expected.items():
        if name in {"type", "path_before", "path_after", "title"}:
            if getattr(change, name) != value:
                return False
        elif name in {"old", "new"} and change.type == "clause_reworded":
            if not any(value in text for text in words):
                return False
        elif change.facts.get(name) != value:
            return False
    return True
