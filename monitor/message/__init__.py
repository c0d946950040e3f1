"""What people are told: plain text, Chinese first and English beside it. Nothing in it is a template or markup.

Differing words are marked `[-removed-]{+inserted+}`; channels may turn that into colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from monitor.dates import SHANGHAI, day, iso
from monitor.facts.targets import targets_of
from monitor.message.excerpt import excerpt, shortened
from monitor.message.places import place_en, place_zh
from monitor.message.sentences import EN, ZH
from monitor.message.words import SEVERITY_ZH, TYPE_ZH, type_en
from monitor.observation import DocumentSummary
from monitor.records import Change, Comparison, Edition, Finding, Message, Published
from monitor.severity import LADDER, highest

_WHOLE = {"clause_added", "clause_removed", "repost_missing_clause"}
_BARE = {"clause_renumbered", "clause_moved", "clause_split", "clause_merged", "repost_linked"}
_NAMED_AT_MOST = 3
_NEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The document a message is about. `at` is when it was observed, aware; None and "" mean: not known, not said."""

    title: str
    site: str | None = None
    column: str | None = None
    url: str | None = None
    version_before: int | None = None
    version_after: int | None = None
    at: datetime | None = None
    published_before: Published = None
    published_after: Published = None


def changed(subject: Subject, comparison: Comparison) -> Message:
    """One message for all changes of a document, clause by clause in the order of the text."""
    told = [change for change in comparison.changes if change.severity != "none"]
    also = {change.path_after for change in told}  # of these “内容未变” would be untrue
    silent = [
        change for change in comparison.changes if change.type == "clause_renumbered" and change.path_after not in also
    ]
    severity = highest(change.severity for change in told)
    kinds = list(dict.fromkeys(change.type for change in sorted(told, key=_weight)))
    zh = [f"【{_heading_zh(severity, kinds)}】{subject.title}", *_origin(subject, "版本:第{}版 → 第{}版", "发现时间:")]
    en = [f"[{_heading_en(severity, kinds)}] {subject.title}", *_origin(subject, "Version {} → {}", "Seen: ")]
    for number, (_, group) in enumerate(groupby(told, key=_clause), 1):
        changes = list(group)
        zh += [f"{number}. {_where(changes[0], place_zh, '“{}”')}", *_lines_zh(changes)]
        en += [f"{number}. {_where(changes[0], place_en, ' “{}”')}", *_lines_en(changes)]
    zh += _renumbered_zh(silent)
    en += [f"{len(silent)} clause(s) only renumbered."] if silent else []
    zh += [*_dates_zh(subject), "其余未变。" if told else "无实质变化。"]
    en.append("Nothing else changed." if told else "No change of substance.")
    return _message(zh + _findings_zh(comparison.findings), en + _findings_en(comparison.findings), subject.url)


def new_document(subject: Subject, edition: Edition, findings: Iterable[Finding] = ()) -> Message:
    """The message of a document that appeared: what it is, its chapters, its first targets, its deadline."""
    article, clauses = edition.article, edition.outline.clauses
    known = (
        ("类型", "Kind", article.kind),
        ("文号", "Number", article.document_number),
        ("发布机构", "Publisher", article.publisher),
        ("发布日期", "Published", iso(day(article.published))),
        ("意见截止", "Comments due", iso(article.consultation.deadline)),
    )
    chapters = [clause.text.split("\n")[0] for clause in clauses if clause.level == 1][:8]
    all_targets = [target.text for clause in clauses for target in targets_of(clause)]
    targets = all_targets[:_NAMED_AT_MOST]
    zh = [f"【重要·新文件】{subject.title}", *_origin(subject, "", "发现时间:")]
    en = [f"[high · New document] {subject.title}", *_origin(subject, "", "Seen: ")]
    zh += [f"{label}:{value}" for label, _, value in known if value]
    en += [f"{label}: {value}" for _, label, value in known if value]
    zh += [f"目录:{shortened(' / '.join(chapters))}"] if chapters else []
    en += [f"Contents: {shortened(' / '.join(chapters))}"] if chapters else []
    zh += [f"目标(共{len(all_targets)}个):{shortened(';'.join(targets))}"] if targets else []
    en += [f"Targets ({len(all_targets)}): {shortened('; '.join(targets))}"] if targets else []
    found = tuple(findings)
    return _message(zh + _findings_zh(found), en + _findings_en(found), subject.url)


