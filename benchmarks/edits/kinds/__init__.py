"""The kinds of edits, as one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.edits.draft import Edit
from benchmarks.edits.kinds import doubtful, front, goals, order, regrouping, silent, subtrees, wording


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of edit: how to make one, and how often beside the others.

    `silent` ones must not be told to anybody; of `doubtful` ones the truth allows several readings.
    """

    edit: Edit
    weight: int = 2
    silent: bool = False
    doubtful: bool = False


KINDS: Mapping[str, Kind] = {
    "words exchanged": Kind(wording.exchanged, 4),
    "sentence added": Kind(wording.added),
    "sentence dropped": Kind(wording.dropped),
    "strength": Kind(wording.strength),
    "heading retitled": Kind(wording.retitled),
    "item retitled": Kind(wording.item_retitled),
    "target value": Kind(goals.value, 4),
    "target added": Kind(goals.added),
    "target removed": Kind(goals.removed),
    "target sentence added": Kind(goals.sentence_added, 1),
    "target sentence removed": Kind(goals.sentence_removed, 1),
    "target year": Kind(goals.year),
    "target vague": Kind(goals.vague),
    "units": Kind(wording.units, 3),
    "deadline": Kind(front.deadline),
    "contact": Kind(front.contact),
    "stage": Kind(front.stage, 1),
    "title": Kind(front.title, 1),
    "cell": Kind(front.cell),
    "item inserted": Kind(subtrees.inserted, 4),
    "item deleted": Kind(subtrees.deleted, 4),
    "subtree inserted": Kind(subtrees.tree_inserted),
    "subtree deleted": Kind(subtrees.tree_deleted),
    "moved within": Kind(order.within),
    "moved across": Kind(order.across, 3),
    "section moved": Kind(order.section),
    "moved and edited": Kind(order.edited),
    "split": Kind(regrouping.split, 3),
    "merged": Kind(regrouping.merged, 3),
    "punctuation": Kind(silent.punctuation, silent=True),
    "units in another order": Kind(silent.units_order, 1, silent=True),
    "numbers run on": Kind(silent.numbers_run_on, 1, silent=True),
    "swapped": Kind(doubtful.swapped, 1, doubtful=True),
    "rewritten": Kind(doubtful.rewritten, 1, doubtful=True),
    "replaced": Kind(doubtful.replaced, 1, doubtful=True),
    "duplicate deleted": Kind(doubtful.duplicate_deleted, 1, doubtful=True),
    "row": Kind(doubtful.row, 1, doubtful=True),
}
