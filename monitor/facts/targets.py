"""The targets that a clause sets: what, how much, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.records import Comparator, TargetFact
from monitor.text import fold

_DIGIT = re.compile("[0-9０-９]")
_WORD = re.compile("至少|至多|最多|少于|低于|超过|高于|多于|大于|小于|全覆盖|只增|只升|逐年|消除|清零|零辍学")
_HAN = "一二两三四五六七八九十百千"
_BEFORE: dict[str, Comparator] = {
    "不低于": "ge",
    "不少于": "ge",
    "不小于": "ge",
    "至少": "ge",
    "≥": "ge",
    "不高于": "le",
    "不超过": "le",
    "不多于": "le",
    "不大于": "le",
    "至多": "le",
    "最多": "le",
    "≤": "le",
    "超过": "gt",
    "高于": "gt",
    "大于": "gt",
    "多于": "gt",
    "突破": "gt",
    "低于": "lt",
    "少于": "lt",
    "小于": "lt",
}
_AFTER: dict[str, Comparator] = {
    "及以上": "ge",
    "以上": "ge",
    "及以下": "le",
    "以下": "le",
    "以内": "le",
    "之内": "le",
}
_UNIT = (
    r"%|‰|个百分点|[万亿千百]?(?:平方米|公里|人次|课时|学时|学分|小时|分钟|立方米|人|元|所|个|处|项|种|名|户|套|间|座|栋|次|亩|台|册|件|场|家|支|类"
    r"|篇|条|班|轨|期|节|倍|辆|门|部|张|本|批|位|组|对|块|天|米|株|吨|片|只|大)"
)
_QUANTITY = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?:(?:{_UNIT})?[-~至到](?P<upper>\d[\d,]*(?:\.\d+)?))?\s?"
    rf"(?P<unit>{_UNIT}|年(?=[。,;以、]|$))(?P<after>{'|'.join(_AFTER)}|左右)?"
)
_SPELLED = re.compile(
    rf"(?:(?<=至少)|(?<=[少低多高小大]于)|(?<=超过)|(?<=[至最]多))(?P<han>[{_HAN}]{{1,3}})(?P<unit>{_UNIT})(?P<after>{'|'.join(_AFTER)})?"
)
_COMPARED = re.compile(rf"({'|'.join(_BEFORE)})?[约近]?\s?$")
_LASTING = re.compile("年限|寿命|学制")
_QUALITATIVE = re.compile(
    r"只增不减|只升不降|逐年(?:下降|降低|减少|提高|提升|增长|增加|递增|上升)|全覆盖|基本消除(?=[^,。;]{0,20}班额)"
    r"|全面消除(?=[^,。;]{0,20}班额)|消除(?=[^,。;]{0,20}班额)|动态清零|零辍学"
)
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)年|[“\"]?(十[三四五六])五[”\"]?(?:时期|期间|末|期末|末期)|[“\"](十[三四五六])五[”\"]"
)
_PLAN_YEARS = {"十三": "2020", "十四": "2025", "十五": "2030", "十六": "2035"}
_SENTENCE = re.compile(r"[^。!?！？\n]+")
_WORK = re.compile(r"《[^《》\n]{1,120}》")
_BREAK = ",;:"

# What leads to a phrase without being part of it, and the verbs between it and its value. Possessive, so linear.
_LEAD = re.compile(
    r"(?:[、,和及与并且以\s\"”’)]|[(](?=[^()]*$)|(?:到|至|在|截至|于|自|从)?20\d\d年(?:[-至]20\d\d年)?(?:底|末|初|前|以前|起|内|间|度|秋季|春季)?[,的]?"
    r"|[“\"]?十[三四五六]五[”\"]?(?:时期|期间|末期|期末|末)?|[三两五一二四\d]+年(?:内|来|间)|每年(?!度)|年内|近期|目前|现有|同时|其中|此外|并且"
    r"|力争|争取|努力|确保|保证|保障|基本|逐步|实现|进一步|全面|全区|全县|全市|全省|全州|我区|我县|我市|本区|全域|区内|落实|积极|各地|计划|预计"
    r"|[一二三四五六七八九十]{1,3}是|\d{1,3}[.、]|[(][一二三四五六七八九十\d]{1,3}[)])++"
)
_TRAIL = re.compile(
    r"(?:继续|稳定|持续|分别|力争|确保|应当|原则上|总体|全部|平均|逐步|大约|总数|合计|累计|提高|提升|增加|增长|增至|下降|降低|降至|减少"
    r"|控制|保持|维持|达到|达标|超过|扩大|提标|完成|[均要应将约近共各增达占为是到至在于有了不\s“\"(])++$"
)
_NOUN = re.compile(r"的?(?P<noun>[^,。;:、()（）!?0-9]{1,24})")
_VERB_ONLY = 6
_LONGEST = 24
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity in a sentence, before it is said of what."""

    start: int
    end: int
    value: str
    unit: str
    comparison: Comparator


