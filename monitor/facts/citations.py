"""What a text refers to: works by title, documents by number, dates as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.text import fold, key

_WORK = re.compile(r"《(?:[^《》\n]|《[^《》\n]{1,80}》){1,120}》")
_LEADING = re.compile(
    r"^[和与]|^.*(?:根据|按照|依据|依照|落实|参照|执行|原|以下简称|文号|发文字号|及|见|的|由|经)(?=[\u4e00-\u9fff]{2})"
)
_NUMBERED = re.compile(
    r"[\u4e00-\u9fff]{2,14}\s?[〔\[【﹝(（［]\s?(?:19|20)\d\d\s?[〕\]】﹞)）］]\s?第?\s?\d{1,5}\s?号"
    r"|[\u4e00-\u9fff]{2,10}[发函字办规](?:19|20)\d\d年?\s?\d{1,4}\s?号|[\u4e00-\u9fff]{2,14}令(?:\s?第)?\s?\d{1,4}\s?号"
)
_DATE = re.compile(
    r"[(（](?:19|20)\d\d年?[-—–~～至－](?:19|20)\d\d年?[)）]"
    r"|(?:19|20)\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})(?!\d)(?:\s?\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日(?:\s?\d{1,2}:\d\d(?::\d\d)?)?)?|[春夏秋冬]季|[上下]半年|年?[初底末])?"
)
_DIGITS = re.compile(r"\d{4,}")  # far cheaper to look for than all that a date can be
_HAN_DATE = re.compile(
    r"[一二][零〇○九][零〇○一二三四五六七八九]{2}年(?:十?[一二三四五六七八九十]月(?:[一二三]?十?[一二三四五六七八九十]日)?)?"
)


def citations(text: str) -> tuple[str, ...]:
    """The works that the text names in 《》, brackets included, as published, each once, in order.

    Titles that differ only in width, blanks or dashes are one.
    """
    return _once(_WORK.findall(text)) if "《" in text else ()


def document_numbers(text: str) -> tuple[str, ...]:
    """The document numbers in the text (宿政发〔2019〕65号), as published, without blanks, each once, in order."""
    if "号" not in text:
        return ()
    return _once(_LEADING.sub("", re.sub(r"\s", "", found)) for found in _NUMBERED.findall(_halved(text)))


def dates(text: str) -> tuple[str, ...]:
    """Dates as printed, years and periods (2021-2025) among them, each once, in order."""
    plain = _halved(text)
    found: list[tuple[int, str]] = [(match.start(), match[0]) for match in _HAN_DATE.finditer(plain)]
    end = 0
    for digits in _DIGITS.finditer(plain):
        at = digits.start()
        match = (
            None
            if at < end or len(digits[0]) > 4
            else _DATE.match(plain, at - (at > 0 and plain[at - 1] in "(（")) or _DATE.match(plain, at)
        )
        if match is not None:
            found.append((at, match[0]))
            end = match.end()
    return _once(date for _, date in sorted(found))


def _halved(text: str) -> str:
    """The text with half-width digits; almost every text has no others and is not copied."""
    return fold(text) if re.search("[０-９]", text) else text


def _once(found: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(key(one), one)
    return tuple(first.values())
