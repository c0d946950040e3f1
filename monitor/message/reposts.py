"""Sentences for a copy elsewhere that differs from its original."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.letter import Words
from monitor.message.excerpt import one_line
from monitor.message.facts import text
from monitor.message.graphemes import shortened
from monitor.message.places import place
from monitor.records import Change

_LONGEST = 60


def linked(change: Change, _: Sequence[Change]) -> Words:
    """Whose copy it is."""
    original = text(change.facts.get("original"))
    return Words(f"转载自《{original}》", f"a copy of 《{original}》")


def lacks(change: Change, _: Sequence[Change]) -> Words:
    """The clause of the original that the copy does not have."""
    title = f"“{change.title}”" if change.title else "本条"
    return Words(f"原文{title}在转载中缺失", f"the copy lacks {title if change.title else 'this clause'}")


def differs(change: Change, _: Sequence[Change]) -> Words:
    """原文“竣工交付学校9所”,转载作“8所”."""
    facts = change.facts
    if change.path_before is None:
        return Words("原文没有本条,转载多出", "the copy has a clause that the original has not")
    if facts.get("from"):
        return Words("转载的条款拆分或合并与原文不同,内容未增减", "the copy divides its clauses in another way")
    name = text(facts.get("indicator")) or text(facts.get("row")) + text(facts.get("column"))
    old, new = (shortened(one_line(text(facts.get(side))), _LONGEST) for side in ("old", "new"))
    if old == new:
        there = place(change.path_before)
        return Words(f"转载的位置与原文({there.zh})不同", f"it stands elsewhere in the original ({there.en})")
    old = f"{name}{old}" if old and name not in old else old
    return Words(
        (f"原文“{old}”" if old else "原文无此内容") + "," + (f"转载作“{new}”" if new else "转载缺失"),
        (f"the original says “{old}”" if old else "the original lacks it")
        + ", "
        + (f"the copy “{new}”" if new else "the copy lacks it"),
    )
