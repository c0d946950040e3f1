"""One page → a reading. A pure function of its arguments: the parts are found in `crawler.extract`, judged in `monitor`.

lxml parses the page, finds the document and reads its paragraphs; BeautifulSoup reads only its tables, because reading
the whole document with it alone costs more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lxml.html import HtmlElement

from crawler import pageclass
from crawler.decode import damage, decode
from crawler.extract import choice, container, data, listing, metadata, paging, paragraphs, parts, paths, signals
from crawler.extract.attachments import attachments, embedded
from crawler.extract.blocks import Block, Blocks, blocks
from crawler.extract.boilerplate import part_labels, simplify
from crawler.extract.neighbours import Part, after, before
from crawler.extract.trees import Tree, parse, root_of, start_of
from crawler.fetch import signals as head
from crawler.files.read import read_file
from crawler.rules import ReadingRules
from monitor import noise, plaintables
from monitor.attached import UNREAD
from monitor.errors import ReadError
from monitor.legible import mojibake
from monitor.lines import Line, Surroundings
from monitor.partnames import fronts
from monitor.records import Article, Attachment, Reading, Signals
from monitor.transcript import article as article_of
from monitor.transcript import compose, dated, injected_tags

EXTRACTOR = "6"
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
_JSON_TYPES = ("application/json", "text/json", "application/javascript")
_JSON = re.compile(rb"^\s*(?:\xef\xbb\xbf)?[{\[]\s*[\"{\[]")
_NOT_HTML = re.compile(rb"^\s*(?:%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|[{\[]\s*[\"\]}])")
_FILE = re.compile(rb"^\s*(?:%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0)")
_FEWEST_ITEMS = 3
_ONLY_LINKS = 0.9
_SHORT_TEXT = 300
_SENTENCES = 2  # furniture hardly holds more than one
_MOSTLY = 0.8
_LONG_TEXT = 3000
_SHOWN = 10  # of a title: listings cut the rest


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the document stands on its page, and what the page held before it was simplified."""

    found: Block
    page: Blocks
    below: Sequence[Part]
    shown: Sequence[Attachment]
    injected: int

    def elements(self) -> list[HtmlElement]:
        """The document and what is below it, in the page's tree."""
        return [self.found.element, *(part.element for part in self.below if not isinstance(part, str))]


def read(
    body: bytes,
    *,
    url: str,
    status: int = 200,
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
    rules: ReadingRules | None = None,
    want: Want = "auto",
) -> Reading:
    """Read a page as an article or as a listing (`auto` decides by what it holds most of).

    `url` is where the page was found: relative links start there; names of `headers` are in lower case. Never raises on what a page holds: a page that
    cannot be read gives a reading without article and items, with a reason that says what to do.
    """
    rules = rules or ReadingRules()
    reading = _usual(
        body, url=url, status=status, content_type=content_type, headers=headers or {}, rules=rules, want=want
    )
    if rules.page is None or want == "listing" or status != 200:
        return reading
    try:
        article = pageclass.article(rules.page, body, url, reading.article)
    except ReadError as error:
        return Reading(reading.signals, reason=error.reason)
    garbled = mojibake(f"{article.title}\n{article.text}")
    facts = replace(reading.signals, length=_length(article.text), garbled=garbled)
    return Reading(facts, article=article, next_page=reading.next_page)


