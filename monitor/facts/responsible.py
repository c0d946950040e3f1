"""Who answers for a task: the units that a clause names at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.text import fold

_HINT = re.compile("责任|牵头|负责|配合|主办|协办|承办")
_TAIL = re.compile(
    r"[(\[](?P<tail>(?:[^()\[\]\n]|\([^()\n]{1,30}\)){0,12}?(?:责任|牵头|负责|配合|主办|协办|承办)(?:[^()\[\]\n]|\([^()\n]{1,30}\)){0,300})[)\]][。;]?\s*(?=\n|$)"
    r"|^\s*(?P<line>(?:责任|牵头|负责|配合|主办|协办|承办)[^:\n。]{0,8}:.*)$"
    r"|[(\[](?P<doing>[^()\[\]\n]{2,300}?(?:牵头|负责|配合|主办|协办))[)\]][。;]?\s*(?=\n|$)",
    re.MULTILINE,
)
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
    leads: dict[str, None] = {}
    others: dict[str, None] = {}
    for match in _TAIL.finditer(fold(text)):
        for unit, leading in _units(match["tail"] or match["line"] or match["doing"]):
            (leads if leading else others)[unit] = None
    return tuple(leads | others)


def _units(tail: str) -> Iterator[tuple[str, bool]]:
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
