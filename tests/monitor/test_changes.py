"""Frozen cases: two texts and the changes between them, from plain text to comparison.

A case is a directory of `tests/changes`; `docs/comparing.md` says what its `expected.json` holds.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.changes import cases, expected, ours, score, tells
from monitor.compare import compare
from monitor.outline import outline
from monitor.records import Edition
from monitor.transcript import article

SCENARIOS = Path(__file__).parents[3] / "shared" / "scenarios.json"
SILENT_ELSEWHERE = "clause_renumbered"
MIRRORED = {
    "clause_added": "clause_removed",
    "clause_removed": "clause_added",
    "target_added": "target_removed",
    "target_removed": "target_added",
    "clause_split": "clause_merged",
    "clause_merged": "clause_split",
}


def edition(text: str) -> Edition:
    """A plain text as the command line reads it."""
    read = article(text)
    return Edition(read, outline(read.text, title=read.title))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_frozen_cases_are_told_exactly(case):
    """Every expected change, in order, and none beside them; its findings; a message that says what it must."""
    wanted, told = expected(case), ours(case / "before.txt", case / "after.txt", expected(case)["as"])
    result = score(wanted, told)
    assert (result.missed, result.invented, result.message) == ((), (), ())
    listed = iter(told["changes"])
    for each in wanted["changes"]:
        assert each.get("optional") or any(tells(change, each) for change in listed), each


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_mirror_image_has_as_many_differences(case):
    """What came in one direction went in the other: no clause is matched in one of them alone."""
    if expected(case)["as"] != "revision":
        pytest.skip("a draft and its final, an original and its copy are no mirror images")
    old, new = (edition((case / name).read_text("utf-8")) for name in ("before.txt", "after.txt"))
    there, back = compare(old, new), compare(new, old)
    assert sorted(each.type for each in back.changes if each.severity != "none") == sorted(
        MIRRORED.get(each.type, each.type) for each in there.changes if each.severity != "none"
    )


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
