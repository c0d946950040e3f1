"""Subscriptions that take in one another."""

from __future__ import annotations

import pytest

from clausewatch.overlap import warnings
from monitor.subscription import Filters, Subscription

HOOK = "https://example.org/hook"


def wish(to: str = HOOK, id_: int = 1, **limits) -> Subscription:
    """A subscription with these filters."""
    return Subscription(id=id_, to=to, filters=Filters(**limits))


MADE = wish(id_=2, sites=("甲",), keywords=("学前",))


def told(made: Subscription, other: Subscription) -> list[str]:
    """What is said; document 7 is of the site 甲."""
    return warnings(made, [other], {7: "甲"}.__getitem__)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({}, "all of this"),
        ({"sites": ("甲",)}, "all of this"),
        ({"sites": ("甲",), "keywords": ("学前",), "severity": "low"}, "all of this"),
        ({"sites": ("甲",), "keywords": ("学前",), "severity": "high"}, "a part of this"),
        ({"documents": (7,), "keywords": ("学前",)}, "a part of this"),
    ],
)
def test_one_that_takes_in_the_other_is_told(limits, said):
    """Wider limits take in all, narrower ones a part; a document's site counts as its limit."""
    (line,) = told(MADE, wish(**limits))
    assert said in line
    assert "--remove 1" in line


@pytest.mark.parametrize(
    "other",
    [
        wish("console:"),
        wish(sites=("乙",)),
        wish(keywords=("高中",)),
        wish(severity="high"),
    ],
)
def test_others_are_no_overlap(other):
    """Another target, another site, another word, or limits of which neither takes in the other."""
    assert told(MADE, other) == []
