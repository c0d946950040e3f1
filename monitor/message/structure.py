"""Sentences for clauses that came, went, moved, or got another number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.facts.targets import targets
from monitor.letter import Words
from monitor.message.facts import text
from monitor.message.figures import counted
from monitor.message.graphemes import shortened
from monitor.message.places import place
from monitor.message.words import STRUCTURE
from monitor.numbering import marker, value
from monitor.records import Change, FactValue
from monitor.text import key

_HAN = re.compile("[一二三四五六七八九十百千零〇]+")
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零\d]+条(?:之[一二三四五六七八九十]+)?", re.MULTILINE)
_TITLE = re.compile(r"[^。;；:：\n]{1,40}")
_HEAD = re.compile(r"[^。\n]+")
_NAMED = 3
_LONGEST = 60


def clause_added(change: Change, _: Sequence[Change]) -> Words:
    """How much came, with its targets and units."""
    below = len(_list(change.facts.get("paths"))) - 1
    zh = ["整条为新增" if below < 1 else f"整条为新增,连同下级共{below + 1}条"]
    en = ["all of it is new" if below < 1 else f"all of it is new, {below + 1} clauses in all"]
    if units := _list(change.facts.get("responsible")):
        zh.append(f"责任单位:{'、'.join(units)}")
        en.append(f"responsible: {', '.join(units)}")
    if named := _listed(_list(change.facts.get("targets"))):
        zh.append(f"含目标:{named.zh}")
        en.append(f"with targets: {named.en}")
    return Words(";".join(zh), "; ".join(en))


def clause_removed(change: Change, _: Sequence[Change]) -> Words:
    """How much went, and what had been promised in it."""
    below = len(_list(change.facts.get("paths"))) - 1
    zh = "整条被删除" if below < 1 else f"整条被删除,连同下级共{below + 1}条"
    en = "the whole clause was deleted" if below < 1 else f"deleted with all below it, {below + 1} clauses"
    named = _listed(_list(change.facts.get("targets")))
    if named:
        zh += f",原文承诺{named.zh}不再出现"
        en += f"; what it promised is gone: {named.en}"
    else:
        zh += ",原文内容不再出现"
        en += "; what it said is gone"
    return Words(f"{zh},请核实是否移入其他条款或文件", f"{en}; please check whether it went elsewhere")


def clause_moved(change: Change, beside: Sequence[Change]) -> Words:
    """由(一)第1条移至(二)第2条,内容未变."""
    old, new, kept = place(change.path_before), place(change.path_after), _kept(beside)
    return Words(f"由{old.zh}移至{new.zh}{kept.zh}", f"from {_inner(old)} to {_inner(new)}{kept.en}")


def clause_split(change: Change, _: Sequence[Change]) -> Words:
    """原(一)第2条拆为两条:(一)第1条“…”、(一)第2条“…”,内容未增减."""
    paths = _list(change.facts.get("into"))
    old, parts = place(change.path_before), _named(paths, change.after)
    kept = _as_it_was(change)
    return Words(
        f"原{old.zh}“{change.title}”拆为{counted(len(paths))}条:{parts.zh},{kept.zh}",
        f"{_inner(old)} “{change.title}” became {len(paths)}: {parts.en}; {kept.en}",
    )


def clause_merged(change: Change, _: Sequence[Change]) -> Words:
    """原(一)第1条“…”、(一)第2条“…”合并为(一)第1条,内容未增减."""
    paths = _list(change.facts.get("from"))
    new, parts = place(change.path_after), _named(paths, change.before)
    kept = _as_it_was(change)
    return Words(
        f"原{parts.zh}{counted(len(paths))}条合并为{new.zh},{kept.zh}",
        f"{parts.en} became one, {_inner(new)}; {kept.en}",
    )


def _as_it_was(change: Change) -> Words:
    """Whether articles were only divided otherwise; what else differs in them is told at its own place."""
    before, after = (key(_ARTICLE.sub("", whole)) for whole in (change.before, change.after))
    if before != after and _ARTICLE.match(change.after):
        return Words("内容的增减另列", "what was added or lost is told apart")
    return Words("内容未增减", "nothing added, nothing lost")


def clause_renumbered(change: Change, _: Sequence[Change]) -> Words:
    """原第5条“…”顺延为第6条,内容未变(不计为修改); what both places share stands before it, once."""
    old, new = (change.path_before or "").rpartition("/"), (change.path_after or "").rpartition("/")
    shared = f"{place(old[0]).zh.removesuffix('、')}中," if old[0] == new[0] and old[0] else ""
    before, after = (
        place(path[2] if shared else whole) for path, whole in zip((old, new), _paths(change), strict=True)
    )
    title = f"“{named}”" if (named := _old_title(change)) else ""
    if _ordinal(old[2]) < _ordinal(new[2]):
        zh = f"{shared}原{before.zh}{title}顺延为{after.zh},内容未变(不计为修改)"
    else:
        zh = f"{shared}{title}由{before.zh}改为{after.zh},内容未变(不计为修改)"
    return Words(
        zh,
        f"{' '.join(part for part in (place(change.path_before).en, title) if part)} is now {_inner(after)}, "
        "its content unchanged (not counted as a change)",
    )


def _old_title(change: Change) -> str:
    """The title as the old text printed it: a reference in it may have followed a renumbering."""
    if not change.title or key(change.title) in key(change.before):
        return change.title
    number = marker(change.before)
    match = _HEAD.match(change.before, number.end if number else 0)
    return match[0].strip() if match else change.title


def kept_targets(change: Change) -> Words | None:
    """任务目标(2027年70%以上)未变, where the clause sets any and none of them changed."""
    shown = [
        (f"{one.year}年{one.shown}" if one.year else f"{one.indicator}{one.shown}")
        for one in targets(change.after)
        if one.shown
    ]
    if not shown:
        return None
    named = "、".join(shown[:_NAMED]) + ("等" if len(shown) > _NAMED else "")
    return Words(f"任务目标({named})未变", f"the targets ({named}) are unchanged")


def _kept(beside: Sequence[Change]) -> Words:
    """Whether the content stayed, too: only where nothing else is told of the clause."""
    if any(other.type not in STRUCTURE for other in beside):
        return Words(",内容另有变化", "; its content changed as well")
    return Words(",内容未变", ", its content unchanged")


def _named(paths: Sequence[str], texts: str) -> Words:
    """Places, each with its title where the text shows one for every part."""
    places = [place(path) for path in paths]
    heads = [(line, number) for line in texts.split("\n") if (number := marker(line)) is not None]
    titles = [f"“{match[0]}”" if (match := _TITLE.match(line, number.end)) else "" for line, number in heads]
    if len(titles) != len(places):
        titles = [""] * len(places)
    zh = "、".join(f"{each.zh}{title}" for each, title in zip(places, titles, strict=True))
    return Words(zh, ", ".join(f"{_inner(each)} {title}".strip() for each, title in zip(places, titles, strict=True)))


def _listed(values: Sequence[str]) -> Words | None:
    """The first few, quoted, and how many there are beyond them."""
    if not values:
        return None
    quoted = [f"“{shortened(each, _LONGEST)}”" for each in values[:_NAMED]]
    more = len(values) - _NAMED
    return Words(
        "".join(quoted) + (f"等{len(values)}项" if more > 0 else ""),
        ", ".join(quoted) + (f" and {more} more" if more > 0 else ""),
    )


def _ordinal(part: str) -> int:
    digits = "".join(char for char in part if char.isascii() and char.isdigit())
    han = _HAN.search(part)
    return int(digits[:9]) if digits else value(han[0]) if han else 0


def _paths(change: Change) -> tuple[str | None, str | None]:
    return change.path_before, change.path_after


def _inner(words: Words) -> str:
    """An English place inside a sentence."""
    return words.en[:1].lower() + words.en[1:]


def _list(given: FactValue) -> list[str]:
    return [text(each) for each in given] if isinstance(given, list) else []
