"""The provisions that a clause refers to: 第五条第二款, 前款, 第(三)项, 第三条至第五条, 第二章."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.numbering import han, value
from monitor.text import fold, key

_HAN = "一二三四五六七八九十百千零〇"
_NUMBER = rf"[{_HAN}\d]{{1,8}}"
_ONE = rf"[(]?{_NUMBER}[)]?"
_CITED = re.compile(
    rf"(?P<own>本条)?第(?P<numbers>{_ONE}(?:[、和及至到-]{_ONE}){{0,20}})(?P<unit>[编章节条款项]|部分)(?P<inserted>之[{_HAN}]{{1,3}})?"
    rf"|前(?P<count>[两二三四五六]?)款"
)
_EACH = re.compile(_NUMBER)
_OWN_WORK = re.compile(r"本[^,。;、《》本]{0,8}$")
_OTHER_WORK = re.compile(r"(?:》|法|条例|办法|规定|细则|决定|章程|规则)$")
_JOINT = re.compile(r"[、和及或至到的,或者以]{0,3}")
_HOME = re.compile(r"(?P<prefix>(?:.*/)?)(?P<article>第[^/款]+条[^/]*)(?:/第(?P<paragraph>[^/]+)款)?")
_NEAR = 12  # a work's name ends right before the number; so far back it may be said to be this one


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a provision's number stands, and its path; None where it is one of another work, or cannot be told.

    `whole`: the article as such is meant, and not its first 款, which has the same path.
    """

    start: int
    end: int
    path: str | None
    whole: bool = False


def provisions(text: str, path: str) -> Iterator[Reference]:
    """The provisions that a clause at `path` refers to, in order.

    第五条第二款 is one reference, 第二款 alone is one to the clause's own article; in 第三、四条 each number is one.

    >>> [each.path for each in provisions("依照第五条第二款和前款第(一)项", "第七条/第三款")]
    ['第五条/第二款', '第七条/第二款/(一)']
    """
    last: Reference | None = None
    for one in _parts(fold(text), path):
        if last is not None and last.end != one.start:
            yield last
        last = replace(one, start=last.start) if last is not None and last.end == one.start else one
    if last is not None:
        yield last


def _parts(plain: str, path: str) -> Iterator[Reference]:
    """The references, 第五条第二款 as two of them."""
    if "第" not in plain and "款" not in plain:
        return
    home = _HOME.match(path)
    prefix, own = (home["prefix"], home["prefix"] + home["article"]) if home else ("", "")
    at = value(home["paragraph"] or "一") if home else 0
    article, paragraph, division = own, _paragraph(own, at), ""
    end, foreign = -1, False
    for match in _CITED.finditer(plain):
        if end < 0 or match["own"] or not _JOINT.fullmatch(plain, end, match.start()):
            article, paragraph, division = own, _paragraph(own, at), ""
            foreign = _of_other_work(plain[max(0, match.start() - _NEAR) : match.start()])
        end = match.end()
        if match["unit"] is None:
            count = {"": 1, "两": 2}.get(match["count"]) or value(match["count"])
            paragraph = _paragraph(own, at - count)
            yield Reference(*match.span(), paragraph or None)
            continue
        numbers = list(_EACH.finditer(plain, *match.span("numbers")))
        for number in numbers:
            printed = f"第{key(number[0])}{match['unit']}{match['inserted'] or ''}"
            if match["unit"] == "条":
                article = paragraph = found = prefix + printed
            elif match["unit"] == "款":
                paragraph = found = _paragraph(article, _count(number[0]))
            elif match["unit"] == "项":
                found = f"{paragraph}/({key(number[0])})" if paragraph else _item(path, plain, number)
            elif match["unit"] == "部分":
                found = prefix + key(number[0])
            else:
                division = f"{division}/{printed}" if match["unit"] == "节" and division else printed
                found = division
            start = match.start() if number is numbers[0] else number.start()
            stop = match.end() if number is numbers[-1] else number.end()
            yield Reference(start, stop, None if foreign else found or None, whole=match["unit"] == "条")


def _paragraph(article: str, at: int) -> str:
    """The path of an article's 款: the first one is the article's own."""
    if not article or at < 1:
        return ""
    return article if at == 1 else f"{article}/第{han(at)}款"


def _item(path: str, plain: str, number: re.Match[str]) -> str:
    """The path of a plan's item: beside the clause, or the one it stands in, that is numbered alike; else below it."""
    printed = key(number[0])
    if plain[number.start() - 1 : number.start()] == "(" or not printed.isdecimal():
        printed = f"({printed})"
    steps = path.split("/")
    for at in range(len(steps) - 1, -1, -1):
        if _form(steps[at]) == _form(printed):
            return "/".join((*steps[:at], printed))
    return f"{path}/{printed}" if path else printed


def _form(number: str) -> tuple[bool, bool]:
    """Brackets or none, digits or Han numerals."""
    return number.startswith("("), number.strip("()").isdecimal()


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else value(number)


def _of_other_work(before: str) -> bool:
    return _OTHER_WORK.search(before) is not None and _OWN_WORK.search(before) is None
