"""The letter of a document that changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.letter import Letter, Words
from monitor.message import notes
from monitor.message.facts import ISSUED
from monitor.message.graphemes import shortened
from monitor.message.groups import clause, clauses, group, line
from monitor.message.sentences import kind
from monitor.message.subject import Subject, origin, titled
from monitor.message.tally import tally
from monitor.message.words import ABOUT_WORK, HEADING, SEVERITY, WHY
from monitor.records import Change, Comparison
from monitor.severity import LADDER, at_least, highest

GROUPS_AT_MOST = 20
_SUMMARY_AT_MOST = 20
_KINDS_AT_MOST = 3
LONGEST_TITLE = 120
_WORDS_KEPT = frozenset({"clause_added", "clause_removed", "clause_moved", "clause_renumbered"})
_DIFFERS = frozenset({"repost_diff", "repost_missing_clause"})


def changed(subject: Subject, comparison: Comparison) -> Letter:
    """One letter for all changes of a document, clause by clause in the order of the text.

    At most 20 clauses are shown; how many changes of which kind the others have is said.
    """
    told = [change for change in comparison.changes if change.severity != "none"]
    also = {change.path_after for change in told}  # of these 内容未变 would be untrue
    silent = [change for change in comparison.changes if change.severity == "none" and change.path_after not in also]
    issued = any(_issued(change) for change in told)
    about_clauses = [change for change in told if change.type not in ABOUT_WORK]
    parts = clauses(about_clauses)
    beyond = [change for part in parts[GROUPS_AT_MOST:] for change in part]
    below = [
        *notes.silent(silent),
        *notes.call(subject, told),
        *(notes.call_gone(subject) if issued else ()),
        *notes.dates(subject, told),
        notes.closing(subject, told, issued=issued, followed=_followed(comparison)),
    ]
    return Letter(
        heading=heading(told),
        title=shortened(titled(subject), LONGEST_TITLE),
        severity=highest(change.severity for change in told),
        origin=(*gravity(told), *origin(subject)),
        summary=(*_summary(subject, told), *_beyond(beyond)),
        groups=tuple(map(group, parts[:GROUPS_AT_MOST])),
        notes=notes.sentences((*below, *notes.findings(comparison.findings, below, told))),
        url=subject.url,
    )


def heading(told: Sequence[Change]) -> Words:
    """The kinds of change, the gravest first; of low ones nothing where there are graver ones."""
    if not told:
        return Words("无实质变化", "No change of substance")
    if issued := [change for change in told if _issued(change)]:
        return kind(issued[0])
    grave = [change for change in told if at_least(change.severity, "medium")] or told
    ordered = sorted(grave, key=lambda change: -LADDER.index(change.severity))
    names = list(dict.fromkeys(HEADING.get(change.type) or kind(change) for change in ordered))
    more = len(names) > _KINDS_AT_MOST
    return Words(
        "、".join(name.zh for name in names[:_KINDS_AT_MOST]) + ("等" if more else ""),
        ", ".join(name.en for name in names[:_KINDS_AT_MOST]) + (", …" if more else ""),
    )


def gravity(told: Sequence[Change]) -> list[Words]:
    """How grave the whole is, in words, and what makes it so."""
    return [weight([(change.type, change.severity) for change in told])] if told else []


def weight(told: Sequence[tuple[str, str]]) -> Words:
    """How grave changes of these types and severities are together, in words, and which of them make it so."""
    severity = highest(each for _, each in told)
    reasons = list(dict.fromkeys(WHY[kind] for kind, each in told if each == severity))
    zh = "、".join(reason.zh for reason in reasons[:_KINDS_AT_MOST]) + ("等" if len(reasons) > _KINDS_AT_MOST else "")
    en = "; ".join(reason.en for reason in reasons[:_KINDS_AT_MOST]) + ("; …" if len(reasons) > _KINDS_AT_MOST else "")
    return Words(f"级别:{SEVERITY[severity].zh}({zh})", f"Severity: {SEVERITY[severity].en} ({en})")


def _summary(subject: Subject, told: Sequence[Change]) -> Iterable[Words]:
    about_work = [change for change in told if change.type in ABOUT_WORK]
    others = [change for change in told if change.type not in ABOUT_WORK]
    for change in about_work[:_SUMMARY_AT_MOST]:
        yield line(change)
    yield from _beyond(about_work[_SUMMARY_AT_MOST:])
    if differing := [change for change in told if change.type in _DIFFERS]:
        site, office = subject.site or "", subject.office or ""
        yield Words(
            f"{site}转载的《{subject.title}》与{office}原文有{len(differing)}处不一致",
            f"The copy of 《{subject.title}》{f' at {site}' if site else ''} differs from the original"
            f"{f' ({office})' if office else ''} in {len(differing)} place{'s' if len(differing) > 1 else ''}",
        )
    if others and (stage := next((change for change in about_work if change.type == "status_changed"), None)):
        old, counts = str(stage.facts.get("old") or "前一阶段"), tally(others)
        yield Words(f"与{old}相比:{counts.zh}", f"Compared with the stage before ({old}): {counts.en}")


def _beyond(changes: Sequence[Change]) -> Iterable[Words]:
    """What was too much to be listed: how many of which kind."""
    if changes:
        counts = tally(changes)
        yield Words(
            f"另有{len(changes)}处变化未逐条列出:{counts.zh}",
            f"{len(changes)} more changes are not listed: {counts.en}",
        )


def _followed(comparison: Comparison) -> int:
    """How many clauses have other words and no change of their own, as what differs in them is told elsewhere."""
    listed = {clause(change) for change in comparison.changes if change.type not in _WORDS_KEPT}
    return max(comparison.counts.reworded - len(listed), 0)


def _issued(change: Change) -> bool:
    return change.type == "status_changed" and change.facts.get("new") == ISSUED


__all__ = ["GROUPS_AT_MOST", "LONGEST_TITLE", "changed", "gravity", "heading"]
