"""Subscriptions that take in one another."""

from __future__ import annotations

import pytest

from clausewatch.overlap import warnings
from monitor.observation import Subscription

HOOK = "https://example.org/hook"
MADE = Subscription(id=2, to=HOOK, site="甲", keyword="学前")


def told(made: Subscription, other: Subscription) -> list[str]:
    """What is said; document 7 is of the site 甲."""
    return warnings(made, [other], {7: "甲"}.__getitem__)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({}, "all of this"),
        ({"site": "甲"}, "all of this"),
        ({"site": "甲", "keyword": "学前", "severity": "low"}, "all of this"),
        ({"site": "甲", "keyword": "学前", "severity": "high"}, "a part of this"),
        ({"document": 7, "keyword": "学前"}, "a part of this"),
    ],
)
def test_one_that_takes_in_the_other_is_told(limits, said):
    """Wider limits take in all, narrower ones a part; a document's site counts as its limit."""
    (line,) = told(MADE, Subscription(id=1, to=HOOK, **limits))
    assert said in line
    assert "--remove 1" in line


@pytest.mark.parametrize(
    "other",
    [
        Subscription(id=1, to="console:"),
        Subscription(id=1, to=HOOK, site="乙"),
        Subscription(id=1, to=HOOK, keyword="高中"),
        Subscription(id=1, to=HOOK, severity="high"),
    ],
)
def test_others_are_no_overlap(other):
    """Another target, another site, another word, or limits of which neither takes in the other."""
    assert told(MADE, other) == []
