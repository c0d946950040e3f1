"""Until when and where a text asks for opinions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.dates import day, parse
from monitor.numbering import marker, value
from monitor.records import Consultation, Contact, ContactKind
from monitor.text import compact, fold, key

_ASKS = re.compile(
    r"(?:征求|征集|征询|听取|反馈|提出|收集)[^。\n]{0,24}(?:意见|建议)|(?:意见|建议)[^。\n]{0,16}(?:反馈|征集|征求|征询|提出|截止|截至)"
)
_OPINION = re.compile("意见|建议|反馈|征求|征集")
_UNTIL = re.compile("截止|截至|结束|期限|期为|(?<!发布)(?<!更新)时间|之前|以前|前|止|之日起|即日起")
_DAY = r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
_DATE = re.compile(_DAY)
# What is read is compact: one blank at most, and no pattern that lets two runs of them meet.
_CLOCK = r"\s?(?:\([^()]{1,8}\))?\s?(?:[上下中]午)?\s?(?:\d{1,2}[:时点]\d{0,2}分?整?)?\s?"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:个?工作日|个?自然日|日|天)"
# How a sentence says until when, the surest way first: a period's end, a day before which, the day that is called the end.
_SAYS = (
    re.compile(rf"(?P<from>{_DAY}){_CLOCK}起?\s?(?:至|到|-|~)\s?(?P<to>{_DAY}|\d{{1,2}}\s?日)"),
    re.compile(rf"(?:之日|即日|今日)\s?起?\s?,?\s?(?:至|到|-|~)\s?(?P<to>{_DAY})"),
    re.compile(rf"(?P<to>{_DAY}){_CLOCK}(?:之前|以前|前|止|截止)"),
    re.compile(rf"(?:截止|截至|结束|期限|(?<!发布)(?<!更新)时间)[^。;\n]{{0,24}}?(?P<to>{_DAY})"),
    re.compile(rf"(?:期限|时限|时间|公示期|公告期)\s?(?:为|是|共|:)?\s?(?P<count>{_COUNT})"),
    re.compile(rf"(?:公告|公示|公布|发布|刊登|印发|即日)(?:之日)?起\s?,?\s?(?P<count>{_COUNT})\s?之?内"),
)
# Below a heading that says what the day is, any will do.
_BARE = (re.compile(rf"^(?:.*[^\d-])?(?P<to>{_DAY})"), re.compile(rf"(?P<count>{_COUNT})"))
_HEADS = re.compile(
    r"(?=.*(?:征求|征集|征询|反馈|公示|意见|建议|截止)).*(?:时间|日期|期限|时限|公示期)|(?:起止)?(?:时间|日期|期限|时限)"
)
_HEADING = 20
_SPACED_HEADING = 60  # with its number and its blanks
_ENDS = "。;!?；！？"
_UNNUMBERED = 9.0  # any number ends what stands below a heading without one
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[^。;!?]+")

_NUMBER = r"(?:\(?0\d{2,3}\)?[-\s]?)?\d{7,8}(?:[-转]\d{1,5})?(?!\d)|1\d{10}(?!\d)"
_AND = r"\s*[、,/;和或]\s*"
_NUMBERS = rf"(?:{_NUMBER})(?:{_AND}(?:{_NUMBER}))*"
# Kind, words one of which every such contact has (looking for them is far cheaper), and the pattern: its group, or all of it.
_WAYS: tuple[tuple[ContactKind, tuple[str, ...], re.Pattern[str]], ...] = (
    ("fax", ("传真",), re.compile(rf"传真[^\d\n@]{{0,8}}({_NUMBERS})")),
    ("phone", ("电话", "热线", "手机"), re.compile(rf"(?:电话|热线|手机)[^\d\n@]{{0,10}}({_NUMBERS})")),
    (
        "email",
        ("@",),
        re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}", re.ASCII),
    ),
    (
        "post",
        ("信函", "信件", "邮寄", "来信", "来函", "地址"),
        re.compile(
            r"(?:信函|信件|邮寄地址|邮寄|来信|来函|通[讯信]地址|联系地址|寄送地址|收件地址|地址)[^:\n]{0,16}:\s*(?:[^:\n]{0,8}地址:)?"
            r"([^;。\n]+?)(?=\s*[,(]?\s*邮(?:政)?编|[;。\n]|$)"
        ),
    ),
    ("post", ("邮编", "邮政编"), re.compile(r"邮(?:政)?编码?[^\d\n]{0,4}(\d{6})(?!\d)")),
    (
        "web",
        ("://", "www."),
        re.compile(
            r"https?://[\w./?=&%#:~+-]{4,200}|(?:网址|网站|登录)[^\w\n]{0,4}(www\.[\w./?=&%#~+-]{4,100})", re.ASCII
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Term:
    """Where a text says until when opinions are taken: the span of the day, or of the number of days, as `shown`.

    `day` is None where it cannot be told without a calendar of holidays (5个工作日) or the day of publication.
    """

    start: int
    end: int
    shown: str
    day: date | None


def consultation(text: str, published: date | None = None) -> Consultation:
    """The day until which opinions are taken, and the ways to send them; both empty where the text asks for none.

    A day counts only in a sentence that says until when (截止, 期限, …前) and that it, or the sentence before it, asks
    for opinions, or below a heading such as 征求意见时间. One printed without a year is the first of its name from the
    day on which the call was published; 30日 are counted from that day. Postal addresses and postal codes are two
    contacts of kind `post`.
    """
    if not _asks(text):
        return Consultation()
    plain = fold(compact(text))
    days = (term.day for term in terms(plain, published) if term.day is not None)
    return Consultation(next(days, None), tuple(dict.fromkeys(_contacts(plain))))


def term(text: str, published: date | None = None) -> Term | None:
    """The first statement of the deadline of a text that asks for opinions: the first whose day is known, if any is."""
    found = list(terms(text, published)) if _asks(text) else []
    return next((one for one in found if one.day is not None), found[0] if found else None)


def _asks(text: str) -> bool:
    return any(
        _ASKS.search(compact(line).replace("征求意见稿", "")) is not None
        for line in text.split("\n")
        if "见" in line or "议" in line  # found faster than words, and blanks do not part them
    )


def terms(text: str, published: date | None = None) -> Iterator[Term]:
    """Every statement of until when opinions are taken, in order; spans are of the text as given, if that is compact.

    Most lines are no heading, or speak of no opinions, or name no day, which single characters tell without folding them.
    """
    at, depth = 0, None  # how deep the heading stands below which any day will do
    previous, asked = "", False  # the line before, and whether it can speak of opinions
    for line in text.split("\n"):
        if _heads(line):
            depth = number.depth if (number := marker(_plain(line))) else _UNNUMBERED
        elif depth is not None and (number := marker(_plain(line))) is not None and number.depth <= depth:
            depth = None
        opinions = "见" in line or "议" in line or "馈" in line or "征" in line
        if (depth is not None or opinions or asked) and _counts(line):
            before = _last_sentence(_plain(previous))
            for sentence in _SENTENCE.finditer(_plain(line)):
                found = None
                if depth is not None:
                    found = _until(sentence[0], published, (*_SAYS, *_BARE))
                elif _UNTIL.search(sentence[0]) and (_OPINION.search(sentence[0]) or _OPINION.search(before)):
                    found = _until(sentence[0], published, _SAYS)
                if found is not None:
                    start = at + sentence.start()
                    yield replace(found, start=start + found.start, end=start + found.end)
                before = sentence[0]
        if line.strip(_ENDS):
            previous, asked = line, opinions
        at += len(line) + 1


def _plain(line: str) -> str:
    return fold(compact(line))


def _counts(line: str) -> bool:
    """Whether a line can name a day or a number of days at all; looking for these characters is far cheaper."""
    if "日" in line or "天" in line:
        return True
    if "2" not in line and "２" not in line:
        return False
    plain = _plain(line)
    return "20" in plain and ("-" in plain or "/" in plain or "." in plain)


def _last_sentence(line: str) -> str:
    """The last sentence of a line."""
    body = line.rstrip("。;!?")
    return body[max(map(body.rfind, "。;!?")) + 1 :]


def _heads(line: str) -> bool:
    """Whether a line is a heading that says: below stands until when."""
    if len(line) > _SPACED_HEADING or not ("间" in line or "期" in line or "限" in line):  # it ends with one of these
        return False
    line = _plain(line)
    number = marker(line)
    plain = key(line[number.end :] if number else line).rstrip(":")
    return len(plain) <= _HEADING and not _DIGIT.search(plain) and _HEADS.fullmatch(plain) is not None


def _until(sentence: str, published: date | None, ways: Iterable[re.Pattern[str]]) -> Term | None:
    """The last day that the sentence allows; as printed alone where it cannot be told which day that is."""
    printed: Term | None = None
    for way in ways:
        match = way.search(sentence)
        if match is None:
            continue
        named = match.groupdict()
        group = "to" if named.get("to") else "count"
        until = _counted(match["count"], published) if group == "count" else _day(sentence, match, published)
        found = Term(match.start(group), match.end(group), match[group], until)
        if until is not None:
            return found
        printed = printed or found
    return printed


def _day(sentence: str, match: re.Match[str], published: date | None) -> date | None:
    """The day that is printed, with the year and month that the sentence gave before it."""
    printed, begins = match["to"], match.groupdict().get("from")
    if begins and "月" not in printed and "日" in printed:
        month = re.search(r"(\d{1,2})\s*月", begins)
        printed = f"{month[1]}月{printed}" if month else printed
    year = re.search(r"(\d{4})\s*年", sentence)
    if "年" in printed or "月" not in printed or year is None:
        return day(parse(printed)) or _following(printed, published)
    first = day(parse(begins)) if begins else None
    found = day(parse(f"{year[1]}年{printed}"))
    # 2025年12月20日至1月5日 ends in the next year.
    return _following(printed, first) if found and first and found < first else found


def _counted(printed: str, published: date | None) -> date | None:
    """So many days after the day of publication; None for working days, which hang on the holidays."""
    number = re.match(r"\d+", printed)
    if published is None or "工作" in printed:
        return None
    count = int(number[0]) if number else value(re.sub(r"[^一二三四五六七八九十]", "", printed.partition("日")[0]))
    return published + timedelta(days=count)


def _following(printed: str, published: date | None) -> date | None:
    """The first day from `published` on that is printed so, without its year; None where the calendar has none."""
    numbers = re.fullmatch(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日", printed)
    if numbers is None or published is None:
        return None
    dated = (day(parse(f"{year}年{printed}")) for year in (published.year, published.year + 1))
    return next((found for found in dated if found is not None and found >= published), None)


def _contacts(plain: str) -> Iterator[Contact]:
    found = [
        (match.start(group), Contact(kind, value.strip(" ,")))
        for kind, words, pattern in _WAYS
        if any(word in plain for word in words)
        for match in pattern.finditer(plain)
        for group in [match.lastindex or 0]
        for value in (re.split(_AND, match[group]) if kind in {"fax", "phone"} else [match[group]])
    ]
    return (contact for _, contact in sorted(found, key=lambda one: one[0]))
