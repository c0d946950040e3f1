"""Targets that were set, changed or dropped inside one clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile
from operator import attrgetter

from monitor.changes.amounts import base, difference, same_number, size
from monitor.changes.pair import Background, Fact, Pair, Span
from monitor.facts.measures import Quantity
from monitor.facts.quantities import counts, speaks
from monitor.facts.targets import SENTENCE, SENTENCE_ENDS, located
from monitor.likeness import overlap
from monitor.records import Facts, TargetFact
from monitor.text import fold, key

VAGUE = re.compile(
    r"(?:一批|若干|一定数量|一定比例|适当|适量|一些|部分|[数多](?=[个所项名家处])|大幅|逐步|有所|明显)(?:数量|规模|比例|[个所项名家处座间套批位])?"
)
_COMPARING_BEFORE = re.compile(
    r"(?:(?:力争|确保|保持|稳定|提高|提升|增加|增长|降低|下降|控制|达到|达|不低于|不少于|不超过|不高于|不小于|"
    r"不得低于|不得少于|不得超过|不得高于|大于|小于|超过|高于|低于|至少|至|到|在|为|约|每(?:学期|学年|[年月周天日人生班校园所]))\s*)+$"
)
_COMPARING_AFTER = re.compile(r"^\s*(?:以上|以下|以内|左右|及以上|之内|内(?!容)|的?水平)")
_ALIKE = 0.5
_SMALL = re.compile("[一二两三四五六七八九]")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A target with the spans of its whole phrase and of its value in the clause."""

    fact: TargetFact
    phrase: Span
    value: Span

    size: tuple[object, ...]
    """Equal for the same amount compared the same way, whatever words and units it is printed in."""


def targets(pair: Pair, _: Background) -> Iterator[Fact]:
    """`target_changed`, `target_added`, `target_removed`; nothing for tables, whose cells speak for themselves.

    The same amount in other words or another unit is no other target; digits grouped otherwise are typography.
    """
    if "table" in {pair.old.kind, pair.new.kind} or not any(map(speaks, pair.phrases)) or not _about_amounts(pair):
        return
    sentences = _differing(pair.old.text, pair.new.text)
    olds, news = (
        [_Placed(*one, size(one.fact)) for one in located(clause.text, said, clause.path, counted)]
        for clause, said, counted in zip((pair.old, pair.new), sentences, _counted(pair, *sentences), strict=True)
    )
    matched = _matched(olds, news)
    for old, new in matched:
        edited = _edited(old.phrase, pair, before=True) or _edited(new.phrase, pair, before=False)
        if edited and _says_vaguely(new, old):
            yield _removed(pair, old)
        elif edited and _says_vaguely(old, new):
            yield _added(pair, new)
        elif (old.size != new.size and edited) or _years_differ(old, new):
            yield _changed(pair, old, new)
        elif old.fact.shown != new.fact.shown and same_number(old.fact, new.fact):
            yield Fact("typography", {}, (old.value,), (new.value,))
    yield from (_removed(pair, old) for old in _alone(olds, matched, 0) if _edited(old.phrase, pair, before=True))
    yield from (_added(pair, new) for new in _alone(news, matched, 1) if _edited(new.phrase, pair, before=False))


