"""CSS selectors for elements that somebody pointed at, written so that they survive small redesigns.

What names mean outlives where things stand: an id or a class that says something comes first, then one of an element
around it, then names that are made by machines, and only at last positions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

_STATES = frozenset(
    (
        *("active", "on", "off", "current", "cur", "first", "last", "odd", "even", "hover", "selected"),
        *("open", "show", "hide", "hidden", "visible", "loaded", "new", "hot"),
    )
)
_LAYOUT = frozenset(
    (
        *("clearfix", "clear", "cf", "fl", "fr", "left", "right", "center", "row", "col", "wrap", "wrapper"),
        *("inner", "outer", "box", "container", "main", "mid", "middle", "top", "bottom", "block", "item", "con"),
        *("bg", "page", "bd", "hd"),
    )
)
_IDENTIFIER = re.compile(r"-?[A-Za-z_][\w-]*\Z", re.ASCII)
_MEASURE = re.compile(r"(?:[a-z]{1,4}-?\d+|(?:col|w|h|m|p|mt|mb|pt|pb|ml|mr)-[\w-]+)\Z", re.IGNORECASE)
_MADE = re.compile(r"\d{3}|\d[a-z]+\d|^(?:css|sc|jsx|svelte)-|[_-](?=[A-Za-z]*\d)[A-Za-z0-9]{5,}$")
_SAID = ("role", "itemprop")
_TELLING_TAGS = frozenset(("body", "main", "article", "header", "footer", "nav", "aside"))
_BOXES = frozenset(("div", "span", "font"))
_NEAR = 4
"""So many elements upwards are asked for a name."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector, and whether names alone are in it: `stable` ones survive what moves the element."""

    text: str
    stable: bool


@dataclass(frozen=True, slots=True)
class Pointed:
    """What was pointed at on one page: one element, or all of a kind.

    `memo` is what selectors found on this page so far; who asks for many elements of a page shares it.
    """

    body: HtmlElement
    elements: tuple[HtmlElement, ...]
    memo: dict[str, list[HtmlElement]] = field(default_factory=dict, compare=False, repr=False)


def selector(pages: Sequence[Pointed]) -> Selector:
    """The best selector that finds on every page exactly what was pointed at there.

    Pages must be of one shape: where none fits all, the positions of the first page decide. Raises ValueError where
    nothing was pointed at.
    """
    first = next((page for page in pages if page.elements), None)
    if first is None:
        raise ValueError("point at an element")
    for stable, found in (
        (True, _named(first.elements, _telling)),
        (True, _named(first.elements, _plain)),
        (False, _named(first.elements, _any, boxes=True)),
    ):
        for text in found:
            if all(finds(page, text) for page in pages):
                return Selector(text, stable)
    placed = (text for text in _placed(first) if all(finds(page, text) for page in pages))
    return Selector(next(placed, None) or next(_placed(first)), False)


def finds(page: Pointed, text: str) -> bool:
    """Whether a selector finds exactly these elements of a page."""
    if text not in page.memo:
        try:
            page.memo[text] = _compiled(text)(page.body)
        except SelectorError:
            page.memo[text] = []
    found = page.memo[text]
    return len(found) == len(page.elements) and set(found) == set(page.elements)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    return cast("Callable[[HtmlElement], list[HtmlElement]]", CSSSelector(text, translator="html"))


@lru_cache(maxsize=4096)
def meaning(name: str) -> int:
    """How much a class or an id tells: 2 what something is, 1 where it lies, 0 nothing that lasts."""
    if not _IDENTIFIER.match(name) or name.lower() in _STATES:
        return 0
    if name.lower() in _LAYOUT or _MEASURE.match(name):
        return 1
    return 0 if _MADE.search(name) else 2 if len(name) > 2 else 1


def _telling(name: str) -> bool:
    return meaning(name) == 2


