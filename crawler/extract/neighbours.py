"""What stands right above and below the document on its page: title and metadata above, files and footer below."""

from __future__ import annotations

from itertools import islice
from typing import TypeAlias

from crawler.extract.blocks import Block, Blocks
from crawler.extract.boilerplate import furniture
from crawler.extract.container import is_file

_REACH = 1500
_MENU_LINKS = 5
_MOST_FILES = 50


Part: TypeAlias = "Block | str"
"""A block, or text that stands between blocks."""


def before(container: Block, page: Blocks) -> list[Part]:
    """What is above the document and no menu: the nearest 1,500 characters of text, in page order."""
    return list(reversed(_near(container, page, preceding=True)))


def after(container: Block, page: Blocks) -> list[Part]:
    """What is below the document and no menu: the nearest 1,500 characters of text, in page order."""
    return _near(container, page, preceding=False)


def _near(container: Block, page: Blocks, *, preceding: bool) -> list[Part]:
    found: list[Part] = []
    length = 0
    for level in (container.element, *container.element.iterancestors()):
        if level.tag in {"body", "html"}:
            break
        if not preceding:
            found.append(page[level].tail)
        for element in level.itersiblings(preceding=preceding):
            sibling = page[element]
            length += sibling.plain + sibling.linked
            if length > _REACH and not preceding and found:
                return found
            kept = [] if _menu(sibling) else [sibling]
            found.extend([sibling.tail, *kept] if preceding else [*kept, sibling.tail])
            if length > _REACH:
                return found
        parent = level.getparent()
        if preceding and parent is not None:
            found.append(page[parent].text)
    return found


def _menu(block: Block) -> bool:
    # A footer's copyright line names the site, so footers stay; columns of links go, unless the links are files.
    links = block.links >= _MENU_LINKS and block.linked > block.plain
    if not (links or (furniture(block.tag, block.names) and block.linked >= block.plain)):
        return False
    return not any(is_file(link.get("href") or "") for link in islice(block.element.iter("a"), _MOST_FILES))
