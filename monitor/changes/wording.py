"""Other words for the same thing, and whether they promise more or less."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from monitor.changes.pair import Pair, Span
from monitor.records import Facts
from monitor.segments import Edit

_LADDER = {
    4: ("必须", "不得", "一律", "严禁", "禁止", "务必", "确保", "全面", "全部"),
    3: ("应当", "应该", "应", "要", "实现", "落实", "完成"),
    2: ("加快", "推进", "加强", "强化", "深化", "推动", "力争", "基本", "可以", "原则上", "一般", "争取", "努力"),
    1: ("稳步", "逐步", "逐渐", "探索", "鼓励", "支持", "有条件的", "适当", "研究", "试点"),
}
_STEP = {word: step for step, words in _LADDER.items() for word in words}
_LONGEST = max(map(len, _STEP))
_ALONE = {
    "要": "(?<![重主需必紧首摘纪概只])要(?![求点素闻害领目])",
    "应": "(?<![相适反供响效顺对回])应(?![当该用急对试届聘邀答变])",
    "一般": "一般(?=不|应|要|情况下)",
}
"""Words that are others too, and where they promise: 重要, 要求, 应用, 一般公共预算 say nothing."""
_WORD = re.compile("|".join([*sorted(_STEP.keys() - _ALONE.keys(), key=len, reverse=True), *_ALONE.values()]))
_PLAIN = 2.5  # a verb without any such word stands between 要 and 加快


def strength(pair: Pair, edits: Iterable[Edit]) -> Facts:
    """`strength`: `up`, `down` or `same`, by the steps of the words that came and went.

    A place counts where a word was exchanged, or where little more than such a word was put in or taken out; whole
    new phrases say something else, not the same thing more weakly.
    """
    total = 0.0
    for edit in edits:
        sizes = edit.end_before - edit.start_before, edit.end_after - edit.start_after
        if not all(sizes) and max(sizes) > _LONGEST:
            continue
        before = _steps(pair.old.text, (edit.start_before, edit.end_before))
        after = _steps(pair.new.text, (edit.start_after, edit.end_after))
        if before != after:
            gone, come = Counter(before), Counter(after)
            total += _level(come - gone) - _level(gone - come)
    return {"strength": "up" if total > 0 else "down" if total < 0 else "same"}


def _steps(text: str, span: Span) -> list[str]:
    """The words of the ladder that overlap the span or touch it: 应当 that loses its 当 is 应."""
    start, end = span
    near = max(0, start - 4)
    words = _WORD.finditer(text, near, min(len(text), end + 4))
    return [match[0] for match in words if match.start() <= end and start <= match.end()]


def _level(words: Counter[str]) -> float:
    """The step of the words together: one weak word weakens all of them."""
    steps = [_STEP[word] for word in words]
    if not steps:
        return _PLAIN
    return min(steps) if min(steps) == 1 else max(steps)


def rungs(text: str) -> frozenset[int]:
    """The steps of the ladder that a text's words stand on: 4 for 必须, 3 for 应当, 2 for 力争, 1 for 鼓励."""
    return frozenset(_STEP[match[0]] for match in _WORD.finditer(text))