def _usual(
    body: bytes,
    *,
    url: str,
    status: int,
    content_type: str,
    headers: Mapping[str, str],
    rules: ReadingRules,
    want: Want,
) -> Reading:
    """What is found without an operator's class."""
    kind = content_type.partition(";")[0].strip().lower()
    if (
        want != "article"
        and (kind in _JSON_TYPES or _JSON.match(body))
        and (told := _data(body, url, status, content_type))
    ):
        return told
    if kind not in _HTML_TYPES or _NOT_HTML.match(body):
        facts = Signals(
            status=status, content_type=content_type, encoding="", length=0, vendor=head.challenger(headers)
        )
        reading = Reading(facts, reason="watch the page that links to it")
        if status == 200 and want != "listing" and _FILE.match(body):
            reading = of_file(body, url, facts)
        said = f"this is no web page but {kind or 'a file'}: {reading.reason}"
        return reading if reading.article else replace(reading, reason=said)
    html, encoding = decode(body, content_type)
    facts = Signals(
        status=status,
        content_type=content_type,
        encoding=encoding,
        length=0,
        damaged=damage(html),
        closed=signals.closed(html),
        vendor=head.challenger(headers),
        guard=head.guard(headers),
        onward=head.onward(headers),
    )
    root = root_of(html)
    if root is None:
        return Reading(replace(facts, said=""), reason="the page is empty: look at it in a browser")
    base = start_of(root, url)
    facts = _looked_at(root, html, base, facts)
    body_element = root.find("body")
    if body_element is None:
        return Reading(facts, reason="the page is empty: look at it in a browser")
    tree = Tree(html, root, body_element, url, base)
    try:
        return _READERS[want](tree, facts, rules)
    except ReadError as error:  # the operator's selectors: nothing else is refused here
        return Reading(facts, reason=error.reason, misfit=True)


def of_file(body: bytes, name: str = "", facts: Signals | None = None) -> Reading:
    """Read a file as an article: one that was saved, or that stands where a page would, as listings link to plans.

    `name` is that of `read_file`. Never raises on what a file holds, like `read`.
    """
    facts = facts or Signals(status=200, content_type="", encoding="", length=0)
    try:
        found = read_file(body, name)
    except ReadError as error:
        return Reading(facts, reason=error.reason)
    text = "\n".join(text for _, text in found.parts)
    if not text:
        return Reading(facts, reason=f"the file {UNREAD[found.reason or 'no_text'][1]} ({found.kind})")
    said = article_of(text)
    return Reading(
        replace(facts, length=_length(said.text)), article=replace(said, tables=plaintables.shown(said.text))
    )


def _data(body: bytes, url: str, status: int, content_type: str) -> Reading | None:
    """The listing in an answer of data; None where it holds none."""
    answer, encoding = decode(body, content_type)
    facts = Signals(status=status, content_type=content_type, encoding=encoding, length=0, damaged=damage(answer))
    items, total = data.entries(answer, url)
    if not items and (tree := parse(data.markup(answer), url)) is not None:
        simplify(tree.body)
        items = listing.found(tree.body, tree.base)
        total = total or paging.counted(tree.html)
    if not items:
        return None
    facts = replace(facts, length=sum(len(item.title) for item in items), closed=True)
    return Reading(facts, items=items, next_page=paging.following(url, total, len(items)))


def _looked_at(root: HtmlElement, html: str, base: str, facts: Signals) -> Signals:
    """The facts with those that the tree shows; what only matters on pages that say little is looked for there only."""
    body = root.find("body")
    facts = replace(
        facts,
        script_share=signals.script_share(root, html),
        links=sum(1 for _ in root.iter("a")),
        title=signals.title(root),
        said=signals.said(body) if body is not None else "",
    )
    if facts.said is None:
        return facts
    return replace(
        facts,
        said=facts.said or signals.alerted(root),
        vendor=facts.vendor or signals.challenger(html),
        guard=facts.guard or signals.guard(html),
        onward=facts.onward or signals.onward(root, base),
        password=signals.asks_password(root),
        shell=signals.shell(root),
    )


def _article(tree: Tree, facts: Signals, rules: ReadingRules) -> Reading:
    chosen = choice.container(tree.body, rules.container, rules.drop)
    players = list(tree.root.iter("script", "iframe", "embed", "object"))
    played = paths.PLAYED(tree.root) if "pdfsrc" in tree.html else ()
    shown = embedded([*players, *played], tree.base)
    scripts = [script.text for script in players if script.tag == "script" and script.text]
    part = parts.next_part(tree.root, scripts, tree.url, tree.base)
    part_labels(tree.body, tree.html)
    injected = simplify(tree.body)
    page = blocks(tree.body)
    found = page[chosen] if chosen is not None else container.find(page[tree.body], page, tree.html)
    place = _Place(found, page, after(found, page), shown, injected)
    article = _compose(tree, place, rules)
    length = _length(article.text)
    facts = replace(facts, length=length, garbled=mojibake(f"{article.title}\n{article.text}"))
    if not length and not article.title and not article.attachments:
        return Reading(facts, reason="no text was found: set article.container in the site file")
    links = found.linked >= length * _ONLY_LINKS  # what was cut off counts here too
    if chosen is None and not article.attachments and links and _linked(found.element) >= length * _ONLY_LINKS:
        return Reading(facts, reason="the page holds links and no text: watch it as a column, or set article.container")
    # Listings are counted like parts, too; they do not say when they were published.
    cut = part is not None and (article.published is not None or not fronts(tree.url))
    return Reading(facts, article=article, next_page=part if cut else None)


