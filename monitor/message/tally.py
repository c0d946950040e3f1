"""How many changes of which kind, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.letter import Words
from monitor.message.facts import text
from monitor.message.figures import direction
from monitor.message.graphemes import shortened
from monitor.message.places import place
from monitor.message.words import DIRECTION, KIND
from monitor.records import Change

_NAMED = 3
_LONGEST = 40
_COUNTED = {
    "target_added": Words("任务加码", "Tasks added"),
    "target_removed": Words("目标删除", "Targets removed"),
    "clause_added": Words("新增", "Clauses added"),
    "clause_removed": Words("删除", "Clauses removed"),
}
_CLAUSES = frozenset({"clause_added", "clause_removed"})


def tally(changes: Sequence[Change]) -> Words:
    """目标下调1处(覆盖率100%→90%以上);新增1条(二、(三)“…”): kinds in the order they come, few ones by name."""
    kinds: dict[Words, list[Change]] = {}
    for change in changes:
        kinds.setdefault(_name(change), []).append(change)
    zh, en = [], []
    for name, group in kinds.items():
        named = [each for each in map(_named, group) if each]
        listed = len(named) == len(group) <= _NAMED
        unit = "条" if group[0].type in _CLAUSES else "处"
        zh.append(f"{name.zh}{len(group)}{unit}" + (f"({'、'.join(each.zh for each in named)})" if listed else ""))
        en.append(f"{name.en}: {len(group)}" + (f" ({', '.join(each.en for each in named)})" if listed else ""))
    return Words(";".join(zh), "; ".join(en))


def _name(change: Change) -> Words:
    if change.type == "target_changed" and (way := direction(change)):
        return Words(DIRECTION[way].zh, f"Targets {DIRECTION[way].en}")
    return _COUNTED.get(change.type, KIND[change.type])


def _named(change: Change) -> Words | None:
    facts = change.facts
    if change.type == "target_changed":
        name = f"{text(facts.get('indicator'))}{text(facts.get('old'))}→{text(facts.get('new'))}"
    elif change.type in {"target_added", "target_removed"}:
        name = text(facts.get("new")) or text(facts.get("old"))
    elif change.type in _CLAUSES:
        spot = place(change.path_after if change.path_before is None else change.path_before)
        title = shortened(change.title, _LONGEST)
        return Words(f"{spot.zh}{title}", f"{spot.en} {title}".strip())
    else:
        return None
    name = shortened(name, _LONGEST)
    return Words(name, name)
