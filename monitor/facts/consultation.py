"""Until when and where a text asks for opinions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from monitor.dates import day, parse
from monitor.records import Consultation, Contact, ContactKind
from monitor.text import fold, visible

_ASKS = re.compile(
    r"(?:征求|征集|征询|听取|反馈|提出|收集)[^。\n]{0,24}(?:意见|建议)|(?:意见|建议)[^。\n]{0,16}(?:反馈|征集|征求|征询|提出|截止|截至)"
)
_OPINION = re.compile("意见|建议|反馈|征求|征集")
_UNTIL = re.compile("截止|截至|结束|期限|期为|(?<!发布)(?<!更新)时间|之前|以前|前|止")
_DAY = r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_DATE = re.compile(_DAY)
_PERIOD = re.compile(rf"(?P<from>{_DAY})\s*(?:起)?\s*(?:至|到|-|~)\s*(?P<to>{_DAY}|\d{{1,2}}\s*日)")
_BEFORE = re.compile(
    rf"(?:{_DAY})\s*(?:\([^()]{{1,8}}\))?\s*(?:\d{{1,2}}[:时]\d{{0,2}}分?)?\s*(?:之前|以前|前|止|截止)"
)
_LABELLED = re.compile(rf"(?:截止|截至|结束|期限|(?<!发布)(?<!更新)时间)[^。;\n]{{0,24}}?(?:{_DAY})")
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


def consultation(text: str, published: date | None = None) -> Consultation:
    """The day until which opinions are taken, and the ways to send them; both empty where the text asks for none.

    A day counts only in a sentence that says until when (截止, 期限, …前) and that it, or the sentence before it, asks
    for opinions. One printed without a year is the first of its name from the day on which the call was published.
    Postal addresses and postal codes are two contacts of kind `post`.
    """
    if not _asks(text):
        return Consultation()
    plain = fold(visible(text))
    return Consultation(_deadline(plain, published), tuple(dict.fromkeys(_contacts(plain))))


def _asks(text: str) -> bool:
    return any(
        _ASKS.search(line.replace("征求意见稿", "")) is not None
        for line in text.split("\n")
        if "意见" in line or "建议" in line
    )


def _deadline(plain: str, published: date | None) -> date | None:
    opinion_before = False
    for line in plain.split("\n"):
        if not opinion_before and not _OPINION.search(line):
            continue
        for sentence in _SENTENCE.findall(line):
            opinion = _OPINION.search(sentence) is not None
            if (
                (opinion or opinion_before)
                and _UNTIL.search(sentence)
                and (found := _until(sentence, published)) is not None
            ):
                return found
            opinion_before = opinion
    return None


def _until(sentence: str, published: date | None) -> date | None:
    """The last day that the sentence allows: a period's end, else the day that is called the end."""
    year = re.search(r"(\d{4})\s*年", sentence)
    for match in (_PERIOD.search(sentence), _BEFORE.search(sentence), _LABELLED.search(sentence)):
        if match is None:
            continue
        printed = match["to"] if "to" in match.re.groupindex else _DATE.findall(match[0])[-1]
        if "to" in match.re.groupindex and "月" not in printed and "日" in printed:
            month = re.search(r"(\d{1,2})\s*月", match["from"])
            printed = f"{month[1]}月{printed}" if month else printed
        if "年" not in printed and "月" in printed and year is not None:
            printed = f"{year[1]}年{printed}"
        if (found := day(parse(printed))) is not None or (found := _following(printed, published)) is not None:
            return found
    return None


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
