"""A page's words as a browser would show them, line by line, each with the element that it stands in.

The tree is taken as it came and left as it is: what is found here is named to people and written into selectors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from monitor.text import key, tidy

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "select", "option", "textarea", "svg", "head")
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "s", "small", "span"),
        *("strike", "strong", "sub", "sup", "u", "wbr", "img", "o:p", "st1:chsdate", "time"),
    )
)
_MOST = 0.9
"""The share of a text that what holds it must hold: the rest is a title or a line that stands elsewhere."""
_FOUND = 0.6
"""The share of a text that a page must hold, to be said to hold it."""
_EXACT = 12
"""Characters from which a line counts that is a part of the text's line: short ones are part of anything."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page and the block element that it stands in."""

    element: HtmlElement
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A known text, to be asked whether a line of a page is one of its."""

    lines: frozenset[str]
    whole: str

    @classmethod
    def of(cls, text: str) -> Text:
        """The text, by its comparison keys; the cells of tables are lines of their own."""
        parts = [part for line in text.splitlines() for part in (line, *line.replace("|", "\t").split("\t"))]
        return cls(frozenset(key(part) for part in parts if key(part)), key(text))

    def holds(self, line: str) -> bool:
        """Whether this is a line of the text, or a long part of one."""
        mark = key(line)
        return mark in self.lines or (len(mark) >= _EXACT and mark in self.whole)


def lines(body: HtmlElement) -> list[PageLine]:
    """All lines of a page in its order."""
    return [line for line in _walk(body) if line.text]


def _walk(body: HtmlElement) -> Iterator[PageLine]:
    """Steps over the tree without recursion: pages may be nested deeply."""
    pieces: list[str] = []
    block = body
    blocks = [body]
    for event, element in _events(body):
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            if event == "end":
                pieces.append(element.tail or "")
            continue
        breaks = element.tag not in _INLINE
        if breaks:
            yield PageLine(block, tidy("".join(pieces)))
            pieces = []
        if event == "start":
            if breaks and element is not body and element.tag != "br":
                blocks.append(element)
            pieces.append(element.text or "")
        else:
            if breaks and element is not body and element.tag != "br":
                blocks.pop()
            pieces.append((element.tail or "") if element is not body else "")
        block = blocks[-1]
    yield PageLine(body, tidy("".join(pieces)))


def _events(body: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    stack: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(body, iter(body))]
    yield "start", body
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        elif not isinstance(child.tag, str) or child.tag in _UNSEEN:
            yield "end", child
        else:
            yield "start", child
            stack.append((child, iter(child)))


def weights(lines_: Sequence[PageLine], body: HtmlElement) -> dict[HtmlElement, int]:
    """The characters of these lines in each element, itself and all below."""
    found: dict[HtmlElement, int] = {}
    for line in lines_:
        length = len(key(line.text))
        element: HtmlElement | None = line.element
        while element is not None:
            found[element] = found.get(element, 0) + length
            element = element.getparent() if element is not body else None
    return found


def holder(body: HtmlElement, text: Text) -> HtmlElement | None:
    """The tightest element that holds nearly all lines of a known text; None where the page does not hold it."""
    seen: set[str] = set()
    mine = []
    for line in lines(body):
        if text.holds(line.text) and key(line.text) not in seen:
            seen.add(key(line.text))
            mine.append(line)
    held = weights(mine, body)
    total = held.get(body, 0)
    if not text.whole or total < _FOUND * len(text.whole):
        return None
    return tightest(body, held, total)


def tightest(body: HtmlElement, held: dict[HtmlElement, int], total: int) -> HtmlElement:
    """The deepest element that holds nearly all of it."""
    node = body
    while True:
        best = max((child for child in node if child in held), key=lambda child: held[child], default=None)
        if best is None or held[best] < _MOST * total:
            return node
        node = best


def strangers(container: HtmlElement, text: Text) -> list[HtmlElement]:
    """The largest elements inside a container that hold words, and none of the text's."""
    all_lines = lines(container)
    held = weights(all_lines, container)
    known = weights([line for line in all_lines if text.holds(line.text)], container)
    return list(_without(container, held, known))


def _without(
    parent: HtmlElement, held: dict[HtmlElement, int], known: Collection[HtmlElement]
) -> Iterator[HtmlElement]:
    for child in parent:
        if child in held and child not in known:
            yield child
        elif child in known:
            yield from _without(child, held, known)
