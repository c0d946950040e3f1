"""Paths to elements, compiled once: compiling one takes longer than following it on most pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, cast

from lxml import etree
from lxml.html import HtmlElement

Path: TypeAlias = Callable[[HtmlElement], list[HtmlElement]]


def _path(expression: str) -> Path:
    return cast("Path", etree.XPath(expression))


IDENTIFIED = _path("//*[@id]")
"""Everything in the page that has an id."""

STYLED_BELOW = _path("descendant::*[@style]")
"""Everything below an element that has a style of its own."""

PLAYED = _path("descendant::*[@pdfsrc]")
"""Everything in which a script will show a file."""
