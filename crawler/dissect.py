"""A page taken apart for people: its numbered blocks, and what of each line a reading keeps and what it drops.

A pure function of a page and the rules, for terminals and pages alike. From its blocks an operator points at the
container or at a piece to drop, and gets the selector to write into the site file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lxml.html import HtmlElement

from crawler.decode import decode
from crawler.extract import listing
from crawler.extract.attachments import absolute
from crawler.extract.lines import PageLine, Text, lines, tightest, weights
from crawler.extract.selectors import Pointed, Selector, meaning, selector
from crawler.extract.trees import Tree, parse
from crawler.read import Want, read
from crawler.rules import ReadingRules
from monitor.dates import iso
from monitor.errors import UsageError
from monitor.records import Article, Reading
from monitor.text import key

Fate: TypeAlias = Literal["kept", "read", "dropped"]
"""`kept`: in the text, or an entry of the listing; `read`: taken as title, date, publisher or the like."""

_PARAGRAPHS = frozenset(("p", "li", "tr", "td", "th", "tbody", "thead", "dd", "dt", "br", "h1", "h2", "h3", "h4", "h5"))
_SHORT = 4
_AROUND = 12
"""Characters that a line may have around the title: marks of reposts, exclamations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """One block of a page: an element with all below it.

    `number` counts from 1 in the page's order, `depth` from 0 how many blocks are around it. `name` is its tag with id
    and classes, `selector` the one to write for it; `stable` says that it needs no positions. `length` is how many
    characters it holds, `kept` how many of them the reading keeps. `lines` are those that stand in no block inside it.
    """

    number: int
    depth: int
    name: str
    selector: str
    stable: bool
    length: int
    kept: int
    lines: tuple[tuple[Fate, str], ...]


