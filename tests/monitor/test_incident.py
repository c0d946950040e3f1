"""When a failing source becomes an incident, and that nobody hears of it twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.incident import REMIND_AFTER, WINDOW, Trouble, cause_of, covered, settle, verdict
from monitor.records import BELIEVED, Cause, Outcome

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def play(rounds: list[tuple[timedelta, bool]]) -> list[tuple[datetime, str]]:
    """Rounds (time since the one before, good or not) through the verdicts: what was told, and when."""
    told: list[tuple[datetime, str]] = []
    past: list[Trouble] = []
    present: Trouble | None = None
    now = NOON
    for gap, good in rounds:
        now += gap
        if good:
            if present is not None:
                past.append(Trouble(since=present.since, rounds=present.rounds, until=now, opened_at=present.opened_at))
                told += [(now, "close")] if present.opened_at else []
            present = None
            continue
        opened = present.opened_at if present else None
        reminded = present.reminded_at if present else None
        since, count = (present.since, present.rounds) if present else (now, 0)
        present = Trouble(since=since, rounds=count + 1, opened_at=opened, reminded_at=reminded)
        match verdict(present, past, now):
            case "open":
                told.append((now, "open"))
                present = Trouble(since=since, rounds=count + 1, opened_at=now)
            case "remind":
                told.append((now, "remind"))
                present = Trouble(since=since, rounds=count + 1, opened_at=opened, reminded_at=now)
            case "wait":
                pass
    return told


@pytest.mark.parametrize("gap", [timedelta(minutes=1), HOUR, timedelta(days=2)])
def test_three_failing_rounds_in_a_row_are_an_incident(gap):
    """Whatever time they span; the fourth tells nothing new, the first good one closes it."""
    told = play([(gap, False)] * 4 + [(gap, True)])
    assert [what for _, what in told] == ["open", "close"]
    assert told[0][0] <= NOON + 3 * gap


def test_two_failing_rounds_are_weather():
    """A source that fails twice and comes back is not spoken of."""
    assert play([(HOUR, True), (HOUR, False), (HOUR, False), (HOUR, True)] * 10) == []


def test_a_source_that_is_often_down_is_told_though_it_comes_back():
    """Failures that cover more than a quarter of two weeks are an incident, though no three follow each other."""
    told = play([(12 * HOUR, True), (12 * HOUR, False), (12 * HOUR, False)] * 8)
    assert [what for _, what in told][:2] == ["open", "close"]
    assert len(told) == 2


def test_a_long_incident_is_reminded_of_rarely():
    """Once a week, as long as it lasts."""
    told = play([(6 * HOUR, False)] * 4 * 22)
    assert [what for _, what in told] == ["open", "remind", "remind", "remind"]
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(told)]
    assert all(gap >= REMIND_AFTER for gap in gaps)


@given(st.lists(st.tuples(st.integers(1, 72).map(lambda n: n * HOUR), st.booleans()), max_size=120))
def test_incidents_open_and_close_in_turn(rounds):
    """Every opening is closed before the next one, reminders stand only between them."""
    open_now = False
    for _, what in play(rounds):
        assert open_now == (what != "open")
        open_now = what != "close"


@given(st.lists(st.booleans(), min_size=8, max_size=200))
def test_nobody_is_told_more_often_than_the_source_lasts(ups):
    """Hourly rounds: an incident needs three failing rounds, or a quarter of the window since the last one."""
    opened = [at for at, what in play([(HOUR, up) for up in ups]) if what == "open"]
    runs = sum(1 for run in "".join("." if up else "x" for up in ups).split(".") if len(run) >= 3)
    assert len(opened) <= runs + len(ups) * HOUR / (WINDOW * 0.25)


def test_only_the_window_counts():
    """A failure of last month is forgotten."""
    old = Trouble(since=NOON - timedelta(days=40), rounds=9, until=NOON - timedelta(days=20))
    assert covered([old], NOON) == 0
    half = Trouble(since=NOON - timedelta(days=21), rounds=9, until=NOON - timedelta(days=7))
    assert covered([half], NOON) == pytest.approx(0.5)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in BELIEVED])
def test_every_failed_column_has_a_cause(outcome):
    """A column never fails without a cause to tell."""
    assert cause_of(outcome, "column", was_good=True) is not None


def test_a_document_that_is_gone_is_no_broken_source():
    """Withdrawal is told of the document, not of the site."""
    assert cause_of(Outcome.NOT_FOUND, "document", was_good=True) is None
    assert cause_of(Outcome.NOT_FOUND, "column", was_good=True) is Cause.STRUCTURE
    assert cause_of(Outcome.EMPTY, "column", was_good=False) is Cause.EMPTY


def test_what_was_weighed_for_months_is_told_at_once_and_never_recalled():
    """A stale column is told in the round that names it, with the day of its last entry, and once when that is over."""
    seen = {Cause.STALE: ("nothing new", 1)}
    began = NOON - timedelta(days=40)
    (step,) = settle("a", [], seen, {Cause.STALE}, NOON, begun={Cause.STALE: began})
    assert (step.tell, step.incident.trouble.since) == ("opened", began)
    later = NOON + 3 * REMIND_AFTER
    (again,) = settle("a", [step.incident], seen, {Cause.STALE}, later, begun={Cause.STALE: began})
    assert again.tell is None
    assert settle("a", [again.incident], {}, {Cause.STALE}, later) == [], "not looked at: it lasts"
    (over,) = settle("a", [again.incident], {}, set(), later)
    assert over.tell == "closed"
