"""A column page's entries: the repeated blocks that hold one titled link each, told from menus by titles and dates."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement, fragment_fromstring

from crawler.extract.attachments import absolute
from crawler.extract.boilerplate import FURNITURE_TAGS, furniture, names
from monitor import dates, noise
from monitor.records import ListingItem, Published
from monitor.text import fold, key, tidy

_TITLE_LENGTH = 8
_FEWEST = 1
_OFTEN = 3
_MOSTLY = 0.8
_SHORT_DATE = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])(?!\d)")
_ANY_DATE = re.compile(
    r"[\[(【（]?\s*(?:(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?)\s*[\])】）]?"
)
# The day stands above its month, in an element of its own: `26` `2020-12`.
_SPLIT_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*((?:19|20)\d\d)[-/.年](\d{1,2})(?!\d)")
_BULLET = re.compile(r"^(?:[•·◆■▪●○◇□>\s]+|\d{1,2}[.、](?!\d)\s*)")
_NO_ITEM = re.compile(r"^(?:下一?页|上一?页|首页|尾页|末页|更多|more|查看详情|详细|>>|网站地图)|^\d+$", re.IGNORECASE)
_LABELLED = re.compile("[:：]")  # a tip (标题：…) and no title
_DATED_WORTH = 3
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | {"p", "div", "dt", "dd", "li"}
# JCMS keeps a listing's first records as markup inside a script.
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One link with the block that holds it alone."""

    link: HtmlElement
    block: HtmlElement
    item: ListingItem


def found(body: HtmlElement, base: str) -> tuple[ListingItem, ...]:
    """The entries of a listing in page order, each address once. Expects a simplified tree."""
    groups: dict[str, list[_Entry]] = defaultdict(list)
    for entry in _entries(body, base):
        groups[_signature(entry.block)].append(entry)
    worth = {name: _worth(entries, base) for name, entries in groups.items()}
    best = max(worth, key=lambda name: worth[name], default=None)
    if best is None or worth[best] <= 0:
        return ()
    entries = groups[best]
    if sum(entry.item.date is not None for entry in entries) >= _MOSTLY * len(entries):
        # Among dated entries a short title without a date is a link of the page.
        entries = [entry for entry in entries if entry.item.date is not None or len(entry.item.title) >= _TITLE_LENGTH]
    return _distinct([entry.item for entry in entries])


def chosen(elements: Iterable[HtmlElement], base: str) -> tuple[ListingItem, ...]:
    """The entries that the operator's selector matched: each a link itself, or with its longest titled link."""
    items = (_chosen(element, base) for element in elements)
    return _distinct([item for item in items if item is not None])


def unfolded(body: HtmlElement, html: str) -> None:
    """Put the records that a content system keeps in a script into the body, as the browser would."""
    if "<datastore>" in html and (records := _RECORD.findall(html)):
        body.append(fragment_fromstring("".join(records), create_parent="div"))


def _entries(body: HtmlElement, base: str) -> list[_Entry]:
    links = [link for link in body.iter("a") if link.get("href")]
    aside = _aside(links)
    links = [link for link in links if aside.isdisjoint(link.iterancestors())]
    titled = [(link, _title(link)) for link in links]
    kept = [
        (link, title)
        for link, title in titled
        if len(title) >= 4 and not _NO_ITEM.match(title) and not noise.is_noise(title)
    ]
    kept = _once(kept)
    # A column's name that stands in front of each title is no entry.
    often = Counter(link.get("href") for link, title in kept if len(title) < _TITLE_LENGTH)
    kept = [(link, title) for link, title in kept if often[link.get("href")] < _OFTEN]
    holders: dict[HtmlElement, int] = defaultdict(int)
    for link, _ in kept:
        for ancestor in link.iterancestors():
            holders[ancestor] += 1
    entries = []
    for link, title in kept:
        url = absolute(base, link.get("href"))
        if url is None or url == base.partition("#")[0]:
            continue
        block = link
        for ancestor in link.iterancestors():
            if holders[ancestor] > 1 or ancestor is body:
                break
            block = ancestor
        entries.append(_Entry(link, block, ListingItem(title, url, dates.day(_date(block)))))
    return entries


def _once(links: Sequence[tuple[HtmlElement, str]]) -> list[tuple[HtmlElement, str]]:
    """Links without those that repeat their neighbour's address in fewer words: its source, or `阅读全文`."""
    kept: list[tuple[HtmlElement, str]] = []
    for link, title in links:
        if not kept or kept[-1][0].get("href") != link.get("href"):
            kept.append((link, title))
        elif len(title) > len(kept[-1][1]):
            kept[-1] = (link, title)
    return kept


