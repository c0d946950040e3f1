"""Where on the page the document stands: known containers first, then the density of prose.

Prose is text outside links that reads like sentences. The walk goes down from the body as long as one child holds all
prose that is not a side column, a footer or a list of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract import paths
from crawler.extract.boilerplate import furniture
from crawler.extract.families import CLASSES, IDS

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "blockquote", "a"))
_SENTENCE = re.compile(r"[。；！？!?;]|[，,、][^，,、]*[，,、]")
_FOOTER = re.compile(r"版权所有|ICP备|公网安备|Copyright|网站标识码|技术支持", re.IGNORECASE)
_PROSE_LENGTH = 8
_FAMILY_SHARE = 0.4
_FAMILY_LENGTH = 200
_SIDE_SHARE = 0.5
_FOOTER_SHARE = 0.3
_PRUNED_SHARE = 0.2


@dataclass(slots=True)
class Measure:
    """What an element holds: characters of prose, of text outside links, inside links; links; lines."""

    prose: int = 0
    plain: int = 0
    linked: int = 0
    links: int = 0
    lines: int = 0


Measures = dict[HtmlElement, Measure]


def measure(body: HtmlElement) -> Measures:
    """The measures of `body` and every element below it, in one walk. Expects a tree without inline tags."""
    measures: Measures = {}
    _visit(body, measures, in_link=False)
    return measures


def _visit(element: HtmlElement, measures: Measures, *, in_link: bool) -> Measure:
    prose = plain = linked = links = lines = 0
    text = element.text or ""
    for child in element if len(element) else ():
        tag = child.tag
        if tag == "br":
            lines += 1
        else:
            inner = _visit(child, measures, in_link=in_link or tag == "a")
            prose += inner.prose
            plain += inner.plain
            linked += inner.linked
            links += inner.links + (tag == "a")
            lines += inner.lines
        if tail := child.tail:
            text += tail
    if text and (length := len(text.strip())):
        if in_link:
            linked += length
        else:
            plain += length
            lines += 1
            # Most sentences end in a full stop, which is found much faster than the pattern.
            if length >= _PROSE_LENGTH and ("。" in text or _SENTENCE.search(text) is not None):
                prose += length
    own = measures[element] = Measure(prose, plain, linked, links, lines)
    return own


def find(body: HtmlElement, measures: Measures) -> HtmlElement:
    """The element that holds the document, as tightly as can be without losing any of it."""
    known = _known(body, measures)
    return known if known is not None else _densest(body, measures)


def pruned(container: HtmlElement, measures: Measures) -> None:
    """Drop what inside the container is no document: named furniture, lists of links."""
    limit = measures[container].prose * _PRUNED_SHARE
    doomed = [
        element
        for element in _blocks(container, measures)
        if measures[element].prose <= limit and (furniture(element) or _link_list(element, measures))
    ]
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _blocks(container: HtmlElement, measures: Measures) -> Iterator[HtmlElement]:
    return (element for element in container.iterdescendants() if element in measures and element.tag != "a")


def _link_list(element: HtmlElement, measures: Measures) -> bool:
    own = measures[element]
    if own.links < 3 or own.linked <= 2 * own.plain or element.tag in {"p", "tr", "td", "li"}:
        return False
    return not any(is_file(link.get("href") or "") for link in element.iter("a"))


_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|zip|rar|7z|ofd|txt|csv|jpe?g|png|tiff?)(?:$|[?#])|downfile\.jsp|download\.(?:jsp|php|aspx?)|virtual_attach_file|/attachment/",
    re.IGNORECASE,
)


def is_file(href: str) -> bool:
    """Whether an address is that of a file to download rather than of a page."""
    return _FILE.search(href) is not None


def _known(body: HtmlElement, measures: Measures) -> HtmlElement | None:
    """The tightest of the known containers that holds most prose."""
    total = measures[body].prose
    found = [
        element
        for element in paths.NAMED_BELOW(body)
        if (element.get("id") or "").lower() in IDS
        or not CLASSES.keys().isdisjoint((element.get("class") or "").lower().split())
    ]
    best = max(
        (element for element in found if element in measures and measures[element].plain),
        key=lambda element: (measures[element].prose, -measures[element].plain),
        default=None,
    )
    if best is None:
        return None
    prose = measures[best].prose
    return best if prose >= total * _FAMILY_SHARE or prose >= _FAMILY_LENGTH else None


def _densest(body: HtmlElement, measures: Measures) -> HtmlElement:
    node = body
    while True:
        holders = [child for child in node if child in measures and measures[child].prose and child.tag != "a"]
        if not holders or measures[node].prose > sum(measures[child].prose for child in holders):
            return node
        best = max(holders, key=lambda child: measures[child].prose)
        if best.tag in _PARAGRAPHS or any(
            child is not best and not _beside(child, best, measures) for child in holders
        ):
            return node
        if measures[best].lines <= 1 < measures[node].lines:
            return node
        node = best


def _beside(element: HtmlElement, best: HtmlElement, measures: Measures) -> bool:
    """Whether an element with some prose is a side column, a footer or a list of links beside the best one."""
    own, most = measures[element], measures[best].prose
    if furniture(element):
        return own.prose < most * _SIDE_SHARE
    if own.linked > own.plain:
        return True
    return own.prose < most * _FOOTER_SHARE and _FOOTER.search("".join(element.itertext())) is not None
