"""The generated archive in its short form: families are found, and nothing else is."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.families.measuring import fill, judged
from benchmarks.families.world import archive
from storage.database import connect


@pytest.mark.parametrize("seed", [101, 102])
def test_links_keep_their_bounds_on_unseen_archives(tmp_path, seed):
    """Some hundred documents, half of them members of families, the others only looking like some."""
    papers = archive(seed, families=60, documents=450)
    database = connect(str(tmp_path / "families.db"))
    for _ in fill(database, papers):
        pass
    score = judged(database, papers)
    database.close()
    assert score.found > 120
    assert score.precision >= 0.98, score.shown
    assert score.recall >= 0.96, score.shown


def test_equal_seeds_are_equal_archives_with_traps_of_every_sort():
    """A measurement can be repeated; near-namesakes of districts, levels, years and kinds are there."""
    papers = archive(7, families=40, documents=300)
    assert papers == archive(7, families=40, documents=300)
    assert papers != archive(8, families=40, documents=300)
    traps = Counter(paper.trap for paper in papers)
    assert {"district", "level", "year", "unyeared", "kind", "about", "stage"} <= traps.keys()


def test_a_wrong_and_a_missing_link_lower_the_score(tmp_path):
    """The judge sees links that are not true, and true ones that are not there."""
    papers = archive(9, families=20, documents=80)
    database = connect(str(tmp_path / "families.db"))
    for _ in fill(database, papers):
        pass
    before = judged(database, papers)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM family_link WHERE one_id = (SELECT min(one_id) FROM family_link)")
    assert judged(database, papers).recall < before.recall
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE family_link SET relation = 'repeals'")
    wrong = judged(database, papers)
    database.close()
    assert wrong.precision < 0.2
    assert wrong.recall < 0.2
