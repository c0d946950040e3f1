"""What pages cost, in the short form of the measurement."""

from __future__ import annotations

from benchmarks.served import BOUND, measure


def test_no_page_costs_much_more_than_an_empty_one():
    """Also of a document of 600 clauses, and of lists of hundreds of documents."""
    ratios = measure(200, times=5)
    assert [str(ratio) for ratio in ratios if not ratio.holds] == []
    assert {ratio.bound for ratio in ratios} == {None, BOUND}
