"""Known titles and texts, looked for on pages of another make: the rules by which they are found there.

Pure functions of pages and of what is known. What they propose was tried on the pages that they got: a rule that does
not give the known entries or texts back is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.dissect import Source
from crawler.extract.attachments import absolute
from crawler.extract.lines import Text, holder, strangers
from crawler.extract.selectors import Pointed, Selector, selector
from crawler.extract.trees import Tree
from crawler.rules import ReadingRules
from monitor.listing import canonical
from monitor.records import Reading
from monitor.text import key, tidy

_TITLE = 4
_CUT = 10
_FEWEST_DROPPED = 8
"""More pieces than that inside a container: another container was meant."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a column listed: canonical address → title."""

    titles: Mapping[str, str]

    def found(self, reading: Reading) -> set[str]:
        """The known addresses whose documents a reading lists, at their addresses or under their titles elsewhere."""
        at = {canonical(item.url) for item in reading.items}
        said = {key(item.title) for item in reading.items}
        return {address for address, title in self.titles.items() if address in at or (title and key(title) in said)}


def moved_to(page: Source, known: Entries) -> dict[str, str]:
    """Known address → where the page links that document to now."""
    tree = page.tree()
    return {} if tree is None else {address: url for _, address, url in reversed(_links(tree, known))}


def listing_rules(page: Source, known: Entries, present: ReadingRules) -> ReadingRules | None:
    """The rules that find the known entries on the page: the present ones with another `item`, or without one.

    None where the page holds none of the entries, or no rule finds all of them that it links to.
    """
    tree = page.tree()
    links = _links(tree, known) if tree is not None else []
    if tree is None or not links:
        return None
    there = {address for _, address, _ in links}
    written = _item(tree, links)
    bare = replace(present, item=None, next=None)
    named = [replace(bare, item=written.text)] if written else []
    tried = [*named, bare] if written and written.stable else [bare, *named]
    for rules in tried:
        if known.found(page.read(rules, "listing")) >= there:
            return rules
    return None


def article_rules(pages: Sequence[tuple[Source, str]], present: ReadingRules) -> ReadingRules | None:
    """The rules that read the known texts on their pages: the present ones with another container and pieces to drop.

    Each page stands with the text that its document is known to have. None where no rule gives half of the texts back
    that the pages hold (some may have been edited meanwhile), or where they hold none.
    """
    trees = [(page, tree, Text.of(text)) for page, text in pages if (tree := page.tree()) is not None]
    held = [(page, tree, text, found) for page, tree, text in trees if (found := holder(tree.body, text)) is not None]
    if not held:
        return None
    bare = replace(present, container=None, drop=())
    container = selector([Pointed(tree.body, (found,)) for _, tree, _, found in held])
    named = replace(bare, container=container.text)
    fuller = replace(named, drop=_dropped([(tree, text, found) for _, tree, text, found in held]))
    tried = [named, fuller, bare] if container.stable else [bare, named, fuller]
    kept = [(page, text) for page, _, text, _ in held]
    best = max(tried, key=lambda rules: reads(kept, rules))  # of equal ones the first
    return best if reads(kept, best) * 2 >= len(kept) else None


def reads(pages: Sequence[tuple[Source, Text]], rules: ReadingRules) -> int:
    """How many of the pages say by these rules all of their known text and nothing else."""
    articles = [(page.read(rules, "article").article, text) for page, text in pages]
    return sum(article is not None and key(article.text) == text.whole for article, text in articles)


def widened(rules: ReadingRules, present: ReadingRules, pages: Sequence[Source]) -> ReadingRules:
    """The rules with the present container beside the new one, so that pages of the old make are still read.

    Not where the present one finds something else on pages of the new make, or where no container is written.
    """
    old, new = present.container, rules.container
    if old is None or new is None or old == new:
        return rules
    trees = [tree for page in pages if (tree := page.tree()) is not None]
    if any(tree.body.cssselect(old) for tree in trees):
        return rules
    return replace(rules, container=f"{new}, {old}", drop=tuple(dict.fromkeys((*rules.drop, *present.drop))))


def _links(tree: Tree, known: Entries) -> list[tuple[HtmlElement, str, str]]:
    """The links to known documents in page order: the link, the known address, where it leads. By address, or by title."""
    by_title = {key(title): address for address, title in known.titles.items() if title}
    found = []
    for link in tree.body.iter("a"):
        url = absolute(tree.base, link.get("href") or "")
        if url is None or len(_title(link)) < _TITLE:
            continue
        address = canonical(url)
        if address in known.titles:
            found.append((link, address, url))
        elif (other := by_title.get(key(_title(link)))) is not None:
            found.append((link, other, url))
    return found


def _title(link: HtmlElement) -> str:
    """What a link says: its title attribute where its text is the beginning of that."""
    text, full = tidy(" ".join(link.itertext())), tidy(link.get("title") or "")
    return full if key(full).startswith(key(text.rstrip(".…"))[:_CUT]) and full else text


def _item(tree: Tree, links: Sequence[tuple[HtmlElement, str, str]]) -> Selector | None:
    """The selector of the entries among which most of the known ones are."""
    titled = [link for link in tree.body.iter("a") if link.get("href") and len(_title(link)) >= _TITLE]
    holders: dict[HtmlElement, int] = {}
    for link in titled:
        for around in link.iterancestors():
            holders[around] = holders.get(around, 0) + 1
    groups: dict[str, list[tuple[HtmlElement, HtmlElement]]] = {}
    for link in titled:
        block = link
        for around in link.iterancestors():
            if holders[around] > 1 or around is tree.body:
                break
            block = around
        groups.setdefault(_shape(block), []).append((link, block))
    addresses = {link: address for link, address, _ in links}

    def worth(group: Sequence[tuple[HtmlElement, HtmlElement]]) -> tuple[int, int]:
        mine = [link for link, _ in group if link in addresses]
        return len({addresses[link] for link in mine}), sum(len(_title(link)) for link in mine)

    best = max(groups.values(), key=worth, default=[])
    if not best or not worth(best)[0]:
        return None
    return selector([Pointed(tree.body, tuple(block for _, block in best))])


def _shape(block: HtmlElement) -> str:
    """Where such blocks stand: tags from the root, and the names of what is around."""
    around = [f"{each.tag}.{each.get('class') or ''}.{each.get('id') or ''}" for each in block.iterancestors()]
    return "/".join([block.tag, *around])


def _dropped(held: Sequence[tuple[Tree, Text, HtmlElement]]) -> tuple[str, ...]:
    """Selectors of what stands inside the containers and is none of the known texts."""
    found: list[str] = []
    for tree, text, container in held:
        pieces = strangers(container, text)
        found += [selector([Pointed(tree.body, (piece,))]).text for piece in pieces[:_FEWEST_DROPPED]]
    return tuple(dict.fromkeys(found))[:_FEWEST_DROPPED]
