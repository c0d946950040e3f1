"""Who answers for a task: the units and people that a clause names at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from monitor.text import fold

_DUTIES = "责任|牵头|负责|配合|主办|协办|承办"
_MARKS = ":：)）]】〕"  # a line that says who answers has a colon, or ends with a bracket
_HINT = re.compile(_DUTIES)
_LINE = re.compile(rf"\s*(?:{_DUTIES})[^:：。]{{0,8}}[:：]")
_ENDS = "。；; \t\u3000\xa0"
_OPENING, _CLOSING = frozenset("([（【〔"), frozenset(")]）】〕")
_BRACKET = re.compile(r"([()（）\[\]【】〔〕])")
_FARTHEST = 400
_WHO = "单位|部门|处室|科室|股室|主体|领导|人"
_LABEL = re.compile(
    rf"^\s*(?P<role>第?一?责任|牵头|负责|配合|主办|协办|承办|参与|落实|实施)?(?:和|及|、)?(?:责任|配合)?(?P<who>{_WHO})?\s*:\s*"
)
# Behind a task's last sentence, without brackets: more than a duty must be named, since 责任落实:… is a sentence.
_INLINE = re.compile(rf"[。；;!！]\s*(?=(?:{_DUTIES})(?:[和及、]?(?:责任|配合))?(?:{_WHO})[:：])")
_ALSO = re.compile(r"\s*(?:完成|办理|落实)?(?:时限|时间|期限)[:：]|\s*$")
_DUTY = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|分别|分工|会同)?(?P<duty>牵头|主办|负责(?:落实|实施)?|配合|协办|参与|落实)$"
)
_LEADS = ("牵头", "主办")
_UNIT = re.compile(r"^[^,。:]{2,40}$")
# Blanks that parted units are gone from compact text: 区教育局区财政局, but 县委县政府.
_BETWEEN = re.compile(
    r"、|(?<=[局厅委办联])[和及与]|(?<=[局厅委办联])\s*(?=[省市区县州旗各团](?![委域级]|政府|直))|\s+"
)
_LEAD, _NAMED, _PERSON = range(3)


def responsible(text: str) -> tuple[str, ...]:
    """The units named in （责任单位:…）, 牵头单位:… or （…牵头，…配合）, each once; the first is the lead.

    Where units are said to lead (牵头, 主办) they come first, and people (责任领导, 责任人) last; else the order is as
    published.
    """
    named = [one for start, end in tails(text) for one in _units(text[start:end])]
    return tuple(dict.fromkeys(name for name, _ in sorted(named, key=lambda one: one[1])))


def led(text: str) -> bool:
    """Whether the text says that a unit leads (牵头, 主办), and does not only name it first."""
    return any(rank == _LEAD for start, end in tails(text) for _, rank in _units(text[start:end]))


def tails(text: str) -> Iterator[tuple[int, int]]:
    """Where the text says who answers: the bracket at a paragraph's end, a line 责任单位:…, or such a sentence at the end."""
    if not any(map(text.__contains__, _MARKS)) or _HINT.search(text) is None:
        return
    at = 0
    for line in text.split("\n"):
        found = _tail(line.rstrip(_ENDS))
        if found is not None:
            yield at + found[0], at + found[1]
        at += len(line) + 1


def _tail(whole: str) -> tuple[int, int] | None:
    """Where in a line, its end trimmed, the words about duties stand."""
    if whole[-1:] in _CLOSING and (begin := _bracketed(whole)) is not None and _units(whole[begin:-1]):
        return begin, len(whole) - 1
    if _LINE.match(whole):
        return 0, _last(whole, 0)
    for match in _INLINE.finditer(whole, max(0, len(whole) - _FARTHEST)):
        if _last(whole, match.end()) == len(whole):
            return match.end(), len(whole)
    return None


def _last(whole: str, begin: int) -> int:
    """Where the sentences end that name who answers, or until when."""
    end = begin
    for sentence in whole[begin:].split("。"):
        if not _LINE.match(sentence) and not _ALSO.match(sentence):
            break
        end += len(sentence) + 1
    return min(end, len(whole))


def _bracketed(whole: str) -> int | None:
    """Where the inside of the bracket that ends here begins, brackets inside it included; None where it never began."""
    first = max(0, len(whole) - _FARTHEST)
    at, closings = len(whole) - 1, 0
    for part in reversed(_BRACKET.split(whole[first:-1])):
        closings += (part in _CLOSING) - (part in _OPENING)
        if closings < 0:
            return at
        at -= len(part)
    return None


@lru_cache(maxsize=1024)  # a plan names the same few units over and over
def _units(tail: str) -> tuple[tuple[str, int], ...]:
    return tuple(_named(fold(tail)))


def _named(tail: str) -> Iterator[tuple[str, int]]:
    role = who = ""
    for part in re.split(r"[;,。]", tail):
        label = _LABEL.match(part)
        if label:
            role, who = label["role"] or "", label["who"] or ""
        named = part[label.end() :] if label else part
        duty = _DUTY.search(named.strip())
        named = named.strip()[: duty.start()] if duty else named
        if not (label or duty or role):
            continue
        leading = (duty["duty"] if duty else role).startswith(_LEADS)
        rank = _PERSON if who in {"领导", "人"} else _LEAD if leading else _NAMED
        for unit in _BETWEEN.split(named):
            if _UNIT.match(tidied := re.sub(r"等?$", "", unit.strip())):
                yield tidied, rank