def _plain(name: str) -> bool:
    return meaning(name) >= 1 and not _MEASURE.match(name)


def _any(name: str) -> bool:
    return _IDENTIFIER.match(name) is not None and name.lower() not in _STATES


def _named(elements: Sequence[HtmlElement], good: Callable[[str], bool], *, boxes: bool = False) -> Iterator[str]:
    """Selectors of names alone, the shortest first: own names, then those of what is around with the own name or tag.

    Boxes (`div`, `span`) come with their tags only where that is asked for: any wrapper is one more of them.
    """
    own, lesser = _shared(elements, good), _shared(elements, _plain)
    tags = {element.tag for element in elements}
    tag = next(iter(tags)) if len(tags) == 1 else None
    told = tag if tag is not None and (boxes or tag not in _BOXES) else None
    yield from own
    if tag is not None:
        yield from (f"{tag}{part}" for part in own)
        if tag in _TELLING_TAGS:
            yield tag
    yield from (f"{one}{other}" for one in own for other in own if one < other and other[0] != "#")
    for around in _around(elements):
        for outer in _parts(around, good):
            yield from (f"{outer} {part}" for part in dict.fromkeys((*own, *lesser)))
            if told is not None:
                yield from (f"{outer} {told}", f"{outer} > {told}")
                yield from (f"{outer} {between} > {told}" for between in _between(elements, around))


def _shared(elements: Sequence[HtmlElement], good: Callable[[str], bool]) -> list[str]:
    return [part for part in _parts(elements[0], good) if all(part in _parts(each, good) for each in elements[1:])]


def _around(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """What is around all of them, the nearest first."""
    shared = [set(element.iterancestors()) for element in elements]
    nearest = [each for each in elements[0].iterancestors() if all(each in one for one in shared)]
    return [each for each in nearest if each.tag not in {"html", "body"}][:_NEAR]


def _between(elements: Sequence[HtmlElement], around: HtmlElement) -> list[str]:
    parents = {parent.tag for element in elements if (parent := element.getparent()) is not None}
    only = next(iter(parents)) if len(parents) == 1 else None
    return [only] if only is not None and elements[0].getparent() is not around else []


def _parts(element: HtmlElement, good: Callable[[str], bool]) -> list[str]:
    """The id, the classes and the roles of an element, as selectors."""
    name = element.get("id") or ""
    found = [f"#{name}"] if good(name) else []
    found += [f".{one}" for one in sorted(_classes(element), key=lambda one: (-meaning(one), -len(one))) if good(one)]
    return found + [f'[{name}="{value}"]' for name in _SAID if _IDENTIFIER.match(value := element.get(name) or "")]


def _classes(element: HtmlElement) -> list[str]:
    return list(dict.fromkeys((element.get("class") or "").split()))


def _placed(page: Pointed) -> Iterator[str]:
    """Selectors with positions: from the nearest name downwards, else from the page's top."""
    together = _around(page.elements) if len(page.elements) > 1 else [page.elements[0]]
    tail = "" if len(page.elements) == 1 else _kind(page.elements)
    for top in together or [page.body]:
        path: list[str] = []
        element = top
        while element is not page.body:
            for part in _parts(element, _plain) if path or tail else ():
                yield " > ".join([part, *path]) + tail
            parent = element.getparent()
            if parent is None:
                break
            alike = [child for child in parent if child.tag == element.tag]
            path.insert(0, element.tag if len(alike) == 1 else f"{element.tag}:nth-of-type({alike.index(element) + 1})")
            element = parent
        yield " > ".join(["body", *path]) + tail


def _kind(elements: Sequence[HtmlElement]) -> str:
    tags = list(dict.fromkeys(element.tag for element in elements))
    parents = {parent.tag for element in elements if (parent := element.getparent()) is not None}
    return f" {next(iter(parents))} > {tags[0]}" if len(parents) == 1 and tags[0] == "td" else f" {tags[0]}"
