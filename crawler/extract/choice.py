"""The operator's selectors, tried on the page as it came: they may name tags that reading unwraps later."""

from __future__ import annotations

from cssselect import SelectorError
from lxml.html import HtmlElement

from monitor.errors import ReadError
from monitor.records import Outcome


def container(body: HtmlElement, selector: str | None, drop: tuple[str, ...]) -> HtmlElement | None:
    """The article's body that the operator chose, without what he dropped; None where he left it to us.

    The chosen element becomes a block. Raises ReadError for selectors that are none or match nothing.
    """
    found = None
    if selector is not None:
        matches = select(body, selector, "article.container")
        if not matches:
            raise ReadError(f"article.container matches nothing on the page: {selector}", outcome=Outcome.EMPTY)
        found = matches[0]
        found.tag = "div"
    for rule in drop:
        for element in select(found if found is not None else body, rule, "article.drop"):
            if element is not found and element.getparent() is not None:
                element.drop_tree()
    return found


def select(body: HtmlElement, selector: str, rule: str) -> list[HtmlElement]:
    """The elements that a selector matches. Raises ReadError, naming the rule, where it is no selector."""
    try:
        return list(body.cssselect(selector))
    except SelectorError as error:
        raise ReadError(f"{rule} is no selector, write a CSS selector: {selector}", outcome=Outcome.EMPTY) from error