def targets(text: str, path: str = "") -> tuple[TargetFact, ...]:
    """The quantities of a clause with what they measure, in order; `path` is the clause's.

    `text` runs from the beginning of the phrase to the value (or the noun behind it), `shown` is comparison, value
    and unit as published (`52%以上`, `不少于2次`). A year holds to the end of its sentence; 十四五 means 2025. Numbers
    inside 《》, dates, ages and bare numbers are no targets. Enumerations (小学5所,初中4所) are one target each; where a
    phrase names nothing of its own (,2026年达到90%), it goes on with what the one before it measured.
    """
    if _DIGIT.search(text) is None and _WORD.search(text) is None:
        return ()
    return tuple(fact for sentence in _SENTENCE.finditer(text) for fact in _in_sentence(sentence[0], path))


def _in_sentence(text: str, path: str) -> Iterator[TargetFact]:
    found = sorted(_quantities(plain := _plain(text)), key=lambda one: one.start) if _speaks(text) else []
    years = [(match.end(), _year(match)) for match in _YEAR.finditer(plain)] if found else []
    previous, edge = "", 0
    for at, one in enumerate(found):
        begin = _phrase_start(plain, edge, one.start)
        following = found[at + 1].start if at + 1 < len(found) else len(text)
        indicator, stop = _indicator(text, plain, begin, one, following)
        previous, edge = indicator or previous, one.end
        if previous:
            yield TargetFact(
                path=path,
                text=text[begin:stop],
                indicator=previous,
                value=one.value,
                unit=one.unit,
                comparison=one.comparison,
                shown=text[one.start : one.end],
                year=next((year for end, year in reversed(years) if end <= one.start), None),
            )


def _speaks(text: str) -> bool:
    return _DIGIT.search(text) is not None or _WORD.search(text) is not None


def _plain(text: str) -> str:
    """The text folded, character for character, with the names of works blotted out."""
    plain = fold(text)
    return _WORK.sub(lambda work: "《" + "_" * (len(work[0]) - 2) + "》", plain) if "《" in plain else plain


def _quantities(plain: str) -> Iterator[_Found]:
    for match in _QUANTITY.finditer(plain):
        if (one := _quantity(plain, match)) is not None:
            yield one
    if _WORD.search(plain) is not None:
        yield from (_spelled(plain, match) for match in _SPELLED.finditer(plain))
        for match in _QUALITATIVE.finditer(plain):
            yield _Found(*match.span(), match[0], "", "qualitative")


def _quantity(plain: str, match: re.Match[str]) -> _Found | None:
    """The quantity, None where it only looks like one (a name in quotes, a year, part of a longer number)."""
    at, end = match.span()
    if plain[end : end + 1] in {"”", '"', "》"} or (at and (plain[at - 1].isascii() and plain[at - 1].isalnum())):
        return None
    value, unit = match["number"].replace(",", ""), match["unit"]
    if plain[at - 1 : at] in {".", "-"} or (
        unit == "年" and "." not in value and not _LASTING.search(plain, max(0, at - 16), at)
    ):
        return None
    begin, word = _compared(plain, at)
    comparison: Comparator = _BEFORE.get(word) or _AFTER.get(match["after"] or "", "eq")
    if match["upper"]:
        value, comparison = f"{value}-{match['upper'].replace(',', '')}", "range"
    return _Found(begin, end, value, unit, comparison)


def _spelled(plain: str, match: re.Match[str]) -> _Found:
    """A quantity in Han numerals; they count only behind a comparison (至少一项, 不少于两所)."""
    begin, word = _compared(plain, match.start())
    return _Found(begin, match.end(), _number(match["han"]), match["unit"], _BEFORE.get(word, "eq"))


def _compared(plain: str, at: int) -> tuple[int, str]:
    """Where the quantity begins with its comparison word, and that word."""
    found = _COMPARED.search(plain, max(0, at - 6), at)
    assert found is not None
    return found.start(), found[1] or ""


def _phrase_start(plain: str, edge: int, start: int) -> int:
    """Where the phrase that leads to the quantity begins: after the last break, or the quantity before it."""
    begin = max(edge, *(plain.rfind(mark, edge, start) + 1 for mark in _BREAK))
    opened = plain.rfind("(", begin, start)
    if opened >= 0 and ")" not in plain[opened:start]:
        begin = opened + 1
    return begin


def _indicator(text: str, plain: str, begin: int, one: _Found, following: int) -> tuple[str, int]:
    """What the quantity measures, and where the phrase ends: the words before it, or those behind it."""
    lead = _LEAD.match(plain, begin, one.start)
    left = lead.end() if lead else begin
    trail = _TRAIL.search(plain, max(left, one.start - 16), one.start)
    right = trail.start() if trail else one.start
    before = text[left:right].strip("的 、,")
    noun = _NOUN.match(plain, one.end, following) if one.comparison != "qualitative" or not before else None
    if noun is None or (before and (one.unit in {"%", "‰"} or len(before) > _VERB_ONLY) and plain[one.end] != "的"):
        return before[-_LONGEST:], one.end
    after = text[noun.start("noun") : noun.end("noun")].strip()
    return (before[-_VERB_ONLY:] if len(before) <= _VERB_ONLY else before[-_LONGEST:]) + after, noun.end()


def _year(match: re.Match[str]) -> str:
    return match[1] or _PLAN_YEARS[match[2] or match[3]]


def _number(han: str) -> str:
    """A small number in Han numerals as digits."""
    tens, ten, ones = han.rpartition("十")
    if not ten:
        return str(_NUMERALS.get(han, han))
    return str(_NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))
