"""The letters of what is seen for the first time: a document, or a whole site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.changes.work import stage
from monitor.dates import day as calendar_day
from monitor.dates import iso
from monitor.facts.targets import targets_of
from monitor.letter import Letter, Words
from monitor.message import notes
from monitor.message.figures import day
from monitor.message.graphemes import shortened
from monitor.message.groups import line
from monitor.message.revision import LONGEST_TITLE, gravity, heading
from monitor.message.subject import Subject, origin, titled
from monitor.observation import DocumentSummary
from monitor.records import Change, Edition, Finding
from monitor.severity import SEVERITY

_TARGETS = 3
_CHAPTERS = 8
_NEWEST = 5
_COLUMNS = 30
_LONGEST = 280


def new_document(
    subject: Subject, edition: Edition, findings: Iterable[Finding] = (), beside: Sequence[Change] = ()
) -> Letter:
    """The letter of a document that appeared: what it is, its chapters, its first targets, its deadline.

    `beside` are changes told with it: that it cites a watched document, or is a copy of one.
    """
    article = edition.article
    subject = replace(subject, stage=subject.stage or article.stage, marker=subject.marker or stage(edition))
    change = Change(
        type="new_document",
        severity=SEVERITY["new_document"],
        path_before=None,
        path_after="",
        title=article.title,
    )
    told = [change, *beside]
    return Letter(
        heading=heading(told),
        title=shortened(titled(subject), LONGEST_TITLE),
        severity=change.severity,
        origin=(*gravity(told), *origin(subject)),
        summary=(*map(line, beside), *_known(edition)),
        notes=notes.sentences(notes.findings(findings)),
        url=subject.url,
    )


def baseline(
    site: str,
    columns: Sequence[tuple[str, int]],
    documents: Sequence[DocumentSummary] = (),
    findings: Iterable[Finding] = (),
) -> Letter:
    """The one summary of a site's first round: columns with how many documents each holds, the newest few by title.

    `documents` stand newest first.
    """
    total = sum(count for _, count in columns)
    summary = [
        Words(
            f"已建立基线:{len(columns)}个栏目,{total}份文件。今后只推送新文件和变化。",
            f"Baseline: {len(columns)} column(s), {total} document(s). From now on only news is sent.",
        )
    ]
    summary += [Words(f"· {name}:{count}份", f"- {name}: {count}") for name, count in columns[:_COLUMNS]]
    if (more := len(columns) - _COLUMNS) > 0:
        summary.append(Words(f"· 另有{more}个栏目", f"- and {more} more columns"))
    if documents:
        summary.append(Words("最新:", "Newest:"))
    for each in documents[:_NEWEST]:
        dated = f"({each.published[:10]})" if each.published else ""
        title = shortened(each.title, LONGEST_TITLE)
        summary.append(Words(f"· {title}{dated}", f"- {title}{f' {dated}' if dated else ''}"))
    return Letter(
        heading=Words("开始监测", "Watching"),
        title=site,
        severity="none",
        summary=tuple(summary),
        notes=notes.sentences(notes.findings(findings)),
    )


def _known(edition: Edition) -> Iterable[Words]:
    article, clauses = edition.article, edition.outline.clauses
    until, published = day(iso(article.consultation.deadline)), day(iso(calendar_day(article.published)))
    for label, english, value in (
        ("类型", "Kind", Words(article.kind or "", article.kind or "")),
        ("文号", "Number", Words(article.document_number or "", article.document_number or "")),
        ("发布机构", "Publisher", Words(article.publisher or "", article.publisher or "")),
        ("发布日期", "Published", published),
        ("意见截止", "Comments due", until),
    ):
        if value.zh:
            yield Words(f"{label}:{value.zh}", f"{english}: {value.en}")
    chapters = [clause.text.split("\n")[0] for clause in clauses if clause.level == 1]
    if chapters:
        more = len(chapters) - _CHAPTERS
        listed = shortened(" / ".join(chapters[:_CHAPTERS]), _LONGEST)
        yield Words(
            f"目录:{listed}" + (f" 等{len(chapters)}部分" if more > 0 else ""),
            f"Contents: {listed}" + (f" and {more} more" if more > 0 else ""),
        )
    all_targets = [target.text for clause in clauses for target in targets_of(clause)]
    if all_targets:
        named = all_targets[:_TARGETS]
        yield Words(
            f"目标(共{len(all_targets)}个):{shortened(';'.join(named), _LONGEST)}",
            f"Targets ({len(all_targets)}): {shortened('; '.join(named), _LONGEST)}",
        )
