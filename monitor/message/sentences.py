"""One sentence for each kind of fact, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from monitor.message.places import place_en, place_zh
from monitor.message.words import CONTACT_ZH, FIELD_ZH, STRENGTH_EN, STRENGTH_ZH
from monitor.records import Change, Facts, FactValue

Say = Callable[[Change], str]


def _text(value: FactValue, absent: str = "无") -> str:
    """A fact as words; lists are joined."""
    if isinstance(value, list):
        return "、".join(map(str, value)) or absent
    return absent if value is None or value == "" else str(value)


def _paths(value: FactValue) -> list[str]:
    return [str(path) for path in value] if isinstance(value, list) else [str(value)]


def _delta(facts: Facts, points: str) -> str:
    """`+3个百分点`, or `+600个, +33.3%`; empty where there is no difference in numbers."""
    difference, unit, old = facts.get("difference"), str(facts.get("unit") or ""), _number(facts.get("old"))
    if not isinstance(difference, int | float) or not difference:
        return ""
    if unit in {"%", "％"}:
        return f"{difference:+g}{points}"
    share = f", {float(difference / old * 100):+.1f}%" if old else ""
    return f"{difference:+,.10g}{unit}{share}"


def _number(shown: FactValue) -> float | None:
    digits = "".join(char for char in str(shown or "") if char.isdigit() or char == ".").strip(".")
    return float(Decimal(digits)) if digits and digits.count(".") < 2 else None


def _target_zh(change: Change) -> str:
    facts = change.facts
    year = f"({facts['year']}年)" if facts.get("year") else ""
    if facts.get("year_old") and facts.get("year_new"):
        year = f"({facts['year_old']}年→{facts['year_new']}年)"
    name = f"{_text(facts.get('indicator'), '目标')}{year}"
    delta = _delta(facts, "个百分点")
    return f"{name} {_text(facts.get('old'))} → {_text(facts.get('new'))}" + (f"({delta})" if delta else "")


def _target_en(change: Change) -> str:
    facts = change.facts
    year = f" ({facts['year']})" if facts.get("year") else ""
    if facts.get("year_old") and facts.get("year_new"):
        year = f" ({facts['year_old']} → {facts['year_new']})"
    delta = _delta(facts, " percentage points")
    told = f"{_text(facts.get('indicator'), 'target')}{year}: {_text(facts.get('old'), 'none')} → "
    return told + _text(facts.get("new"), "none") + (f" ({delta})" if delta else "")


def _deadline_zh(change: Change) -> str:
    days = change.facts.get("days")
    moved = f"({'顺延' if days > 0 else '提前'}{abs(days)}天)" if isinstance(days, int) and days else ""
    return f"意见反馈截止日 {_text(change.facts.get('old'))} → {_text(change.facts.get('new'))}{moved}"


def _deadline_en(change: Change) -> str:
    days = change.facts.get("days")
    moved = f" ({days:+d} days)" if isinstance(days, int) else ""
    return f"comments due {_text(change.facts.get('old'), 'none')} → {_text(change.facts.get('new'), 'none')}{moved}"


def _responsible_zh(change: Change) -> str:
    facts = change.facts
    parts = [f"退出 {_text(facts['removed'])}"] if facts.get("removed") else []
    parts += [f"新增 {_text(facts['added'])}"] if facts.get("added") else []
    old, new = facts.get("lead_old"), facts.get("lead_new")
    if old == new:
        parts.append(f"牵头单位仍为{_text(new)}")
    else:
        parts.append(f"牵头单位 {_text(old)} → {_text(new)}")
    return ";".join(parts)


def _responsible_en(change: Change) -> str:
    facts = change.facts
    lead = f"lead {_text(facts.get('lead_old'), 'none')} → {_text(facts.get('lead_new'), 'none')}"
    return f"out: {_text(facts.get('removed'), '-')}; in: {_text(facts.get('added'), '-')}; {lead}"


def _status_zh(change: Change) -> str:
    facts = change.facts
    number = f",文号{facts['document_number']}" if facts.get("document_number") else ""
    day = f",日期{facts['date']}" if facts.get("date") else ""
    return f"由“{_text(facts.get('old'), '未标注')}”改为“{_text(facts.get('new'), '未标注')}”{number}{day}"


def _status_en(change: Change) -> str:
    facts = change.facts
    number = f", {facts['document_number']}" if facts.get("document_number") else ""
    day = f", {facts['date']}" if facts.get("date") else ""
    return f"{_text(facts.get('old'), 'unmarked')} → {_text(facts.get('new'), 'unmarked')}{number}{day}"


def _exchange(label: str, absent: str) -> Say:
    return lambda change: f"{label}{_text(change.facts.get('old'), absent)} → {_text(change.facts.get('new'), absent)}"


def _contact_zh(change: Change) -> str:
    return _exchange(f"{CONTACT_ZH.get(str(change.facts.get('kind')), '联系方式')} ", "无")(change)


def _metadata_zh(change: Change) -> str:
    return _exchange(f"{FIELD_ZH.get(str(change.facts.get('field')), '文件信息')} ", "无")(change)


def _cell_zh(change: Change) -> str:
    return _exchange(f"“{_text(change.facts.get('row'))}”{_text(change.facts.get('column'), '')} ", "空")(change)


def _moved_zh(change: Change) -> str:
    return f"由{place_zh(change.path_before)}移至{place_zh(change.path_after)}"


def _renumbered_zh(change: Change) -> str:
    return f"原{place_zh(change.path_before)}顺延为{place_zh(_from_fork(change))},内容未变"


def _from_fork(change: Change) -> str | None:
    """The new path, without the parents that it shares with the old one."""
    old, new = (change.path_before or "").rpartition("/"), (change.path_after or "").rpartition("/")
    return new[2] if old[0] == new[0] else change.path_after


def _split_zh(change: Change) -> str:
    return f"原{place_zh(change.path_before)}拆为" + "、".join(map(place_zh, _paths(change.facts["into"])))


def _merged_zh(change: Change) -> str:
    return "、".join(map(place_zh, _paths(change.facts["from"]))) + f"合并为{place_zh(change.path_after)}"


def _linked_zh(change: Change) -> str:
    return f"转载自《{_text(change.facts.get('original'))}》"


def _paths_en(change: Change) -> str:
    return f"{place_en(change.path_before)} → {place_en(change.path_after)}"


ZH: Mapping[str, Say] = MappingProxyType(
    {
        "target_changed": _target_zh,
        "target_added": _target_zh,
        "target_removed": _target_zh,
        "deadline_moved": _deadline_zh,
        "responsible_changed": _responsible_zh,
        "status_changed": _status_zh,
        "validity_changed": _status_zh,
        "contact_changed": _contact_zh,
        "metadata_changed": _metadata_zh,
        "table_cell_changed": _cell_zh,
        "repost_diff": _exchange("原文与转载:", "无"),
        "repost_linked": _linked_zh,
        "clause_reworded": lambda change: STRENGTH_ZH[str(change.facts["strength"])],
        "clause_moved": _moved_zh,
        "clause_renumbered": _renumbered_zh,
        "clause_split": _split_zh,
        "clause_merged": _merged_zh,
    }
)
"""Change type → its sentence; types that are not here need no words beside the clause itself."""

EN: Mapping[str, Say] = MappingProxyType(
    {
        "target_changed": _target_en,
        "target_added": _target_en,
        "target_removed": _target_en,
        "deadline_moved": _deadline_en,
        "responsible_changed": _responsible_en,
        "status_changed": _status_en,
        "validity_changed": _status_en,
        "contact_changed": lambda change: f"{change.facts['kind']}: " + _exchange("", "none")(change),
        "metadata_changed": lambda change: f"{change.facts['field']}: " + _exchange("", "none")(change),
        "table_cell_changed": lambda change: (
            f"{change.facts['row']} / {change.facts['column']}: " + _exchange("", "empty")(change)
        ),
        "repost_diff": _exchange("original and copy: ", "none"),
        "repost_linked": lambda change: f"copy of {change.facts['original']}",
        "clause_reworded": lambda change: STRENGTH_EN[str(change.facts["strength"])],
        "clause_moved": _paths_en,
        "clause_renumbered": _paths_en,
        "clause_split": _paths_en,
        "clause_merged": _paths_en,
    }
)
