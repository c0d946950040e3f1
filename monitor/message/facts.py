"""One sentence for each kind of fact, Chinese and English side by side."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.changes.targets import VAGUE
from monitor.facts.responsible import led
from monitor.letter import Words
from monitor.message.figures import day, each, higher, limit, moved
from monitor.message.words import CONTACT, FIELD
from monitor.records import Change, FactValue

ISSUED = "正式印发"
_LEAD, _FIRST = Words("牵头单位", "lead"), Words("首位责任单位", "first unit named")
_AIMS = {
    True: ("更高目标", "提高到", "higher"),
    False: ("更低目标", "下调到", "lower"),
    None: ("不同目标", "改为", "different"),
}


def text(value: FactValue, absent: str = "") -> str:
    """A fact as words; lists are joined."""
    if isinstance(value, list):
        return "、".join(map(str, value)) or absent
    return absent if value is None or value == "" else str(value)


def target_changed(change: Change, _: Sequence[Change]) -> Words:
    """公办园占比(2027年)52%以上→55%以上(+3个百分点)."""
    facts = change.facts
    name, old, new = text(facts.get("indicator")), text(facts.get("old"), "无"), text(facts.get("new"), "无")
    name += each(change, new)
    year_old, year_new, year = facts.get("year_old"), facts.get("year_new"), facts.get("year")
    both = bool(year_old and year_new)
    dated = Words(f"({year}年)", f" ({year})") if year and not both else Words("", "")
    notes = [note for note in (moved(change), limit(change)) if note]
    zh = f"{name or '目标'}{dated.zh}" + (f"{old}→{new}" if old != new else f"{new}(数值未变)")
    en = f"{name or 'target'}{dated.en}: " + (f"{old} → {new}" if old != new else f"{new} (value unchanged)")
    if notes and old != new:
        zh += f"({','.join(note.zh for note in notes)})"
        en += f" ({', '.join(note.en for note in notes)})"
    if both:
        zh += f",时限由{year_old}年{'推迟' if str(year_new) > str(year_old) else '提前'}至{year_new}年"
        en += f", {'put off' if str(year_new) > str(year_old) else 'brought forward'} from {year_old} to {year_new}"
    return Words(zh, en)


def target_added(change: Change, _: Sequence[Change]) -> Words:
    """改扩建4所(2027年)."""
    year, new = change.facts.get("year"), text(change.facts.get("new"))
    return Words(f"提出“{new}”" + (f"({year}年)" if year else ""), f"“{new}” is set" + (f" ({year})" if year else ""))


def target_removed(change: Change, _: Sequence[Change]) -> Words:
    """The target that is gone, and the vague word that took its place."""
    year, old = change.facts.get("year"), text(change.facts.get("old"))
    vague = [match[0] for mark, piece in change.segments if mark == "+" for match in VAGUE.finditer(piece)]
    zh, en = f"原目标“{old}”", f"the target “{old}”"
    zh, en = zh + (f"({year}年)" if year else ""), en + (f" ({year})" if year else "")
    if vague:
        return Words(f"{zh}不再有具体数字,改为“{vague[0]}”", f"{en} has no number any more, only “{vague[0]}”")
    return Words(f"{zh}不再出现", f"{en} is gone")


def deadline_moved(change: Change, _: Sequence[Change]) -> Words:
    """由2025年3月10日延至2025年3月25日(顺延15天); of a number of days 由30日改为15日(缩短15天)."""
    shown = [text(change.facts.get(side)) for side in ("old", "new")]
    (old, new), days = map(day, shown), change.facts.get("days")
    dated = any(day(each).zh != each for each in shown)
    name = "意见反馈截止日" if dated else "征求意见期限"
    if not old.zh:
        return Words(f"新设{name}{new.zh}", f"comments are now due by {new.en}")
    if not new.zh:
        return Words(f"{name}{old.zh}不再出现", f"the deadline for comments, {old.en}, is gone")
    count = days if isinstance(days, int) else 0
    if not count:
        return Words(f"{name}由{old.zh}改为{new.zh}", f"comments were due {old.en}, now {new.en}")
    later, many = count > 0, "" if abs(count) == 1 else "s"
    if not dated:
        zh = f"{name}由{old.zh}改为{new.zh}({'延长' if later else '缩短'}{abs(count)}天)"
    else:
        to, by = ("延至", "顺延") if later else ("提前至", "提前")
        zh = f"{name}由{old.zh}{to}{new.zh}({by}{abs(count)}天)"
    return Words(
        zh,
        f"comments were due {old.en}, now {new.en} ({abs(count)} day{many} {'later' if later else 'earlier'})",
    )


def responsible_changed(change: Change, _: Sequence[Change]) -> Words:
    """退出 区工信局;新增 区数据局;牵头单位仍为区教育局; 首位责任单位 where none is said to lead."""
    facts = change.facts
    removed, added = text(facts.get("removed")), text(facts.get("added"))
    old, new = text(facts.get("lead_old")), text(facts.get("lead_new"))
    zh = [f"退出 {removed}"] if removed else []
    en = [f"out: {removed}"] if removed else []
    if added:
        zh.append(f"新增 {added}")
        en.append(f"in: {added}")
    first = _LEAD if led(change.before) or led(change.after) else _FIRST
    if old != new:
        zh.append(f"{first.zh}由{old or '无'}改为{new or '无'}")
        en.append(f"the {first.en} went from {old or 'nobody'} to {new or 'nobody'}")
    elif new:
        zh.append(f"{first.zh}仍为{new}")
        en.append(f"the {first.en} is still {new}")
    return Words(";".join(zh) or "责任单位有变", "; ".join(en) or "the responsible units changed")


def status_changed(change: Change, _: Sequence[Change]) -> Words:
    """由征求意见稿转为正式文件(文号)."""
    old, new, number = (text(change.facts.get(name)) for name in ("old", "new", "document_number"))
    zh, en = (f"({number})", f" ({number})") if number else ("", "")
    if new == ISSUED:
        return Words(f"由{old or '草案'}转为正式文件{zh}", f"from draft ({old or '草案'}) to issued document{en}")
    if not old:
        return Words(f"标注为“{new}”{zh}", f"now marked “{new}”{en}")
    if not new:
        return Words(f"不再标注“{old}”{zh}", f"no longer marked “{old}”{en}")
    return Words(f"由“{old}”改为“{new}”{zh}", f"from “{old}” to “{new}”{en}")


def validity_changed(change: Change, _: Sequence[Change]) -> Words:
    """有效性由“有效”改为“废止”,废止日期2025年7月1日."""
    old, new, since = text(change.facts.get("old")), text(change.facts.get("new")), day(change.facts.get("date"))
    zh = f"有效性由“{old}”改为“{new}”" if old else f"有效性标注为“{new}”"
    en = f"validity went from “{old}” to “{new}”" if old else f"validity is now given as “{new}”"
    label = f"{new}日期" if new in {"废止", "失效"} else "日期"
    return Words(zh + (f",{label}{since.zh}" if since.zh else ""), en + (f", as of {since.en}" if since.en else ""))


def contact_changed(change: Change, _: Sequence[Change]) -> Words:
    """征求意见传真号码 021-5550001→021-5550009."""
    facts, name = change.facts, CONTACT.get(str(change.facts.get("kind")), Words("联系方式", "contact"))
    return exchanged(Words(f"征求意见{name.zh} ", f"{name.en} for comments: "), facts.get("old"), facts.get("new"))


def metadata_changed(change: Change, _: Sequence[Change]) -> Words:
    """标题由“…”改为“…”."""
    facts, name = change.facts, FIELD.get(str(change.facts.get("field")), Words("文件信息", "details"))
    old, new = text(facts.get("old")), text(facts.get("new"))
    if not old:
        return Words(f"{name.zh}新增“{new}”", f"new in the {name.en}: “{new}”")
    if not new:
        return Words(f"{name.zh}不再有“{old}”", f"gone from the {name.en}: “{old}”")
    return Words(f"{name.zh}由“{old}”改为“{new}”", f"{name.en} went from “{old}” to “{new}”")


def table_cell_changed(change: Change, _: Sequence[Change]) -> Words:
    """“高中阶段毛入学率”2030年值 99%→99.5%(+0.5个百分点)."""
    facts = change.facts
    row, column = text(facts.get("row")), text(facts.get("column"))
    old, new, by = text(facts.get("old")), text(facts.get("new")), moved(change)
    value = "值" if any(map(str.isdecimal, old + new)) else ""
    zh = f"“{row}”{column}{value} {old or '空'}→{new or '空'}" + (f"({by.zh})" if by else "")
    named = " / ".join(part for part in (row, column) if part)
    return Words(zh, f"“{named}”: {old or 'empty'} → {new or 'empty'}" + (f" ({by.en})" if by else ""))


def document_cited(change: Change, _: Sequence[Change]) -> Words:
    """文中引用您关注的《…》,并提出更高目标:普惠园占比由88%提高到90%(2026年)."""
    facts = change.facts
    cited, name = text(facts.get("cites")).strip("《》"), text(facts.get("indicator"))
    old, new, year = text(facts.get("watched")), text(facts.get("new")), facts.get("year")
    zh, en = f"文中引用您关注的《{cited}》", f"it cites 《{cited}》, which you watch"
    if not (name and new):
        return Words(zh, en)
    aim = _AIMS[higher(old, new)]
    dated = f"({year}年)" if year else ""
    return Words(
        f"{zh},并提出{aim[0]}:{name}由{old}{aim[1]}{new}{dated}",
        f"{en}, and sets a {aim[2]} target: {name} {old} → {new}" + (f" ({year})" if year else ""),
    )


def exchanged(label: Words, old: FactValue, new: FactValue) -> Words:
    """What stood there and what stands there now; one of them may be nothing."""
    before, after = text(old), text(new)
    if not before:
        return Words(f"新增{label.zh}{after}", f"new {label.en}{after}")
    if not after:
        return Words(f"{label.zh}{before}不再出现", f"{label.en}{before} is gone")
    return Words(f"{label.zh}{before}→{after}", f"{label.en}{before} → {after}")