def _compose(tree: Tree, place: _Place, rules: ReadingRules) -> Article:
    said = metadata.declared(tree.root)
    fields = dict(said.fields)
    above, _ = paragraphs.read(before(place.found, place.page))
    if not any(noise.breadcrumb(line.text) for line in above):
        above.insert(0, Line(metadata.breadcrumb(place.page)))
    footers = container.footers(place.found)
    container.pruned(place.found)
    lines, tables = paragraphs.read([place.found])
    if not fields.get("published") and not dated(above, lines):
        fields["published"] = metadata.clue(tree.html, tree.base)
    return compose(
        lines,
        Surroundings(
            before=above,
            after=paragraphs.read([*footers, *place.below])[0],
            window=said.window,
            declared=fields,
            declared_site=said.site,
            declared_column=said.column,
            site=rules.site,
            column=rules.column,
            tables=tables,
            attachments=attachments(place.elements(), tree.base, place.shown),
            findings=(injected_tags(place.injected),) if place.injected else (),
        ),
    )


def _linked(found: HtmlElement) -> int:
    """The characters that stand inside links."""
    return sum(_length("".join(link.itertext())) for link in found.iter("a"))


def _length(text: str) -> int:
    """The characters of a text without blanks."""
    return sum(map(len, text.split()))


def _listing(tree: Tree, facts: Signals, rules: ReadingRules) -> Reading:
    listing.unfolded(tree.body, tree.html)
    if rules.next is not None:
        following = paging.first(choice.select(tree.body, rules.next, "listing.next"), tree.base)
    else:
        following = paging.next_page(tree.root, tree.html, tree.base)
    if rules.item is not None:
        items = listing.chosen(choice.select(tree.body, rules.item, "listing.item"), tree.base)
        reason = f"listing.item matches no link on the page: {rules.item}"
    else:
        simplify(tree.body)
        items = listing.found(tree.body, tree.base)
        reason = "no entries were found: set listing.item in the site file"
    length = _length(" ".join(tree.body.itertext()))
    facts = replace(facts, length=length, garbled=mojibake("\n".join(item.title for item in items)))
    return Reading(facts, items=items, next_page=following) if items else Reading(facts, reason=reason)


def _auto(tree: Tree, facts: Signals, rules: ReadingRules) -> Reading:
    """A listing where titles outweigh the text; undated links (menus) only where there is hardly any text."""
    article = _article(tree, facts, rules)
    again = parse(tree.html, tree.url)  # the article's reading has taken the tree apart
    if article.signals.length > _LONG_TEXT or again is None:
        return article
    entries = _listing(again, facts, rules)
    said = article.article
    text, length = f"{said.title}\n{said.text}" if said else "", article.signals.length
    titles = sum(len(item.title) for item in entries.items)
    inside = sum(len(item.title) for item in entries.items if item.title[:_SHOWN] in text)
    dated = sum(item.date is not None for item in entries.items) * 2 >= len(entries.items)
    # A page that says when its text was published is an article, however much is linked around it.
    published = said is not None and said.published is not None
    most = sum(item.title[:_SHOWN] in text for item in entries.items) >= _MOSTLY * len(entries.items)
    outweighed = inside * 2 > length or (
        not published
        and (
            (dated and most)
            or (titles > length and (dated or (length < _SHORT_TEXT and text.count("。") < _SENTENCES)))
        )
    )
    return entries if len(entries.items) >= _FEWEST_ITEMS and outweighed else article


_READERS: dict[Want, Callable[[Tree, Signals, ReadingRules], Reading]] = {
    "article": _article,
    "listing": _listing,
    "auto": _auto,
}
