"""A simplified page as plain records: each element's own words, what stands below it, and how much of which kind it holds.

One walk asks lxml for everything; finding the document, cutting its furniture off and reading its lines go by these
records, because asking an lxml element costs more than all of that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.boilerplate import names

_SENTENCE = re.compile(r"[。；！？!?;]|[，,、][^，,、]*[，,、]")
_PROSE_LENGTH = 8


@dataclass(slots=True, eq=False)
class Block:
    """An element: `text` before its first child, `tail` behind its end, and measures of itself with all below it.

    `names` are its class and id.
    `prose` counts characters of text outside links that reads like sentences, `plain` all characters outside links,
    `linked` those inside links; `links` and `lines` are how many there are. Blanks at ends do not count.
    """

    element: HtmlElement
    tag: str
    names: str
    text: str
    tail: str
    children: Sequence[Block] = ()
    prose: int = 0
    plain: int = 0
    linked: int = 0
    links: int = 0
    lines: int = 0

    def remove(self, child: Block) -> None:
        """Take a child out, in the page's tree too; the text behind it stays where it is."""
        at = self.children.index(child)
        if at:
            self.children[at - 1].tail += child.tail
        else:
            self.text += child.tail
        self.children = [*self.children[:at], *self.children[at + 1 :]]
        child.element.drop_tree()


Blocks = dict[HtmlElement, Block]
"""The blocks of a page by their elements."""


def blocks(body: HtmlElement) -> Blocks:
    """The blocks of `body` and all below it. Expects a tree without inline tags, as `boilerplate.simplify` leaves it."""
    found: Blocks = {}
    _visit(body, body.tag, found, in_link=False)
    return found


def _visit(element: HtmlElement, tag: str, found: Blocks, *, in_link: bool) -> Block:
    text = element.text or ""
    below: list[Block] = []
    own = found[element] = Block(element, tag, names(element), text, element.tail or "", below)
    # Sums in plain variables: adding to a record for each of thousands of children takes longer than asking lxml.
    prose = plain = linked = links = lines = 0
    for child in element:
        tag = child.tag
        if tag == "br":
            inner = found[child] = Block(child, tag, "", "", child.tail or "")
            lines += 1
        elif len(child):
            inner = _visit(child, tag, found, in_link=in_link or tag == "a")
            prose += inner.prose
            plain += inner.plain
            linked += inner.linked
            lines += inner.lines
            links += inner.links + (tag == "a")
        else:  # most elements of a page are paragraphs, which hold nothing but text
            words = child.text or ""
            inner = found[child] = Block(child, tag, names(child), words, child.tail or "")
            links += tag == "a"
            length = len(words.strip())
            if in_link or tag == "a":
                inner.linked = length
                linked += length
            elif length:
                inner.plain, inner.lines = length, 1
                plain += length
                lines += 1
                if _reads_like_sentences(words, length):
                    inner.prose = length
                    prose += length
        below.append(inner)
        if inner.tail:
            text += inner.tail
    own.prose, own.plain, own.linked, own.links, own.lines = prose, plain, linked, links, lines
    _count(own, text, in_link=in_link)
    return own


def _count(block: Block, text: str, *, in_link: bool) -> None:
    """Add what the block says itself."""
    length = len(text.strip())
    if in_link:
        block.linked += length
    elif length:
        block.plain += length
        block.lines += 1
        block.prose += length if _reads_like_sentences(text, length) else 0


def _reads_like_sentences(text: str, length: int) -> bool:
    # Most sentences end in a full stop, which is found much faster than the pattern.
    return length >= _PROSE_LENGTH and ("。" in text or _SENTENCE.search(text) is not None)
