"""What is to be told of a document that is seen for the first time, beside that it is there: what its kin make of it.

A final is compared with its draft and a copy with its original; works that it cites are named with the targets that
both set; works that it ends are no longer in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from monitor.changes.modes import linked
from monitor.compare import compare
from monitor.dates import iso
from monitor.facts.citations import citations
from monitor.facts.targets import targets_of
from monitor.matching import indicator
from monitor.naming import Name, name, one_place
from monitor.portrait import Portrait
from monitor.records import Change, Comparison, Edition, Facts, Finding, TargetFact
from monitor.severity import SEVERITY
from monitor.text import key

_LITTLE = 0.3
"""A page with less than this share of a work's text does not hold the work: it only announces or quotes it."""
_LETTER = "通知"
"""Where the letter stands with which a work is issued."""
_MOST_CITED = 20
_AT_MOST = frozenset({"le", "lt"})
_TARGETS = 5
"""Targets told side by side for one work that is cited."""


def of_final(draft: Edition, final: Edition) -> Comparison:
    """What a final makes of its draft: one `status_changed`, and what was raised, lowered, added and dropped.

    Of a page that only announces the final there is nothing but the stage to tell.
    """
    found = compare(draft, final, "final")
    if _length(final) >= _LITTLE * _length(draft):
        return found
    stage = tuple(each for each in found.changes if each.type == "status_changed")
    return replace(found, changes=stage, findings=(*final.article.findings, *final.outline.findings))


def of_copy(original: Edition, copy: Edition) -> Comparison:
    """What a copy makes of its original: first that it is one, then every difference.

    A page that quotes only a part of it does not lack the rest, and one that leaves out the letter with which the work was
    issued lacks nothing of the work.
    """
    found = compare(original, copy, "repost")
    changes = found.changes
    if not any(each.type == "repost_linked" for each in changes):
        changes = (linked(original, copy, copy.article.source or ""), *changes)
    if _length(copy) < _LITTLE * _length(original):
        changes = tuple(each for each in changes if each.type != "repost_missing_clause")
    changes = tuple(each for each in changes if not _lacks_nothing(each, original))
    return replace(found, changes=changes, findings=())


def _lacks_nothing(change: Change, original: Edition) -> bool:
    """Whether what a copy leaves out is the letter with which the work was issued, or its title once more."""
    titles = {key(original.article.title), key(original.outline.title)}
    lines = {key(line) for line in change.before.split("\n")}
    left_out = change.path_before == _LETTER or (change.path_before == "" and lines <= titles)
    return change.type == "repost_missing_clause" and left_out


def of_end(ended: Edition, by: Edition) -> Change:
    """A work is no longer in force, as another one says."""
    facts: Facts = {
        "old": ended.article.validity or "",
        "new": "废止",
        "date": iso(by.article.validity_date or by.article.published),
        "document_number": by.article.document_number,
    }
    return Change(
        type="validity_changed",
        severity=SEVERITY["validity_changed"],
        path_before="",
        path_after="",
        title=ended.article.title,
        facts={name: value for name, value in facts.items() if value},
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """A work as a text names it: its title without brackets, what the title says, and the clause."""

    title: str
    name: Name
    path: str


def cited(edition: Edition) -> tuple[Citation, ...]:
    """The works that a document names, itself apart, each once, where it names them first."""
    found: dict[str, Citation] = {}
    own = {key(edition.article.title), key(edition.article.shown_title)}
    for clause in edition.outline.clauses:
        for printed in citations(clause.text):
            title = printed[1:-1]
            if key(title) not in own and name(title).stem:
                found.setdefault(key(title), Citation(title, name(title), clause.path))
    return tuple(found.values())[:_MOST_CITED]


def meant(citation: Citation, citing: Portrait, work: Portrait) -> bool:
    """Whether a document is the work that another one names.

    What the title does not say of its place is that of the citing document; a number that is cited beside it decides.
    """
    if work.role not in {"work", "notice"} or work.draft:
        return False
    if work.number and work.number in citing.cited:
        return citation.name.stem == work.name.stem
    where = citation.name.place if any(citation.name.place) else citing.place
    return (
        citation.name.stem == work.name.stem
        and citation.name.period == work.name.period
        and one_place(where, work.place) is True
    )


def of_citation(
    citation: Citation, citing: Edition, watched: Edition
) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """`document_cited`, once for each target that both set at different heights, at least once; and what is weaker.

    `weaker_than_parent` is found of each target that asks less than the cited work asks by then.
    """
    pairs = list(_side_by_side(watched, citing))[:_TARGETS]
    facts: list[Facts] = [_beside(citation, *pair) for pair in pairs] or [{"cites": citation.title}]
    changes = tuple(
        Change(
            type="document_cited",
            severity=SEVERITY["document_cited"],
            path_before=None,
            path_after=citation.path,
            title=citation.title,
            facts=each,
        )
        for each in facts
    )
    findings = tuple(
        Finding(
            "weaker_than_parent",
            f"{old.indicator}：《{citation.title}》为“{old.shown}”，本文件为“{new.shown}”",
            new.path,
        )
        for old, new in pairs
        if _asks_less(old, new)
    )
    return changes, findings


def other_numbers(one: Portrait, other: Portrait, title: str) -> Finding | None:
    """`numbers_differ` where two pages of one work give it two document numbers; `title` is the other page's."""
    if not one.number or not other.number or one.number == other.number:
        return None
    return Finding("numbers_differ", f"本页文号为{one.number}，《{title}》的文号为{other.number}")


def _beside(citation: Citation, old: TargetFact, new: TargetFact) -> Facts:
    facts: Facts = {
        "cites": citation.title,
        "indicator": old.indicator,
        "watched": old.shown,
        "new": new.shown,
    }
    return facts | ({"year": new.year} if new.year else {})


def _side_by_side(watched: Edition, citing: Edition) -> Iterator[tuple[TargetFact, TargetFact]]:
    """Targets of one indicator that differ, once a year: the watched one of the same year, else its last one."""
    known: dict[tuple[str, str], list[TargetFact]] = {}
    for target in _targets(watched):
        known.setdefault((indicator(target.indicator), target.unit), []).append(target)
    seen = set()
    for target in _targets(citing):
        which = _same_as(target, known)
        if which is None or (which, target.year) in seen:
            continue
        old = next((each for each in known[which] if each.year == target.year), known[which][-1])
        if all(target.value != each.value for each in known[which]):  # else it only repeats what the work says
            seen.add((which, target.year))
            yield old, target


def _asks_less(old: TargetFact, new: TargetFact) -> bool:
    """Whether the new target is the lower one (of an upper bound the higher one), and not of an earlier year."""
    try:
        difference = Decimal(new.value) - Decimal(old.value)
    except InvalidOperation:  # a range, or no number
        return False
    earlier = old.year is not None and new.year is not None and new.year < old.year
    return not earlier and (difference > 0 if old.comparison in _AT_MOST else difference < 0)


def _same_as(target: TargetFact, known: dict[tuple[str, str], list[TargetFact]]) -> tuple[str, str] | None:
    """The watched indicator that a target is of. What stands before its name in the sentence may be part of it."""
    name_ = indicator(target.indicator)
    same = [each for each in known if each[1] == target.unit and each[0] and name_.endswith(each[0])]
    return max(same, key=lambda each: len(each[0]), default=None)


def _targets(edition: Edition) -> list[TargetFact]:
    return [target for clause in edition.outline.clauses for target in targets_of(clause)]


def _length(edition: Edition) -> int:
    return sum(len(key(clause.text)) for clause in edition.outline.clauses)
