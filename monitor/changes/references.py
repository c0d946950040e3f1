"""References to articles that only followed a renumbering."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.changes.pair import Background, Fact, Pair
from monitor.text import key

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条(?:之[一二三四五六七八九十])?")


def references(pair: Pair, background: Background) -> Iterator[Fact]:
    """`reference_shifted` where 第五条 became 第六条 because that article did."""
    olds, news = list(_ARTICLE.finditer(pair.old.text)), list(_ARTICLE.finditer(pair.new.text))
    if len(olds) != len(news):
        return
    for old, new in zip(olds, news, strict=True):
        if old[0] != new[0] and background.articles.get(key(old[0])) == key(new[0]):
            yield Fact("reference_shifted", {"old": old[0], "new": new[0]}, (old.span(),), (new.span(),))
