"""The targets that a clause sets: what, how much, until when."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from monitor.facts.measures import Quantity
from monitor.facts.quantities import quantities, speaks
from monitor.records import Clause, TargetFact
from monitor.text import fold

SENTENCE_ENDS = "。!?！？\n"
SENTENCE = re.compile(f"[^{SENTENCE_ENDS}]+")
"""A sentence, as far as facts reach: a year holds to its end."""
_WORK = re.compile(r"《[^《》\n]{1,120}》")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)年|[“\"]?(十[三四五六])五[”\"]?(?:时期|期间|末|期末|末期)|[“\"](十[三四五六])五[”\"](?=以来)"
)
_PLAN_YEARS = {"十三": "2020", "十四": "2025", "十五": "2030", "十六": "2035"}
_BREAKS = ",;:"
# What leads to a phrase without being part of it, and the verbs between it and its value. Possessive, so linear.
_LEAD = re.compile(
    r"(?:[、,和及与并且以\s\"”’)]|[(](?=[^()]*$)|(?:到|至|在|截至|于|自|从)?20\d\d年(?:[-至]20\d\d年)?(?:底|末|初)?(?:前|以前|之前|起|内|间|度|秋季|春季)?[,的]?"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间|末期|期末|末|以来)?|[三两五一二四\d]+年(?:内|来|间)|每年(?!度)|年内|近期|目前|现有|至今|同时|其中|此外|并且"
    r"|力争|争取|努力|确保|保证|保障|基本|逐步|实现|进一步|全面|全区|全县|全市|全省|全州|我区|我县|我市|本区|全域|区内|落实|积极|各地|计划|预计"
    r"|[一二三四五六七八九十]{1,3}是|\d{1,3}[.、]|[(][一二三四五六七八九十\d]{1,3}[)])++"
)
_TRAIL = re.compile(
    r"(?:[从于在到至]?20\d\d年(?:[春夏秋冬]季|底|末|初|前|内)?的?|继续|稳定|持续|分别|力争|确保|应当|原则上|总体|全部|平均|逐步|大约|合计|累计"
    r"|只有|只占|仅有|仅占|已经|提高|提升|增加|增长|增至|下降|降低|降至|减少|控制|保持|维持|达到|达标|超过|扩大|提标|完成"
    r"|[均要应将约近共各增达占为是从由原到至在于有了不再\s“\"(])++$"
)
_EACH = re.compile(r"(?:[为按]?每(?:学期|学年|[年月周天日人生班校园]))+$")
_NOUN = re.compile(r"的?(?!人民币)(?P<noun>[^,。;:、()（）!?0-9]{1,24})")
_CITED = re.compile(r"》中?所?(?:确定|规定|明确|提出|要求|设定|部署|下达|公布)的")
_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百千零\d]+条(?:之[一二三四五六七八九十]+)?|\d{1,3}[.、](?!\d)|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、)\s*"
)
_JOINED = re.compile(r"[、和及]?")
_RATES = frozenset({"%", "‰", "个百分点"})
_LONGEST = 24
_NEAR = 16


class Located(NamedTuple):
    """A target with the spans of its whole phrase and of its value (of the phrase, where it has none) in the text."""

    fact: TargetFact
    phrase: tuple[int, int]
    value: tuple[int, int]


def targets(text: str, path: str = "", counted: Collection[int] = ()) -> tuple[TargetFact, ...]:
    """The quantities of a clause with what they measure, in order; `path` is the clause's.

    `text` runs from the beginning of the phrase to the value (or the noun behind it), `shown` is comparison, value
    and unit as published (`52%以上`, `不少于2次`). A year holds to the end of its sentence; 十四五时期 means 2025. What
    stands inside 《》 is no target. Enumerations (小学5所,初中4所) are one target each; where a phrase names nothing of
    its own (,2026年达到90%), it goes on with what the one before it measured, or takes the clause's title. An aim that has nothing but a year
    (到2035年,实现…) is qualitative, `value` and `shown` empty. Small numbers in Han numerals are words (三个代表), except
    where they are compared, or begin at a place in `counted`.
    """
    return tuple(one.fact for one in located(text, SENTENCE.finditer(text), path, counted))


def targets_of(clause: Clause) -> tuple[TargetFact, ...]:
    """The targets that a clause sets; a table sets none, its cells speak for themselves."""
    return targets(clause.text, clause.path) if clause.kind != "table" else ()


def located(text: str, sentences: Iterable[re.Match[str]], path: str, counted: Collection[int]) -> Iterator[Located]:
    """The targets that some sentences of a clause's text set, the same as if all of it were read."""
    title = cache(partial(_title, text, counted))
    for sentence in sentences:
        if speaks(sentence[0]):
            yield from _in_sentence(sentence, path, counted, title)


def _title(text: str, counted: Collection[int]) -> str:
    """What a clause is about: its first sentence without the number, where that sets no target itself.

    Nothing where it is one of several phrases.
    """
    first = SENTENCE.search(text)
    if first is None or any(_in_sentence(first, "", counted, str)):
        return ""
    sentence = first[0]
    plain = fold(sentence)
    number = _NUMBER.match(plain)
    begin = number.end() if number else 0
    return "" if set(plain[begin:]) & set(_BREAKS) else sentence[begin:].strip()[-_LONGEST:]


