"""Where on the page the document stands: known containers first, then the density of prose.

The search goes down from the body as long as one child holds all prose that is not a side column, a footer or a list
of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.boilerplate import furniture
from crawler.extract.families import TAGS, Family, carried, naming
from monitor import labels, noise

_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "blockquote", "a"))
_FOOTER = re.compile(r"版权所有|ICP备|公网安备|Copyright|网站标识码|技术支持", re.IGNORECASE)
_LICENCE = re.compile(r"版权所有|ICP备|公网安备|Copyright|网站标识码", re.IGNORECASE)
_TOLD = re.compile(r"(?:发布|发稿|更新)(?:时间|日期)|来源\s*[:：]")  # what stands above a document
_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
_SIGNED_LENGTH = 80
_FAMILY_SHARE = 0.4
_FAMILY_LENGTH = 200
_SIDE_SHARE = 0.5
_FOOTER_SHARE = 0.3
_FOOTER_LENGTH = 500
_PRUNED_SHARE = 0.2
_TEASER_SHARE = 4
_BULK_SHARE = 2
_BULK_WHOLE = 0.6
_LINK_LIST = 3
_ROWS = frozenset(("tr", "tbody", "thead", "td"))
_CELLS = frozenset(("p", "tr", "td", "li"))


def find(body: Block, page: Blocks, html: str) -> Block:
    """The block that holds the document, as tightly as can be without losing any of it.

    `html` is the page as it came: it says which content system made it.
    """
    known = _known(body, page, html)
    if known is not None:
        return known
    dense = _densest(body)
    if dense.prose >= _FAMILY_LENGTH:
        return dense
    # Tables, name lists, forms and notices of one line hold hardly any sentences: the text that is no link decides.
    own = _own(body)
    bulk = _bulkiest(body, own)
    return bulk if not dense.prose or _footer(dense) or own[bulk] > _BULK_SHARE * own.get(dense, 0) else dense


def pruned(container: Block) -> None:
    """Drop what inside the container is no document: named furniture, lists of links."""
    for parent, child in list(_doomed(container, container.prose * _PRUNED_SHARE)):
        parent.remove(child)


def footers(container: Block) -> list[Block]:
    """Take the site's footers off the container's end; gives them in page order.

    Where the document's blocks stand straight in the body, the footer is one of them.
    """
    taken: list[Block] = []
    for last in reversed(container.children):
        if last.tail.strip():
            break
        if not last.plain and not last.linked:
            continue
        if last.tag in _PARAGRAPHS or not (_footer(last) or (taken and last.linked > last.plain)) or _files(last):
            break
        taken.append(last)
    for footer in taken:
        container.remove(footer)
    return taken[::-1]


def _doomed(parent: Block, limit: float) -> Iterator[tuple[Block, Block]]:
    for child in parent.children:
        if child.tag not in {"a", "br"} and (
            (child.prose <= limit and ((furniture(child.tag, child.names) and not _signed(child)) or _link_list(child)))
            or (child.links >= _LINK_LIST and child.prose <= _TEASER_SHARE * limit and _teasers(child))
        ):
            yield parent, child
        elif child.children:
            yield from _doomed(child, limit)


def _signed(block: Block) -> bool:
    """Whether a block is the document's own foot: who signs, and the date."""
    return (
        not block.links
        and block.plain <= _SIGNED_LENGTH
        and _DATE.search("".join(block.element.itertext())) is not None
    )


def _link_list(block: Block) -> bool:
    if block.links < _LINK_LIST or block.linked <= 2 * block.plain or block.tag in _CELLS:
        return False
    return not _files(block)


def _files(block: Block) -> bool:
    """Whether some link inside leads to a file."""
    return any(is_file(link.get("href") or "") for link in block.element.iter("a"))


_FILE = re.compile(
    r"\.(?:pdf|doc[xm]?|wps|xls[xm]?|et|ods|odt|rtf|pptx?|zip|rar|7z|ofd|ceb|txt|csv|jpe?g|png|tiff?)(?:$|[?#&])|downfile\.jsp"
    r"|download\.(?:jsp|php|aspx?)|virtual_attach_file|/attachment/|/DownSys/",
    re.IGNORECASE,
)


def is_file(href: str) -> bool:
    """Whether an address is that of a file to download rather than of a page."""
    return _FILE.search(href) is not None


def _known(body: Block, page: Blocks, html: str) -> Block | None:
    """The tightest of the known containers that holds most prose."""
    named = [(block, families) for block in page.values() if block.plain and (families := _families(block))]
    here = {family for family in {one for _, families in named for one in families} if carried(family, html)}
    best = max(
        (block for block, families in named if not here.isdisjoint(families)),
        key=lambda block: (block.prose, -block.plain),
        default=None,
    )
    if best is None or best.prose >= _FAMILY_LENGTH or best.prose >= body.prose * _FAMILY_SHARE:
        return best and _whole(best, page)
    # A notice of three lines may be less than what stands around it; it is no less than any other text of the page.
    return _whole(best, page) if best.prose >= _densest(body).prose * _FAMILY_SHARE else None