def baseline(
    site: str,
    columns: Sequence[tuple[str, int]],
    documents: Sequence[DocumentSummary] = (),
    findings: Iterable[Finding] = (),
) -> Message:
    """The one summary of a site's first round: columns with how many documents each holds, the newest few by title.

    `documents` stand newest first.
    """
    total = sum(count for _, count in columns)
    zh = [f"【开始监测】{site}", f"已建立基线:{len(columns)}个栏目,{total}份文件。今后只推送新文件和变化。"]
    en = [
        f"[Watching] {site}",
        f"Baseline: {len(columns)} column(s), {total} document(s). From now on only news is sent.",
    ]
    for name, count in columns:
        zh.append(f"· {name}:{count}份")
        en.append(f"- {name}: {count}")
    if documents:
        newest = [f"· {each.title}" + (f"({each.published[:10]})" if each.published else "") for each in documents]
        zh += ["最新:", *newest[:_NEWEST]]
        en += ["Newest:", *newest[:_NEWEST]]
    found = tuple(findings)
    return _message(zh + _findings_zh(found), en + _findings_en(found), None)


def _heading_zh(severity: str, kinds: Sequence[str]) -> str:
    named = "、".join(TYPE_ZH[kind] for kind in kinds[:_NAMED_AT_MOST])
    return f"{SEVERITY_ZH[severity]}·{named}{'等' if len(kinds) > _NAMED_AT_MOST else ''}" if kinds else "无实质变化"


def _heading_en(severity: str, kinds: Sequence[str]) -> str:
    named = ", ".join(map(type_en, kinds[:_NAMED_AT_MOST]))
    return f"{severity} · {named}{', …' if len(kinds) > _NAMED_AT_MOST else ''}" if kinds else "No change of substance"


def _origin(subject: Subject, versions: str, seen: str) -> list[str]:
    """Site · column, and versions with the time in Shanghai; each line only where something is known."""
    lines = [" · ".join(part for part in (subject.site, subject.column) if part)]
    parts = []
    if versions and subject.version_before is not None and subject.version_after is not None:
        parts.append(versions.format(subject.version_before, subject.version_after))
    if subject.at is not None:
        parts.append(f"{seen}{subject.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    return [line for line in (*lines, " · ".join(parts)) if line]


def _clause(change: Change) -> tuple[str | None, str | None]:
    """What changes of one clause share; a table's cells stand under their table."""
    if change.type == "table_cell_changed":
        depth = 2 if change.facts.get("column") else 1
        return tuple(path and "/".join(path.split("/")[:-depth]) for path in (change.path_before, change.path_after))  # type: ignore[return-value]
    return change.path_before, change.path_after


def _where(change: Change, place: Callable[[str | None], str], quoted: str) -> str:
    before, after = _clause(change)
    title = change.title if (after or before) else ""
    return f"{place(before if after is None else after)}{quoted.format(title) if title else ''}"


def _lines_zh(changes: Sequence[Change]) -> list[str]:
    lines = []
    for change in changes:
        said = ZH[change.type](change) if change.type in ZH else ""
        lines.append(f"   {TYPE_ZH[change.type]}" + (f":{said}" if said else ""))
    return lines + _shown(changes)


def _lines_en(changes: Sequence[Change]) -> list[str]:
    lines = []
    for change in changes:
        said = EN[change.type](change) if change.type in EN else ""
        lines.append(f"   {type_en(change.type)}" + (f": {said}" if said else ""))
    return lines + _shown(changes)


def _shown(changes: Sequence[Change]) -> list[str]:
    """The clause itself, once: whole where it came or went, else its differing words and what stands around them."""
    texts = dict.fromkeys(
        shortened(change.after or change.before) if change.type in _WHOLE else excerpt(change.segments)
        for change in changes
        if change.type not in _BARE and (change.type in _WHOLE or any(mark != "=" for mark, _ in change.segments))
    )
    return [f"   {line}" for text in texts for line in text.split("\n")]


def _renumbered_zh(changes: Sequence[Change]) -> list[str]:
    if len(changes) > _NAMED_AT_MOST:
        return [f"另有{len(changes)}条序号顺延,内容未变。"]
    return [f"{f'“{change.title}”' if change.title else ''}{ZH[change.type](change)}。" for change in changes]


def _dates_zh(subject: Subject) -> list[str]:
    if subject.published_before is None or subject.published_after is None:
        return []
    before, after = iso(subject.published_before), iso(subject.published_after)
    return ["发布日期未更新。"] if before == after else [f"发布日期:{before} → {after}"]


def _findings_zh(findings: Sequence[Finding]) -> list[str]:
    return [f"提示:{finding.detail}" for finding in findings if finding.detail]


def _findings_en(findings: Sequence[Finding]) -> list[str]:
    return [f"Note ({finding.type}): {finding.detail}" for finding in findings if finding.detail]


def _weight(change: Change) -> int:
    return -LADDER.index(change.severity)


def _message(zh: Sequence[str], en: Sequence[str], url: str | None) -> Message:
    end = [url] if url else []
    return Message(zh="\n".join([*zh, *end]), en="\n".join([*en, *end]))
