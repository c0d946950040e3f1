"""Columns that keep their habits are not called stale; columns that end are, soon enough."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

import pytest

from benchmarks.schedule.worlds import START_DAY
from benchmarks.stale import BOUND, SLOWER, measure, tellings, told

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def worlds():
    """Every world in its short form."""
    return {one.name: one for one in measure(targets=100, seed=3)}


def test_next_to_nothing_is_told_of_columns_that_keep_their_habits(worlds):
    """Over all worlds at most one false telling in five hundred column years."""
    kept = [one for name, one in worlds.items() if name != SLOWER]
    assert sum(one.years for one in kept) > 3000
    assert sum(one.false for one in kept) <= BOUND * sum(one.years for one in kept)


def test_a_busy_column_that_ends_before_summer_is_told_in_autumn(worlds):
    """Hosts whose changes come every few days fall silent in July: all are told, in autumn."""
    for name in ("steady, hosts", "office, hosts", "holidays, hosts"):
        one = worlds[name]
        assert len(one.waits) == one.silenced > 0
        assert median(one.waits) <= 115, name


def test_a_season_without_entries_is_no_silence(worlds):
    """Admissions from May to August, budgets in two weeks of a year: nothing is told, in three years."""
    assert (worlds["admissions"].false, worlds["budgets"].false) == (0, 0)


def test_the_figures_count_what_they_say():
    """A column with an entry every Monday for two years, that ends in the middle of four, is told once."""
    mondays = [START_DAY + timedelta(weeks=n) for n in range(104)]
    end = START_DAY + timedelta(days=4 * 365)
    assert len(list(tellings(mondays, end))) == 1
    one = told("mondays", [mondays], end)
    assert (one.years, one.false, one.silenced, len(one.waits)) == (4, 1, 1, 1)
