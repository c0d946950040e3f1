"""What is odd about a version beside the one before it: it promises less than its draft, or it was edited silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.dates import day, iso
from monitor.facts.quantities import quantities
from monitor.records import Change, Edition, Finding, Mode
from monitor.text import fold

_AT_MOST = frozenset({"le", "lt"})
_OF_RECORD = frozenset({"validity_changed", "status_changed", "metadata_changed"})


def remarks(old: Edition, new: Edition, changes: Iterable[Change], mode: Mode) -> tuple[Finding, ...]:
    """`weaker_than_draft` of every clause of a final that promises less, `silent_edit` where the date stayed."""
    if mode == "final":
        return tuple(_weaker(changes))
    if mode == "revision":
        return tuple(_silent(old, new, changes))
    return ()


def _weaker(changes: Iterable[Change]) -> Iterator[Finding]:
    """One finding a clause, whatever it weakens."""
    said: dict[str, list[str]] = {}
    for change in changes:
        path = change.path_before if change.path_after is None else change.path_after
        if path is not None and (detail := _weakness(change)):
            said.setdefault(path, []).append(detail)
    return (Finding("weaker_than_draft", "；".join(details), path) for path, details in said.items())


def _weakness(change: Change) -> str:
    facts = change.facts
    if change.type == "target_removed":
        return f"征求意见稿的“{facts['old']}”不再出现"
    if change.type == "target_changed" and _less(change):
        years = [f"{facts[name]}年" if facts.get(name) else "" for name in ("year_old", "year_new")]
        return f"{facts['indicator']}：征求意见稿为“{years[0]}{facts['old']}”，正式稿为“{years[1]}{facts['new']}”"
    if change.type == "clause_reworded" and facts["strength"] == "down":
        return f"“{change.title}”的表述力度弱于征求意见稿"
    return ""


def _less(change: Change) -> bool:
    """Whether a target asks less than it did, or later: less of what should be much, more of what should be little."""
    facts = change.facts
    difference = facts.get("difference")
    amount = float(difference) if isinstance(difference, int | float) else 0.0
    at_most = any(one.comparison in _AT_MOST for one in quantities(fold(str(facts["new"]))))
    later = "year_new" in facts and str(facts["year_new"]) > str(facts["year_old"])
    return later or (amount > 0 if at_most else amount < 0)


def _silent(old: Edition, new: Edition, changes: Iterable[Change]) -> Iterator[Finding]:
    """The text changed, and the page goes on giving the day on which the earlier text was published."""
    published = new.article.published
    if published is None or published != old.article.published:
        return
    if any(change.severity != "none" and change.type not in _OF_RECORD for change in changes):
        yield Finding("silent_edit", f"正文已改，发布日期仍为{iso(day(published))}")
