"""The lines under a regulation's title that say who passed and who amended it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from monitor.changes.pair import Background, Fact, Span
from monitor.records import Edition
from monitor.text import fold, key

_DAY = r"(?:(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
_LINE = re.compile(
    rf"\s*[(]?\s*(?:根据|依据)?\s*{_DAY}[^。]*?(?:通过|批准|发布|公布|颁布|修正|修订|修改|废止|令第\s*\d+\s*号)[^。]{{0,40}}。?[)]?\s*$"
    rf"|\s*[(]\s*{_DAY}.*(?:通过|批准|发布|公布|颁布|修正|修订|修改)[^。]{{0,40}}。?[)]\s*$"
)
_STEP = re.compile(rf"(?:^|(?<=[\s(;,]))(?:根据|依据)?\s*({_DAY})")
_EDGES = " \t\u3000()（）;；,，。"


def history(background: Background) -> Iterator[Fact]:
    """`metadata_changed`, field `history`: the steps that came and went, known by their days.

    How they stand in lines and brackets does not count. What an amendment changed is told at the articles.
    """
    front = [_front(edition) for edition in (background.old, background.new)]
    if key(front[0]) == key(front[1]):
        return
    olds, news = map(_steps, front)
    gone = [step for mark, step in olds.items() if mark not in news]
    come = [step for mark, step in news.items() if mark not in olds]
    if gone or come:
        yield Fact("metadata_changed", {"field": "history", "old": "；".join(gone), "new": "；".join(come)})


def restated(background: Background) -> bool:
    """Whether both sides print the same steps, in whatever lines and brackets."""
    olds, news = (
        [(day, key(step)) for day, step in _steps(_front(edition)).items()]
        for edition in (background.old, background.new)
    )
    return bool(olds) and olds == news


def history_spans(text: str) -> tuple[Span, ...]:
    """The lines of a text before the first clause that are its history."""
    spans, at = [], 0
    for line in text.split("\n"):
        if _LINE.match(fold(line)):
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def _front(edition: Edition) -> str:
    return next((clause.text for clause in edition.outline.clauses if clause.path == ""), "")


def _steps(text: str) -> dict[str, str]:
    """The steps by their day, as published."""
    found: dict[str, str] = {}
    for start, end in history_spans(text):
        line = text[start:end]
        days = list(_STEP.finditer(fold(line)))
        for day, following in zip_longest(days, days[1:]):
            step = line[day.start() : following.start() if following else len(line)]
            found[key(day[1])] = step.strip(_EDGES).removeprefix("根据")
    return found
