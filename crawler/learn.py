"""Two fetches of one document: what differs on the page, and which parts of it to drop so that both read equal."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from crawler.decode import decode
from crawler.extract.trees import Tree, parse
from crawler.read import read
from crawler.rules import ReadingRules
from monitor.text import key, tidy

_SHOWN = 6
_CUT = 60
_MOST_SELECTORS = 4
_MOST_LINES = 8
_MOST_DROPPED = 0.2  # of the document's text: what is more is no noise
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What two fetches showed. `equal`: with `drop`, the selectors that were learnt, both read equal.

    `differs` are pieces of text that were another at the second fetch, wherever they stand: (before, after).
    """

    equal: bool
    drop: tuple[str, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()


def learn(first: bytes, second: bytes, *, url: str, content_type: str, rules: ReadingRules) -> Learnt:
    """Compare two answers for one document's address. Never raises on what they hold."""
    if first == second:
        return Learnt(equal=True)
    trees = [parse(decode(body, content_type)[0], url) for body in (first, second)]
    differs = _differing(*trees) if trees[0] is not None and trees[1] is not None else ()
    texts = [_text(body, url, content_type, rules) for body in (first, second)]
    if key(texts[0]) == key(texts[1]) or trees[0] is None:
        return Learnt(equal=key(texts[0]) == key(texts[1]), differs=differs)
    drop = tuple(dict.fromkeys(_selectors(trees[0], *texts)))[:_MOST_SELECTORS]
    dropping = replace(rules, drop=(*rules.drop, *drop))
    after = [_text(body, url, content_type, dropping) for body in (first, second)]
    kept = len(after[0]) >= len(texts[0]) * (1 - _MOST_DROPPED)
    if drop and kept and key(after[0]) == key(after[1]):
        return Learnt(equal=True, drop=drop, differs=differs)
    return Learnt(equal=False, differs=differs)


def _text(body: bytes, url: str, content_type: str, rules: ReadingRules) -> str:
    article = read(body, url=url, content_type=content_type, rules=rules, want="article").article
    return article.text if article is not None else ""


def _differing(first: Tree | None, second: Tree | None) -> tuple[tuple[str, str], ...]:
    before, after = (_pieces(tree.body) if tree is not None else [] for tree in (first, second))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changed = (
        (" ".join(before[a:b])[:_CUT], " ".join(after[c:d])[:_CUT])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )
    return tuple(islice(changed, _SHOWN))


def _pieces(body: HtmlElement) -> list[str]:
    return [text for text in map(tidy, body.itertext("*", with_tail=True)) if text and "{" not in text][:2000]


def _selectors(tree: Tree, text: str, other: str) -> Iterator[str]:
    """Selectors of the smallest named elements that hold the lines which the other text has not."""
    elsewhere = {key(line) for line in other.splitlines()}
    differing = (wanted for wanted in map(key, text.splitlines()) if wanted not in elsewhere)
    for wanted in islice(differing, _MOST_LINES):
        if (selector := _selector(tree.body, wanted)) is not None:
            yield selector


def _selector(body: HtmlElement, wanted: str) -> str | None:
    """The selector of the tightest element with this text, or with the part of it that holds the digits."""
    holders = [element for element in body.iter() if isinstance(element.tag, str) and wanted in key(_said(element))]
    for element in reversed(holders):  # in document order: the last one is the innermost
        inner = [child for child in element.iterdescendants() if isinstance(child.tag, str) and _counts(child)]
        for named in (*inner, element):
            if (selector := _named(named)) is not None and _alone(body, selector, wanted):
                return selector
        if key(_said(element)) != wanted:
            break
    return None


def _said(element: HtmlElement) -> str:
    return "".join(element.itertext())


def _counts(element: HtmlElement) -> bool:
    return bool(key(_said(element))) and key(_said(element)).isdecimal()


def _named(element: HtmlElement) -> str | None:
    """A selector by id or class; None for an element without a name, or with one that a machine counted."""
    identity = element.get("id") or ""
    if _NAME.fullmatch(identity) and not _DIGITS.search(identity):
        return f"{element.tag}#{identity}"
    classes = [
        name for name in (element.get("class") or "").split() if _NAME.fullmatch(name) and not _DIGITS.search(name)
    ]
    return "".join((element.tag, *(f".{name}" for name in classes))) if classes else None


def _alone(body: HtmlElement, selector: str, wanted: str) -> bool:
    """Whether a selector matches hardly more than what is wanted."""
    matched: Sequence[HtmlElement] = body.cssselect(selector)
    return sum(len(key(_said(element))) for element in matched) <= 2 * len(wanted)
