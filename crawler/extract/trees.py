"""A page's markup → its tree, as browsers would have it: what broken markup threw out of the page is in it again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HTMLParser, HtmlProcessingInstruction, document_fromstring

from crawler.extract.attachments import absolute

# One class for every element: lxml.html's own look-up calls Python for each element that is touched.
_PARSER = HTMLParser(encoding="utf-8")
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction)
)
_LONG_TAG = re.compile(r"(<[A-Za-z][\w:-]{0,30})\s[^<>]{4000,}")
_MANY_ATTRIBUTES = 2000
_MOST_ATTRIBUTES = 300


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page as it came: its text, root and body, its address, and where its links start from."""

    html: str
    root: HtmlElement
    body: HtmlElement
    url: str
    base: str


def parse(html: str, url: str) -> Tree | None:
    """The page's tree; None where there is nothing to read."""
    root = root_of(html)
    body = root.find("body") if root is not None else None
    return Tree(html, root, body, url, start_of(root, url)) if root is not None and body is not None else None


def root_of(html: str) -> HtmlElement | None:
    """The page's tree; None where there is nothing at all."""
    try:
        root = document_fromstring(_bare(html).replace("\x00", "").encode("utf-8", "replace"), parser=_PARSER)
    except etree.ParserError:
        return None
    if (body := root.find("body")) is not None:
        _adopt(root, body)
    return root


def _bare(html: str) -> str:
    """The page without the attributes of tags that have hundreds: the parser compares each with all others."""
    if html.count("=") < _MANY_ATTRIBUTES:
        return html
    return _LONG_TAG.sub(lambda tag: tag[0] if tag[0].count("=") < _MOST_ATTRIBUTES else f"{tag[1]} ", html)


def start_of(root: HtmlElement, url: str) -> str:
    """Where the page's links start from."""
    base = root.find(".//base[@href]")
    return (absolute(url, base.get("href") or "") if base is not None else None) or url


def _adopt(root: HtmlElement, body: HtmlElement) -> None:
    """Move into the body what stands behind a page's end, as browsers do: broken markup closes pages too early."""
    for stray in list(root.itersiblings()):
        for part in [stray, *stray.iter("body")]:
            if part.tag in {"html", "body"}:
                body.extend([element for element in part if element.tag not in {"head", "body"}])
            elif isinstance(part.tag, str):
                body.append(part)
