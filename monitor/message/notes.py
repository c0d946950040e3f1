"""What stands below the changes: what did not change, the dates, and what is odd in this version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from monitor.dates import iso
from monitor.letter import Words
from monitor.message.figures import day
from monitor.message.graphemes import shortened
from monitor.message.sentences import said
from monitor.message.subject import Subject
from monitor.message.words import ABOUT_TEXT, ADVICE, CALL, CONTACT, FINDING, STRUCTURE
from monitor.records import Change, Finding

_NAMED = 3
_FINDINGS = 12
_LONGEST = 200
_REPOST = frozenset({"repost_diff", "repost_missing_clause", "repost_linked"})
_SILENT_EDIT = "silent_edit"


def silent(changes: Sequence[Change]) -> Iterator[Words]:
    """Clauses with another number only, and how many differ in their form only."""
    numbers = [change for change in changes if change.type == "clause_renumbered"]
    yield from (said(change) for change in numbers[:_NAMED])
    if (more := len(numbers) - _NAMED) > 0:
        yield Words(
            f"另有{more}条仅序号变化,内容未变(不计为修改)",
            f"{more} more clauses only have another number (not counted as changes)",
        )
    for kind in ("reference_shifted", "typography"):
        if alike := [change for change in changes if change.type == kind]:
            one = said(alike[0])
            zh, en = f"{len(alike)}处{one.zh}(不计为修改)", f"{len(alike)} × {one.en} (not counted as changes)"
            yield Words(zh, en)


def call(subject: Subject, told: Sequence[Change]) -> Iterator[Words]:
    """Where only the deadline or only contacts of a consultation changed: what of it stands as it was."""
    types = {change.type for change in told}
    if not types or not types <= CALL:
        return
    before, after = subject.consultation_before, subject.consultation_after
    stayed = [contact for contact in after.contacts if contact in before.contacts]
    values = "、".join(contact.value for contact in stayed)
    if types == {"deadline_moved"}:
        if stayed and before.contacts == after.contacts:
            yield Words(f"联系方式未变:{values}", f"The contacts are unchanged: {values}")
        return
    zh = [f"{CONTACT[contact.kind].zh}({contact.value})" for contact in stayed]
    en = [f"{CONTACT[contact.kind].en} ({contact.value})" for contact in stayed]
    if "deadline_moved" not in types:
        until = day(iso(after.deadline))
        zh.append(f"截止日期({until.zh})" if until.zh else "截止日期")
        en.append(f"deadline ({until.en})" if until.en else "deadline")
    if zh:
        yield Words(f"{'、'.join(zh)}未变", f"Unchanged: {', '.join(en)}")


def dates(subject: Subject, told: Sequence[Change]) -> Iterator[Words]:
    """Whether the page's own date moved with its text; only where both dates are known."""
    before, after = iso(subject.published_before), iso(subject.published_after)
    if before and after and before != after:
        old, new = _moment(before), _moment(after)
        yield Words(f"发布日期由{old.zh}改为{new.zh}", f"The published date went from {old.en} to {new.en}")
    elif before and after and any(change.type in ABOUT_TEXT for change in told):
        unmoved = _moment(after)
        yield Words(
            f"发布日期未更新(仍为{unmoved.zh},疑似静默修改)",
            f"The published date did not move (still {unmoved.en}): apparently edited silently",
        )


def closing(subject: Subject, told: Sequence[Change], *, issued: bool, followed: int = 0) -> Words:
    """What can be said of everything else; `followed` clauses differ only by what is told elsewhere."""
    types = {change.type for change in told}
    if not types:
        return Words("无实质变化", "No change of substance")
    if "document_withdrawn" in types:
        return Words("页面恢复时将另行告知", "If it comes back, that will be told")
    if followed and not types & _REPOST:
        many = "s" if followed > 1 else ""
        return Words(
            f"另有{followed}条仅随上述变化调整,此外未变",
            f"{followed} more clause{many} only followed what is told above; nothing else changed",
        )
    if types <= STRUCTURE:
        return Words("其余未变,无实质变化", "Nothing else changed; no change of substance")
    if types <= CALL:
        return Words("正文条款无变化", "The clauses themselves are unchanged")
    if types & _REPOST:
        office = subject.office or ""
        return Words(
            f"以{office}原文为准,原文未发生变化;其余与原文一致",
            f"The original{f' ({office})' if office else ''} is what counts, and it did not change; all else is as there",
        )
    if not types & ABOUT_TEXT:
        return Words("正文未变", "The text itself is unchanged")
    if issued:
        return Words("其余条款一致", "All other clauses are the same")
    return Words("其余未变", "Nothing else changed")


def call_gone(subject: Subject) -> Iterator[Words]:
    """A final says no more how to comment on its draft."""
    before, after = subject.consultation_before, subject.consultation_after
    if (before.deadline or before.contacts) and not (after.deadline or after.contacts):
        yield Words(
            "征求意见说明及联系方式已移除(属正常)",
            "The call for comments and its contacts are gone, as is to be expected",
        )


def findings(found: Iterable[Finding], beside: Sequence[Words] = (), told: Sequence[Change] = ()) -> Iterator[Words]:
    """Each finding: what it is, its detail, what to make of it. `beside` are notes that may have said it already."""
    unmoved = any("静默修改" in note.zh for note in beside)
    listed = [finding for finding in found if not (unmoved and finding.type == _SILENT_EDIT)]
    for finding in islice(listed, _FINDINGS):
        yield _finding(finding, told)
    if (more := len(listed) - _FINDINGS) > 0:
        yield Words(f"另有{more}条提示未列出", f"{more} more notes are not listed")


def sentences(notes: Iterable[Words]) -> tuple[Words, ...]:
    """The notes, each as a whole sentence."""
    return tuple(Words(f"{note.zh}。", f"{note.en}.") for note in notes)


def _finding(finding: Finding, told: Sequence[Change]) -> Words:
    name = FINDING.get(finding.type, Words("提示", finding.type.replace("_", " ")))
    advice = ADVICE.get(finding.type)
    if finding.type == "table_contradicts_text" and any(change.type == "table_cell_changed" for change in told):
        advice = Words("疑为先改表未改文,建议电话核实", "possibly only the table was edited; please ask the office")
    detail = shortened(finding.detail, _LONGEST)
    zh = f"提示·{name.zh}" if name.zh != "提示" else name.zh
    return Words(
        zh + (f":{detail}" if detail else "") + (f"({advice.zh})" if advice else ""),
        f"Note: {name.en}" + (f" – {detail}" if detail else "") + (f" ({advice.en})" if advice else ""),
    )


def _moment(published: str) -> Words:
    """A published date, with its time where it has one."""
    clock = published[10:16].replace("T", " ")
    said_day = day(published)
    return Words(said_day.zh + clock, said_day.en + clock)
