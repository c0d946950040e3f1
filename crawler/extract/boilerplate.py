"""What of a page's tree is no document: scripts, hidden parts, named furniture, injected junk.

Works on lxml trees. Names are hints only: whatever holds much of a page's prose is never furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract import paths
from crawler.extract.families import naming

_NEXT = r"\s*(?:[\u4e00-\u9fff]{2,6}[:：]|[\[【(（]?(?:字[体号]|打印|分享))"
_LABEL = re.compile(_NEXT)
_JOINTS = ("</span><span", "</em><em")
_JOINT = re.compile(rf"</(span|em)><\1[^>]*>{_NEXT}")
_LABELLED = re.compile(r"\s*[\u4e00-\u9fff]{2,6}[:：]\s*[^\s。][^。]{0,60}")
_UNSEEN = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "canvas",
        "svg",
        "audio",
        "video",
        "map",
    ),
    *("select", "option", "button", "input", "textarea", "link", "meta", "head", "title", "img"),
)
_INLINE = (
    *(
        "abbr",
        "acronym",
        "b",
        "big",
        "bdi",
        "bdo",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
    ),
    *(
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "o:p",
        "st1:chsdate",
    ),
)
FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|foot|footer|bottom|sidebar|side|aside|share|bdshare|bdsharebuttonbox|jiathis\w*|"
    r"related|relate|relation|recommend|tuijian|hot|rank|paihang|copyright|friendlinks?|flink|links|yqlj|ewm|qrcode|erweima|search|login|"
    r"pager|paging|pagination|page-?(?:nav|num|bar|list|box)|prevnext|pre-?next|toolbar|tools|comment|comments|banner|ads?|gg|advert|daohang|dibu|xgxw|xiangguan|xglj|"
    r"breadcrumb|crumbs?)\d*(?=$|[\s_-])|(?:^|[\s_-])(?:sidebar|footer|share|qrcode)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Scripts show long texts that start hidden; what is hidden for good is short.
_HIDDEN_TEXT = 400
_COPIED = 0.8
_MOST_COPIES = 4
_JUNK_ID = re.compile(r"^(?:[a-z0-9]{5}|[a-z]{4}-[a-z]{4})$")
# Tags that no editor writes: their presence makes every empty tag with a random id suspect.
_ODD_TAGS = frozenset({"delect", "menuitem"})
_OFTEN = 3


def _strip_injected(root: HtmlElement) -> int:
    """Remove the random empty tags that hijackers and mirrors inject; gives their number.

    They share one random id, or have one each beside tags that do not exist. Those that hold something (broken
    nesting swallows what follows) are unwrapped, never deleted.
    """
    groups: dict[str, list[HtmlElement]] = {}
    for element in paths.IDENTIFIED(root):
        if _JUNK_ID.match(element.get("id")):
            groups.setdefault(element.get("id"), []).append(element)
    odd = any(element.tag in _ODD_TAGS for group in groups.values() for element in group)
    junk = [element for group in groups.values() for element in _junk(group, odd=odd)]
    for element in junk:
        if element.getparent() is not None:
            element.drop_tag()
    return len(junk)


def simplify(body: HtmlElement) -> int:
    """Leave only what a reader sees, as blocks, links and line breaks; gives the number of injected junk tags.

    Scripts, comments, hidden parts and pictures go, inline tags are unwrapped: afterwards an element's own text is a
    paragraph's text.
    """
    etree.strip_elements(body, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    injected = _strip_injected(body)
    _strip_hidden(body)
    etree.strip_tags(body, *_INLINE)
    return injected


def part_labels(body: HtmlElement, html: str) -> None:
    """Put a blank between neighbours of which each holds a label and its value: style alone parts them.

    Looked for in the page's source first: walking the tree takes longer than most pages are worth.
    """
    if not any(joint in html and _JOINT.search(html) for joint in _JOINTS):
        return
    for element in body.iter("span", "em"):
        if element.tail or (following := element.getnext()) is None or following.tag != element.tag:
            continue
        if _LABELLED.fullmatch("".join(element.itertext())) and _LABEL.match("".join(following.itertext())):
            element.tail = " "


def _strip_hidden(body: HtmlElement) -> None:
    """Remove what is hidden for good: short texts, and copies of what is shown (for the printer)."""
    long = []
    for element in paths.STYLED_BELOW(body):
        if not _hides(element.get("style") or "") or element.getparent() is None or _holds_body(element):
            continue
        if sum(map(len, "".join(element.itertext()).split())) < _HIDDEN_TEXT:
            element.drop_tree()
        else:
            long.append(element)
    if not long:
        return
    everywhere = Counter(_pieces(body))
    for element in long[:_MOST_COPIES]:
        pieces = Counter(_pieces(element))
        if sum(everywhere[piece] > count for piece, count in pieces.items()) >= _COPIED * len(pieces):
            everywhere -= pieces
            element.drop_tree()


def _pieces(element: HtmlElement) -> list[str]:
    return [piece for text in element.itertext() if (piece := "".join(text.split()))]


def _holds_body(element: HtmlElement) -> bool:
    """Whether a content system hides its article until a script has run."""
    return bool(naming(element.tag, element.get("id") or "", element.get("class") or ""))


@lru_cache(maxsize=128)  # word processors give hundreds of paragraphs the same few styles
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def names(element: HtmlElement) -> str:
    """Class and id of an element, parted by a blank; empty where it has neither."""
    name, identity = element.get("class"), element.get("id")
    return f"{name} {identity}" if name and identity else name or identity or ""


@lru_cache(maxsize=1024)  # a page uses the same few names over and over
def furniture(tag: str, named: str) -> bool:
    """Whether an element's tag, or its class or id (`names`), say that it is furniture."""
    return tag in FURNITURE_TAGS or (named != "" and _FURNITURE.search(named) is not None)


def _junk(group: list[HtmlElement], *, odd: bool) -> list[HtmlElement]:
    """Those of the elements that share an id which are junk."""
    empty = [element for element in group if _is_empty(element)]
    if len(empty) >= _OFTEN and len({element.tag for element in empty}) >= _OFTEN:
        return group
    return [element for element in group if element.tag in _ODD_TAGS or (odd and _is_empty(element))]


def _is_empty(element: HtmlElement) -> bool:
    return not element.get("src") and not element.get("href") and not any(map(str.strip, element.itertext()))
