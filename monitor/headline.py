"""A page's title: the line that shows it, told from the site's name, the column's and the organ's above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from monitor import labels, noise
from monitor.lines import Line, Surroundings
from monitor.text import fold, key, tidy

_HEAD_LINES = 24
_SHORTEST_HALF = 4
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+[编章条]|\d{1,2}[.、](?!\d))"
)
ORGAN = re.compile(
    r"^[\u4e00-\u9fff()\s]{2,30}(?:局|委|委员会|政府|办公室|办|厅|部|院|处|科|署|学校|大学|学院|中学|小学|幼儿园|中心|会|党组|领导小组|公司|医院|馆)$"
)
_NUMBER = re.compile(r".{1,12}[\[(]?\d{4}[\])]?(?:第)?\d+号")
_SITE_ENDING = r"(?:网|网站|门户|平台|局|厅|委|会|政府|学校|大学|学院|中学|小学|中心|人大|政协|办公室|研究院|日报|晚报)"
SITE = re.compile(rf"^[\u4e00-\u9fffA-Za-z·()（）]{{2,30}}{_SITE_ENDING}(?:官网|网站|门户)?$")
_WINDOW = re.compile(rf"\s*(?:_|\||—{{2,}}|-{{2,}}|»|\s[-–—]\s|-(?=[^-]{{2,24}}{_SITE_ENDING}(?:官网|网站|门户)?$))\s*")


def page_title(
    head: Sequence[Line], content: Sequence[Line], around: Surroundings, *, titled: bool
) -> tuple[str, list[Line]]:
    """The page's title as shown, and the content without the line that showed it."""
    parts = segments(around.window)
    confirmed = [key(part) for part in parts if not SITE.match(part)]
    named = labels.merged([labels.fields(line.text) for line in (*reversed(around.before), *head)]).get("title", "")
    leading = content[0] if content and can_be_title(content[0].text) else None
    nearest = [*head, *reversed(around.before)]
    shown = [line.text for line in nearest if line.heading and can_be_title(line.text)]
    if leading is not None and leading.heading:
        shown.append(leading.text)
    plain = [line.text for line in head if can_be_title(line.text)] or _above_metadata(around.before)
    shows = leading is not None and (leading.heading or (titled and not plain))
    if leading is not None and titled and not plain:
        plain.append(leading.text)
    candidates = [text for text in (*shown, around.declared.get("title", ""), *plain, named) if text]
    candidates = [text for text in candidates if not SITE.match(text)] or candidates
    others = (line.text for line in (*reversed(around.before), *content[:_HEAD_LINES]) if can_be_title(line.text))
    agreed = (text for text in chain(candidates, others) if any(key(text) in part for part in confirmed))
    title = next(agreed, None) or next(iter([*candidates, *parts]), "")
    other = leading is None or key(leading.text) != key(title)
    whole = _joined(title, [*around.before, *head, *content[:_HEAD_LINES]], [*parts, around.declared.get("title", "")])
    return whole, list(content[1:] if shows and not other else content)


def _joined(title: str, lines: Sequence[Line], known: Sequence[str]) -> str:
    """A title that is shown on two lines, as one: what the page says elsewhere, or an organ and its `关于…`."""
    keys = [key(part) for part in known]
    if key(title) in keys:
        return title
    at = next((index for index, line in enumerate(lines) if line.text == title), None)
    if at is None:
        return title
    previous = lines[at - 1] if at else None
    following = lines[at + 1] if at + 1 < len(lines) else None
    for first, second in ((previous, lines[at]), (lines[at], following)):
        if first is None or second is None or first.heading != second.heading:
            continue
        both = first.text + second.text
        organ = (
            second.text.startswith("关于") and key(first.text) not in keys and ORGAN.match(fold(first.text)) is not None
        )
        told = any(key(both) in part for part in keys) and min(len(first.text), len(second.text)) >= _SHORTEST_HALF
        if key(both) in keys or told or organ or (first.text.endswith("关于") and can_be_title(second.text)):
            return both
    return title


def _above_metadata(before: Sequence[Line]) -> list[str]:
    """The line right above the metadata lines nearest to the document, where nothing is marked as a title."""
    lines = [line.text for line in reversed(before)]
    start = next((index for index, text in enumerate(lines) if labels.fields(text)), 0)
    return [text for text in lines[start:] if can_be_title(text)][:1]


def confirmed(text: str, window: str) -> bool:
    """Whether a line is what the window's title names, and not the site."""
    return any(key(text) == key(part) for part in segments(window) if not SITE.match(part))


def segments(window: str) -> list[str]:
    """The parts of a window's title: the page's title, then perhaps its column and its site."""
    return [part for part in _WINDOW.split(tidy(window)) if part]


def can_be_title(text: str) -> bool:
    """Whether a line could be a title: no sentence, no number, no metadata, no furniture, neither too long nor too short."""
    return (
        4 <= len(text) <= 120
        and "\t" not in text  # a table's row
        and not noise.is_noise(text)
        and not labels.fields(text)
        and not labels.stamp(text)
        and not NUMBERED.match(fold(text))
        and not _NUMBER.fullmatch(key(text))
        and not text.endswith(("。", ";", "；", ":", "：", ",", "，"))
    )


def own_title(work: str, opening: Sequence[str]) -> str:
    """The work's title as its own text prints it, else as the page does."""
    return next((line for line in opening if len(line) <= 120 and key(line) == key(work)), work)


def site_of(window: str, page_title: str) -> str | None:
    """The site's name at the end of the window's title, or all of it where it does not name the page."""
    parts = [part for part in segments(window) if key(part) not in key(page_title)]
    last = parts[-1] if parts else ""
    return last if last and (len(segments(window)) > 1 or SITE.match(last)) else None


def column_of(window: str, page_title: str) -> str | None:
    """The column in a window's title of the form title - column - site."""
    parts = segments(window)
    return parts[-2] if len(parts) > 2 and key(parts[-2]) not in key(page_title) else None