@dataclass(frozen=True, slots=True)
class Dissection:
    """A page's blocks in its order, and the reading that decides what is kept."""

    reading: Reading
    blocks: tuple[PageBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page to take apart: its bytes, address, and what the server said it is."""

    body: bytes
    url: str
    content_type: str = ""
    status: int = 200

    def read(self, rules: ReadingRules, want: Want) -> Reading:
        """The page as `crawler.read` reads it."""
        return read(self.body, url=self.url, status=self.status, content_type=self.content_type, rules=rules, want=want)

    def tree(self) -> Tree | None:
        """The page's tree as it came, with what a content system keeps in scripts; None where there is none."""
        html, _ = decode(self.body, self.content_type)
        tree = parse(html, self.url)
        if tree is not None:
            listing.unfolded(tree.body, tree.html)
        return tree


def dissect(page: Source, rules: ReadingRules | None = None, want: Want = "auto") -> Dissection:
    """Take a page apart, as these rules read it. Never raises on what a page holds."""
    reading = page.read(rules or ReadingRules(), want)
    tree = page.tree()
    if tree is None:
        return Dissection(reading)
    found = lines(tree.body)
    kept = _entries(tree, found, reading) if reading.items else _article(tree, found, reading.article)
    return Dissection(reading, tuple(_blocks(tree.body, found, kept)))


def rules_of(
    page: Source, rules: ReadingRules, want: Want, *, container: int | None = None, drop: Sequence[int] = ()
) -> tuple[str | None, tuple[str, ...]]:
    """The container and what to drop, with the blocks of these numbers: the rules' own where none is named.

    Raises UsageError for a number that no block has.
    """
    blocks = {block.number: block for block in dissect(page, rules, want).blocks}
    for number in (*drop, *(() if container is None else (container,))):
        if number not in blocks:
            raise UsageError(f"the page has no block {number}; its blocks are numbered from 1 to {len(blocks)}")
    chosen = rules.container if container is None else blocks[container].selector
    return chosen, tuple(dict.fromkeys((*rules.drop, *(blocks[number].selector for number in drop))))


def _article(tree: Tree, found: Sequence[PageLine], article: Article | None) -> list[Fate]:
    """A line is kept where it is in the text and stands in the block that holds nearly all of it."""
    if article is None:
        return ["dropped"] * len(found)
    text = Text.of(article.text)
    held = weights([line for line in found if text.holds(line.text)], tree.body)
    around = tightest(tree.body, held, held.get(tree.body, 0))
    told = [article.publisher, article.source, article.author, article.index_number, article.document_number]
    facts = [key(each) for each in (*told, (iso(article.published) or "")[:10]) if each]
    title = key(article.title)

    beside = around.getparent() if around.getparent() is not None else around

    def fate(line: PageLine) -> Fate:
        mark, places = key(line.text), {line.element, *line.element.iterancestors()}
        if around in places and text.holds(line.text):
            return "kept"
        if len(title) >= _SHORT and title in mark and len(mark) <= len(title) + _AROUND:
            return "read"
        if beside in places and any(len(fact) >= _SHORT and fact in mark for fact in facts):
            return "read"
        return "dropped"

    return [fate(line) for line in found]


def _entries(tree: Tree, found: Sequence[PageLine], reading: Reading) -> list[Fate]:
    """The line of each entry is kept: where a link leads to it, and most of it is said."""
    titles = {item.url: key(item.title) for item in reading.items}
    linked: dict[HtmlElement, set[str]] = {}
    for link in tree.body.iter("a"):
        url = absolute(tree.base, link.get("href") or "")
        if url in titles:
            for around in (link, *link.iterancestors()):
                linked.setdefault(around, set()).add(titles[url])
    best: dict[str, tuple[tuple[bool, int], int]] = {}
    for at, line in enumerate(found):
        mark = key(line.text)
        for title in linked.get(line.element, ()):
            worth = (title in mark, len(mark))  # beside its entry a document may stand in a list of what is read most
            if title[:_AROUND] in mark and (title not in best or worth > best[title][0]):
                best[title] = (worth, at)
    kept = {at for _, at in best.values()}
    return ["kept" if at in kept else "dropped" for at in range(len(found))]


def _blocks(body: HtmlElement, found: Sequence[PageLine], fates: Sequence[Fate]) -> list[PageBlock]:
    length = weights(found, body)
    kept = weights([line for line, fate in zip(found, fates, strict=True) if fate == "kept"], body)
    chosen = [element for element in body.iter() if element in length and _numbered(element, length)]
    numbers = {element: number for number, element in enumerate(chosen, 1)}
    own: dict[HtmlElement, list[tuple[Fate, str]]] = {element: [] for element in chosen}
    for line, fate in zip(found, fates, strict=True):
        own[_block_of(line.element, numbers)].append((fate, line.text))
    blocks = []
    memo: dict[str, list[HtmlElement]] = {}
    for element, number in numbers.items():
        written: Selector = selector([Pointed(body, (element,), memo)])
        blocks.append(
            PageBlock(
                number=number,
                depth=sum(around in numbers for around in element.iterancestors()),
                name=_name(element),
                selector=written.text,
                stable=written.stable,
                length=length[element],
                kept=kept.get(element, 0),
                lines=tuple(own[element]),
            )
        )
    return blocks


def _numbered(element: HtmlElement, length: Mapping[HtmlElement, int]) -> bool:
    """Whether people may point at it: the body, and what is no bare paragraph or wrapper of a single block."""
    if element.tag == "body":
        return True
    named = any(meaning(name) == 2 for name in [element.get("id") or "", *(element.get("class") or "").split()])
    if element.tag in _PARAGRAPHS:
        return named or (element.tag == "td" and len(element) > 1)
    return named or not any(length.get(child) == length[element] and child.tag not in _PARAGRAPHS for child in element)


def _block_of(element: HtmlElement, numbers: Mapping[HtmlElement, int]) -> HtmlElement:
    return next(each for each in (element, *element.iterancestors()) if each in numbers)


def _name(element: HtmlElement) -> str:
    name = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{name}" + "".join(f".{one}" for one in (element.get("class") or "").split())
