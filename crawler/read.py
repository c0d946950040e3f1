"""One page → a reading. A pure function of its arguments: the parts are found in `crawler.extract`, judged in `monitor`.

lxml parses the page, finds the document and reads its paragraphs; BeautifulSoup reads only its tables, because reading
the whole document with it alone costs more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from cssselect import SelectorError
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.decode import damage, decode
from crawler.extract import container as containers
from crawler.extract import listing, paging, paragraphs, signals
from crawler.extract.attachments import absolute, attachments
from crawler.extract.boilerplate import simplify
from crawler.extract.metadata import declared
from crawler.extract.neighbours import after, before
from crawler.rules import ReadingRules
from monitor.noise import breadcrumb
from monitor.records import Article, Reading, Signals
from monitor.transcript import Line, Surroundings, compose, injected_tags

EXTRACTOR = "1"
"""The version of this reading: pages are read again when it changes."""

Want = Literal["article", "listing", "auto"]

_HTML_TYPES = (
    "",
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
)
_NOT_HTML = re.compile(rb"^\s*(?:%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|[{\[]\s*[\"\]}])")
_FEWEST_ITEMS = 3
_SHORT_TEXT = 300
_LONG_TEXT = 3000


@dataclass(frozen=True, slots=True)
class _Tree:
    """A parsed page: its text, root and body, where links start from, and what it said about itself."""

    html: str
    root: HtmlElement
    body: HtmlElement
    base: str
    injected: int
    script_share: float


def read(
    body: bytes,
    *,
    url: str,
    status: int = 200,
    content_type: str = "",
    rules: ReadingRules | None = None,
    want: Want = "auto",
) -> Reading:
    """Read a page as an article or as a listing (`auto` decides by what it holds most of).

    `url` is where the page was found: relative links start there. Never raises on what a page holds: a page that
    cannot be read gives a reading without article and items, with a reason that says what to do.
    """
    rules = rules or ReadingRules()
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _HTML_TYPES or _NOT_HTML.match(body):
        facts = Signals(status=status, content_type=content_type, encoding="", length=0)
        return Reading(facts, reason=f"this is no web page but {kind or 'a file'}: watch the page that links to it")
    html, encoding = decode(body, content_type)
    facts = Signals(
        status=status,
        content_type=content_type,
        encoding=encoding,
        length=0,
        damaged=damage(html),
        closed=signals.closed(html),
    )
    tree = _parse(html, url)
    if tree is None:
        return Reading(facts, reason="the page is empty: look at it in a browser")
    facts = replace(facts, script_share=tree.script_share, links=sum(1 for _ in tree.body.iter("a")))
    return _READERS[want](tree, facts, rules)


def _parse(html: str, url: str) -> _Tree | None:
    """The page's tree without scripts and junk; None where there is nothing at all."""
    try:
        root = document_fromstring(
            html.replace("\x00", "").encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8")
        )
    except etree.ParserError:
        return None
    body = root.find("body")
    if body is None:
        return None
    base = root.find(".//base[@href]")
    share = signals.script_share(root, html)
    injected = simplify(body)
    start = absolute(url, base.get("href") or "") if base is not None else None
    return _Tree(html, root, body, start or url, injected, share)


def _article(tree: _Tree, facts: Signals, rules: ReadingRules) -> Reading:
    measures = containers.measure(tree.body)
    if rules.container is not None:
        try:
            chosen = tree.body.cssselect(rules.container)
        except SelectorError:
            return Reading(facts, reason=f"article.container is no selector: {rules.container}")
        if not chosen:
            return Reading(facts, reason=f"article.container matches nothing: {rules.container}")
        found = chosen[0]
    else:
        found = containers.find(tree.body, measures)
    for selector in rules.drop:
        try:
            for element in found.cssselect(selector):
                if element is not found and element.getparent() is not None:
                    element.drop_tree()
        except SelectorError:
            return Reading(facts, reason=f"article.drop is no selector: {selector}")
    article = _compose(tree, found, measures, rules)
    length = _length(article.text)
    facts = replace(facts, length=length, vendor=signals.vendor(tree.html, length))
    if not length and not article.title:
        return Reading(facts, reason="no text was found: set article.container in the site file")
    return Reading(facts, article=article)


def _compose(tree: _Tree, found: HtmlElement, measures: containers.Measures, rules: ReadingRules) -> Article:
    said = declared(tree.root, tree.html, tree.base)
    above, _ = paragraphs.read(before(found, measures))
    below = after(found, measures)
    containers.pruned(found, measures)
    lines, tables = paragraphs.read([found])
    crumbs = [Line(said.crumbs)] if breadcrumb(said.crumbs) else []
    return compose(
        lines,
        Surroundings(
            before=[*crumbs, *above],
            after=paragraphs.read(below)[0],
            window=said.window,
            declared=said.fields,
            declared_site=said.site,
            declared_column=said.column,
            site=rules.site,
            column=rules.column,
            tables=tables,
            attachments=attachments([found, *below], tree.base),
            findings=(injected_tags(tree.injected),) if tree.injected else (),
        ),
    )


def _length(text: str) -> int:
    """The characters of a text without blanks."""
    return sum(map(len, text.split()))


def _listing(tree: _Tree, facts: Signals, rules: ReadingRules) -> Reading:
    listing.unfolded(tree.body, tree.html)
    try:
        found = listing.items(tree.body, tree.base, rules.item)
    except SelectorError:
        return Reading(facts, reason=f"listing.item is no selector: {rules.item}")
    try:
        following = paging.next_page(tree.body, tree.html, tree.base, rules.next)
    except SelectorError:
        return Reading(facts, reason=f"listing.next is no selector: {rules.next}")
    length = _length(" ".join(tree.body.itertext()))
    facts = replace(facts, length=length, vendor=signals.vendor(tree.html, length))
    if found:
        return Reading(facts, items=found, next_page=following)
    wrong = (
        f"listing.item matches no link: {rules.item}"
        if rules.item
        else "no entries were found: set listing.item in the site file"
    )
    return Reading(facts, reason=wrong)


def _auto(tree: _Tree, facts: Signals, rules: ReadingRules) -> Reading:
    """A listing where titles outweigh prose; undated links (menus) only where there is hardly any prose."""
    measures = containers.measure(tree.body)
    prose = measures[containers.find(tree.body, measures)].prose
    if prose > _LONG_TEXT:
        return _article(tree, facts, rules)
    entries = _listing(tree, facts, rules)
    titles = sum(len(item.title) for item in entries.items)
    dated = sum(item.date is not None for item in entries.items) * 2 >= len(entries.items)
    if len(entries.items) >= _FEWEST_ITEMS and titles > prose and (dated or prose < _SHORT_TEXT):
        return entries
    return _article(tree, facts, rules)


_READERS: dict[Want, Callable[[_Tree, Signals, ReadingRules], Reading]] = {
    "article": _article,
    "listing": _listing,
    "auto": _auto,
}
