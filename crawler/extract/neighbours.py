"""What stands right above and below the document on its page: title and metadata above, files and footer below."""

from __future__ import annotations

from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement

from crawler.extract.boilerplate import furniture
from crawler.extract.container import Measures, is_file

_REACH = 1500
_MENU_LINKS = 5
_MOST_FILES = 50


Part: TypeAlias = "HtmlElement | str"
"""An element, or text that stands between elements."""


def before(container: HtmlElement, measures: Measures) -> list[Part]:
    """What is above the document and no menu: the nearest 1,500 characters of text, in page order."""
    return list(reversed(_near(container, measures, preceding=True)))


def after(container: HtmlElement, measures: Measures) -> list[Part]:
    """What is below the document and no menu: the nearest 1,500 characters of text, in page order."""
    return _near(container, measures, preceding=False)


def _near(container: HtmlElement, measures: Measures, *, preceding: bool) -> list[Part]:
    found: list[Part] = []
    length = 0
    for level in (container, *container.iterancestors()):
        if level.tag in {"body", "html"}:
            break
        if not preceding:
            found.append(level.tail or "")
        for sibling in level.itersiblings(preceding=preceding):
            own = measures.get(sibling)
            if own is None:
                continue
            length += own.plain + own.linked
            if length > _REACH and not preceding and found:
                return found
            kept = [] if _menu(sibling, measures) else [sibling]
            tail = [sibling.tail or ""]
            found.extend([*tail, *kept] if preceding else [*kept, *tail])
            if length > _REACH:
                return found
        parent = level.getparent()
        if preceding and parent is not None:
            found.append(parent.text or "")
    return found


def _menu(element: HtmlElement, measures: Measures) -> bool:
    own = measures[element]
    # A footer's copyright line names the site, so footers stay; columns of links go, unless the links are files.
    if not ((own.links >= _MENU_LINKS and own.linked > own.plain) or (furniture(element) and own.linked >= own.plain)):
        return False
    return not any(is_file(link.get("href") or "") for link in islice(element.iter("a"), _MOST_FILES))
