"""References that only followed a renumbering: 第五条 became 第六条 because that article did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.changes.pair import Background, Fact, Pair
from monitor.records import Clause
from monitor.text import key
from monitor.tree import marker_end

_HAN = "一二三四五六七八九十百零〇"
_REFERENCE = re.compile(
    rf"(?P<division>第[{_HAN}\d]+[编章](?:第[{_HAN}\d]+节)?)"
    rf"|(?=第)(?P<article>第[{_HAN}\d]+条(?:之[{_HAN}]+)?)?(?P<paragraph>第[{_HAN}]+款)?(?P<item>第(?:[(（][{_HAN}\d]+[)）]|\d+)项)?"
)
_FIRST = "第一款"  # is the article itself


def references(pair: Pair, background: Background) -> Iterator[Fact]:
    """`reference_shifted` where what an article, chapter, 款 or 项 is called changed, and the reference to it followed."""
    olds, news = _references(pair.old), _references(pair.new)
    if len(olds) != len(news):
        return
    for old, new in zip(olds, news, strict=True):
        if key(old[0]) == key(new[0]):
            continue
        became = next((background.became[path] for path in _paths(old, pair.old.path) if path in background.became), "")
        if became and became in _paths(new, pair.new.path):
            yield Fact("reference_shifted", {"old": old[0], "new": new[0]}, (old.span(),), (new.span(),))


def _references(clause: Clause) -> list[re.Match[str]]:
    """The references in a clause, its own number left out."""
    return [found for found in _REFERENCE.finditer(clause.text, marker_end(clause)) if found[0]]


def _paths(reference: re.Match[str], here: str) -> list[str]:
    """The paths that a reference can mean, the nearest first: a 项 without its article is one of where it is named."""
    if reference["division"]:
        return ["/".join(re.findall("第.+?[编章节]", key(reference[0])))]
    paragraph = key(reference["paragraph"] or "").replace(_FIRST, "")
    inside = [part for part in (paragraph, key(reference["item"] or "")[1:-1]) if part]
    if reference["article"]:
        return ["/".join([key(reference["article"]), *inside])]
    steps = here.split("/")
    return ["/".join([*steps[:depth], *inside]) for depth in range(len(steps) - 1, -1, -1)]
