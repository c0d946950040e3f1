"""How much a change matters: the table of change types and the ladder of severities."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

LADDER = ("none", "low", "medium", "high", "critical")

_BY_SEVERITY = {
    "critical": ("validity_changed",),
    "high": (
        "new_document",
        "clause_added",
        "clause_removed",
        "target_changed",
        "target_added",
        "target_removed",
        "deadline_moved",
        "status_changed",
        "table_cell_changed",
        "document_withdrawn",
        "document_restored",
    ),
    "medium": (
        "clause_reworded",
        "responsible_changed",
        "repost_diff",
        "repost_missing_clause",
        "document_cited",
        "attachment_replaced",
        "attachment_removed",
    ),
    "low": (
        "clause_moved",
        "clause_split",
        "clause_merged",
        "contact_changed",
        "metadata_changed",
        "attachment_added",
        "repost_linked",
    ),
    "none": ("clause_renumbered", "reference_shifted", "typography"),
}

SEVERITY = MappingProxyType({kind: severity for severity, kinds in _BY_SEVERITY.items() for kind in kinds})
"""Change type → severity. A type that is not here is a bug, so look-ups raise KeyError."""


def at_least(severity: str, least: str) -> bool:
    """Whether `severity` stands on or above `least`. Raises ValueError for words that are not on the ladder."""
    return LADDER.index(severity) >= LADDER.index(least)


def highest(severities: Iterable[str]) -> str:
    """The highest of them, `none` where there are none."""
    return max(severities, key=LADDER.index, default="none")
