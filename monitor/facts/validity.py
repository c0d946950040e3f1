"""Until which day a work is in force, where it says so itself.

A plan's period (2021—2025年) is no term of validity, and neither is that of a licence that a work speaks of. What hangs on
a day that is not known is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.dates import day, parse
from monitor.numbering import value
from monitor.records import Article
from monitor.text import compact, fold

_FULL = r"\d{4}年\d{1,2}月\d{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DAY = rf"(?:{_FULL})"
_LAST = rf"(?P<until>{_FULL}|\d{{4}}年\d{{1,2}}月底?|\d{{4}}年底)"
_SPAN = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:周?年|个月)"
_LATER = r"(?:满?(?P<after>\d{1,3})(?:个?自然)?日后)?"
_FORCE = r"(?:施行|实施|执行|生效|试行)"
_BEGINS = re.compile(
    rf"自(?P<day>{_DAY}|(?:公布|发布|印发|颁布|下发)之日|即日)起{_LATER}(?:正式|开始)?(?:{_FORCE}|计算)"
)
_COMES = rf"起(?:满?\d{{1,3}}(?:个?自然)?日后)?(?:正式|开始)?{_FORCE}[,(]?"
_THIS = r"本(?:办法|规定|规则|细则|条例|意见|方案|通知|规程|准则|措施|制度|文件|政策|标准|指南|公告)(?:\(试行\)|\(暂行\))?的?"
_TERM = r"(?:有效|施行|试行|执行)期限?"
_SAID = rf"(?:{_THIS}{_TERM}|{_COMES}(?:{_TERM}|实施期限?))(?:暂定|暂)?(?:为|是|:)?"
_WAYS = (
    re.compile(rf"{_SAID}(?:自|从)?{_DAY}(?:起|开始)?(?:至|到|-){_LAST}"),
    re.compile(rf"{_THIS}自{_DAY}起?(?:至|到){_LAST}止?(?:期间)?(?:有效|{_FORCE})"),
    re.compile(
        rf"(?:{_SAID}|{_COMES}|{_THIS}(?:有效|执行|施行|试行))(?:(?:延长|延续|截止)?(?:至|到)|截止|截至){_LAST}"
    ),
    re.compile(rf"{_SAID}{_SPAN}\({_DAY}起?(?:至|到|-){_LAST}"),
    re.compile(rf"(?:{_COMES}|{_THIS})[^;原同旧]{{0,30}}?{_LAST}(?:起|届满)?(?:自动|自行)(?:失效|废止|终止)"),
)
_LASTS = re.compile(rf"(?:{_SAID}(?:自施行之日起)?|{_COMES}(?<=行)|{_COMES}(?<=施))(?P<span>{_SPAN})(?!\d)")
_GOES_ON = re.compile(_TERM)
_SENTENCE = re.compile(r"[^。\n]+")


@dataclass(frozen=True, slots=True)
class Validity:
    """The last day on which a work is in force, and the sentence that says so."""

    until: date
    shown: str


def validity(text: str, article: Article) -> Validity | None:
    """The first term that the text gives itself; None for a draft, which is not in force, and where none is told.

    A term of years or months ends on the day before its anniversary; one that begins with the publication begins on the
    article's published date, else on the date it was written.
    """
    if article.stage == "draft":
        return None
    issued = day(article.published) or article.written
    return next(_terms(fold(compact(text)), issued), None)


def _terms(text: str, issued: date | None) -> Iterator[Validity]:
    """Every term, in order."""
    for line in text.split("\n"):
        if not ("期" in line or "施" in line or "行" in line or "效" in line):  # looking for these is far cheaper
            continue
        before, begins = "", _BEGINS.search(line)
        for sentence in _SENTENCE.finditer(line):
            said = sentence[0]
            # 有效期五年。 alone goes on with the sentence before it.
            whole = f"{before},{said}" if before and _GOES_ON.match(said) else said
            if (until := _until(whole, begins, issued)) is not None:
                yield Validity(until, whole)
            before = said if _BEGINS.search(said) else ""


def _until(said: str, elsewhere: re.Match[str] | None, issued: date | None) -> date | None:
    """What a sentence says; `elsewhere` is where its paragraph says from when."""
    for way in _WAYS:
        if (match := way.search(said)) is not None:
            return _last(match["until"])
    if (match := _LASTS.search(said)) is None or (begins := _BEGINS.search(said) or elsewhere) is None:
        return None
    first = day(parse(begins["day"])) if "年" in begins["day"] else issued
    return _after(first + timedelta(days=int(begins["after"] or 0)), match["span"]) if first else None


def _last(printed: str) -> date | None:
    """The day that is printed, or the last one of the year or month."""
    if "日" in printed:
        return day(parse(printed))
    year, _, month = printed.rstrip("底月").partition("年")
    return _before(int(year), int(month or 12) + 1) if 0 <= int(month or 12) <= 12 else None


def _after(first: date, span: str) -> date | None:
    """The last day of so many years or months that begin on `first`."""
    number = re.match(r"\d+", span)
    count = int(number[0]) if number else value(span.rstrip("年周月个").replace("两", "二"))
    months = first.month + (count if "月" in span else 12 * count)
    return _before(first.year, months, first.day)


def _before(year: int, months: int, on: int = 1) -> date | None:
    """The day before the `on`th of a month, counted from January of `year` on; 30 February is 1 March."""
    year, month = year + (months - 1) // 12, (months - 1) % 12 + 1
    if not date.min.year < year < date.max.year:
        return None
    try:
        return date(year, month, on) - timedelta(days=1)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)  # only months before December are that short
