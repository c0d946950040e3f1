"""A document is withdrawn when looks agree over a time, and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import Outcome
from monitor.withdrawal import CONFIRMATIONS, LASTING, LASTING_LISTED, Absence, absence, confirmed, restored, withdrawn

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
OTHERS = [each for each in Outcome if each is not Outcome.NOT_FOUND]


def test_looks_that_do_not_find_it_are_counted_from_the_first():
    """Each adds one; the first one's time stays."""
    first = absence(None, Outcome.NOT_FOUND, NOW)
    second = absence(first, Outcome.NOT_FOUND, NOW + timedelta(hours=6))
    assert (first, second) == (Absence(times=1, since=NOW), Absence(times=2, since=NOW))


@pytest.mark.parametrize("outcome", OTHERS)
@pytest.mark.parametrize("before", [None, Absence(times=2, since=NOW)])
def test_other_failures_say_nothing(outcome, before):
    """A page that is blocked, cut or garbled is neither there nor gone."""
    assert absence(before, outcome, NOW + timedelta(days=1)) == before


@given(
    times=st.integers(1, 9),
    hours=st.integers(0, 96),
    missing=st.integers(1, 50),
    others=st.integers(0, 200),
    listed=st.booleans(),
)
def test_it_takes_several_looks_a_time_and_a_site_that_stands(times, hours, missing, others, listed):
    """Too few looks, too soon, sooner still where it is listed, or most of a site gone at once: not withdrawn."""
    absent = Absence(times=times, since=NOW)
    at = NOW + timedelta(hours=hours)
    told = confirmed(absent, at, listed=listed, missing=missing, documents=missing + others)
    lasting = LASTING_LISTED if listed else LASTING
    enough = times >= CONFIRMATIONS and timedelta(hours=hours) >= lasting
    assert told == (enough and (missing <= 3 or missing <= others))


def test_what_is_told_says_how_sure_it_is():
    """The change names the confirmations and the last good look; it concerns the whole document."""
    gone = withdrawn("云汀区校车方案", Absence(times=4, since=NOW), NOW)
    assert (gone.type, gone.severity, gone.path_before, gone.path_after) == ("document_withdrawn", "high", "", None)
    assert gone.facts == {"confirmations": 4, "last_good_at": "2026-03-02T16:00:00+08:00"}
    back = restored("云汀区校车方案", NOW)
    assert (back.type, back.severity, back.path_after) == ("document_restored", "high", "")
