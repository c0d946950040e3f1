"""Comparing two works that are one: a draft with its final, an original with a copy elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.changes.pair import Span
from monitor.changes.work import title_spans
from monitor.records import Change, Clause, Edition
from monitor.segments import segments
from monitor.severity import SEVERITY
from monitor.text import fold, key

# The notice, the signature, the list of files: not the plan (附件1/… is an attachment's own text, and is).
_AROUND_PLAN = re.compile(r"(?:通知|落款|附件)(?:#\d+)?")
_AROUND = re.compile(
    r"征求意见|意见反馈|反馈意见|意见建议|提出意见|截止日期|截止时间|^\d*\.?(?:传真|电子邮件|电子邮箱|邮箱|信函|邮寄|联系)"
    r"|印发给|认真(?:贯彻|组织|抓好)|特此通知|特此公告"
)
_SENTENCE_ENDS = ("。", ";", "；")
_MARKER = re.compile(r"^\s*(?:转发|转载|转|\[转载\]|\[转\])\s*[:：]?|^\s*\[转载?\]")


def plan_only(edition: Edition) -> tuple[Clause, ...]:
    """The clauses without what stands around the plan: notice, titles, salutation, signature, the call for opinions."""
    return tuple(clause for clause in map(_inside, edition.outline.clauses) if clause is not None)


def without_titles(old: Edition, new: Edition) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The clauses of both; without an opening text that only repeats the title, where the other side has none.

    Whether a page repeats its title is no news.
    """
    if _opens(old) == _opens(new):
        return old.outline.clauses, new.outline.clauses
    return _without_title(old), _without_title(new)


def _opens(edition: Edition) -> bool:
    return any(clause.path == "" for clause in edition.outline.clauses)


def _without_title(edition: Edition) -> tuple[Clause, ...]:
    return tuple(
        clause
        for clause in edition.outline.clauses
        if clause.path or key(_left(clause.text, title_spans(clause.text, edition.article)))
    )


def _inside(clause: Clause) -> Clause | None:
    if _AROUND_PLAN.fullmatch(clause.path.split("/")[0]):
        return None
    lines = clause.text.split("\n")
    kept = [line for line in lines if _of_plan(line, front=clause.path == "")]
    if len(kept) == len(lines):
        return clause
    return clause._replace(text="\n".join(kept)) if kept else None


def _left(text: str, spans: Iterable[Span]) -> str:
    covered = {index for start, end in spans for index in range(start, end)}
    return "".join(char for index, char in enumerate(text) if index not in covered)


def _of_plan(line: str, *, front: bool) -> bool:
    """Before the first clause only whole sentences belong to the plan: the rest is title, addressee or signature."""
    folded = fold(line).strip()
    return not _AROUND.search(folded) and (not front or folded.endswith(_SENTENCE_ENDS))


def as_repost(changes: Iterable[Change], original: Edition, copy: Edition) -> tuple[Change, ...]:
    """The changes said of a copy: what it lacks is missing, everything else of weight differs; that it is one comes first."""
    marker = _MARKER.match(fold(copy.article.shown_title))
    said = copy.article.shown_title[: marker.end()].strip() if marker else copy.article.source
    first = (linked(original, copy, said),) if marker or copy.article.repost else ()
    return (*first, *map(_of_copy, changes))


def linked(original: Edition, copy: Edition, marker: str | None) -> Change:
    """That a page is a copy of another one, as its `marker` or its source says."""
    return Change(
        type="repost_linked",
        severity=SEVERITY["repost_linked"],
        path_before="",
        path_after="",
        title=copy.article.title,
        before=original.article.title,
        after=copy.article.title,
        segments=segments(original.article.title, copy.article.title),
        facts={"marker": marker, "original": original.article.title},
    )


def _of_copy(change: Change) -> Change:
    if change.severity == "none":
        return change
    if change.type == "clause_removed":
        return replace(change, type="repost_missing_clause", severity=SEVERITY["repost_missing_clause"])
    facts = change.facts
    if change.type == "clause_added":
        facts = facts | {"old": "", "new": change.after}
    elif change.type == "clause_moved":
        facts = facts | {"old": change.path_before, "new": change.path_after}
    elif "old" not in facts and "from" not in facts:
        facts = facts | {"old": _joined(change, "-"), "new": _joined(change, "+")}
    return replace(change, type="repost_diff", severity=SEVERITY["repost_diff"], facts=facts)


def _joined(change: Change, side: str) -> str:
    return " … ".join(text for mark, text in change.segments if mark == side)
