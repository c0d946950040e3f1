"""The seeded edits in short: what the comparison tells of sixty versions must not get worse."""

from __future__ import annotations

import pytest

from benchmarks.edits.__main__ import main, precision, recall, run

SEED, VERSIONS = 7, 60


@pytest.fixture(scope="module")
def outcomes():
    """What came of the versions, the same every time."""
    return run(SEED, range(VERSIONS), processes=1)


# What holds now; `make edits` asks for 99.5 % of thousands. Raise these when the comparison does better.
@pytest.mark.parametrize(
    ("share", "told", "bound"),
    [(precision, False, 0.998), (recall, False, 1.0), (precision, True, 0.993), (recall, True, 1.0)],
)
def test_edits_are_told_as_they_were_made(outcomes, share, told, bound):
    """Precision and recall of all events, and of those that people are told of, keep what they reached."""
    assert share(outcomes, told=told) >= bound


def test_doubtful_edits_are_told_in_one_of_their_ways(outcomes):
    """Where several readings are true, the comparison keeps to one of them."""
    assert sum(len(one.resolved) for one in outcomes) > 0
    assert not [what for one in outcomes for what in one.unresolved]


def test_every_change_gives_its_texts_back(outcomes):
    """Segments join to what stood before and after."""
    assert sum(one.broken for one in outcomes) == 0


def test_one_version_is_shown_again_by_its_number(outcomes, capsys):
    """A developer asks for a wrong version by seed and number, and sees it alone."""
    wrong = next((one.number for one in outcomes if one.wrong), None)
    if wrong is None:
        pytest.skip("no version is told wrong")
    assert main(["--seed", str(SEED), "--number", str(wrong)]) == 1
    assert capsys.readouterr().out.startswith(f"--seed {SEED} --number {wrong} ")