def _in_sentence(
    sentence: re.Match[str], path: str, counted: Collection[int], title: Callable[[], str]
) -> Iterator[Located]:
    """The targets of one sentence; `title` says what the clause is about."""
    text, start = sentence[0], sentence.start()
    found = quantities(plain := _plain(text), {at - start for at in counted})
    years = [(match.end(), _year(match)) for match in _YEAR.finditer(plain)] if found else []
    indicator, edge = "", 0
    for at, one in enumerate(found):
        begin = _phrase_start(plain, edge, one.start)
        following = found[at + 1].start if at + 1 < len(found) else len(text)
        named, stop = _indicator(text, plain, begin, one, following)
        indicator = named or indicator
        edge = stop
        year = next((year for end, year in reversed(years) if end <= one.start), None)
        # 提高普惠率。2026年达到80%: what is dated and names nothing is about what the clause is about.
        about = indicator or (title() if year and one.unit in {*_RATES, ""} else "")
        if about:
            fact = TargetFact(
                path=path,
                text=text[begin:stop],
                indicator=_of_several(plain, found, at) or about,
                value=one.value,
                unit=one.unit,
                comparison=one.comparison,
                shown=text[one.start : one.end] if one.value else "",
                year=year,
            )
            phrase = begin + start, stop + start
            yield Located(fact, phrase, (one.start + start, one.end + start) if one.value else phrase)


def _plain(text: str) -> str:
    """The text folded, character for character, with the names of works blotted out."""
    plain = fold(text)
    return _WORK.sub(lambda work: "《" + "_" * (len(work[0]) - 2) + "》", plain) if "《" in plain else plain


def _phrase_start(plain: str, edge: int, start: int) -> int:
    """Where the phrase that leads to the quantity begins: after the last break, or the phrase before it."""
    number = _NUMBER.match(plain, edge, start) if edge == 0 else None
    begin = max(number.end() if number else edge, *(plain.rfind(mark, edge, start) + 1 for mark in _BREAKS))
    opened = plain.rfind("(", begin, start)
    begin = opened + 1 if opened >= 0 and ")" not in plain[opened:start] else begin
    return start - len(plain[begin:start].lstrip("、, "))


def _indicator(text: str, plain: str, begin: int, one: Quantity, following: int) -> tuple[str, int]:
    """What the quantity measures, and where the phrase ends: the words before it, and the noun it counts behind it."""
    if not one.value:
        return text[one.start : one.end][:_LONGEST], one.end
    before = _measured_before(text, plain, begin, one.start)
    noun = _NOUN.match(plain, one.end, following)
    if noun is None or (before and one.unit in {*_RATES, ""} and not (one.unit and plain[one.end] == "的")):
        return _shortened(before), one.end
    after = text[slice(*noun.span("noun"))].strip().lstrip("为").rstrip("和及与")
    return _shortened(before + after), noun.end()


def _shortened(name: str) -> str:
    """The end of a name that is too long; of a work's name all or nothing."""
    short = name[-_LONGEST:]
    inside = short.find("》") + 1
    return (short if "《" in short[:inside] else short[inside:] or short).lstrip("的")


def _measured_before(text: str, plain: str, begin: int, end: int) -> str:
    # 《…》确定的普惠园占比 measures the share, whoever set it; 《…》达标率 is nothing without the work.
    begin = max((cited.end() for cited in _CITED.finditer(plain, begin, end)), default=begin)
    lead = _LEAD.match(plain, begin, end)
    left = lead.end() if lead else begin
    each = _EACH.search(plain, max(left, end - _NEAR), end)
    # 补助标准为每生每年800元 measures the standard; ,每学期不少于8课时 has nothing else to name.
    return (_named(text, plain, left, each.start()) if each else "") or _named(text, plain, left, end)


def _named(text: str, plain: str, left: int, end: int) -> str:
    trail = _TRAIL.search(plain, max(left, end - _NEAR), end)
    return text[left : trail.start() if trail else end].strip("的 、,")


def _of_several(plain: str, found: Sequence[Quantity], at: int) -> str:
    """The name that belongs to one of several quantities said 分别 of as many names, else nothing."""
    first = last = at
    while first and _JOINED.fullmatch(plain, found[first - 1].end, found[first].start):
        first -= 1
    while last + 1 < len(found) and _JOINED.fullmatch(plain, found[last].end, found[last + 1].start):
        last += 1
    count = last - first + 1
    begin = _phrase_start(plain, 0, found[first].start)
    names, each, _ = plain[begin : found[first].start].rpartition("分别")
    parts = re.split("[、和]", names) if each and count > 1 else []
    return parts[at - first - count][-_LONGEST:] if len(parts) >= count else ""


def _year(match: re.Match[str]) -> str:
    return match[1] or _PLAN_YEARS[match[2] or match[3]]