def _whole(part: Block, page: Blocks) -> Block:
    """What holds a container and those of the same name beside it: some texts are written in several parts."""
    parent = part.element.getparent()
    around = page.get(parent) if parent is not None else None
    if around is None or not any(
        child.prose and child is not part and child.names == part.names for child in around.children
    ):
        return part
    return around


def _families(block: Block) -> tuple[Family, ...]:
    element = block.element
    if not block.names and block.tag not in TAGS:
        return ()
    return naming(block.tag, element.get("id") or "", element.get("class") or "")


def _densest(body: Block) -> Block:
    node = body
    while True:
        holders = [child for child in node.children if child.prose and child.tag != "a"]
        if not holders or node.prose > sum(child.prose for child in holders):
            return node
        best = max(holders, key=lambda child: child.prose)
        if best.tag in _PARAGRAPHS:
            return node
        if len(holders) > 1 and (_teasers(best) or _footer(best)):
            told = [child for child in holders if not _teasers(child) and not _footer(child)]
            best = max(told, key=lambda child: child.prose, default=best)
        if any(child is not best and not _beside(child, best) for child in holders):
            return node
        if (best.lines <= 1 < node.lines) or any(child is not best and _paragraph(child) for child in node.children):
            return node
        node = best


def _paragraph(block: Block) -> bool:
    """Whether a block is a paragraph without a sentence: a salutation, a signature."""
    text = block.text.strip()
    return (
        block.tag == "p"
        and bool(text)
        and not block.links
        and not noise.is_noise(text)
        and not labels.fields(text)
        and _FOOTER.search(text) is None
    )


def _own(body: Block) -> dict[Block, int]:
    """The characters of each block that are neither in links nor beside longer ones, in furniture, footers or teasers.

    What is in such a block is left out.
    """
    found: dict[Block, int] = {}

    def measure(block: Block) -> int:
        below = sum(child.plain for child in block.children)
        linked = sum(child.linked for child in block.children if child.tag == "a")
        length = block.plain - below if block.plain - below >= linked else 0
        length += sum(measure(child) for child in block.children if child.plain and not _around(child, body))
        found[block] = length
        return length

    measure(body)
    return found


def _around(block: Block, body: Block) -> bool:
    """Whether a block is what stands around documents."""
    if furniture(block.tag, block.names) and block.prose <= body.prose * _SIDE_SHARE:
        return True
    return _footer(block) or _teasers(block)


def _bulkiest(body: Block, own: dict[Block, int]) -> Block:
    """The block with most text of its own, as tightly as it holds together."""
    node = body
    while True:
        holders = [child for child in node.children if own.get(child)]
        best = max(holders, key=lambda child: own[child], default=None)
        if best is None or best.tag in _PARAGRAPHS or (best.tag in _ROWS and not _nests(node)):
            return node
        if own[best] < _BULK_WHOLE * sum(own[child] for child in holders):
            return node
        if any(child is not best and _paragraph(child) for child in node.children):
            return node
        node = best


def _nests(block: Block) -> bool:
    """Whether there is a table inside: the cells around it only lay out the page."""
    return next(block.element.iterdescendants("table"), None) is not None


def _footer(block: Block) -> bool:
    """Whether a block is no more than a site's address, licence and warnings."""
    if block.plain > _FOOTER_LENGTH:
        return False
    text = "".join(block.element.itertext())
    return _LICENCE.search(text) is not None and _TOLD.search(text) is None


def _teasers(block: Block) -> bool:
    """Whether a block lists other documents: at least three parts, each a link with a few lines of its document."""
    parts = [child for child in block.children if child.prose]
    while len(parts) == 1 and parts[0].tag not in _PARAGRAPHS:
        parts = [child for child in parts[0].children if child.prose]
    return len(parts) >= _LINK_LIST and all(
        part.links
        and (part.tag not in _PARAGRAPHS or any(child.prose for child in part.children))
        and _begins_with_link(part.element)
        for part in parts
    )


def _begins_with_link(element: HtmlElement) -> bool:
    first = next((text for text in element.itertext() if not text.isspace()), "")
    return any(first in link.itertext() for link in islice(element.iter("a"), _LINK_LIST))


def _beside(block: Block, best: Block) -> bool:
    """Whether a block with some prose is a side column, a footer or a list of links beside the best one."""
    if block.linked > block.plain or _teasers(block):
        return True
    if furniture(block.tag, block.names):
        return block.prose < best.prose * _SIDE_SHARE
    return _footer(block) or (
        block.prose < best.prose * _FOOTER_SHARE and _FOOTER.search("".join(block.element.itertext())) is not None
    )
