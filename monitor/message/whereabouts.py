"""Sentences for documents and files that came, went or are other ones."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.letter import Words
from monitor.message.facts import text
from monitor.message.figures import day
from monitor.records import Change


def new_document(change: Change, _: Sequence[Change]) -> Words:
    """A document that was not there before, with its number."""
    number = text(change.facts.get("document_number"))
    return Words(
        "首次出现" + (f"({number})" if number else ""), "seen for the first time" + (f" ({number})" if number else "")
    )


def withdrawn(change: Change, _: Sequence[Change]) -> Words:
    """How often the page was asked for in vain, and that what was kept can still be read."""
    times, last = change.facts.get("confirmations"), day(change.facts.get("last_good_at"))
    zh = f"页面连续{times}次无法打开,判定为下线" if times else "页面已无法打开,判定为下线"
    en = f"the page could not be opened {times} times in a row" if times else "the page cannot be opened any more"
    zh += f"(最后一次正常抓取:{last.zh})" if last.zh else ""
    en += f" (last seen well on {last.en})" if last.en else ""
    return Words(f"{zh}。存档版本仍可查看", f"{en}; the archived version can still be read")


def restored(change: Change, _: Sequence[Change]) -> Words:
    """A document that was gone is there again."""
    since = day(change.facts.get("last_good_at"))
    return Words(
        "页面恢复,可再次打开" + (f"(此前最后一次正常抓取:{since.zh})" if since.zh else ""),
        "the page can be opened again" + (f" (before that, last seen well on {since.en})" if since.en else ""),
    )


def attachment_added(change: Change, _: Sequence[Change]) -> Words:
    """A file that was not there."""
    name = _name(change)
    return Words(f"新增附件“{name}”", f"“{name}” was added")


def attachment_removed(change: Change, _: Sequence[Change]) -> Words:
    """A file that is gone."""
    name = _name(change)
    return Words(f"附件“{name}”不再提供", f"“{name}” is offered no more")


def attachment_replaced(change: Change, _: Sequence[Change]) -> Words:
    """A file of the same name with another content: how long it was and is, or that only its bytes differ."""
    name, facts = _name(change), change.facts
    old, new = facts.get("lines_old"), facts.get("lines_new")
    if facts.get("same_text"):
        return Words(f"附件“{name}”文件已更换,可读文字未变", f"“{name}” is another file with the same text")
    if "lines_new" in facts and new is None:
        return Words(
            f"附件“{name}”文件已更换,新文件的内容未能读取",
            f"“{name}” is another file now, whose content cannot be read",
        )
    zh, en = (f"({old}行→{new}行)", f" ({old} → {new} lines)") if old and new and old != new else ("", "")
    return Words(f"附件“{name}”内容已更新{zh}", f"“{name}” has other content now{en}")


def _name(change: Change) -> str:
    return text(change.facts.get("name")) or change.title
