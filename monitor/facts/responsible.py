"""Who answers for a task: the units that a clause names at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from monitor.text import fold

_DUTIES = "责任|牵头|负责|配合|主办|协办|承办"
_HINT = re.compile(_DUTIES)
_LINE = re.compile(rf"\s*(?:{_DUTIES})[^:：。]{{0,8}}[:：]")
_ENDS = "。；; \t\u3000\xa0"
_OPENING, _CLOSING = frozenset("([（【〔"), frozenset(")]）】〕")
_BRACKET = re.compile(r"([()（）\[\]【】〔〕])")
_FARTHEST = 400
_LABEL = re.compile(
    r"^\s*(?P<role>第?一?责任|牵头|负责|配合|主办|协办|承办|参与|落实|实施)?(?:和|及|、)?(?:责任|配合)?(?:单位|部门|处室|科室|主体|领导|人)?\s*:\s*"
)
_DUTY = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|分别|分工|会同)?(?P<duty>牵头|主办|负责(?:落实|实施)?|配合|协办|参与|落实)$"
)
_LEADS = ("牵头", "主办")
_UNIT = re.compile(r"^[^,。:]{2,40}$")


def responsible(text: str) -> tuple[str, ...]:
    """The units named in （责任单位:…）, 牵头单位:… or （…牵头，…配合）, each once; the first is the lead.

    Where units are said to lead (牵头, 主办) they come first, else the order is as published.
    """
    if _HINT.search(text) is None:
        return ()
    named = dict.fromkeys(one for line in text.split("\n") if (tail := _tail(line)) for one in _units(tail))
    leads = [unit for unit, leading in named if leading]
    return tuple(dict.fromkeys([*leads, *(unit for unit, _ in named)]))


def _tail(line: str) -> str:
    """What the bracket at the paragraph's end says of duties, or the whole line 责任单位:…; else nothing."""
    whole = line.rstrip(_ENDS)
    if whole[-1:] in _CLOSING:
        inside = _bracketed(whole)
        return inside if _HINT.search(inside) else ""
    return whole if _LINE.match(line) else ""


def _bracketed(whole: str) -> str:
    """What stands in the bracket that ends here, brackets inside it included; nothing where it never began."""
    body = whole[-_FARTHEST:-1]
    nearest = body[max(body.rfind("("), body.rfind("（")) + 1 :]
    if len(nearest) < len(body) and _BRACKET.search(nearest) is None:
        return nearest
    inside, closings = "", 0
    for part in reversed(_BRACKET.split(body)):
        closings += (part in _CLOSING) - (part in _OPENING)
        if closings < 0:
            return inside
        inside = part + inside
    return ""


@lru_cache(maxsize=1024)  # a plan names the same few units over and over
def _units(tail: str) -> tuple[tuple[str, bool], ...]:
    return tuple(_named(fold(tail)))


def _named(tail: str) -> Iterator[tuple[str, bool]]:
    role = ""
    for part in re.split(r"[;,。]", tail):
        label = _LABEL.match(part)
        if label:
            role = label["role"] or ""
        named = part[label.end() :] if label else part
        duty = _DUTY.search(named.strip())
        named = named.strip()[: duty.start()] if duty else named
        if not (label or duty or role):
            continue
        leading = (duty["duty"] if duty else role).startswith(_LEADS)
        for unit in named.split("、"):
            if _UNIT.match(tidied := re.sub(r"等?$", "", unit.strip())):
                yield tidied, leading
