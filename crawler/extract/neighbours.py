"""What stands right above and below the document on its page: title and metadata above, files and footer below."""

from __future__ import annotations

from html import escape

from lxml.html import HtmlElement, tostring

from crawler.extract.boilerplate import furniture, unseen
from crawler.extract.container import Measures, is_file

_REACH = 1500
_MENU_LINKS = 5


def before(container: HtmlElement, measures: Measures) -> str:
    """The HTML above the document that is no menu: the nearest 1,500 characters of text, in page order."""
    return "".join(reversed(_near(container, measures, preceding=True)))


def after(container: HtmlElement, measures: Measures) -> str:
    """The HTML below the document that is no menu: the nearest 1,500 characters of text, in page order."""
    return "".join(_near(container, measures, preceding=False))


def _near(container: HtmlElement, measures: Measures, *, preceding: bool) -> list[str]:
    found: list[str] = []
    length = 0
    for level in (container, *container.iterancestors()):
        if level.tag in {"body", "html"}:
            break
        found.extend(["<br>", escape(level.tail or "")] if not preceding else [])
        for sibling in level.itersiblings(preceding=preceding):
            own = measures.get(sibling)
            if own is None:
                continue
            length += own.plain + own.linked
            if length > _REACH and not preceding and found:
                return found
            if unseen(sibling) or _menu(sibling, measures):
                found.append(escape(sibling.tail or ""))
            else:
                found.append(tostring(sibling, encoding="unicode", with_tail=True))
            if length > _REACH:
                return found
        parent = level.getparent()
        found.extend([escape(parent.text or ""), "<br>"] if preceding and parent is not None else [])
    return found


def _menu(element: HtmlElement, measures: Measures) -> bool:
    own = measures[element]
    if any(is_file(link.get("href") or "") for link in element.iter("a")):
        return False
    # A footer's copyright line names the site, so footers stay; columns of links go.
    return (own.links >= _MENU_LINKS and own.linked > own.plain) or (furniture(element) and own.linked >= own.plain)
