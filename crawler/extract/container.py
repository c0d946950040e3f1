"""Where on the page the document stands: known containers first, then the density of prose.

The search goes down from the body as long as one child holds all prose that is not a side column, a footer or a list
of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.boilerplate import furniture
from crawler.extract.families import CLASSES, IDS

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "blockquote", "a"))
_FOOTER = re.compile(r"版权所有|ICP备|公网安备|Copyright|网站标识码|技术支持", re.IGNORECASE)
_FAMILY_SHARE = 0.4
_FAMILY_LENGTH = 200
_SIDE_SHARE = 0.5
_FOOTER_SHARE = 0.3
_PRUNED_SHARE = 0.2
_LINK_LIST = 3
_CELLS = frozenset(("p", "tr", "td", "li"))


def find(body: Block, page: Blocks) -> Block:
    """The block that holds the document, as tightly as can be without losing any of it."""
    known = _known(body, page)
    return known if known is not None else _densest(body)


def pruned(container: Block) -> None:
    """Drop what inside the container is no document: named furniture, lists of links."""
    for parent, child in list(_doomed(container, container.prose * _PRUNED_SHARE)):
        parent.remove(child)


def _doomed(parent: Block, limit: float) -> Iterator[tuple[Block, Block]]:
    for child in parent.children:
        if (
            child.prose <= limit
            and child.tag not in {"a", "br"}
            and (furniture(child.tag, child.names) or _link_list(child))
        ):
            yield parent, child
        elif child.children:
            yield from _doomed(child, limit)


def _link_list(block: Block) -> bool:
    if block.links < _LINK_LIST or block.linked <= 2 * block.plain or block.tag in _CELLS:
        return False
    return not any(is_file(link.get("href") or "") for link in block.element.iter("a"))


_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|zip|rar|7z|ofd|txt|csv|jpe?g|png|tiff?)(?:$|[?#])|downfile\.jsp|download\.(?:jsp|php|aspx?)|virtual_attach_file|/attachment/",
    re.IGNORECASE,
)


def is_file(href: str) -> bool:
    """Whether an address is that of a file to download rather than of a page."""
    return _FILE.search(href) is not None


def _known(body: Block, page: Blocks) -> Block | None:
    """The tightest of the known containers that holds most prose."""
    best = max(
        (block for block in page.values() if block.names and block.plain and _in_family(block.element)),
        key=lambda block: (block.prose, -block.plain),
        default=None,
    )
    if best is None or (best.prose < body.prose * _FAMILY_SHARE and best.prose < _FAMILY_LENGTH):
        return None
    return best


def _in_family(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").lower().split()
    return (element.get("id") or "").lower() in IDS or not CLASSES.keys().isdisjoint(classes)


def _densest(body: Block) -> Block:
    node = body
    while True:
        holders = [child for child in node.children if child.prose and child.tag != "a"]
        if not holders or node.prose > sum(child.prose for child in holders):
            return node
        best = max(holders, key=lambda child: child.prose)
        if best.tag in _PARAGRAPHS or any(child is not best and not _beside(child, best) for child in holders):
            return node
        if best.lines <= 1 < node.lines:
            return node
        node = best


def _beside(block: Block, best: Block) -> bool:
    """Whether a block with some prose is a side column, a footer or a list of links beside the best one."""
    if furniture(block.tag, block.names):
        return block.prose < best.prose * _SIDE_SHARE
    if block.linked > block.plain:
        return True
    return block.prose < best.prose * _FOOTER_SHARE and _FOOTER.search("".join(block.element.itertext())) is not None
