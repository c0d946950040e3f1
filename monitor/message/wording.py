"""Other words for the same thing: which ones, and whether they promise more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.changes.wording import rungs
from monitor.facts.quantities import counts
from monitor.letter import Words
from monitor.message.effect import moved
from monitor.message.excerpt import one_line, visible
from monitor.message.graphemes import shortened
from monitor.message.words import STRENGTH
from monitor.records import Change
from monitor.text import fold, key

_FIGURES = frozenset(
    {"target_changed", "target_added", "target_removed", "table_cell_changed", "deadline_moved", "contact_changed"}
)
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile("[二两三四五六七八九十百千万亿]")
_NUMBERING = re.compile(r"[\s第(（〔\[]*[\d一二三四五六七八九十百千零〇]+[\s条款项章节)）〕\].．、,，]*")
_LONGEST = 40
_MOST = 6
_FIRM, _ENCOURAGING = 3, 1


def reworded(change: Change, beside: Sequence[Change] = ()) -> Words:
    """The exchanged words, pair by pair, and what that does to the promise; `beside` are the clause's other changes."""
    stated = list(moved(change))
    said = {key(value) for _, values in stated for value in values if value}
    pairs = [pair for pair in _pairs(change, beside) if not any(pair) or not {*map(key, filter(None, pair))} <= said]
    zh, en = [words.zh for words, _ in stated], [words.en for words, _ in stated]
    if stated and not pairs:
        return Words(";".join(zh), "; ".join(en))
    for old, new in pairs[:_MOST]:
        before, after = (shortened(one_line(text).strip(), _LONGEST) for text in (old, new))
        if old and new:
            zh.append(f"“{before}”→“{after}”")
            en.append(f"“{before}” → “{after}”")
        else:
            zh.append(f"删去“{before}”" if old else f"加入“{after}”")
            en.append(f"“{before}” left out" if old else f"“{after}” put in")
    if len(pairs) > _MOST:
        zh.append(f"另有{len(pairs) - _MOST}处")
        en.append(f"and {len(pairs) - _MOST} more")
    effect = _effect(change, pairs, beside)
    if not effect.zh:
        return Words(";".join(zh), "; ".join(en))
    return Words("。".join([";".join(zh), effect.zh] if zh else [effect.zh]), "; ".join([*en, effect.en]))


def _pairs(change: Change, beside: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """What was exchanged and no other change of the clause speaks of; a clause's own number is none of it."""
    figures = any(other.type in _FIGURES for other in beside)
    units = {unit for other in beside for unit in _units(other)}
    pieces = visible(change.segments)
    index = 0
    while index < len(pieces):
        mark, text = pieces[index]
        exchanged = mark == "-" and index + 1 < len(pieces) and pieces[index + 1][0] == "+"
        old, new = (text if mark == "-" else "", pieces[index + 1][1] if exchanged else text if mark == "+" else "")
        at_start = index == 0
        index += 1 + exchanged
        if mark == "=" or (at_start and _NUMBERING.fullmatch(old) and _NUMBERING.fullmatch(new)):
            continue
        if (figures and (_counts(old) or _counts(new))) or any(unit in old + new for unit in units):
            continue
        yield old, new


def _counts(words: str) -> bool:
    """Whether words hold a figure, which another change tells; one is no figure (一个)."""
    return _DIGIT.search(words) is not None or any(one.value != "1" for one in counts(fold(words)))


def _numerals(words: str) -> list[str]:
    return _NUMERAL.findall(words)


def _units(change: Change) -> list[str]:
    named = [change.facts.get("added"), change.facts.get("removed")]
    return [unit for value in named if isinstance(value, list) for unit in value if isinstance(unit, str)]


def _effect(change: Change, pairs: Sequence[tuple[str, str]], beside: Sequence[Change]) -> Words:
    """What the exchange means: said in full where a rule became a wish or a wish a rule. `kind` names the direction."""
    strength = str(change.facts.get("strength") or "same")
    gone, come = ({step for pair in pairs for step in rungs(pair[side])} for side in (0, 1))
    same = strength == "same"
    zh, en = [STRENGTH[strength].zh] if same else [], [STRENGTH[strength].en] if same else []
    if strength == "down" and max(gone, default=0) >= _FIRM and min(come, default=9) == _ENCOURAGING:
        zh.append("由硬性要求变为鼓励性表述")
        en.append("from a firm requirement to an encouragement")
    if strength == "up" and max(come, default=0) >= _FIRM and min(gone, default=9) == _ENCOURAGING:
        zh.append("由鼓励性表述变为硬性要求")
        en.append("from an encouragement to a firm requirement")
    if not any(other.type in _FIGURES for other in beside) and not any(
        _DIGIT.search(old + new) or _numerals(old) != _numerals(new) for old, new in pairs
    ):
        zh.append("无数字变化")
        en.append("no number changed")
    return Words(",".join(zh), ", ".join(en))