def _about_amounts(pair: Pair) -> bool:
    """Whether any sentence that was touched can set a target: a year holds, and a phrase reaches, to its sentence's end."""
    return any(
        speaks(_sentence(pair.old.text, edit.start_before, edit.end_before))
        or speaks(_sentence(pair.new.text, edit.start_after, edit.end_after))
        for edit in pair.edits
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentences that a span touches."""
    stops = [at for mark in SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    begin = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    return text[begin : min(stops, default=len(text))]


def _differing(old: str, new: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The sentences of both texts that do not stand as often in the other: what stands in both sets the same in both."""
    olds, news = list(SENTENCE.finditer(old)), list(SENTENCE.finditer(new))
    often_old, often_new = Counter([one[0] for one in olds]), Counter([one[0] for one in news])
    return (
        [one for one in olds if often_old[one[0]] != often_new[one[0]]],
        [one for one in news if often_old[one[0]] != often_new[one[0]]],
    )


def _alone(placed: Sequence[_Placed], matched: Sequence[tuple[_Placed, _Placed]], side: int) -> list[_Placed]:
    taken = {id(pair[side]) for pair in matched}
    return [one for one in placed if id(one) not in taken]


def _counted(pair: Pair, olds: Sequence[re.Match[str]], news: Sequence[re.Match[str]]) -> tuple[set[int], set[int]]:
    """Where small counts in Han numerals begin that are targets: another number of the unit stands there on the other side."""
    places: tuple[set[int], set[int]] = set(), set()
    if not any(_SMALL.search(sentence[0]) for sentence in (*olds, *news)):
        return places
    before = _counts(pair.old.text, olds)
    touched = [(edit, gone) for edit in pair.edits if (gone := _within(before, (edit.start_before, edit.end_before)))]
    after = _counts(pair.new.text, news) if touched else []
    for edit, gone in touched:
        come = _within(after, (edit.start_after, edit.end_after))
        if [base(one.unit) for one in gone] == [base(one.unit) for one in come]:
            places[0].update(one.start for one in gone)
            places[1].update(one.start for one in come)
    return places


def _counts(text: str, sentences: Iterable[re.Match[str]]) -> list[Quantity]:
    """All numbers with a unit in some sentences of a text."""
    plain = fold(text)
    return [one for sentence in sentences for one in counts(plain, *sentence.span())]


def _within(found: Sequence[Quantity], span: Span) -> list[Quantity]:
    """Those that the span touches, of quantities in order."""
    first = bisect_right(found, span[0], key=attrgetter("end"))
    return list(takewhile(lambda one: one.start < span[1], islice(found, first, None)))


def _says_vaguely(one: _Placed, other: _Placed) -> bool:
    """Whether one has a vague word (一批, 若干) for the other's number."""
    return not one.fact.value and bool(other.fact.value) and VAGUE.search(one.fact.text) is not None


def _removed(pair: Pair, old: _Placed) -> Fact:
    facts = _facts(old.fact, old=_whole(pair.old.text, old), new=None, year=old.fact.year)
    return Fact("target_removed", facts, (old.phrase, *_until(pair.old.text, old)), _vague(pair.new.text))


def _added(pair: Pair, new: _Placed) -> Fact:
    facts = _facts(new.fact, old=None, new=_whole(pair.new.text, new), year=new.fact.year)
    return Fact("target_added", facts, _vague(pair.old.text), (new.phrase, *_until(pair.new.text, new)))


def _vague(text: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in VAGUE.finditer(text))


def _matched(olds: Sequence[_Placed], news: Sequence[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """The same targets on both sides: the most alike indicators first, then the nearest places."""
    found = _unmistakable(olds, news)
    left_old, left_new = ({*range(len(side))} - {pair[n] for pair in found} for n, side in enumerate((olds, news)))
    scored = []
    for i in left_old:
        old = olds[i]
        for j in left_new:
            new = news[j]
            alike = _alike(old.fact, new.fact)
            same = old.size == new.size
            if alike >= _ALIKE or same:
                scored.append((-(alike + 0.5 * same), abs(i - j), i + j, i, j))
    for _, _, _, i, j in sorted(scored):
        if i in left_old and j in left_new:
            left_old.remove(i)
            left_new.remove(j)
            found.append((i, j))
    return [(olds[i], news[j]) for i, j in sorted(found)]


def _unmistakable(olds: Sequence[_Placed], news: Sequence[_Placed]) -> list[tuple[int, int]]:
    """Those that stand on both sides once, with the same indicator, unit and amount: no others are as much alike."""
    one, other = map(_once, (olds, news))
    return [(at, other[what]) for what, at in one.items() if what in other]


def _once(placed: Sequence[_Placed]) -> dict[tuple[object, ...], int]:
    """Where those stand that no other equals."""
    whats = [(key(one.fact.indicator), key(one.fact.unit), one.size) for one in placed]
    times = Counter(whats)
    return {what: at for at, what in enumerate(whats) if times[what] == 1}


def _alike(old: TargetFact, new: TargetFact) -> float:
    one, other = key(old.indicator), key(new.indicator)
    if one == other:
        return 1.0 + (key(old.unit) == key(new.unit))
    return overlap(frozenset(map("".join, pairwise(one))), frozenset(map("".join, pairwise(other))))


def _years_differ(old: _Placed, new: _Placed) -> bool:
    return None not in {old.fact.year, new.fact.year} and old.fact.year != new.fact.year


def _changed(pair: Pair, old: _Placed, new: _Placed) -> Fact:
    words = "qualitative" in {old.fact.comparison, new.fact.comparison}
    before = [old.phrase if words else _with_comparison(pair.old.text, old.value)]
    after = [new.phrase if words else _with_comparison(pair.new.text, new.value)]
    facts = _facts(new.fact, old=old.fact.shown, new=new.fact.shown, year=new.fact.year or old.fact.year)
    facts["difference"] = difference(old.fact, new.fact)
    if _years_differ(old, new):
        facts |= {"year_old": old.fact.year, "year_new": new.fact.year}
        before += _years(pair.old.text, old.fact.year)
        after += _years(pair.new.text, new.fact.year)
    return Fact("target_changed", facts, tuple(before), tuple(after))


def _facts(fact: TargetFact, *, old: str | None, new: str | None, year: str | None) -> Facts:
    return {"indicator": fact.indicator, "old": old, "new": new, "unit": fact.unit, "year": year, "difference": None}


def _with_comparison(text: str, value: Span) -> Span:
    """The value's span and the words around it that only compare: 不低于, 达到, 以上."""
    start, end = value
    if (before := _COMPARING_BEFORE.search(text, max(0, start - 16), start)) is not None:
        start = before.start()
    if (after := _COMPARING_AFTER.match(text[end : end + 8])) is not None:
        end += after.end()
    return start, end


def _whole(text: str, placed: _Placed) -> str:
    """The target as it stands in the clause, from its indicator to the end of its value."""
    start = text.find(placed.fact.indicator, *placed.phrase) if placed.fact.indicator else -1
    return text[start if 0 <= start < placed.value[0] else placed.value[0] : placed.value[1]]


def _years(text: str, year: str | None) -> list[Span]:
    return [match.span() for match in re.finditer(rf"{year}\s*年?", fold(text))] if year else []


def _until(text: str, placed: _Placed) -> list[Span]:
    """Where the text says until when, with the words that only lead to a year: what came or went with its target."""
    year = placed.fact.year
    if not year:
        return []
    pattern = rf"(?:截至|截止到?|[到至在于])?\s*{year}\s*年(?:[底末]前?|之前|以前|[初前])?"
    return [match.span() for match in re.finditer(pattern, fold(text))]


def _edited(span: Span, pair: Pair, *, before: bool) -> bool:
    """Whether the span was touched: a target that only one reading recognised is no news."""
    places = [(e.start_before, e.end_before) if before else (e.start_after, e.end_after) for e in pair.edits]
    return any(start < span[1] and span[0] < end for start, end in places)