def _aside(links: Sequence[HtmlElement]) -> set[HtmlElement]:
    """The blocks that names call furniture, but for those that hold most of the page's titled links."""
    held: dict[HtmlElement, int] = defaultdict(int)
    titled = 0
    for link in links:
        if len(_title(link)) >= _TITLE_LENGTH:
            titled += 1
            for ancestor in link.iterancestors():
                held[ancestor] += 1
    above = {ancestor for link in links for ancestor in link.iterancestors()}
    named = {ancestor for ancestor in above if furniture(ancestor.tag, names(ancestor))}
    return {element for element in named if element.tag in FURNITURE_TAGS or held[element] * 2 <= titled}


def _chosen(element: HtmlElement, base: str) -> ListingItem | None:
    links = [element] if element.tag == "a" else [link for link in element.iter("a") if link.get("href")]
    link = max(links, key=lambda link: len(_title(link)), default=None)
    url = absolute(base, link.get("href") or "") if link is not None else None
    if link is None or url is None or not _title(link):
        return None
    return ListingItem(_title(link), url, dates.day(_date(element)))


def _title(link: HtmlElement) -> str:
    """The link's title: its title attribute where the text is its beginning or its end, without bullets and the date."""
    parts = list(_parts(link))
    text = next((part for part in parts if len(part) >= 4), parts[-1])
    full = tidy(link.get("title") or "")
    cut = text.rstrip(".…。 ")
    if full and (key(full).startswith(key(cut)[:12]) or (full.endswith(text) and not _LABELLED.search(full))):
        return tidy(_ANY_DATE.sub(" ", full)) or full
    return text


def _parts(link: HtmlElement) -> Iterator[str]:
    """The texts of a link that holds blocks (title, date, summary), else its whole text; dates and bullets left out."""
    blocks = [
        child
        for child in link.iterdescendants()
        if child.tag in _BLOCKS and not any(inner.tag in _BLOCKS for inner in child)
    ]
    headings = [child for child in blocks if child.tag in _HEADINGS]
    for element in [*headings, *blocks, link]:
        yield _BULLET.sub("", tidy(_ANY_DATE.sub(" ", tidy(" ".join(element.itertext())))))


def _line(link: HtmlElement) -> str:
    """The text of a link without a block of its own, with what stands on the same line beside it."""
    previous, following = link.getprevious(), link.tail or ""
    if previous is not None:
        leading = (previous.tail or "") if previous.tag == "br" else ""
    else:
        parent = link.getparent()
        leading = (parent.text or "") if parent is not None else ""
    return " ".join((leading, *link.itertext(), following))


def _text(block: HtmlElement) -> str:
    """The text of an entry's block: a bare link's is that of its line."""
    return _line(block) if block.tag == "a" else " ".join(block.itertext())


def _date(block: HtmlElement) -> Published:
    """The date in the block, or in the element right before or after it that has no link of its own."""
    for element in (block, block.getprevious(), block.getnext()):
        if (
            element is None
            or not isinstance(element.tag, str)
            or (element is not block and next(element.iter("a"), None) is not None)
        ):
            continue
        text = fold(_text(element))
        if (match := _SPLIT_DATE.match(text.lstrip())) is not None:  # what stands before a title is the entry's
            return dates.parse(f"{match[2]}-{match[3]}-{match[1]}")
        # The last date of a block is its own; a title may hold others.
        for found in reversed(_ANY_DATE.findall(text)):
            if (value := dates.parse(found)) is not None:
                return value
        if (match := _SPLIT_DATE.search(text)) is not None:
            return dates.parse(f"{match[2]}-{match[3]}-{match[1]}")
    return None


def _signature(block: HtmlElement) -> str:
    """Where such blocks stand: tags and classes from the root, without positions."""
    path = [block, *block.iterancestors()]
    return "/".join(
        f"{element.tag}.{'' if element is block else element.get('class') or ''}" for element in reversed(path)
    )


def _worth(entries: list[_Entry], base: str) -> float:
    """How much a group looks like a column's entries; nothing or less for menus."""
    host = urlsplit(base).hostname
    near = [entry for entry in entries if urlsplit(entry.item.url).hostname == host]
    if len(entries) < _FEWEST:
        return 0.0
    dated = sum(entry.item.date is not None or _SHORT_DATE.search(_text(entry.block)) is not None for entry in entries)
    long = sum(len(entry.item.title) >= _TITLE_LENGTH for entry in entries)
    if not dated and (long < 3 or long * 2 < len(entries)):
        return 0.0
    return (dated * _DATED_WORTH + long) * (0.5 + 0.5 * len(near) / len(entries))


def _distinct(items: list[ListingItem]) -> tuple[ListingItem, ...]:
    return tuple({item.url: item for item in reversed(items)}.values())[::-1]
